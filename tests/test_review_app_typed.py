"""What a person typed is not lost: the source changes, the session ends, somebody was faster, a field is refused."""

from collections.abc import Callable
from typing import Any

from test_review_app_claims import keep, made, office, page  # noqa: F401  fixtures
from web import DOCUMENT, PASSWORD, client, fields

from pipeline.config import Workspace
from pipeline.review_app.page import identity
from pipeline.stages.review import Desk, ReviewSegment
from pipeline.stages.translate import translate

Open = Callable[..., Desk]
MINE = "Una hora de <b>trabajo</b> mío"
SHOWN = "Una hora de &lt;b&gt;trabajo&lt;/b&gt; mío"


def source_changed(workspace: Workspace, sentence: str) -> None:
    file = workspace.seeds / "stroke.txt"
    text = file.read_text("utf-8")
    assert sentence in text
    file.write_text(text.replace(sentence, f"{sentence[:-1]} today."), "utf-8")


def post(act: str, form: dict[str, str], handle: str = "ana") -> tuple[int, str]:
    answer: Any = client(handle).post(f"{DOCUMENT}{act}/", form)
    return answer.status_code, answer.content.decode()


def test_text_for_a_sentence_that_changed_in_the_source_is_given_back(office: Workspace, desk: Open) -> None:  # noqa: F811
    segment = desk(office).segments()[2]
    form = {"key": identity(segment.entry.key), "replaces": segment.entry.target, "text": MINE}
    assert keep("ana", form["key"], MINE, segment.entry.target)
    source_changed(office, segment.entry.key.source)
    status, shown = post("edit", form)
    assert (status, SHOWN in shown, MINE in shown) == (409, True, False)
    translate(Workspace(office.root), ["es"])
    status, shown = post("edit", form)
    assert (status, SHOWN in shown) == (404, True)
    shown = page("ana")
    assert (SHOWN in shown, SHOWN in page("luis")) == (True, False)
    assert client("ana").post(f"{DOCUMENT}discard/", fields(shown, f"{DOCUMENT}discard/")).status_code == 303
    assert SHOWN not in page("ana")


def open_sentence(desk: Desk) -> tuple[ReviewSegment, dict[str, str]]:
    """A sentence without errors, and what a form about it says of the text that stands there."""
    segment = next(one for one in desk.segments() if not one.errors)
    return segment, {"key": identity(segment.entry.key), "replaces": segment.entry.target}


def test_reasons_go_back_into_their_forms_where_somebody_was_faster(office: Workspace, desk: Open) -> None:  # noqa: F811
    _, form = open_sentence(desk(office))
    assert post("save", form | {"text": "Lo de Luis."}, "luis")[0] == 200
    status, shown = post("reject", form | {"reason": "grammar", "more": "no <i> es así"})
    assert (status, 'value="no &lt;i&gt; es así"' in shown) == (409, True)
    assert '<option value="grammar" selected>' in shown
    status, shown = post("dismiss", form | {"check": "numbers", "reason": "está <i> bien"})
    assert (status, "está &lt;i&gt; bien</q>" in shown) == (409, True)


def test_a_comment_that_cannot_be_taken_is_given_back_and_a_short_one_stops_no_decision(
    office: Workspace,  # noqa: F811
    desk: Open,
) -> None:
    mine = desk(office)
    segment, form = open_sentence(mine)
    long = "palabra " * 700
    for act, comment in (("comment", "ok"), ("comment", long), ("approve", long)):
        status, shown = post(act, form | {"comment": comment})
        assert (status, f"\n{comment.strip()}</textarea>" in shown) == (422, True)
    status, shown = post("approve", form | {"comment": "ok", "english": "yes"})
    assert (status, 'name="english" value="yes" checked' in shown) == (422, True)
    status, shown = post("edit", form | {"text": "", "comment": "Esto está mal"})
    assert (status, "\nEsto está mal</textarea>" in shown, "Esto está mal" in shown) == (422, False, True)
    assert mine.segment(segment.entry.key).entry.signatures == ()
    assert post("approve", form | {"comment": "ok"})[0] == 303
    assert [one.person for one in mine.segment(segment.entry.key).entry.signatures] == ["ana"]


def test_a_form_after_the_session_gives_the_text_back_and_goes_on_at_its_document(office: Workspace) -> None:  # noqa: F811
    name = "0123456789abcdef"
    answer = client().post(f"{DOCUMENT}edit/", {"key": name, "text": MINE, "comment": "¿Por qué?", "current": PASSWORD})
    shown = answer.content.decode()
    assert (answer.status_code, SHOWN in shown, "¿Por qué?" in shown, PASSWORD in shown) == (401, True, True, False)
    assert "what you sent was not done" in shown
    form = fields(shown, "/login/") | {"handle": "ana", "password": PASSWORD}
    assert client().post("/login/", form).headers["Location"] == f"{DOCUMENT}?open={name}"
    assert client().get(DOCUMENT, {"open": name}).headers["Location"] == f"/login/?next={DOCUMENT}%3Fopen%3D{name}"
    assert 'name="next" value="/"' in client().post("/questions/answer/", {"key": name}).content.decode()
    assert f'value="{DOCUMENT}"' in client().post(f"{DOCUMENT}edit/", {"key": "&x=1"}).content.decode()
