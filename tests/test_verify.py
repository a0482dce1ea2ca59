"""`publish --verify`: no byte of the site can change, go missing or be added without a word about it."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import DAY
from published_site import make_site

from pipeline.config import Workspace
from pipeline.errors import PublishError
from pipeline.model.decision import Applied, Decision, Outcome, Verdict
from pipeline.model.document import Key
from pipeline.queue import Queue, open_queue
from pipeline.stages.manifest import Manifest, read_manifest, to_json
from pipeline.stages.publish import publish
from pipeline.stages.record import to_json as record_bytes
from pipeline.stages.records import read_record
from pipeline.stages.site import How
from pipeline.stages.verify import Verified, verify


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A published site of two leaflets."""
    workspace = make_site(tmp_path / "w", 2, ["es"], sentences=3)
    publish(workspace, ())
    return workspace


def compared(workspace: Workspace, queue: Queue | None = None) -> Verified:
    return verify(workspace, queue, How())


def found(workspace: Workspace) -> list[tuple[str, str]]:
    """The path of each difference, and how what is said of it begins."""
    return [(one.path, one.why.partition(":")[0]) for one in compared(workspace).differences]


def test_a_site_as_published_differs_in_nothing(workspace: Workspace) -> None:
    report = compared(workspace)
    assert (report.differences, report.notes) == ((), ())
    assert (report.files, report.records, report.signatures) == (7, 2, 10)


def rewritten(workspace: Workspace, change: Callable[[Manifest], Manifest]) -> None:
    """Change the manifest so that its own hash is right again."""
    manifest = read_manifest(workspace.site)
    assert manifest
    (workspace.site / "manifest.json").write_bytes(to_json(change(manifest)))


def test_changed_missing_and_foreign_files_are_found(workspace: Workspace) -> None:
    page = workspace.site / "es" / "doc-0000.html"
    page.write_bytes(page.read_bytes().replace(b"estudios", b"estudias", 1))
    (workspace.site / "es" / "doc-0001.html").unlink()
    (workspace.site / "extra.txt").write_text("x")
    (workspace.site / "link.html").symlink_to(page)
    assert found(workspace) == [
        ("es/doc-0000.html", "was changed after it was published"),
        ("es/doc-0001.html", "is missing"),
        ("extra.txt", "is no file of the site"),
        ("link.html", "is no file of the site"),
    ]
    publish(workspace, ())
    assert found(workspace) == []


def test_a_page_and_a_manifest_that_were_changed_together_are_found(workspace: Workspace) -> None:
    page = workspace.site / "es" / "doc-0000.html"
    page.write_bytes(page.read_bytes().replace(b"estudios", b"estudias", 1))
    sha256 = hashlib.sha256(page.read_bytes()).hexdigest()
    rewritten(
        workspace,
        lambda old: replace(
            old,
            files=tuple(replace(r, sha256=sha256) if r.path == "es/doc-0000.html" else r for r in old.files),
        ),
    )
    assert found(workspace) == [("es/doc-0000.html", "differs from what is published in its bytes")]
    (workspace.site / "manifest.json").write_text("{}")
    with pytest.raises(PublishError, match="not a manifest"):
        compared(workspace)


def test_a_record_that_was_changed_is_found(workspace: Workspace) -> None:
    record = workspace.record("es", "doc-0001")
    record.write_text(record.read_text().replace("estudios", "estudias", 1))
    differences = found(workspace)
    why = "not a record (it was changed after it was written); take it from version control or publish anew"
    assert ("locales/es/published/doc-0001.json", why) in differences
    assert ("es/doc-0001.html", "differs from what is published in its record") in differences


def test_a_record_that_is_newer_than_its_page_is_found(workspace: Workspace) -> None:
    record = workspace.record("es", "doc-0001")
    read = read_record(workspace, "es", "doc-0001")
    assert read
    record.write_bytes(record_bytes(replace(read, credits=("Ana Pérez",))))
    assert ("es/doc-0001.html", "differs from what is published in its record") in found(workspace)


def decide(
    queue: Queue, verdict: Verdict, target: str, person: str = "ana", outcome: Outcome = Outcome.APPLIED
) -> None:
    """Write a decision on the heading of `doc-0000` into the log."""
    key = Key("heading", "Key messages")
    made = Decision("doc-0000", "es", key, verdict, person, DAY, target, target, reason="so" * (verdict == "reject"))
    queue.settle(queue.record(made, f"{verdict} {target} {person} {outcome}"), Applied(made, outcome))


def test_signatures_are_held_against_the_log(workspace: Workspace) -> None:
    with open_queue(workspace.var) as queue:
        silent = [one.why for one in compared(workspace, queue).notes]
        assert silent == ["5 signatures are not in the log here"] * 2
        decide(queue, Verdict.APPROVE, "Mensajes clave")
        decide(queue, Verdict.REJECT, "Mensajes clave", "luis")
        decide(queue, Verdict.REJECT, "Mensajes clave", outcome=Outcome.CONFLICT)
        report = compared(workspace, queue)
        assert report.notes[0].why == "4 signatures are not in the log here"
        assert report.differences == ()
        decide(queue, Verdict.REJECT, "Mensajes clave")
        (difference,) = compared(workspace, queue).differences
        assert difference.why == "ana rejected this text after signing it, says the log: 'Key messages'"


def test_a_signature_under_a_text_that_its_person_never_signed_is_found(workspace: Workspace) -> None:
    with open_queue(workspace.var) as queue:
        decide(queue, Verdict.APPROVE, "Lo esencial")
        (difference,) = compared(workspace, queue).differences
    assert re.match("ana signs a text that they decided otherwise on, says the log", difference.why)
    assert difference.path == "locales/es/published/doc-0000.json"


def test_a_signature_that_was_taken_back_is_found(tmp_path: Path) -> None:
    workspace = make_site(tmp_path / "w", 1, ["es"], sentences=3)
    publish(workspace, ())
    with open_queue(workspace.var) as queue:
        decide(queue, Verdict.APPROVE, "Mensajes clave")
        decide(queue, Verdict.EDIT, "Lo esencial")
        assert compared(workspace, queue).differences == ()  # she has signed another text since
        decide(queue, Verdict.APPROVE, "Mensajes clave", outcome=Outcome.ALREADY)
        decide(queue, Verdict.UNDO, "Mensajes clave")
        assert [one.why for one in compared(workspace, queue).differences] == [
            "ana took their signature back, says the log: 'Key messages'"
        ]


def test_verifying_writes_nothing_where_publishing_would(workspace: Workspace) -> None:
    (workspace.seeds / "doc-0000.toml").write_text("withdrawn = 2026-11-24\n")
    record = workspace.record("es", "doc-0000")
    before = record.read_bytes()
    assert ("es/doc-0000.html", "differs from what is published in what it is made from") in found(workspace)
    assert record.read_bytes() == before
    publish(workspace, ())
    assert record.read_bytes() != before
    assert found(workspace) == []


def test_a_record_without_signatures_is_found_without_a_log(workspace: Workspace) -> None:
    record = read_record(workspace, "es", "doc-0000")
    assert record
    title, *others = record.blocks
    (sentence,) = title.sentences
    bare = replace(title, sentences=(replace(sentence, signatures=()),))
    forged = replace(record, blocks=(bare, *others), signed_off="")
    workspace.record("es", "doc-0000").write_bytes(record_bytes(forged))
    publish(workspace, ())
    path = "locales/es/published/doc-0000.json"
    assert found(workspace) == [(path, "nobody signed off the whole"), (path, "signed by 0 of 1 people")]
