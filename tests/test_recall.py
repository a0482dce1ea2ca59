"""Taking back what proved wrong: suspended pages come down at once, stay down, and come back only by the policy."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from conftest import DAY, STROKE, is_tombstone, make_workspace
from hypothesis import given
from hypothesis import strategies as st

from pipeline import files
from pipeline.catalog import store
from pipeline.config import Workspace
from pipeline.errors import UsageError, WorkspaceError
from pipeline.model.document import Key
from pipeline.queue import open_queue
from pipeline.stages import register
from pipeline.stages.bulk import approve_all
from pipeline.stages.known import approved_memory
from pipeline.stages.publish import publish
from pipeline.stages.published import check_published
from pipeline.stages.recall import Recall, Wanted, find, take_back
from pipeline.stages.register import Line
from pipeline.stages.review import Desk
from pipeline.stages.status import status
from pipeline.stages.suspend import reinstate, suspend
from pipeline.stages.translate import translate

Open = Callable[..., Desk]
LATER = DAY + timedelta(days=3)
FALLS = Key(None, "It does not cause more falls.")


@pytest.fixture
def published(sandbox: Workspace, desk: Open) -> Workspace:
    """A sandbox with one published page."""
    translate(sandbox, ["es"])
    approve_all(desk(sandbox), "ana", DAY, despite="a trial")
    desk(sandbox).sign_off("ana", DAY)
    assert publish(sandbox, ["es"]).clean
    return sandbox


def page(workspace: Workspace) -> Path:
    return workspace.site / "es" / "stroke.html"


def state(workspace: Workspace) -> str:
    return status(workspace, ["es"]).documents[0].published


def test_one_person_takes_a_page_down_and_it_stays_down(published: Workspace) -> None:
    suspend(published, ["stroke"], ["es"], "luis", LATER, "the dose is wrong")
    assert is_tombstone(page(published))
    assert state(published) == "suspended"
    shutil.rmtree(published.var)
    shutil.rmtree(published.root / "build")
    (refused,) = publish(published, ["es"]).refused
    assert refused.why.startswith("suspended by luis on 2026-11-25: the dose is wrong (`pipeline reinstate stroke")
    assert is_tombstone(page(published))


def test_no_publish_that_began_before_writes_the_page_back(published: Workspace) -> None:
    with files.locked(published.generations, published.locks):  # as a publish does that is in the middle of its pages
        runs = [
            Thread(target=suspend, args=(published, ["stroke"], ["es"], "luis", LATER, "the dose is wrong")),
            Thread(target=publish, args=(published, ["es"])),
        ]
        for run in runs:
            run.start()
        runs[1].join(1)
        assert all(run.is_alive() for run in runs)
        assert is_tombstone(page(published))
    for run in runs:
        run.join(30)
    assert not any(run.is_alive() for run in runs)
    assert is_tombstone(page(published))


def test_without_a_language_every_language_is_suspended(published: Workspace) -> None:
    suspend(published, ["stroke"], [], "luis", LATER, "withdrawn by the authors")
    assert register.read(published).suspension("stroke", "es")
    assert register.read(published).suspension("stroke", "xx")
    assert not register.read(published).suspension("other", "es")


def test_a_page_comes_back_when_it_was_signed_off_anew(published: Workspace, desk: Open) -> None:
    suspend(published, ["stroke"], ["es"], "luis", LATER, "a doubt")
    with pytest.raises(UsageError, match="was suspended on 2026-11-25: read the whole text again and sign it off"):
        reinstate(published, "stroke", "es", "ana", LATER, "no fault found")
    desk(published).sign_off("ana", LATER)
    reinstate(published, "stroke", "es", "ana", LATER, "no fault found")
    assert page(published).is_file()
    assert state(published) == "fresh"
    with pytest.raises(UsageError, match="is not suspended"):
        reinstate(published, "stroke", "es", "ana", LATER, "again")


def test_a_page_with_an_open_refusal_does_not_come_back(published: Workspace) -> None:
    suspend(published, ["stroke"], ["es"], "luis", LATER, "a doubt")
    seed = published.seeds / "stroke.txt"
    seed.write_text(seed.read_text().replace("10 mg", "20 mg"))
    with pytest.raises(UsageError, match="may not come back yet: not in the catalog"):
        reinstate(published, "stroke", "es", "ana", LATER, "no fault found")


def test_two_people_bring_a_page_back_where_two_sign() -> None:
    down = Line("a", "", DAY, "luis", "x")
    one, two = (Line("a", "es", DAY, person, "x", lifts=True) for person in ("ana", "eva"))
    assert register.Register((down, one), 2).suspension("a", "es") == down
    assert register.Register((down, one, one), 2).suspension("a", "es") == down
    assert register.Register((down, one, two), 2).suspension("a", "es") is None
    assert register.Register((down, one, two), 2).suspension("a", "pt") == down
    assert register.Register((down, one, two, down), 2).suspension("a", "es") == down


def test_a_reason_a_handle_and_a_known_document_are_needed(published: Workspace) -> None:
    with pytest.raises(UsageError, match="give a reason"):
        suspend(published, ["stroke"], ["es"], "luis", DAY, " ")
    with pytest.raises(UsageError, match="is no handle"):
        suspend(published, ["stroke"], ["es"], "Luis P", DAY, "x")
    with pytest.raises(UsageError, match="no document strok: there are stroke"):
        suspend(published, ["strok"], ["es"], "luis", DAY, "x")
    assert page(published).is_file()


def test_a_broken_register_stops_publishing(published: Workspace) -> None:
    (published.root / "i18n" / "register.toml").write_text('[[line]]\nkind = "suspensoin"\n')
    with pytest.raises(WorkspaceError, match=r"register\.toml: kind = 'suspensoin': choose from suspension, reins"):
        publish(published, ["es"])


@pytest.mark.parametrize(("document", "language"), [("Stroke", ""), ("stroke.txt", ""), ("stroke", "ES"), ("", "es")])
def test_a_line_that_can_be_about_no_page_stops_publishing(sandbox: Workspace, document: str, language: str) -> None:
    line = Line(document, language, DAY, "luis", "written by hand")
    (sandbox.root / "i18n" / "register.toml").write_text(register.to_toml(line))
    with pytest.raises(WorkspaceError, match="write the document as its file is called"):
        publish(sandbox, [])


@given(st.text(max_size=60), st.sampled_from(["", "es"]), st.booleans())
def test_what_is_written_into_the_register_reads_back(reason: str, language: str, lifts: bool) -> None:  # noqa: FBT001
    line = Line("stroke", language, DAY, "ana", reason, lifts)
    data = register.to_toml(line).encode()
    (read,) = register.from_toml(data, Path("register.toml"))
    assert read == line


def test_recall_lists_and_changes_nothing(published: Workspace) -> None:
    before = {p: p.read_bytes() for p in published.root.rglob("*") if p.is_file() and "var" not in p.parts}
    found = find(published, "es", Wanted(term="stroke"))
    assert {one.source for one in found.held} == {
        "Does walking practice help after a stroke?",
        "What is a stroke?",
        "A stroke happens when the blood supply to part of the brain is cut off.",
    }
    assert all(one.published and one.approved for one in found.held)
    assert found.leaflets == ("stroke",)
    assert {p: p.read_bytes() for p in published.root.rglob("*") if p.is_file() and "var" not in p.parts} == before


@pytest.mark.parametrize(
    ("wanted", "sources"),
    [
        (Wanted(text="más caídas"), [FALLS.source]),
        (Wanted(text="MAS FALLS"), []),
        (Wanted(text="more falls"), [FALLS.source]),
        (Wanted(phrase="key MESSAGES"), ["Key messages"]),
        (Wanted(term="stroke", phrase="What is a stroke?"), ["What is a stroke?"]),
        (Wanted(engine="argos"), []),
    ],
    ids=str,
)
def test_recall_finds_what_is_meant(published: Workspace, wanted: Wanted, sources: list[str]) -> None:
    assert [one.source for one in find(published, "es", wanted).held] == sources


def test_recall_by_engine_finds_every_machine_draft(published: Workspace) -> None:
    by_engine = find(published, "es", Wanted(engine="apertium")).held
    assert FALLS.source in {one.source for one in by_engine}
    assert "Key messages" not in {one.source for one in by_engine}


def recalled(workspace: Workspace, wanted: Wanted) -> Recall:
    found = find(workspace, "es", wanted)
    with open_queue(workspace.var) as queue:
        _, problems = take_back(workspace, "es", found, queue, "luis", LATER, "falls are something else")
    assert problems == ()
    return found


def test_a_recalled_sentence_is_down_unapproved_and_out_of_the_memory(published: Workspace, desk: Open) -> None:
    assert approved_memory(published, "es").find(FALLS)
    recalled(published, Wanted(text="more falls"))
    assert is_tombstone(page(published))
    assert state(published) == "suspended"
    segment = desk(published).segment(FALLS)
    assert segment.need == "another text"
    assert segment.entry.objections == "rejected by luis on 2026-11-25: recalled: falls are something else"
    assert approved_memory(published, "es").find(FALLS) is None
    assert desk(published).queue.pending("stroke", "es") == []


def test_a_vanished_sentence_does_not_come_back_approved(published: Workspace, desk: Open) -> None:
    seed = published.seeds / "stroke.txt"
    seed.write_text(STROKE.replace(FALLS.source, "It is safe for most people."))
    translate(published, ["es"])
    catalog = store.read(published.catalog("es", "stroke"))
    assert catalog is not None
    assert [entry.key for entry in catalog.entries if entry.obsolete] == [FALLS]
    recalled(published, Wanted(text="more falls"))
    seed.write_text(STROKE)
    translate(published, ["es"])
    assert desk(published).segment(FALLS).need == "another text"


def test_nothing_wanted_or_something_unknown_is_an_error(published: Workspace) -> None:
    with pytest.raises(UsageError, match="no phrase 'What did we fnd' in the phrases of es"):
        find(published, "es", Wanted(phrase="What did we fnd"))
    with pytest.raises(UsageError, match="there is no engine 'argoss': choose from apertium, argos"):
        find(published, "es", Wanted(engine="argoss"))
    with pytest.raises(UsageError, match="say what is wrong"):
        find(published, "es", Wanted())
    with pytest.raises(UsageError, match="the termbase of es has no term 'strok'"):
        find(published, "es", Wanted(term="strok"))


def test_todays_checks_over_what_is_published(published: Workspace) -> None:
    assert [one for one in check_published(published).findings if one.finding.severity == "error"] == []
    path = published.record("es", "stroke")
    record = json.loads(path.read_text())
    del record["sha256"]
    for block in record["blocks"]:
        for sentence in block["sentences"]:
            sentence["target"] = sentence["target"].replace("10 mg", "100 mg").replace("Mensajes clave", "Claves")
            sentence["dismissed"] = []
    record["sha256"] = hashlib.sha256(json.dumps(record, ensure_ascii=False).encode()).hexdigest()
    path.write_text(json.dumps(record, ensure_ascii=False))
    found = {one.finding.check: one.finding for one in check_published(published).findings}
    assert found["numbers"].severity == "error"
    assert (found["phrases"].severity, found["phrases"].message) == (
        "note",
        "The standard wording is “Mensajes clave”.",
    )
    with pytest.raises(UsageError, match="not published: other"):
        check_published(published, names=["other"])
    suspend(published, ["stroke"], [], "luis", DAY, "x")
    assert check_published(published).segments == 0


def test_what_was_dismissed_when_it_was_published_stays_so(tmp_path: Path, desk: Open) -> None:
    workspace = make_workspace(tmp_path / "w")
    translate(workspace, ["es"])
    path = workspace.catalog("es", "stroke")
    path.write_text(re.sub(r'(msgstr ".*)2440', r"\g<1>2540", path.read_text()))
    approve_all(desk(workspace), "ana", DAY, despite="counted anew")
    desk(workspace).sign_off("ana", DAY)
    assert publish(workspace, ["es"]).clean
    (found,) = [one for one in check_published(workspace).findings if one.finding.check == "numbers"]
    assert (found.finding.severity, found.dismissed, found.dismissed_by) == ("error", True, ("ana",))
