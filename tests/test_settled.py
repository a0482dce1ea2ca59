"""A run with nothing to do reads no text; whatever changes is looked at again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import STROKE

from pipeline.config import Workspace
from pipeline.stages import extract as extraction
from pipeline.stages.settled import Settled
from pipeline.stages.translate import translate


@pytest.fixture
def done(sandbox: Workspace) -> Workspace:
    """A sandbox with nothing to do."""
    translate(sandbox, ["pt"])
    return sandbox


def refuse(*_arguments: object) -> None:
    raise AssertionError("a text was read")


def test_nothing_is_read_where_nothing_changed(done: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "read_document", refuse)
    report = translate(done, ["pt"])
    assert report.clean
    assert [(one.document, one.language, one.segments, one.drafted) for one in report.documents] == [
        ("stroke", "pt", 9, 0)
    ]
    with pytest.raises(AssertionError, match="a text was read"):
        translate(done, ["pt", "es"])


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


CHANGES: dict[str, Callable[[Workspace], None]] = {
    "source": lambda ws: append(ws.seeds / "stroke.txt", "It is new.\n"),
    "sidecar": lambda ws: append(ws.seeds / "stroke.toml", "withdrawn = false\n"),
    "template": lambda ws: append(ws.template("stroke"), "\n# a note\n"),
    "catalog": lambda ws: append(ws.catalog("pt", "stroke"), "\n"),
    "settings": lambda ws: append(ws.root / "pipeline.toml", "\n# a note\n"),
    "phrases": lambda ws: write(ws.root / "i18n" / "phrases" / "pt.po", 'msgid ""\nmsgstr ""\n'),
    "memory": lambda ws: (ws.var / "settled.json").unlink(),
    "broken memory": lambda ws: write(ws.var / "settled.json", '{"pt stroke.txt": [3]}'),
}


@pytest.mark.parametrize("what", CHANGES)
def test_any_change_is_looked_at(done: Workspace, what: str) -> None:
    source = done.seeds / "stroke.txt"
    assert Settled(done).segments(source, "pt") == 9
    CHANGES[what](done)
    assert Settled(Workspace(done.root)).segments(source, "pt") is None
    report = translate(Workspace(done.root), ["pt"])
    assert report.clean
    assert report.documents[0].drafted == (what == "source")


def test_what_somebody_emptied_is_drafted_again(done: Workspace) -> None:
    path = done.catalog("pt", "stroke")
    whole = path.read_text("utf-8")
    lines = whole.splitlines()
    place = max(i for i, line in enumerate(lines) if line.startswith('msgstr "'))
    path.write_text("\n".join([*lines[:place], 'msgstr ""', *lines[place + 1 :]]) + "\n", "utf-8")
    assert translate(done, ["pt"]).documents[0].drafted == 1
    assert path.read_text("utf-8") == whole


def test_a_document_with_a_gap_is_never_settled(sandbox: Workspace) -> None:
    (sandbox.seeds / "stroke.txt").write_text(STROKE, "utf-8")
    report = translate(sandbox, ["de"])
    assert not report.clean
    assert Settled(sandbox).segments(sandbox.seeds / "stroke.txt", "de") is None
