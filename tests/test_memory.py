"""The translation memory: exact and similar, approved alone, in step with the catalogs, safe with figures."""

import io
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import DAY
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.catalog import store
from pipeline.catalog.entry import Entry
from pipeline.catalog.remarks import Origin
from pipeline.cli.main import cli
from pipeline.config import Workspace
from pipeline.errors import StoreError, UsageError, WorkspaceError
from pipeline.memory import tmx
from pipeline.memory.adapt import adapt
from pipeline.memory.index import Index
from pipeline.model.decision import Decision, Mode, Verdict
from pipeline.model.document import Key
from pipeline.placeables import tags
from pipeline.stages.bulk import approve_all
from pipeline.stages.memory import Recollection, contents, export_tmx, import_tmx, remove
from pipeline.stages.review import Desk
from pipeline.stages.suspend import suspend
from pipeline.stages.translate import translate

ROOT = Path(__file__).parents[1]
FALLS = Key(None, "It does not cause more falls.")
STUDIES = Key(None, "The nine trials looked at 2440 people with a stroke.")


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return Index(tmp_path / "es.sqlite")


def test_exact_is_by_text_and_context(index: Index) -> None:
    index.replace("copd", "1", [(FALLS, "No causa más caídas.")])
    assert [unit.target for unit in index.exact(FALLS)] == ["No causa más caídas."]
    assert index.exact(Key("item", FALLS.source)) == []
    assert index.exact(Key(None, "it does not cause more falls.")) == []


def test_similar_is_ordered_by_likeness_and_another_context_counts_less(index: Index) -> None:
    index.replace(
        "copd",
        "1",
        [
            (Key(None, "Walking practice probably helps people walk faster."), "uno"),
            (Key("item", "Walking practice probably helps people walk much faster."), "dos"),
            (Key(None, "Salt raises blood pressure."), "tres"),
        ],
    )
    found = index.similar(Key(None, "Walking practice probably helps people walk faster!"), least=0.7)
    assert [one.unit.target for one in found] == ["uno", "dos"]
    assert found[0].score > found[1].score > 0.7
    assert index.similar(Key(None, "Salt"), least=0.99) == []
    assert index.similar(Key(None, ""), least=0.7) == []


units = st.lists(
    st.tuples(
        st.builds(Key, st.sampled_from([None, "item"]), st.text("ab 1é", min_size=1, max_size=12)),
        st.text("xyz", min_size=1, max_size=3),
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=60)
@given(steps=st.lists(st.tuples(st.sampled_from("pqr"), st.one_of(st.none(), units)), max_size=6), asked=units)
def test_an_index_is_what_its_last_origins_are(
    steps: list[tuple[str, list[tuple[Key, str]] | None]],
    asked: list[tuple[Key, str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("index")
    grown, fresh = Index(folder / "grown.sqlite"), Index(folder / "fresh.sqlite")
    last: dict[str, list[tuple[Key, str]]] = {}
    for name, what in steps:
        if what is None:
            grown.forget(name)
            last.pop(name, None)
        else:
            assert grown.replace(name, "d", what) == len(what)
            last[name] = what
    for name, what in last.items():
        fresh.replace(name, "d", what)
    assert grown.size == fresh.size
    for key, _ in asked:
        assert sorted(u.target for u in grown.exact(key)) == sorted(u.target for u in fresh.exact(key))
        assert [(s.score, s.unit.target) for s in grown.similar(key, least=0.6, limit=50)] == [
            (s.score, s.unit.target) for s in fresh.similar(key, least=0.6, limit=50)
        ]
    grown.close()
    fresh.close()


def test_a_file_that_is_broken_or_of_another_version_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "es.sqlite"
    path.write_bytes(b"no database at all" * 100)
    with sqlite3.connect(tmp_path / "old.sqlite") as old:
        old.execute("PRAGMA user_version=99")
    for name in ("es.sqlite", "old.sqlite"):
        index = Index(tmp_path / name)
        assert index.size == 0
        index.replace("a", "1", [(FALLS, "x")])
        index.close()
        assert Index(tmp_path / name).size == 1


def test_an_import_that_fails_leaves_what_was_there(index: Index) -> None:
    index.replace("a", "1", [(FALLS, "x")])

    def broken() -> object:
        yield STUDIES, "y"
        raise StoreError("line 3")

    with pytest.raises(StoreError):
        index.replace("a", "2", broken())  # type: ignore[arg-type]
    assert (index.origins, index.size) == ({"a": "1"}, 1)


@pytest.mark.slow
def test_a_process_that_is_killed_while_it_imports_leaves_a_sound_index(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "es.sqlite"
    Index(path).replace("a", "1", [(FALLS, "x")])
    program = (
        "import sys, itertools; from pathlib import Path; from pipeline.memory.index import Index\n"
        "from pipeline.model.document import Key\n"
        "units = ((Key(None, f'sentence number {i} of many'), str(i)) for i in itertools.count())\n"
        "Index(Path(sys.argv[1])).replace('b', '1', units)"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(path)])
    request.addfinalizer(process.wait)
    request.addfinalizer(process.kill)
    while not path.with_name("es.sqlite-wal").is_file() or path.with_name("es.sqlite-wal").stat().st_size < 1_000_000:
        assert process.poll() is None
        time.sleep(0.05)
    assert Index(path).origins == {"a": "1"}  # a reader is not held up
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    index = Index(path)
    assert (index.origins, index.size) == ({"a": "1"}, 1)
    assert index.replace("b", "2", [(STUDIES, "y")]) == 1


@pytest.mark.parametrize(
    ("before", "now", "target", "result"),
    [
        ("We saw 62 people.", "We saw 65 people.", "Vimos a 62 personas.", "Vimos a 65 personas."),
        ("It took 1.5 weeks.", "It took 2.5 weeks.", "Duró 1,5 semanas.", "Duró 2,5 semanas."),
        ("We saw 62 people.", "We saw 12,345 people.", "Vimos a 62 personas.", "Vimos a 12.345 personas."),
        ("They walked 62 metres.", "They ran 62 metres.", "Caminaron 62 metros.", "Caminaron 62 metros."),
        ("Take 10 mg.", "Take 10 g.", "Tome 10 mg.", None),
        ("It helps.", "It does not help.", "Ayuda.", None),
        ("It helps people.", "It may help people.", "Ayuda a las personas.", None),
        ("It reduces pain.", "It increases pain.", "Reduce el dolor.", None),
        ("We saw 62 people.", "We saw 65 people.", "Vimos a sesenta y dos personas.", None),
        ("From 5 to 5 mg.", "From 5 to 6 mg.", "De 5 a 5 mg.", None),
        ("We saw 62 people.", "We saw 62 people in 3 trials.", "Vimos a 62 personas.", None),
        ("It took at least 4 weeks.", "It took 4 weeks.", "Duró al menos 4 semanas.", None),
    ],
)
def test_a_translation_is_adapted_in_figures_or_does_not_serve(
    before: str, now: str, target: str, result: str | None
) -> None:
    languages = Workspace(ROOT).languages
    made = adapt(before, now, target, languages.get("en"), languages.get("es"))
    assert (made.target if made else None) == result


def approve(desk: Desk, key: Key, target: str) -> None:
    entry = next(one for one in desk.segments() if one.entry.key == key).entry
    texts = {"replaces": entry.target, "target": target}
    desk.decide(Decision(desk.document.slug, "es", key, Verdict.EDIT, "ana", DAY, mode=Mode.EDITED, **texts))


def entries(workspace: Workspace, slug: str) -> dict[Key, Entry]:
    catalog = store.read(workspace.catalog("es", slug))
    assert catalog is not None
    return catalog.active


@pytest.fixture
def remembering(sandbox: Workspace, desk: Callable[..., Desk]) -> Workspace:
    """A sandbox with one approved sentence, and a second document with one like it."""
    text = "Do pumps help?\nThe nine trials looked at 2440 people with a stroke.\n"
    (sandbox.seeds / "first.txt").write_text(text, "utf-8")
    translate(sandbox, ["es"], ["first"])
    approve(desk(sandbox, "first"), STUDIES, "Los nueve ensayos estudiaron a 2440 personas con ictus.")
    (sandbox.seeds / "second.txt").write_text(text.replace("pumps", "braces").replace("2440", "2512"), "utf-8")
    return sandbox


NEAR = Key(None, STUDIES.source.replace("2440", "2512"))


def test_a_similar_sentence_is_drafted_with_its_figures_adapted(remembering: Workspace) -> None:
    report = translate(remembering, ["es"], ["second"])
    entry = entries(remembering, "second")[NEAR]
    assert report.documents[0].memory == 1
    assert entry.target == "Los nueve ensayos estudiaron a 2512 personas con ictus."
    assert entry.fuzzy
    assert entry.previous == STUDIES
    assert entry.origin is not None
    assert entry.origin.kind == "memory"
    assert entry.origin.detail.startswith("0.9")
    assert entry.origin.detail.endswith("first, adapted: 2440 to 2512")
    shown = CliRunner().invoke(
        cli, ["-C", str(remembering.root), "review", "show", "second", "--lang", "es", "--as", "ana"]
    )
    if "Once translated" not in shown.output:
        shown = CliRunner().invoke(cli, ["-C", str(remembering.root), "review", "show", "second", "--lang", "es"])
    assert "[-2440-] {+2512+}" in shown.output


def test_what_is_no_longer_approved_is_forgotten(remembering: Workspace, desk: Callable[..., Desk]) -> None:
    with Recollection(remembering, "es") as memory:
        assert memory.find(NEAR) is not None
    mine = desk(remembering, "first")
    target = entries(remembering, "first")[STUDIES].target
    mine.decide(
        Decision("first", "es", STUDIES, Verdict.REJECT, "luis", DAY, replaces=target, target=target, reason="wrong")
    )
    with Recollection(remembering, "es") as memory:
        assert memory.find(NEAR) is None
        assert memory.find(STUDIES) is None


def test_a_suspended_document_lends_nothing(remembering: Workspace) -> None:
    suspend(remembering, ["first"], ["es"], "ana", DAY, "wrong dose")
    with Recollection(remembering, "es") as memory:
        assert memory.find(STUDIES) is None


def test_the_index_may_be_deleted_and_the_threshold_is_kept(remembering: Workspace) -> None:
    with Recollection(remembering, "es") as memory:
        before = memory.find(NEAR)
    for path in (remembering.var / "memory").glob("*"):
        path.unlink()
    with Recollection(remembering, "es") as memory:
        assert memory.find(NEAR) == before
    with (remembering.root / "pipeline.toml").open("a", encoding="utf-8") as file:
        file.write("\n[memory]\nthreshold = 0.99\n")
    with Recollection(Workspace(remembering.root), "es") as memory:
        assert memory.find(NEAR) is None
        assert memory.find(STUDIES) is not None


@pytest.mark.parametrize("value", ["true", "0.5", "2", '"high"'])
def test_a_threshold_that_makes_no_sense_is_refused(sandbox: Workspace, value: str) -> None:
    with (sandbox.root / "pipeline.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[memory]\nthreshold = {value}\n")
    with pytest.raises(WorkspaceError, match="threshold"):
        _ = Workspace(sandbox.root).settings


segments = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from("<>&\"' bi/"), min_size=1
)


@given(st.lists(st.tuples(st.sampled_from([None, "item"]), segments, segments), max_size=5))
def test_what_is_written_as_tmx_reads_back(rows: list[tuple[str | None, str, str]]) -> None:
    units = [(Key(c, s.strip()), t.strip()) for c, s, t in rows if s.strip() and t.strip()]
    parts: list[str] = []
    assert tmx.write(parts.append, units, "en", "pt-PT", "0.1") == len(units)
    report = tmx.Reading()
    assert list(tmx.read(io.BytesIO("".join(parts).encode()), "en", "pt-PT", report)) == units
    assert (report.skipped, report.codes) == (0, 0)


def test_tags_survive_tmx() -> None:
    unit = (Key(None, "Take <b>10 mg</b> of <a1>HbA<sub>1c</sub></a1>, p < 0.05 & <b"), "Tome <b>10 mg</b>.")
    parts: list[str] = []
    tmx.write(parts.append, [unit], "en", "es", "0.1")
    assert '<bpt i="1" type="x-pipeline-b"/>10 mg<ept i="1"/>' in "".join(parts)
    [(key, target)] = tmx.read(io.BytesIO("".join(parts).encode()), "en", "es", tmx.Reading())
    assert (key, target) == unit
    assert tags(key.source) == ("<b>", "</b>", "<a1>", "<sub>", "</sub>", "</a1>")


FOREIGN = """<?xml version="1.0" encoding="UTF-16"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="*all*"/><body>
<tu><tuv lang="EN_us"><seg>Take <bpt i="1">&lt;b></bpt>10 mg<ept i="1">&lt;/b></ept><ph>{1}</ph> daily &lt;b>.</seg>
</tuv>
<tuv xml:lang="es-419"><seg>
 Tome <it pos="begin">x</it>10 mg al <hi>día</hi>.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Alone.</seg></tuv></tu>
</body></tmx>"""


def test_files_of_other_tools_lose_codes_not_text() -> None:
    report = tmx.Reading()
    [(key, target)] = tmx.read(io.BytesIO(FOREIGN.encode("utf-16")), "en", "es", report)
    assert tags(key.source) == ()
    assert key.source.replace("\u2060", "") == "Take 10 mg daily <b>."
    assert target == "Tome 10 mg al día."
    assert (report.skipped, report.codes) == (1, 4)


BOMB = '<!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tmx version="1.4"><body/></tmx>'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (BOMB, "declarations"),
        ("<tmx><body>", "no sound TMX"),
        ("<xliff/>", "no <tmx>"),
        ("", "no sound TMX|no element"),
    ],
)
def test_what_is_no_sound_tmx_is_refused_and_nothing_is_kept(
    text: str, why: str, sandbox: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "bad.tmx"
    file.write_text(text, "utf-8")
    with pytest.raises(StoreError, match=why):
        import_tmx(sandbox, "es", file)
    assert contents(sandbox, "es") == {}
    assert not (sandbox.root / "i18n" / "memory").exists()


def test_an_imported_memory_drafts_and_is_never_approved_in_bulk(sandbox: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "Our Old Work.tmx"
    with file.open("w", encoding="utf-8") as out:
        tmx.write(out.write, [(FALLS, "No provoca más caídas.")], "en", "es", "0.1")
    assert import_tmx(sandbox, "es", file).name == "our-old-work"
    translate(sandbox, ["es"])
    entry = entries(sandbox, "stroke")[FALLS]
    assert (entry.target, entry.fuzzy) == ("No provoca más caídas.", True)
    assert entry.origin == Origin("memory", "1.00 tmx:our-old-work")
    assert contents(sandbox, "es")["tmx:our-old-work"] == 1
    remove(sandbox, "es", "our-old-work")
    assert "tmx:our-old-work" not in contents(sandbox, "es")
    with pytest.raises(UsageError, match="there is none"):
        remove(sandbox, "es", "our-old-work")


def test_a_normal_workspace_does_not_sign_an_imported_text_in_bulk(
    normal: Workspace, desk: Callable[..., Desk], tmp_path: Path
) -> None:
    plain = Key(None, "A stroke happens when the blood supply to part of the brain is cut off.")
    file = tmp_path / "old.tmx"
    with file.open("w", encoding="utf-8") as out:
        tmx.write(out.write, [(plain, "Un ictus ocurre cuando se corta el riego.")], "en", "es", "0.1")
    import_tmx(normal, "es", file)
    translate(normal, ["es"])
    assert entries(normal, "stroke")[plain].origin == Origin("memory", "1.00 tmx:old")
    report = approve_all(desk(normal, "stroke"), "ana", DAY)
    assert plain in [left.key for left in report.left]
    assert entries(normal, "stroke")[plain].fuzzy


def test_the_commands(remembering: Workspace, tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        result = CliRunner().invoke(cli, ["-C", str(remembering.root), "memory", *arguments, "--lang", "es"])
        assert result.exit_code == 0, result.output
        return result.output

    assert "first" in run("list")
    assert '"units": 1' in run("list", "--json")
    assert "[-2440-] {+2512+}" in run("search", NEAR.source)
    assert "Nothing approved" in run("search", "Something else entirely")
    out = tmp_path / "out.tmx"
    assert "1 translation written" in run("export", "--output", str(out))
    assert out.read_text("utf-8") == run("export")
    assert "1 translation taken in as “out”" in run("import", str(out))
    assert '"score": 1.0' in run("search", STUDIES.source, "--json")
    assert "deleted" in run("remove", "out", "--yes")
    assert export_tmx(remembering, "es", lambda _text: None) == 1
