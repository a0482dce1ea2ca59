"""How a page is made: its template, the reader's words, and who they are."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.template.backends.utils import csrf_input

from pipeline.errors import LanguageError
from pipeline.review_app import keys, office, speech, told
from pipeline.review_app.models import Account

_TYPED = ("text", "comment", "more", "reason", "words")


def page(request: HttpRequest, template: str, status: int = 200, **values: Any) -> HttpResponse:
    """The template with these values, in the reader's words."""
    user = getattr(request, "user", None)
    around = {
        "shortcuts": keys.of(user) if isinstance(user, Account) else None,
        "actions": keys.ACTIONS,
        "key_name": keys.said,
        "oversees": isinstance(user, Account) and user.oversees(),
        "leads_in": user.leads() if isinstance(user, Account) else (),
        "typed": (),
        "sandbox": office.workspace().settings.policy.sandbox,
    }
    return HttpResponse(piece(request, template, **(around | values)), status=status)


def piece(request: HttpRequest, template: str, **values: Any) -> str:
    """A template that is no whole page, and needs nothing that stands around one."""
    words = speech.of(request)
    user = getattr(request, "user", None)
    common = {
        "_": words.gettext,
        "ngettext": words.ngettext,
        "say": words.say,
        "is_english": told.is_english,
        "language": words.language,
        "direction": direction(words.language),
        "arrow": "←" if direction(words.language) == "rtl" else "→",
        "person": user if isinstance(user, Account) else None,
    }
    own = {"request": request, "csrf_input": _Once(request)}
    made: str = loader.get_template(template).template.render(common | values | own)  # type: ignore[attr-defined]  # Jinja's
    return made


class _Once:
    """The hidden field of every form on a page: Django's own makes another for each of a hundred forms."""

    def __init__(self, request: HttpRequest) -> None:
        self._request, self._made = request, ""

    def __html__(self) -> str:
        self._made = self._made or str(csrf_input(self._request))
        return self._made


def direction(tag: str) -> str:
    """Which way the language is written."""
    try:
        return office.workspace().languages.get(tag).direction
    except LanguageError:
        return "ltr"


def signed_in(request: HttpRequest) -> Account:
    """The account behind a request that has passed the gate."""
    if not isinstance(request.user, Account):
        raise TypeError("a page for accounts was opened without one: its action is missing")
    return request.user


def given(request: HttpRequest, name: str) -> str:
    """A field of the form, its line ends as they were before a browser sent them.

    Raises BadRequest for a NUL: nobody types one, and PostgreSQL takes none.
    """
    text = str(request.POST.get(name, ""))
    if "\0" in text:
        raise BadRequest(f"a NUL in {name}")
    return text.replace("\r\n", "\n")


def typed(request: HttpRequest) -> list[str]:
    """What a person wrote into a form of ours, for a page that stands in the place of the one they wrote it on."""
    if request.method != "POST" or request.resolver_match is None:
        return []
    known = {given(request, "replaces").strip(), *told.REASONS}
    return [text for name in _TYPED if (text := given(request, name).strip()) and text not in known]


def moved(address: str) -> HttpResponse:
    """Go and look there: what a form does when it is done."""
    return HttpResponse(status=303, headers={"Location": address})
