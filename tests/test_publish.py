"""The gate: nothing unsigned, unread or out of date is published, and the same input gives the same bytes."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import DAY, STROKE, is_tombstone, make_workspace

from pipeline.catalog import store
from pipeline.config import FILE, Workspace
from pipeline.errors import UsageError
from pipeline.model.decision import Decision, Mode, Verdict
from pipeline.stages.bulk import approve_all, dismissal
from pipeline.stages.publish import publish
from pipeline.stages.review import Desk
from pipeline.stages.status import status
from pipeline.stages.translate import translate
from pipeline.stages.workspace import sign_pack

Open = Callable[..., Desk]


def approve_everything(workspace: Workspace, open_desk: Open, *people: str) -> None:
    """Translate, approve each segment by hand as these people, and sign off as the first."""
    translate(workspace, ["es"])
    for person in people:
        desk = open_desk(workspace)
        for segment in desk.segments():
            entry = segment.entry
            base = Decision("stroke", "es", entry.key, Verdict.APPROVE, person, DAY, entry.target, entry.target)
            for check in {one.finding.check for one in segment.errors}:
                desk.decide(dismissal(base, check, "read"))
            desk.decide(base)
    open_desk(workspace).sign_off(people[0], DAY)


def why(workspace: Workspace) -> list[str]:
    return [refused.why for refused in publish(workspace, ["es"]).refused]


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def without_notice(page: bytes) -> bytes:
    """The page without the notice that its original has gone on, which has to be there."""
    text, found = re.subn(rb'<p class="status".*</p>\n', b"", page)
    assert found == 1
    return text


def test_machine_drafts_are_refused_by_name(sandbox: Workspace) -> None:
    assert why(sandbox) == ["there is no catalog: run `pipeline translate --lang es stroke`"]
    translate(sandbox, ["es"])
    reasons = why(sandbox)
    assert "not approved: 'It does not cause more falls.'" in reasons
    assert len([r for r in reasons if r.startswith("not approved")]) == 9
    assert not sandbox.site.exists()


def test_from_a_sandbox_to_a_page_that_says_so(sandbox: Workspace, desk: Open) -> None:
    translate(sandbox, ["es"])
    approve_all(desk(sandbox), "ana", DAY, despite="a trial")
    (reason,) = why(sandbox)
    assert reason == (
        "nobody has signed off the whole text in its present wording and order: "
        "`pipeline review signoff stroke --lang es --as NAME`"
    )
    desk(sandbox).sign_off("ana", DAY)
    report = publish(sandbox, ["es"])
    assert report.clean
    page = (sandbox.site / "es" / "stroke.html").read_text()
    assert 'lang="es"' in page
    assert "Mensajes clave" in page
    assert "Documento de prueba, no destinado a pacientes." in page
    record = json.loads(sandbox.record("es", "stroke").read_text())
    assert (record["sandbox"], record["machine_drafted"], record["signed_off"]) == (True, True, "2026-11-22 ana")
    manifest = json.loads((sandbox.site / "manifest.json").read_text())["files"]
    assert [(row["path"], row["sha256"]) for row in manifest if row["document"]] == [
        ("es/stroke.html", report.files[0].sha256)
    ]


def test_deleting_what_is_derived_and_publishing_again_gives_the_same_bytes(sandbox: Workspace, desk: Open) -> None:
    approve_everything(sandbox, desk, "ana")
    publish(sandbox, ["es"])
    before = tree(sandbox.root / "build"), tree(sandbox.root / "locales")
    shutil.rmtree(sandbox.root / "build")
    shutil.rmtree(sandbox.var)
    publish(sandbox, ["es"])
    assert (tree(sandbox.root / "build"), tree(sandbox.root / "locales")) == before


def test_an_edited_source_is_refused_at_once_and_one_segment_comes_back(sandbox: Workspace, desk: Open) -> None:
    approve_everything(sandbox, desk, "ana")
    publish(sandbox, ["es"])
    page = (sandbox.site / "es" / "stroke.html").read_bytes()
    source = sandbox.seeds / "stroke.txt"
    source.write_text(STROKE.replace("does not cause more falls", "causes no more falls"))
    changed = "'It causes no more falls.'"
    assert f"not in the catalog, the source was edited since (run `pipeline translate`): {changed}" in why(sandbox)
    assert status(sandbox).documents[0].published == "source-changed"
    assert without_notice((sandbox.site / "es" / "stroke.html").read_bytes()) == page
    translate(sandbox, ["es"])
    assert [segment.entry.key.source for segment in desk(sandbox).segments() if segment.need] == [changed.strip("'")]
    assert f"not approved: {changed}" in why(sandbox)


def test_moving_or_dropping_a_sentence_needs_a_new_sign_off(sandbox: Workspace, desk: Open) -> None:
    approve_everything(sandbox, desk, "ana")
    (sandbox.seeds / "stroke.txt").write_text(STROKE.replace("It does not cause more falls.\n", ""))
    translate(sandbox, ["es"])
    assert [reason.split(" in its")[0] for reason in why(sandbox)] == ["nobody has signed off the whole text"]


def test_a_normal_workspace_needs_rights_and_a_signed_pack(normal: Workspace, desk: Open) -> None:
    (normal.seeds / "stroke.toml").write_text('version = "1"\n')
    approve_everything(normal, desk, "ana")
    reasons = why(normal)
    missing = ("rights_holder", "licence", "translation_permission")
    assert [r for r in reasons if r.startswith("no rights")] == [
        f"no rights: seeds/stroke.txt does not state {name} (in its sidecar or front matter)" for name in missing
    ]
    assert any("the language pack of es is not signed" in reason for reason in reasons)


def test_a_final_leaflet_of_a_normal_workspace(normal: Workspace, desk: Open) -> None:
    (normal.root / "i18n" / "people.toml").write_text('ana = "Ana Pérez"\n')
    sign_pack(normal, "es", "eva", DAY)
    settings = normal.root / FILE
    named = settings.read_text().replace('publisher = ""', 'publisher = "Example Trust Press"')
    settings.write_text(named.replace('contact = ""', 'contact = "help@example.org"'))
    fresh = Workspace(normal.root)
    approve_everything(fresh, desk, "ana")
    assert why(fresh) == []
    page = (fresh.site / "es" / "stroke.html").read_text()
    assert "no destinado a pacientes" not in page
    assert ">Example Trust Press</bdi>" in page
    assert re.search(r'<a href="mailto:help@example.org\?subject=stroke%20%C2%B7%20es[^"]*"><bdi[^>]*>help@', page)
    for text in ("Texto revisado por Ana Pérez.", "Example Trust", "CC BY 4.0", "22 de noviembre de 2026", "1.2"):
        assert text in page
    assert "Borrador hecho por traducción automática y revisado oración por oración por una persona." in page


def test_bulk_approval_takes_no_machine_draft_in_a_normal_workspace(normal: Workspace, desk: Open) -> None:
    translate(normal, ["es"])
    report = approve_all(desk(normal), "ana", DAY)
    assert report.approved == 0
    reasons = {left.key.source: left.why for left in report.left}
    assert reasons["It does not cause more falls."] == "to be read one by one: key message, negation"
    assert reasons["What did we find?"] == "to be read one by one: a phrase that no lead has signed"
    active = store.read(normal.catalog("es", "stroke"))
    assert active is not None
    assert not any(entry.signatures for entry in active.entries)


@pytest.mark.skipif(shutil.which("msgattrib") is None, reason="GNU gettext is not installed")
def test_clearing_every_flag_makes_nothing_publishable(normal: Workspace, desk: Open) -> None:
    translate(normal, ["es"])
    path = normal.catalog("es", "stroke")
    subprocess.run(["msgattrib", "--clear-fuzzy", "-o", str(path), str(path)], check=True)
    reasons = why(normal)
    assert len([reason for reason in reasons if reason.startswith("unsigned")]) == 9
    with pytest.raises(UsageError, match="segments are not approved"):
        desk(normal).sign_off("ana", DAY)


def test_two_people_have_to_sign_under_that_policy(tmp_path: Path, desk: Open) -> None:
    workspace = make_workspace(tmp_path / "two", review="two-person")
    translate(workspace, ["es"])
    approve_all(desk(workspace), "ana", DAY, despite="a trial")
    assert all(s.need == "second review" for s in desk(workspace).segments())
    assert approve_all(desk(workspace), "ana", DAY, despite="a trial").approved == 0
    approve_all(desk(workspace), "luis", DAY, despite="a trial")
    desk(workspace).sign_off("luis", DAY)
    assert publish(workspace, ["es"]).clean
    page = (workspace.site / "es" / "stroke.html").read_text()
    assert "revisado oración por oración" not in page  # a sandbox approved it unread


def test_a_leaflet_says_that_two_people_read_every_sentence(tmp_path: Path, desk: Open) -> None:
    workspace = make_workspace(tmp_path / "two", review="two-person")
    approve_everything(workspace, desk, "ana", "luis")
    assert publish(workspace, ["es"]).clean
    page = (workspace.site / "es" / "stroke.html").read_text()
    assert "revisado oración por oración por dos personas" in page


def test_an_open_error_blocks_approval_until_it_is_dismissed_by_name(sandbox: Workspace, desk: Open) -> None:
    translate(sandbox, ["es"])
    segment = next(s for s in desk(sandbox).segments() if "10 mg" in s.entry.key.source)
    entry = segment.entry
    wrong = "Las personas tomaron 10 g del medicamento."
    edit = Decision("stroke", "es", entry.key, Verdict.EDIT, "ana", DAY, entry.target, wrong, Mode.EDITED)
    with pytest.raises(UsageError, match="open findings block approval"):
        desk(sandbox).decide(edit)
    path = sandbox.catalog("es", "stroke")
    path.write_text(path.read_text().replace(entry.target, wrong))
    subject = next(s for s in desk(sandbox).segments() if s.entry.key == entry.key)
    checks = {one.finding.check for one in subject.errors}
    assert checks
    base = Decision("stroke", "es", entry.key, Verdict.APPROVE, "ana", DAY, wrong, wrong)
    with pytest.raises(UsageError, match="open findings"):
        desk(sandbox).decide(base)
    for check in checks:
        desk(sandbox).decide(dismissal(base, check, "read twice"))
    assert [applied.outcome.value for applied in desk(sandbox).decide(base)] == ["applied"]


def test_previews_show_what_is_missing_in_english_and_stay_out_of_the_site(sandbox: Workspace) -> None:
    translate(sandbox, ["es"])
    path = sandbox.catalog("es", "stroke")
    draft = store.read(path)
    assert draft is not None
    report = publish(sandbox, ["es"], draft=True)
    assert [one.path for one in report.files] == ["build/preview/es/stroke-draft.html"]
    page = (sandbox.preview / "es" / "stroke-draft.html").read_text()
    assert "noindex" in page
    assert "Borrador pendiente de revisión. No destinado a pacientes." in page
    assert not sandbox.site.exists()
    (sandbox.seeds / "stroke.txt").write_text(STROKE + "This sentence is new.\n")
    publish(sandbox, ["es"], draft=True)
    page = (sandbox.preview / "es" / "stroke-draft.html").read_text()
    assert "This sentence is new." in page
    assert "todavía no tienen traducción y se muestran en inglés" in page


def test_a_withdrawn_source_takes_the_page_down(sandbox: Workspace, desk: Open) -> None:
    approve_everything(sandbox, desk, "ana")
    publish(sandbox, ["es"])
    with (sandbox.seeds / "stroke.toml").open("a") as sidecar:
        sidecar.write("withdrawn = true\n")
    assert "the source is withdrawn" in why(sandbox)
    assert is_tombstone(sandbox.site / "es" / "stroke.html")
    assert status(sandbox).documents[0].published == "withdrawn"


def test_status_counts_states_and_knows_what_is_fresh(sandbox: Workspace, desk: Open) -> None:
    assert status(sandbox).documents == ()
    translate(sandbox, ["es"])
    row = status(sandbox).documents[0]
    assert (row.initial, row.translated, row.reviewed, row.final, row.published) == (0, 9, 0, 0, "never")
    approve_everything(sandbox, desk, "ana")
    row = status(sandbox).documents[0]
    assert (row.translated, row.reviewed, row.final, row.published) == (0, 9, 0, "never")
    publish(sandbox, ["es"])
    row = status(sandbox).documents[0]
    assert (row.reviewed, row.final, row.published) == (0, 9, "fresh")
    entry = desk(sandbox).segments()[2].entry
    text = "La práctica de la marcha probablemente ayuda a caminar más rápido."
    desk(sandbox).decide(
        Decision("stroke", "es", entry.key, Verdict.EDIT, "luis", DAY, entry.target, text, Mode.EDITED)
    )
    row = status(sandbox).documents[0]
    assert (row.reviewed, row.final, row.published) == (1, 8, "text-changed")
