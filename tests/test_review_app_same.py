"""The same everywhere: one reading, offered by name for the other documents where the same draft waits."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import DAY, SIDECAR, STROKE, make_workspace
from web import DOCUMENT, account, client, fields, open_office

from pipeline.config import Workspace
from pipeline.model.decision import Decision, Mode, Outcome, Verdict
from pipeline.model.document import Key
from pipeline.review_app.page import identity
from pipeline.stages.review import Desk
from pipeline.stages.translate import translate

Open = Callable[..., Desk]
KEY = Key(None, "People walked well.")
OTHERS = ("falls", "pain", "rest")


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four documents with the same sentence; in `pain` it is a key message, elsewhere it is not."""
    workspace = make_workspace(tmp_path_factory.mktemp("drafted") / "office")
    (workspace.seeds / "stroke.txt").write_text(f"{STROKE.strip()} {KEY.source}\n", "utf-8")
    for name in OTHERS:
        heading = "Key messages" if name == "pain" else "What did we find?"
        text = f"What about {name}?\n{heading}\n{KEY.source} This is about {name}.\n"
        (workspace.seeds / f"{name}.txt").write_text(text, "utf-8")
        (workspace.seeds / f"{name}.toml").write_text(SIDECAR, "utf-8")
    translate(workspace, ["es"])
    return workspace.root


@pytest.fixture
def office(drafted: Path, tmp_path: Path) -> Workspace:
    workspace = Workspace(shutil.copytree(drafted, tmp_path / "office"))
    open_office(workspace)
    account("ana", "reviewer")
    account("tom", "translator")
    return workspace


def decide(desk: Desk, text: str = "") -> None:
    draft = desk.segment(KEY).entry.target
    fields: dict[str, Any] = {"verdict": Verdict.APPROVE, "target": draft}
    if text:
        fields = {"verdict": Verdict.EDIT, "target": text, "mode": Mode.EDITED}
    made = Decision(desk.document.slug, "es", KEY, person="ana", day=DAY, replaces=draft, **fields)
    assert [one.outcome for one in desk.decide(made)] == [Outcome.APPLIED]


def test_an_approval_is_offered_where_the_draft_waits_and_signed_line_by_line(office: Workspace, desk: Open) -> None:
    decide(desk(office))
    offered = client("ana").get(DOCUMENT).content.decode()
    assert "The same draft stands in 3 other documents." in offered
    assert (f'href="{DOCUMENT}?same=1"' in offered, f"{DOCUMENT}same/" in offered) == (True, False)
    page = client("ana").get(DOCUMENT, {"same": "1"}).content.decode()
    assert page.count('name="documents"') == 2
    assert all(f'value="{name}"' in page for name in ("falls", "rest"))
    assert f'href="/documents/es/pain/?open={identity(KEY)}"' in page
    assert f"{DOCUMENT}same/" not in client("tom").get(DOCUMENT, {"same": "1"}).content.decode()
    form = fields(page, f"{DOCUMENT}same/")
    assert client("ana").post(f"{DOCUMENT}same/", form | {"documents": ["falls"]}).status_code == 303
    signed = {name: [s.person for s in desk(office, name).segment(KEY).entry.signatures] for name in OTHERS}
    assert signed == {"falls": ["ana"], "pain": [], "rest": []}
    (line,) = desk(office).queue.log("falls")
    assert (line.decision.verdict, line.decision.mode, line.decision.person) == (Verdict.APPROVE, Mode.READ, "ana")


def test_an_edit_follows_to_the_drafts_it_was_made_from(office: Workspace, desk: Open) -> None:
    decide(desk(office), "La gente caminó bien.")
    form = fields(client("ana").get(DOCUMENT, {"same": "1"}).content.decode(), f"{DOCUMENT}same/")
    client("ana").post(f"{DOCUMENT}same/", form | {"documents": ["falls", "rest"]})
    found = [desk(office, name).segment(KEY).entry for name in ("falls", "rest")]
    assert [(one.target, one.signatures[0].mode) for one in found] == [("La gente caminó bien.", Mode.EDITED)] * 2


def test_what_is_spoken_of_or_another_text_there_is_not_signed(office: Workspace, desk: Open) -> None:
    decide(desk(office))
    form = fields(client("ana").get(DOCUMENT, {"same": "1"}).content.decode(), f"{DOCUMENT}same/")
    desk(office, "falls").talk.comment(KEY, "tom", "Not here", "en")
    rest = desk(office, "rest")
    draft = rest.segment(KEY).entry.target
    rest.decide(Decision("rest", "es", KEY, Verdict.SAVE, "tom", DAY, draft, "Otra cosa."))
    answer = client("ana").post(f"{DOCUMENT}same/", form | {"documents": ["falls", "pain", "rest", "app", "../x"]})
    assert (answer.status_code, "Done in 0 documents." in answer.content.decode()) == (200, True)
    assert [desk(office, name).segment(KEY).entry.signatures for name in OTHERS] == [()] * 3
    assert client("ana").post(f"{DOCUMENT}same/", form | {"number": "99"}).status_code == 409
