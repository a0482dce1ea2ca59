"""The site as a whole: replaced in one step, rendered only where something changed, and always what the records say."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

import pytest
import script_samples
from conftest import DAY
from published_site import make_site, sign, target_of

from pipeline import files, registry
from pipeline.config import FILE, Workspace
from pipeline.errors import PublishError, StoreError, UsageError
from pipeline.model.leaflet import Leaflet, RenderedFile
from pipeline.plugins import Renderer
from pipeline.stages import edition, generations, inputs, makings, press, register
from pipeline.stages.extract import read_all
from pipeline.stages.makings import digest_of
from pipeline.stages.publication import Publication
from pipeline.stages.publish import publish
from pipeline.stages.register import Line
from pipeline.stages.site import How
from pipeline.stages.takedown import take_down
from pipeline.stages.verify import verify

ROOT = Path(__file__).parents[1]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two leaflets in two languages, ready to be published."""
    return make_site(tmp_path / "w", 2, ["es", "pt"], sentences=3)


def tree(workspace: Workspace) -> dict[str, bytes]:
    """What a reader sees: every file of the site by its path."""
    found = sorted(workspace.site.rglob("*"))
    return {path.relative_to(workspace.site).as_posix(): path.read_bytes() for path in found if path.is_file()}


def changed(report: Publication) -> list[str]:
    return [one.path.removeprefix("build/site/") for one in report.files if one.changed]


def edit(workspace: Workspace, text: str, tag: str = "es") -> None:
    """Sign another text of the last sentence of `doc-0001`."""
    (document,) = read_all(workspace, ["doc-0001"]).documents
    sign(workspace, document, tag, instead=text)


class Shouting:
    """An output format; it does not render what has `unfit` in it."""

    def __init__(self, name: str, unfit: str = "") -> None:
        self.name, self.suffix, self._unfit = name, f".{name}", unfit

    def render(self, leaflet: Leaflet) -> RenderedFile:
        text = "".join(sentence.text for block in leaflet.blocks for sentence in block.sentences)
        if self._unfit and self._unfit in text:
            raise PublishError(f"font: no glyph for {self._unfit}")
        return RenderedFile(PurePosixPath(leaflet.name + self.suffix), text.upper().encode())


@pytest.fixture
def formats(monkeypatch: pytest.MonkeyPatch) -> dict[str, Renderer]:
    """The output formats, for tests that add some."""
    known = dict(registry.renderers())
    known |= {name: Shouting(name) for name in ("loud", "louder")}
    monkeypatch.setattr(registry, "renderers", lambda: known)
    return known


def test_the_site_is_a_link_to_its_only_generation(workspace: Workspace) -> None:
    workspace.site.mkdir(parents=True)  # a site as it was before it was a link
    (workspace.site / "old.html").write_text("old")
    publish(workspace, ())
    first = workspace.site.readlink()
    assert "old.html" not in tree(workspace)
    (workspace.generations / ".new-killed").mkdir()
    (workspace.site.parent / ".site-killed").symlink_to("nowhere")
    edit(workspace, "Otra frase.")
    publish(workspace, ())
    assert workspace.site.readlink() != first
    assert [path.name for path in workspace.generations.iterdir()] == [workspace.site.readlink().name]
    assert sorted(path.name for path in workspace.site.parent.iterdir()) == ["generations", "site", "site.json"]


def test_a_link_that_leads_nowhere_is_mended(workspace: Workspace) -> None:
    publish(workspace, ())
    before = tree(workspace)
    shutil.rmtree(workspace.generations)
    publish(workspace, ())
    assert tree(workspace) == before


def test_with_nothing_to_do_nothing_is_written(workspace: Workspace) -> None:
    assert changed(publish(workspace, ())) == [
        "es/doc-0000.html", "es/doc-0001.html", "pt/doc-0000.html", "pt/doc-0001.html"
    ]  # fmt: skip
    before = {path: path.stat().st_ino for path in workspace.site.rglob("*")}
    assert changed(publish(workspace, ())) == []
    assert {path: path.stat().st_ino for path in workspace.site.rglob("*")} == before


def test_only_what_changed_is_rendered(workspace: Workspace) -> None:
    publish(workspace, ())
    kept = (workspace.site / "es" / "doc-0000.html").stat().st_ino
    edit(workspace, "Otra frase.")
    assert changed(publish(workspace, ())) == ["es/doc-0001.html"]
    assert "Otra frase." in tree(workspace)["es/doc-0001.html"].decode()
    assert (workspace.site / "es" / "doc-0000.html").stat().st_ino == kept
    settings = workspace.root / FILE
    settings.write_text(settings.read_text().replace('publisher = ""', 'publisher = "Example Press"'))
    assert len(changed(publish(Workspace(workspace.root), ()))) == 4


def test_a_file_of_the_site_is_believed_only_with_its_own_hash(workspace: Workspace) -> None:
    publish(workspace, ())
    before = tree(workspace)
    page = workspace.site / "es" / "doc-0000.html"
    page.write_bytes(page.read_bytes().replace(b"estudios", b"estudias"))
    (workspace.site / "es" / "index.html").unlink()
    (workspace.site / "es" / "foreign.html").write_text("put there by somebody")
    assert changed(publish(workspace, ())) == ["es/doc-0000.html"]
    assert tree(workspace) == before


def test_the_same_bytes_with_any_number_of_processes_here_and_in_a_clone(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(workspace, ())
    shutil.copytree(workspace.root, tmp_path / "a clone", ignore=shutil.ignore_patterns("build", "var"))
    clone = Workspace(tmp_path / "a clone")
    monkeypatch.setattr(press, "_ALONE", 0)
    publish(clone, (), how=How(jobs=2))
    assert tree(clone) == tree(workspace)
    assert clone.site.readlink() == workspace.site.readlink()


def test_a_key_is_the_same_in_every_process() -> None:
    program = "from test_site import some_key; print(some_key())"
    where = {**os.environ, "PYTHONPATH": os.pathsep.join(("tests", *sys.path))}
    run = partial(subprocess.run, [sys.executable, "-c", program], check=True, capture_output=True, cwd=ROOT)
    assert len({run(env={**where, "PYTHONHASHSEED": seed}).stdout for seed in "1234"}) == 1


def some_key() -> str:
    """The key of a leaflet that has several texts in English for want of a wording."""
    return digest_of(replace(script_samples.leaflet("es"), in_english=frozenset(map(str, range(9)))))


def test_a_format_that_was_asked_for_stays_and_is_never_stale(
    workspace: Workspace, formats: dict[str, Renderer]
) -> None:
    publish(workspace, (), formats=["loud"])
    assert {"es/doc-0001.html", "es/doc-0001.loud"} <= set(tree(workspace))
    edit(workspace, "Otra frase.")
    assert changed(publish(workspace, ())) == ["es/doc-0001.html", "es/doc-0001.loud"]
    assert "OTRA FRASE." in tree(workspace)["es/doc-0001.loud"].decode()
    publish(workspace, (), formats=["louder"])
    assert {Path(name).suffix for name in tree(workspace) if "doc-" in name} == {".html", ".louder"}
    publish(workspace, (), formats=["html"])
    assert {Path(name).suffix for name in tree(workspace) if "doc-" in name} == {".html"}


def test_the_formats_of_the_workspace_are_a_setting(workspace: Workspace, formats: dict[str, Renderer]) -> None:
    settings = workspace.root / FILE
    plain = settings.read_text()
    settings.write_text(plain.replace('["html"]', '["html", "loud"]'))
    publish(Workspace(workspace.root), ())
    assert "es/doc-0001.loud" in tree(workspace)
    settings.write_text(plain)
    publish(Workspace(workspace.root), ())
    assert "es/doc-0001.loud" not in tree(workspace)
    settings.write_text(plain.replace('["html"]', '["quiet"]'))
    with pytest.raises(UsageError, match=r"\[publish\] formats: unknown format 'quiet': choose from .*html"):
        publish(Workspace(workspace.root), ())


def test_a_leaflet_that_cannot_be_rendered_stays_as_it_was_in_all_formats(
    workspace: Workspace, formats: dict[str, Renderer]
) -> None:
    publish(workspace, (), formats=["loud"])
    before = tree(workspace)
    formats["loud"] = Shouting("loud", unfit="ﷺ")
    edit(workspace, "Con un signo ﷺ.")
    edit(workspace, "Outra frase.", "pt")
    report = publish(workspace, ())
    assert [(one.document, one.why) for one in report.problems] == [("doc-0001 (es)", "font: no glyph for ﷺ")]
    after = tree(workspace)
    assert after["es/doc-0001.html"] == before["es/doc-0001.html"]
    assert after["es/doc-0001.loud"] == before["es/doc-0001.loud"]
    assert "Outra frase." in after["pt/doc-0001.html"].decode()
    formats["loud"] = Shouting("loud")
    assert "Con un signo ﷺ." in tree_after(workspace)["es/doc-0001.html"].decode()


def tree_after(workspace: Workspace) -> dict[str, bytes]:
    publish(workspace, ())
    return tree(workspace)


def test_nothing_leads_to_a_leaflet_that_could_never_be_rendered(
    workspace: Workspace, formats: dict[str, Renderer]
) -> None:
    formats["loud"] = Shouting("loud", unfit="ﷺ")
    edit(workspace, "Con un signo ﷺ.")
    report = publish(workspace, (), formats=["loud"])
    assert [one.document for one in report.problems] == ["doc-0001 (es)"]
    assert [name for name in tree(workspace) if name.startswith("es/doc-0001")] == []
    assert [name for name, data in tree(workspace).items() if b"es/doc-0001" in data] == []


@pytest.mark.parametrize("error", [KeyboardInterrupt(), StoreError("the disk is full")])
def test_whatever_ends_a_run_the_old_site_stays(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    publish(workspace, ())
    before = tree(workspace)
    edit(workspace, "Otra frase.")

    def fail(_path: Path) -> None:
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(files, "sync", fail)
        with pytest.raises(type(error)):
            publish(workspace, ())
    assert tree(workspace) == before
    assert len(list(workspace.generations.iterdir())) == 1
    assert changed(publish(workspace, ())) == ["es/doc-0001.html"]


def test_no_leaflet_takes_the_place_of_another_or_of_a_list(tmp_path: Path, formats: dict[str, Renderer]) -> None:
    workspace = make_site(tmp_path / "w", 1, ["es"], sentences=2)
    formats["loud"].suffix = "-loud.html"
    publish(workspace, (), formats=["loud"])
    for name in ("index", "doc-0000-loud"):
        (workspace.seeds / f"{name}.txt").write_text((workspace.seeds / "doc-0000.txt").read_text())
        (document,) = read_all(workspace, [name]).documents
        sign(workspace, document, "es")
    report = publish(workspace, (), formats=["loud"])
    assert sorted((one.document, one.why.partition(":")[0]) for one in report.problems) == [
        ("doc-0000-loud (es)", "es/doc-0000-loud.html is a file of doc-0000 too"),
        ("index (es)", "es/index.html is the list of leaflets"),
    ]
    assert "es/doc-0000-loud.html" in tree(workspace)
    assert b"<h1>Folletos" in tree(workspace)["es/index.html"]


def test_what_the_gate_said_is_remembered_only_while_nothing_changed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace.seeds / "new.txt").write_text("A new text\nIt has one sentence.\n")
    first = publish(workspace, ["es"])
    assert [one.why.partition(":")[0] for one in first.refused] == ["there is no catalog"]
    with monkeypatch.context() as forgetful:
        forgetful.setattr("pipeline.stages.publish.refusals", lambda *_: pytest.fail("the gate was asked again"))
        assert publish(workspace, ["es"]).refused == first.refused
    catalog = workspace.catalog("es", "doc-0001")
    catalog.write_text(catalog.read_text().replace('"Mensajes clave"', '"Lo esencial"'))
    (workspace.root / "build" / "gate.json").write_text("[1, 2")
    assert {one.document for one in publish(workspace, ["es"]).refused} == {"new", "doc-0001"}


def test_another_release_of_a_library_makes_every_page_anew(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(workspace, ())
    newer = replace(makings.makings(), code="f" * 64)
    for module in (makings, inputs, edition):
        monkeypatch.setattr(module, "makings", lambda: newer)
    assert changed(publish(workspace, ())) == [f"{tag}/doc-000{n}.html" for tag in ("es", "pt") for n in (0, 1)]
    assert verify(workspace, None, How()).differences == ()


def test_language_data_under_another_name_is_something_else(workspace: Workspace) -> None:
    data = workspace.root / "i18n" / "notices" / "es.po"
    data.write_text("# any")
    before = inputs.surroundings(workspace)
    data.rename(data.with_name("et.po"))
    assert inputs.surroundings(workspace) != before


def test_the_manifest_names_what_every_file_was_made_from(workspace: Workspace) -> None:
    publish(workspace, ())
    manifest = json.loads((workspace.site / "manifest.json").read_text())
    rows = {row["path"]: row for row in manifest["files"]}
    assert set(rows) == set(tree(workspace)) - {"manifest.json"}
    row = rows["es/doc-0000.html"]
    record = workspace.root / row["record"]
    frozen = json.loads(record.read_text())
    assert row["record_sha256"] == hashlib.sha256(record.read_bytes()).hexdigest()
    assert (row["source_sha256"], row["catalog_sha256"]) == (frozen["source"]["sha256"], frozen["catalog_sha256"])
    assert (row["format"], row["signed_off"], row["language"]) == ("html", "2026-11-22", "es")
    assert min(len(row[name]) for name in ("key", "template_sha256")) == 64


def test_what_is_taken_down_while_others_render_is_down_at_once(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(workspace, ())
    edit(workspace, "Otra frase.")
    rendering = press.render

    def meanwhile(sheet: press.Sheet) -> press.Made:
        register.add(workspace, [Line("doc-0000", "", DAY, "luis", "the dose is wrong")])
        return rendering(sheet)

    with monkeypatch.context() as slow:
        slow.setattr(press, "render", meanwhile)
        publish(workspace, (), how=How(progress=lambda _done, _total: slow.setattr(press, "render", rendering)))
    sentence = next(key.source for key in read_all(workspace, ["doc-0000"]).documents[0].keys if "group" in key.source)
    assert [path for path, data in tree(workspace).items() if target_of(sentence).encode() in data] == []
    again = publish(workspace, ())
    assert (changed(again), len(again.files)) == ([], 4)


def test_what_is_taken_down_while_the_new_site_is_put_in_place_does_not_come_back(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(workspace, ())
    edit(workspace, "Otra frase.")
    written_through = generations.Generation.sync

    def meanwhile(generation: generations.Generation) -> None:
        monkeypatch.setattr(generations.Generation, "sync", written_through)
        line = Line("doc-0000", "", DAY, "luis", "the dose is wrong")
        register.add(workspace, [line])
        take_down(workspace, [line])
        written_through(generation)

    monkeypatch.setattr(generations.Generation, "sync", meanwhile)
    publish(workspace, ())
    sentence = next(key.source for key in read_all(workspace, ["doc-0000"]).documents[0].keys if "group" in key.source)
    assert [path for path, data in tree(workspace).items() if target_of(sentence).encode() in data] == []
    assert b"Otra frase." in tree(workspace)["es/doc-0001.html"]
    assert len(list(workspace.generations.iterdir())) == 1


def test_a_link_that_names_its_generation_otherwise_loses_nothing(workspace: Workspace) -> None:
    publish(workspace, ())
    before = tree(workspace)
    alias = workspace.root.with_name("alias")
    alias.symlink_to(workspace.root)
    generation = workspace.site.resolve()
    workspace.site.unlink()
    workspace.site.symlink_to(generation)
    elsewhere = Workspace(alias)
    generations.clean(elsewhere.site, elsewhere.generations)
    assert tree(elsewhere) == before
