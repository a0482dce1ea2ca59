"""What takes a text down, or keeps it from being issued anew, in spite of trouble."""

import shutil
from datetime import timedelta
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest
from conftest import DAY, SIDECAR, is_tombstone
from issued import FALLS, issue, sign
from test_life_cycle import page, refused, source, state

from pipeline import registry
from pipeline.config import Workspace
from pipeline.stages import suspend as stage
from pipeline.stages.publish import publish
from pipeline.stages.records import write_record
from pipeline.stages.suspend import suspend

LATER = DAY + timedelta(days=3)


@pytest.mark.parametrize("trouble", ["no room on the disk", "a format with a fault"])
def test_a_suspension_takes_the_page_down_whatever_is_the_matter(
    sandbox: Workspace, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    issue(sandbox)
    html, written = registry.renderer("html"), Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name.endswith(".down"):
            raise OSError(ENOSPC, "No space left on device")
        return written(path, data)

    def faulty(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(stage, "publish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        if trouble == "no room on the disk":
            patched.setattr(Path, "write_bytes", full)
        else:
            patched.setattr(type(html), "render", faulty)
        with pytest.raises(KeyboardInterrupt):
            suspend(sandbox, ["stroke"], [], "luis", LATER, "a doubt")
    assert not page(sandbox).exists()
    assert [path for path in sandbox.site.rglob("*") if path.is_file() and FALLS in path.read_text("utf-8")] == []
    publish(sandbox, [])
    assert is_tombstone(page(sandbox))


def test_a_suspension_removes_the_preview_of_what_was_never_published(sandbox: Workspace) -> None:
    sign(sandbox)
    publish(sandbox, ["es"], draft=True)
    suspend(sandbox, ["stroke"], ["pt"], "luis", LATER, "a doubt")
    assert list(sandbox.preview.rglob("*.html"))
    suspend(sandbox, ["stroke"], ["es"], "luis", LATER, "a doubt")
    assert not list(sandbox.preview.rglob("*.html"))


@pytest.mark.parametrize(("name", "why"), [("stroke.toml", "withdrawnn"), ("Stroke.toml", "rename it")])
def test_a_source_that_cannot_be_read_is_said_by_every_run_it_may_be_withdrawn(
    sandbox: Workspace, name: str, why: str
) -> None:
    issue(sandbox)
    (sandbox.seeds / "stroke.toml").unlink()
    (sandbox.seeds / name).write_text("withdrawn = true\nwithdrawnn = true\n")
    for tags in ([], ["es"], []):
        (problem,) = publish(sandbox, tags).problems
        assert (problem.document, why in problem.why) == ("stroke", True)
    assert not is_tombstone(page(sandbox))
    (sandbox.seeds / name).unlink()
    (sandbox.seeds / "stroke.toml").write_text("withdrawn = true\n")
    assert publish(sandbox, []).problems == []
    assert is_tombstone(page(sandbox))


def test_other_rights_are_not_issued_under_the_old_sign_off(sandbox: Workspace) -> None:
    issue(sandbox)
    source(sandbox, SIDECAR.replace('licence = "CC BY 4.0"', 'licence = "all rights reserved"'))
    (why,) = refused(sandbox)
    assert why.startswith("the rights in the source are stated otherwise since the text was signed off")
    assert state(sandbox) == ("source-changed", "leaflet with notice")
    sign(sandbox, day=LATER)
    assert refused(sandbox) == []
    assert state(sandbox) == ("fresh", "leaflet")


def test_a_text_that_is_signed_while_another_is_published_is_not_taken_for_published(
    sandbox: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(sandbox)

    def meanwhile(*seen: Any) -> None:
        write_record(*seen)
        sign(sandbox, changed={"10 mg": "10 mg al día"})

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.stages.publish.write_record", meanwhile)
        publish(sandbox, ["es"])
    assert "10 mg al día" not in page(sandbox).read_text("utf-8")
    publish(sandbox, ["es"])
    assert "10 mg al día" in page(sandbox).read_text("utf-8")


@pytest.mark.parametrize("moved", [True, False])
def test_a_record_in_anothers_place_is_not_shown_and_stops_nothing(sandbox: Workspace, moved: bool) -> None:  # noqa: FBT001
    issue(sandbox)
    record = sandbox.record("es", "stroke")
    for path in (record, sandbox.seeds / "stroke.txt"):
        shutil.copy(path, path.with_stem("other"))
    if moved:
        record.unlink()
    report = suspend(sandbox, ["stroke"], [], "luis", LATER, "a doubt").site
    assert [one.why.partition(": ")[2] for one in report.problems] == [
        "is the record of stroke (es): remove it, and publish other anew"
    ]
    assert [path for path in sandbox.site.rglob("*") if path.is_file() and FALLS in path.read_text("utf-8")] == []
