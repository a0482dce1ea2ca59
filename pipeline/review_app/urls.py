"""The addresses of the pages. What each does, and so who may open it, is declared beside its view."""

from django.urls import path, register_converter

from pipeline.review_app.views import decisions, document, entry, errors, invite, static, team, work


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


register_converter(Slug, "name")
register_converter(Tag, "tag")

_PAGE = "documents/<tag:tag>/<name:slug>/"
urlpatterns = [
    path("", work.work, name="work"),
    path("login/", entry.login, name="login"),
    path("logout/", entry.logout, name="logout"),
    path("setup/<str:token>/", entry.setup, name="setup"),
    path("invitation/<str:token>/", entry.invitation, name="invitation"),
    path("invite/", invite.invite, name="invite"),
    path("static/<str:name>", static.static, name="static"),
    path(_PAGE, document.document, name="document"),
    path(f"{_PAGE}approve/", decisions.approve, name="approve"),
    path(f"{_PAGE}edit/", decisions.edit, name="edit"),
    path(f"{_PAGE}save/", decisions.save, name="save"),
    path(f"{_PAGE}reject/", decisions.reject, name="reject"),
    path(f"{_PAGE}dismiss/", decisions.dismiss, name="dismiss"),
    path(f"{_PAGE}undo/", decisions.undo, name="undo"),
    path(f"{_PAGE}signoff/", document.sign_off, name="sign-off"),
    path(f"{_PAGE}check/", document.check, name="check"),
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
