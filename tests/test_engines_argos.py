"""The Argos engine on synthetic packages: what may be installed, what it translates, and that it stays off the net."""

import io
import json
import os
import shutil
import signal
import stat
import struct
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argos_package import build_package, read_zip, write_zip

from pipeline.engines import _argos_package
from pipeline.engines._hosted import HostedTranslator
from pipeline.engines.argos import PLUGIN
from pipeline.errors import EngineError, PackageError
from pipeline.plugins import Hop, Output

ROOT = Path(__file__).parents[1]
WORDS = {"stroke": "apopleksio", "doctor": "kuracisto"}
TOP = "translate-en_eo-1_0"
LICENCE = "see the package's README.md"
SENTENCES = (
    "What is a stroke?",
    "The doctor gave the patient a new medicine for the heart.",
    "We found 12 studies with 3456 adults.",
    "Talk to your nurse.",
)
EXPECTED = [
    Output("What is a apopleksio?", score=0.0),
    Output("The kuracisto gave the patient a new medicine for the heart.", score=0.0),
    Output("We found 12 studies with 3456 adults.", score=0.0),
    Output("Talk to your nurse.", score=0.0),
]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_package(tmp_path_factory.mktemp("package") / "en_eo.argosmodel", words=WORDS)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("ARGOS_PACKAGES_DIR", raising=False)
    return tmp_path / "data" / "plain-language-pipeline" / "argos"


@pytest.fixture(scope="module")
def installed(package: Path) -> Path:
    """A data folder into which the package has been installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(package.parent))
        PLUGIN.install(package)
    return package.parent / "plain-language-pipeline" / "argos" / "en_eo"


@pytest.fixture
def hop(installed: Path, home: Path) -> Hop:
    shutil.copytree(installed, home / "en_eo")
    return PLUGIN.hops()[0]


@pytest.fixture
def translator(hop: Hop) -> Iterator[HostedTranslator]:
    opened = PLUGIN.open(hop)
    yield opened
    opened.close()


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_the_builder_gives_the_same_package_twice(package: Path, tmp_path: Path) -> None:
    assert build_package(tmp_path / "again", words=WORDS).read_bytes() == package.read_bytes()


def test_an_installed_package_is_a_hop(package: Path, home: Path) -> None:
    hop = PLUGIN.install(package)
    assert hop == Hop("argos", "en", "eo", "1.0", LICENCE, "en_eo", size(home / "en_eo"))
    assert PLUGIN.hops() == (hop,)
    assert sorted(str(path.relative_to(home)) for path in home.rglob("*") if ".argos" not in str(path)) == [
        "en_eo",
        "en_eo/README.md",
        "en_eo/metadata.json",
        "en_eo/model",
        "en_eo/model/config.json",
        "en_eo/model/model.bin",
        "en_eo/model/shared_vocabulary.json",
        "en_eo/sentencepiece.model",
    ]


def test_sentences_come_back_in_order(translator: HostedTranslator) -> None:
    assert translator.translate([SENTENCES[0], "", *SENTENCES[1:]]) == [EXPECTED[0], Output(""), *EXPECTED[1:]]


def test_alone_or_in_any_batch_a_sentence_gives_the_same(translator: HostedTranslator) -> None:
    many = [*SENTENCES * 40]
    together = translator.translate(many)
    assert together == EXPECTED * 40
    assert [translator.translate([sentence])[0] for sentence in SENTENCES] == EXPECTED


def test_too_long_a_sentence_is_refused_not_cut(translator: HostedTranslator) -> None:
    problem = "argos en>eo: the sentence is too long: 310 pieces, the model reads 150"
    assert translator.translate(["the " * 155, SENTENCES[0]]) == [Output("", problem=problem), EXPECTED[0]]


def test_unknown_characters(translator: HostedTranslator) -> None:
    assert translator.unknown_characters("The 12 studies, 90% (or 8 weeks)?") == set()
    assert translator.unknown_characters("≥ 65 µg ½ 10⁶ “x” a_b β") == set("≥µ½⁶“”_β")
    assert translator.unknown_characters("a\u00a0b …") == set()


def test_killed_in_mid_batch_nothing_is_lost(translator: HostedTranslator) -> None:
    process = translator.process_id
    os.kill(process, signal.SIGSTOP)
    threading.Timer(0.3, os.kill, (process, signal.SIGKILL)).start()
    assert translator.translate(SENTENCES) == EXPECTED
    assert translator.process_id != process


def test_finding_packages_imports_no_engine(hop: Hop) -> None:
    code = (
        "import sys; from pipeline.engines.argos import PLUGIN; print(len(PLUGIN.hops()),"
        "sorted({'argostranslate', 'ctranslate2', 'sentencepiece', 'onnxruntime'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout == "1 []\n"


OFFLINE = """
import os, sys
events = []
sys.addaudithook(lambda event, _: events.append(event) if event.split(".")[0] in ("socket", "urllib") else None)
from pipeline.engines import argos
os.environ.update(argos._hosting("en>eo", argos.Path(sys.argv[1])).environment)
model = argos.load(sys.argv[1])
print(model.translate(["What is a stroke?"])[0].text)
print([event for event in events if event != "socket.gethostname"])
print(sorted({"onnxruntime", "minisbd", "stanza", "spacy", "argostranslate.translate", "requests"} & set(sys.modules)))
"""


def offline(folder: Path, *prefix: str) -> str:
    command = [*prefix, sys.executable, "-c", OFFLINE, str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    return run.stdout + run.stderr


def test_nothing_asks_for_the_network(hop: Hop, home: Path) -> None:
    assert offline(home / hop.origin) == "What is a apopleksio?\n[]\n[]\n"


def test_everything_works_without_a_network(hop: Hop, home: Path) -> None:
    unshare = ["unshare", "-rn"]
    if not shutil.which("unshare") or subprocess.run([*unshare, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this system does not let us take the network away")
    assert offline(home / hop.origin, *unshare) == "What is a apopleksio?\n[]\n[]\n"


def test_the_users_own_folders_are_left_alone(hop: Hop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    PLUGIN.open(hop).close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["plain-language-pipeline"]


def test_packages_of_argospm_are_found_and_ours_win(package: Path, tmp_path: Path, hop: Hop) -> None:
    theirs = tmp_path / "data" / "argos-translate" / "packages"
    newer = build_package(tmp_path / "newer", words=WORDS, version="2.0")
    other = build_package(tmp_path / "other", words=WORDS, target="pb", version="1.10")
    older = build_package(tmp_path / "older", words=WORDS, target="pb", version="1.9")
    european = build_package(tmp_path / "european", words=WORDS, target="pt", version="3.0")
    for file in (newer, other, older, european):
        with zipfile.ZipFile(file) as archive:
            archive.extractall(theirs)
    (theirs / "broken").mkdir()
    found = [(found.pair, found.version, found.origin) for found in PLUGIN.hops()]
    assert found == [("en>eo", "1.0", "en_eo"), ("en>pt", "1.10", "translate-en_pb-1_10")]
    translator = PLUGIN.open(PLUGIN.hops()[1])
    try:
        assert translator.translate(SENTENCES) == EXPECTED
    finally:
        translator.close()


def test_another_folder_of_packages_may_be_named(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "elsewhere")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "elsewhere"))
    assert [hop.origin for hop in PLUGIN.hops()] == [TOP]


def test_a_package_that_is_gone_is_named(hop: Hop, home: Path) -> None:
    shutil.rmtree(home / "en_eo")
    with pytest.raises(EngineError, match=r"^argos en>eo: no such package is installed; see `pipeline engines list`$"):
        PLUGIN.open(hop)


def test_a_new_version_takes_the_place_of_the_old(hop: Hop, tmp_path: Path, home: Path) -> None:
    new = PLUGIN.install(build_package(tmp_path / "new", version="1.1"))
    assert (new.version, PLUGIN.hops()) == ("1.1", (new,))
    assert [path.name for path in home.iterdir() if path.name != ".argostranslate"] == ["en_eo"]


Change = Callable[[dict[str, bytes]], None]


def changed(package: Path, file: Path, change: Change) -> Path:
    members = read_zip(package)
    change(members)
    return write_zip(file, members)


def drop(name: str) -> Change:
    def change(members: dict[str, bytes]) -> None:
        del members[f"{TOP}/{name}"]

    return change


def add(name: str, content: bytes = b"x") -> Change:
    return lambda members: members.update({name: content})


def describe(**fields: object) -> Change:
    def change(members: dict[str, bytes]) -> None:
        metadata = json.loads(members[f"{TOP}/metadata.json"])
        members[f"{TOP}/metadata.json"] = json.dumps({**metadata, **fields}).encode()

    return change


REFUSED: dict[str, tuple[Change, str]] = {
    "climbs": (add("../evil"), "leads out of the package"),
    "climbs inside": (add(f"{TOP}/model/../../../evil"), "leads out of the package"),
    "absolute": (add("/etc/evil"), "leads out of the package"),
    "dot": (add(f"{TOP}/./evil"), "leads out of the package"),
    "backslash": (add(f"{TOP}\\..\\evil"), "that some systems read in another way"),
    "drive": (add("C:evil"), "that some systems read in another way"),
    "control": (add(f"{TOP}/a\nb"), "that some systems read in another way"),
    "two folders": (add("other/file"), "holds 2 folders"),
    "no folder": (add("file"), "holds 2 folders"),
    "same name": (add(f"{TOP}/METADATA.json"), "twice"),
    "no model": (drop("model/model.bin"), "incomplete, without model/model.bin"),
    "no tokenizer": (drop("sentencepiece.model"), "incomplete, without sentencepiece.model or bpe.model"),
    "no vocabulary": (drop("model/shared_vocabulary.json"), "incomplete, without model/shared_vocabulary.json or"),
    "no metadata": (drop("metadata.json"), "incomplete, without metadata.json"),
    "not JSON": (add(f"{TOP}/metadata.json", b"{"), "metadata.json is not JSON"),
    "not an object": (add(f"{TOP}/metadata.json", b"[]"), "metadata.json is not an object"),
    "not Unicode": (add(f"{TOP}/metadata.json", b"\xff"), "not a readable Argos package"),
    "other type": (describe(type="sbd"), "a package of type 'sbd' does not translate"),
    "no source": (describe(from_code=None), "metadata.json says from_code = None"),
    "path as code": (describe(to_code="../../evil"), r"metadata.json says to_code = '\.\./\.\./evil'"),
    "no pair": (describe(to_code="en"), "translates en into itself"),
    "comma in version": (describe(package_version="1, argos en>es 2"), "metadata.json says package_version"),
    "broken model": (add(f"{TOP}/model/model.bin", b"\0" * 64), "argos en>eo: the model does not load"),
    "broken tokenizer": (add(f"{TOP}/sentencepiece.model", b"\0" * 64), "argos en>eo: the model does not load"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_unsafe_or_incomplete_package_is_refused(case: str, package: Path, tmp_path: Path) -> None:
    change, message = REFUSED[case]
    before = PLUGIN.hops()
    with pytest.raises(PackageError, match=message):
        PLUGIN.install(changed(package, tmp_path / "bad.argosmodel", change))
    assert PLUGIN.hops() == before == ()
    assert not list(tmp_path.rglob("*evil*"))
    left = [path.name for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".lock"]
    assert left == ["bad.argosmodel"]


def test_a_refused_package_leaves_the_old_one(hop: Hop, package: Path, tmp_path: Path) -> None:
    with pytest.raises(PackageError):
        PLUGIN.install(changed(package, tmp_path / "bad", add(f"{TOP}/model/model.bin", b"broken")))
    assert PLUGIN.hops() == (hop,)


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o644, stat.S_IFCHR | 0o644])
def test_a_link_or_device_is_refused(mode: int, package: Path, tmp_path: Path) -> None:
    file = tmp_path / "link.argosmodel"
    shutil.copy(package, file)
    with zipfile.ZipFile(file, "a") as archive:
        member = zipfile.ZipInfo(f"{TOP}/README.txt")
        member.external_attr = mode << 16
        archive.writestr(member, "/etc/passwd")
    with pytest.raises(PackageError, match="a link or device"):
        PLUGIN.install(file)


def test_an_encrypted_member_is_refused(package: Path, tmp_path: Path) -> None:
    data = bytearray(package.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1
    file = tmp_path / "encrypted.argosmodel"
    file.write_bytes(data)
    with pytest.raises(PackageError, match="an encrypted member"):
        PLUGIN.install(file)


def test_too_many_members_are_refused(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_argos_package, "_MOST_MEMBERS", 10)
    many = changed(package, tmp_path / "many", lambda m: m.update({f"{TOP}/{n}": b"" for n in range(9)}))
    with pytest.raises(PackageError, match="unpacks to more than any Argos package does"):
        PLUGIN.install(many)


def test_a_bomb_is_refused_unopened(package: Path, tmp_path: Path) -> None:
    """The member claims 3 GB; only its entry in the directory is ever read."""
    data = bytearray(package.read_bytes())
    entry = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, entry + 24, 3_000_000_000)
    file = tmp_path / "bomb.argosmodel"
    file.write_bytes(data)
    with pytest.raises(PackageError, match="unpacks to more than any Argos package does"):
        PLUGIN.install(file)


def test_a_bomb_that_lies_about_its_size_writes_no_more_than_it_claims(package: Path, tmp_path: Path) -> None:
    """Real content of 50 MB under a claim of 100 bytes: what is unpacked ends at the claim, and the checksum fails."""
    members = {**read_zip(package), f"{TOP}/README.md": b"\0" * 50_000_000}
    data = bytearray(write_zip(tmp_path / "honest", members).read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, entry + 24, 100)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.infolist()[-1].file_size == 100
    file = tmp_path / "liar.argosmodel"
    file.write_bytes(data)
    with pytest.raises(PackageError, match="not a readable Argos package"):
        PLUGIN.install(file)


def test_what_is_not_needed_is_not_unpacked(package: Path, tmp_path: Path, home: Path) -> None:
    extra = {f"{TOP}/stanza/model.pt": b"a pickle", f"{TOP}/run.py": b"", f"{TOP}/model/sub/x": b""}
    PLUGIN.install(changed(package, tmp_path / "extra", lambda members: members.update(extra)))
    assert not list(home.rglob("*.pt")) + list(home.rglob("*.py")) + list(home.rglob("sub"))


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 cut off"])
def test_what_is_no_archive_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.argosmodel"
    file.write_bytes(content)
    with pytest.raises(PackageError, match="not a readable Argos package"):
        PLUGIN.install(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"nowhere\.argosmodel: give an \.argosmodel file"):
        PLUGIN.install(tmp_path / "nowhere.argosmodel")


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc")
def test_every_switch_that_reaches_out_is_off(translator: HostedTranslator) -> None:
    lines = Path(f"/proc/{translator.process_id}/environ").read_text().split("\0")
    assert {
        "ORT_DISABLE_TELEMETRY=1",
        "HF_HUB_OFFLINE=1",
        "HF_HUB_DISABLE_TELEMETRY=1",
        "TRANSFORMERS_OFFLINE=1",
        "DO_NOT_TRACK=1",
        "ARGOS_MODEL_PROVIDER=OPENNMT",
    } <= set(lines)
