"""What a person typed is not lost: the source changes, the session ends, somebody was faster, a field is refused."""

from collections.abc import Callable
from typing import Any

from test_review_app_claims import keep, made, office, page  # noqa: F401  fixtures
from web import DOCUMENT, PASSWORD, client, fields

from pipeline.config import Workspace
from pipeline.review_app.page import identity
from pipeline.stages.review import Desk
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
