"""Ways in which a text nobody vouched for could reach a reader, each tried and found closed."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import DAY, is_tombstone, make_workspace

from pipeline.catalog import store
from pipeline.config import FILE, Workspace
from pipeline.errors import CatalogError, UsageError
from pipeline.model.decision import Decision, Outcome, Verdict
from pipeline.stages.adopt import adoptable
from pipeline.stages.bulk import approve_all
from pipeline.stages.check import check
from pipeline.stages.gate import refusals
from pipeline.stages.publish import publish
from pipeline.stages.review import Desk, ReviewSegment, desks
from pipeline.stages.status import status
from pipeline.stages.translate import translate
from pipeline.stages.workspace import sign_pack

Open = Callable[..., Desk]


def decided(desk: Desk, segment: ReviewSegment, verdict: Verdict, person: str = "ana", **changes: str) -> Decision:
    text = segment.entry.target
    plain = Decision("stroke", desk.pack.language.tag, segment.entry.key, verdict, person, DAY, text, text)
    return replace(plain, **changes)  # type: ignore[arg-type]


def published(workspace: Workspace, open_desk: Open) -> Path:
    """A page, published from a sandbox."""
    translate(workspace, ["es"])
    approve_all(open_desk(workspace), "ana", DAY, despite="a trial")
    open_desk(workspace).sign_off("ana", DAY)
    assert publish(workspace, ["es"]).clean
    return workspace.site / "es" / "stroke.html"


def test_signatures_of_a_sandbox_are_worth_nothing_outside(sandbox: Workspace, desk: Open) -> None:
    published(sandbox, desk)
    settings = sandbox.root / FILE
    settings.write_text(settings.read_text().replace("sandbox = true", "sandbox = false"))
    normal = Workspace(sandbox.root)
    sign_pack(normal, "es", "eva", DAY)
    refused = publish(Workspace(sandbox.root), ["es"]).refused
    assert [one.why for one in refused if "in a sandbox, where signatures are trials" in one.why]


def test_adopting_takes_no_untouched_machine_draft(normal: Workspace, desk: Open) -> None:
    translate(normal, ["es"])
    path = normal.catalog("es", "stroke")
    edited = path.read_text().replace("#, fuzzy\n", "").replace('"Mensajes clave"', '"Lo esencial"')
    path.write_text(edited)
    mine, untouched = adoptable(desk(normal))
    assert [segment.entry.target for segment in mine] == ["Lo esencial"]
    assert len(untouched) == 8


def test_a_rejection_is_overruled_by_nobody_who_has_not_seen_it(sandbox: Workspace, desk: Open) -> None:
    translate(sandbox, ["es"])
    here = desk(sandbox)
    seen = here.segments()[2]
    here.decide(decided(here, seen, Verdict.REJECT, "luis", reason="the dose is wrong"))
    with pytest.raises(UsageError, match="rejected by luis on 2026-11-22: the dose is wrong"):
        here.decide(decided(here, seen, Verdict.APPROVE))
    report = approve_all(desk(sandbox), "eva", DAY, despite="a trial")
    assert [left.why for left in report.left] == ["rejected by luis on 2026-11-22: the dose is wrong"]
    rejected = here.segment(seen.entry.key)
    assert rejected.need == "another text"
    approved = decided(here, rejected, Verdict.APPROVE, "eva", reason=rejected.entry.objections)
    assert here.decide(approved)[0].outcome is Outcome.APPLIED


def test_a_decision_left_by_a_crash_comes_before_a_newer_one(sandbox: Workspace, desk: Open) -> None:
    translate(sandbox, ["es"])
    first, second = desk(sandbox), desk(sandbox)
    segment = first.segments()[2]
    first.queue.record(decided(first, segment, Verdict.APPROVE), "token of a run that died here")
    second.decide(decided(second, segment, Verdict.REJECT, "luis", reason="wrong"))
    assert first.heal() == []
    assert first.segment(segment.entry.key).need == "another text"


def test_a_withdrawn_page_does_not_come_back(sandbox: Workspace, desk: Open) -> None:
    page = published(sandbox, desk)
    with (sandbox.seeds / "stroke.toml").open("a") as sidecar:
        sidecar.write("withdrawn = true\n")
    publish(sandbox, ["es"])
    assert is_tombstone(page)
    (sandbox.seeds / "stroke.txt").write_bytes(b"caf\xe9")
    publish(sandbox, ["es"])
    assert is_tombstone(page)
    (sandbox.seeds / "stroke.txt").unlink()
    (sandbox.seeds / "stroke.toml").unlink()
    publish(sandbox, ["es"])
    assert is_tombstone(page)


def test_a_page_whose_source_is_gone_is_taken_down_and_named(sandbox: Workspace, desk: Open) -> None:
    page = published(sandbox, desk)
    (sandbox.seeds / "stroke.txt").unlink()  # its sidecar stays behind
    (sandbox.seeds / "other.txt").write_text("Is it safe?\nKey messages\nIt is safe for most people.\n")
    report = publish(sandbox, ["es"])
    assert is_tombstone(page)
    why = "its source is gone from seeds/: the page is taken down; a notice stands at its address"
    assert why in [one.why for one in report.refused]


def test_one_broken_catalog_stops_no_other_document(sandbox: Workspace, desk: Open) -> None:
    (sandbox.seeds / "other.txt").write_text("Is it safe?\nKey messages\nIt is safe for most people.\n")
    page = published_of_two(sandbox, desk)
    broken = sandbox.catalog("es", "other")
    broken.write_text(broken.read_text() + 'msgid "x"\nmsgstr "Tome 10 mg\n')
    report = publish(sandbox, ["es"])
    assert [problem.document for problem in report.problems] == ["other (es)"]
    assert page.exists()
    assert [row.document for row in status(sandbox).documents] == ["stroke"]
    assert [problem.document for problem in check(sandbox, ["es"]).problems] == ["other (es)"]
    here = desk(sandbox)
    found, problems = desks(sandbox, [here.pack], here.queue)
    assert ([one.document.slug for one in found], [p.document for p in problems]) == (["stroke"], ["other (es)"])
    assert [problem.document for problem in translate(sandbox, ["es"]).problems] == ["other"]


def published_of_two(workspace: Workspace, open_desk: Open) -> Path:
    translate(workspace, ["es"])
    approve_all(open_desk(workspace), "ana", DAY, despite="a trial")
    open_desk(workspace).sign_off("ana", DAY)
    publish(workspace, ["es"])
    return workspace.site / "es" / "stroke.html"


def test_a_catalog_copied_to_another_language_is_refused(sandbox: Workspace, desk: Open) -> None:
    published(sandbox, desk)
    shutil.copytree(sandbox.root / "locales" / "es", sandbox.root / "locales" / "pt")
    (sandbox.record("pt", "stroke")).unlink()
    refused = [one.why for one in publish(sandbox, ["pt"]).refused]
    assert "its catalog says that it is es, not pt: a copy from another folder?" in refused


def test_a_block_that_is_left_out_whole_is_refused(sandbox: Workspace, desk: Open) -> None:
    translate(sandbox, ["es"])
    path = sandbox.catalog("es", "stroke")
    title = desk(sandbox).segments()[0].entry.target
    path.write_text(path.read_text().replace(f'msgstr "{title}"', 'msgstr "<none/>"'))
    here = desk(sandbox)
    reasons = refusals(sandbox, here.document, store.read(path), here.pack)
    assert "a whole title is left out (<none/>): 'Does walking practice help after a stroke?'" in reasons


def test_a_sign_off_covers_only_what_was_shown(sandbox: Workspace, desk: Open) -> None:
    translate(sandbox, ["es"])
    approve_all(desk(sandbox), "ana", DAY, despite="a trial")
    here = desk(sandbox)
    shown = {segment.entry.key: segment.entry.target for segment in here.segments()}
    other = here.segments()[1]
    here.decide(decided(here, other, Verdict.EDIT, "luis", target="Mensajes principales"))
    with pytest.raises(CatalogError, match="the catalog changed while you were reading"):
        here.sign_off("ana", DAY, shown)


def test_a_record_changed_by_hand_is_not_published(sandbox: Workspace, desk: Open) -> None:
    page = published(sandbox, desk)
    record = sandbox.record("es", "stroke")
    record.write_text(record.read_text().replace("10 mg", "100 mg"))
    (sandbox.seeds / "stroke.txt").write_text((sandbox.seeds / "stroke.txt").read_text() + "A new sentence.\n")
    report = publish(sandbox, ["es"])
    assert "it was changed after it was written" in report.problems[0].why
    assert is_tombstone(page)
    assert not [word for word in ("100 mg", "10 mg", "marcha") if word in page.read_text()]


def test_a_published_sentence_that_is_rejected_is_not_fresh(sandbox: Workspace, desk: Open) -> None:
    published(sandbox, desk)
    here = desk(sandbox)
    here.decide(decided(here, here.segments()[2], Verdict.REJECT, "luis", reason="the dose is wrong"))
    assert status(sandbox).documents[0].published == "text-changed"


def test_only_a_finding_that_is_there_can_be_dismissed(sandbox: Workspace, desk: Open) -> None:
    translate(sandbox, ["es"])
    here = desk(sandbox)
    segment = here.segments()[2]
    for name in ("nonsense", "Numbers", "numbers"):
        with pytest.raises(UsageError, match="no finding of"):
            here.decide(decided(here, segment, Verdict.DISMISS, check=name, reason="it is right"))
    assert here.queue.pending() == []


def test_a_text_with_an_error_can_be_saved_but_not_signed(sandbox: Workspace, desk: Open) -> None:
    translate(sandbox, ["es"])
    here = desk(sandbox)
    segment = next(s for s in here.segments() if "10 mg" in s.entry.key.source)
    wrong = "Las personas tomaron 10 g del medicamento."
    here.decide(decided(here, segment, Verdict.SAVE, target=wrong))
    saved = here.segment(segment.entry.key)
    assert (saved.entry.target, saved.need) == (wrong, "approval")
    with pytest.raises(UsageError, match="open findings block approval"):
        here.decide(decided(here, saved, Verdict.APPROVE))


def test_a_sandbox_marks_pages_whatever_made_their_record(normal: Workspace, desk: Open) -> None:
    translate(normal, ["es"])
    sign_pack(normal, "es", "eva", DAY)
    workspace = Workspace(normal.root)
    here = desk(workspace)
    for segment in here.segments():
        for name in {one.finding.check for one in segment.errors}:
            here.decide(decided(here, segment, Verdict.DISMISS, check=name, reason="read"))
        here.decide(decided(here, segment, Verdict.APPROVE))
    here.sign_off("ana", DAY)
    assert publish(workspace, ["es"]).clean
    page = workspace.site / "es" / "stroke.html"
    assert "no destinado a pacientes" not in page.read_text()
    settings = workspace.root / FILE
    settings.write_text(settings.read_text().replace("sandbox = false", "sandbox = true"))
    publish(Workspace(workspace.root), ["es"])
    assert "Documento de prueba, no destinado a pacientes." in page.read_text()


def test_bulk_takes_nothing_approved_in_a_related_language_only(tmp_path: Path, desk: Open) -> None:
    workspace = make_workspace(tmp_path / "w", sandbox=False)
    other = "Is it safe?\nKey messages\nBackground\nThe house stands by the river.\n"
    (workspace.seeds / "other.txt").write_text(other)
    translate(workspace, ["es"])
    here = desk(workspace, "other")
    sentence = next(s for s in here.segments() if "house" in s.entry.key.source)
    here.decide(replace(decided(here, sentence, Verdict.APPROVE), document="other"))
    (workspace.seeds / "third.txt").write_text(other.replace("Is it safe", "Is it good"))
    translate(workspace, ["es", "es-419"], ["third"])
    assert approve_all(desk(workspace, "third", "es"), "eva", DAY).approved == 1
    assert approve_all(desk(workspace, "third", "es-419"), "eva", DAY).approved == 0


def test_a_page_that_cannot_be_rendered_is_a_problem_of_its_own_and_stays_as_it_was(
    sandbox: Workspace, desk: Open
) -> None:
    page = published(sandbox, desk)
    before = page.read_bytes()
    notices = sandbox.root / "i18n" / "notices" / "es.po"
    notices.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "The English original was published on {date}."\nmsgstr "Publicado el {fecha}"\n'
    )
    (problem,) = publish(Workspace(sandbox.root), ["es"]).problems
    assert problem.document == "stroke (es)"
    assert "placeholders are not those of 'The English original was published on {date}.'" in problem.why
    assert page.read_bytes() == before
