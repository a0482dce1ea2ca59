"""The words of the pages in the language of the person who reads them."""

from functools import cache

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from pipeline import shipped
from pipeline.interface import Interface


@cache
def spoken() -> tuple[str, ...]:
    """The languages that the pages can speak: English, and those with a catalog of their own."""
    found = shipped.interface_catalogs().glob("*/LC_MESSAGES/app.po")
    return ("en", *sorted(path.parent.parent.name for path in found))


def preferred(header: str) -> str:
    """The language for an Accept-Language header: the first we speak, by itself or by its base; else English."""
    for wanted, _ in parse_accept_lang_header(header.lower()):
        for tag in (wanted, wanted.partition("-")[0]):
            if tag in spoken():
                return tag
    return "en"


def words(tag: str) -> Interface:
    """The words of this language."""
    return Interface(tag)


def of(request: HttpRequest) -> Interface:
    """The words for this request; English where it failed before its language was known."""
    found = getattr(request, "words", None)
    return found if isinstance(found, Interface) else Interface("en")
