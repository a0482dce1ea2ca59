"""What a page says in its own voice: the notices of a language, with dates, names and numbers as it writes them."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton

from pipeline import numerals
from pipeline.catalog.po import parse
from pipeline.config import Workspace
from pipeline.errors import LanguageError
from pipeline.languages import Language
from pipeline.stages.packs import Pack

_MONTH = len("2026-11")
_ENGLISH_DAY = "d MMMM y"
_ARABIC_COMMA = "، "


class Words:
    """The notices of a pack. What the pack has no wording for stays English, and `in_english` tells it."""

    def __init__(self, pack: Pack) -> None:
        self._language: Language = pack.language
        wordings = pack.notices
        self.chrome = {english: wordings.get(english, english) for english in _english(pack.workspace)}
        missing = pack.language.tag.split("-")[0] != "en"
        self._english = {english for english in self.chrome if missing and english not in wordings}
        self._said: set[str] = set()

    def __call__(self, notice: str, **values: str) -> str:
        """The notice, an English wording of `i18n/notices/en.po`, with the values in its placeholders."""
        wording = self.chrome[notice]
        try:
            said = wording.format(**values)
        except (KeyError, IndexError, ValueError) as error:
            tag = self._language.tag
            raise LanguageError(
                f"i18n/notices/{tag}.po: {wording!r}: placeholders are not those of {notice!r}"
            ) from error
        if notice in self._english:
            self._said.add(said)
        return said

    @property
    def in_english(self) -> frozenset[str]:
        """The texts that were given in English for want of a wording."""
        return frozenset(self._english | self._said)

    def dated(self, notice: str, iso: str) -> str:
        """The notice with an ISO day or month in words, those of the language that the notice is in.

        A Hebrew month in an English sentence would turn the day and the year around it.
        """
        english = notice in self._english
        return self(notice, date=_day(iso, _ENGLISH_DAY, Locale("en")) if english else self.day(iso))

    def day(self, iso: str) -> str:
        """An ISO day or month in words of the language."""
        return self.digits(_day(iso, self._language.style.date_pattern, self._language.locale))

    def names(self, names: Sequence[str]) -> str:
        """Names in a row, with the mark between them that the language has for long lists; Arabic has a word there."""
        middle = str(self._language.locale.list_patterns["standard"]["middle"])
        mark = middle.replace("{0}", "").replace("{1}", "")
        return (_ARABIC_COMMA if any(map(str.isalpha, mark)) else mark).join(names)

    def digits(self, text: str) -> str:
        """The text with the digits that the language's leaflets use."""
        return numerals.in_digits(text, self._language.numbering_system)


def _day(iso: str, pattern: str, locale: Locale) -> str:
    if len(iso) == _MONTH:
        return format_skeleton("yMMMM", date.fromisoformat(f"{iso}-01"), locale=locale)
    return format_date(date.fromisoformat(iso), pattern, locale)


def _english(workspace: Workspace) -> tuple[str, ...]:
    """Every notice that there is, in English."""
    paths = workspace.languages.files("notices", "en.po")
    return tuple(dict.fromkeys(notice for path in paths for notice in _notices(path.read_bytes())))


@lru_cache(maxsize=8)
def _notices(data: bytes) -> tuple[str, ...]:
    return tuple(key.source for key in parse(data, "i18n/notices/en.po").active)
