"""Lines in which directions mix: handles, dates and lists within a sentence of the reader's language."""

from collections.abc import Iterable

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from pipeline.interface import N_, Interface

# Translators: what stands between the entries of a list without "and"
_BETWEEN = N_(", ")


def filled(text: str, **values: object) -> Markup:
    """The sentence with its places filled in, each value isolated from the direction of the words around it."""
    return escape(text).format(**{name: _isolated(value) for name, value in values.items()})


@pass_context
def listed(context: Context, names: Iterable[object]) -> Markup:
    """Names as a sentence lists them, "ana, luis, and tom", in the language of the page."""
    locale = Locale.parse(str(context["language"]), sep="-")
    kept = [*map(_isolated, names)]
    return escape(format_list([f"{{{number}}}" for number in range(len(kept))], locale=locale)).format(*kept)


@pass_context
def commas(context: Context, entries: Iterable[object], tag: str = "") -> Markup:
    """Entries one after the other, with the comma of the page's language, or of the language of the entries."""
    between = Interface(tag or str(context["language"])).gettext(_BETWEEN)
    return escape(between).join(map(_isolated, entries))


@pass_context
def called(context: Context, tag: str) -> str:
    """The name of a language in the language of the page; its tag where CLDR has none."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(str(context["language"]).replace("-", "_")) or tag
    except (ValueError, UnknownLocaleError):
        return tag


def _isolated(value: object) -> Markup:
    if isinstance(value, int):
        return Markup(str(value))  # noqa: S704  figures
    return Markup(value) if hasattr(value, "__html__") else Markup('<bdi dir="auto">{}</bdi>').format(value)  # noqa: S704
