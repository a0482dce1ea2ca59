"""The addresses of the pages. What each does, and so who may open it, is declared beside its view."""

from django.urls import path, register_converter

from pipeline.review_app.api.routes import routes
from pipeline.review_app.views import (
    account,
    beside,
    decisions,
    document,
    effort,
    email,
    entry,
    errors,
    feedback,
    forgotten,
    invite,
    keys,
    languages,
    marks,
    overview,
    people,
    practice,
    reported,
    same,
    static,
    talk,
    team,
    tokens,
    work,
)


class Slug:
    """The name of a document: nothing that could lead out of a folder."""

    regex = "[a-z0-9-]{1,200}"

    def to_python(self, value: str) -> str:
        """The name as it is."""
        return value

    def to_url(self, value: str) -> str:
        """The name as it is."""
        return value


class Tag(Slug):
    """The tag of a language."""

    regex = "[A-Za-z0-9-]{1,35}"


class Handle(Slug):
    """The handle of a person."""

    regex = "[a-z0-9._-]{1,64}"


register_converter(Slug, "name")
register_converter(Handle, "handle")
register_converter(Tag, "tag")

_PAGE = "documents/<tag:tag>/<name:slug>/"
urlpatterns = [
    path("", work.work, name="work"),
    path("login/", entry.login, name="login"),
    path("logout/", entry.logout, name="logout"),
    path("setup/<str:token>/", entry.setup, name="setup"),
    path("invitation/<str:token>/", entry.invitation, name="invitation"),
    path("password/<str:token>/", forgotten.forgotten, name="forgotten"),
    path("account/", account.account, name="account"),
    path("people/", people.everybody, name="people"),
    path("people/<tag:tag>/", people.team, name="team"),
    path("person/<handle:handle>/", people.person, name="person"),
    path("languages/<tag:tag>/", languages.pack, name="pack"),
    path("languages/<tag:tag>/sign/", languages.sign, name="sign-pack"),
    path("practice/<tag:tag>/", practice.practice_page, name="practice"),
    path("invite/", invite.invite, name="invite"),
    path("keys/", keys.shortcuts, name="keys"),
    path("questions/", talk.questions, name="questions"),
    path("questions/answer/", talk.answer, name="answer"),
    path("overview/", overview.overview, name="overview"),
    path("overview.csv", overview.download, name="overview-csv"),
    path("effort/", effort.effort, name="effort"),
    path("effort.csv", effort.download, name="effort-csv"),
    path("feedback/", feedback.feedback, name="feedback"),
    path("account/email/", email.email, name="email"),
    path("static/<str:name>", static.static, name="static"),
    path(_PAGE, document.document, name="document"),
    path(f"{_PAGE}mark/", marks.mark, name="mark"),
    path(f"{_PAGE}report/", reported.answer, name="report"),
    path(f"{_PAGE}aside/", marks.set_aside, name="aside"),
    path(f"{_PAGE}approve/", decisions.approve, name="approve"),
    path(f"{_PAGE}edit/", decisions.edit, name="edit"),
    path(f"{_PAGE}save/", decisions.save, name="save"),
    path(f"{_PAGE}reject/", decisions.reject, name="reject"),
    path(f"{_PAGE}dismiss/", decisions.dismiss, name="dismiss"),
    path(f"{_PAGE}undo/", decisions.undo, name="undo"),
    path(f"{_PAGE}same/", same.same, name="same"),
    path(f"{_PAGE}comment/", talk.comment, name="comment"),
    path(f"{_PAGE}thread/", talk.thread, name="thread"),
    path(f"{_PAGE}skip/", talk.skip, name="skip"),
    path(f"{_PAGE}signoff/", document.sign_off, name="sign-off"),
    path(f"{_PAGE}check/", document.check, name="check"),
    path(f"{_PAGE}back/", beside.back, name="back"),
    path(f"{_PAGE}leaflet/", beside.leaflet, name="leaflet"),
    path("tokens/", tokens.mine, name="tokens"),
    path("tokens/revoke/", tokens.revoke, name="revoke-token"),
    *routes(),
]
urlpatterns += [
    path(f"{_PAGE}claim/", team.claim, name="claim"),
    path(f"{_PAGE}join/", team.join, name="join"),
    path(f"{_PAGE}extend/", team.extend, name="extend"),
    path(f"{_PAGE}give-back/", team.give_back, name="give-back"),
    path(f"{_PAGE}assign/", team.assign, name="assign"),
    path(f"{_PAGE}free/", team.free, name="free"),
    path(f"{_PAGE}keep/", team.keep, name="keep"),
    path(f"{_PAGE}discard/", team.discard, name="discard"),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failed
