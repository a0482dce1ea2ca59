"""The application's own words in the reader's or the reviewer's language: the gettext domain `app`.

Write a string where it is used, in English, as a literal: `words.gettext("Approve")`, or `_("Approve")` after
`_ = words.gettext`; `words.ngettext("{count} sentence", "{count} sentences", count)` for numbers. Fill placeholders
after the call, by name: `_("Reason: {reason}").format(reason=reason)`. `N_("resolved")` marks a string that is
translated elsewhere. `pybabel extract` finds these names; `i18n/babel.cfg` gives the commands. What a leaflet says of
itself, and the words of its page, are no strings of ours: `i18n/notices/` has them, where a language's lead signs them.

What is made far from its reader, such as a finding, is `pipeline.model.said.Said`: English, until somebody who knows
the reader's language says it: `words.say(finding.message)`.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from gettext import NullTranslations
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import shipped
from pipeline.errors import LanguageError
from pipeline.model.said import Field, LanguageName, Said

if TYPE_CHECKING:
    from babel import Locale

_ENGLISH = "en"
_ISOLATE, _END = "\u2068", "\u2069"

_LINE = re.compile(r'(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?"(?:[^"\\]|\\.)*"|)')


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a string for translation without translating it."""
    return message


@dataclass(frozen=True, slots=True)
class Interface:
    """The application's words in one language.

    What has no translation comes from the language's base (`es-419` from `es`), then stays English. `folder` holds
    `<language>/LC_MESSAGES/app.po`; fuzzy entries do not count, and no compiled file is needed.
    """

    language: str
    folder: Path = field(default_factory=shipped.interface_catalogs)

    def gettext(self, message: str) -> str:
        """The message in the language. Raises LanguageError where a catalog cannot be read."""
        return _translations(self.folder, self.language).gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The form of the message that goes with `number`, by the language's own plural rule."""
        return _translations(self.folder, self.language).ngettext(singular, plural, number)

    def say(self, text: str) -> str:
        """The text in the language, if it is one that can be said in others (`Said`); else as it is.

        Quotations stay as they are. Where they run the other way, they are isolated (Unicode Standard Annex 9).
        """
        if self.language == _ENGLISH:
            return str(text)
        match text:
            case Said(plural=""):
                template = self.gettext(text.template)
            case Said():
                template = self.ngettext(text.template, text.plural, text.number)
            case LanguageName():
                return _called(text, self.language)
            case _:
                return text
        return template.format(**{name: self._filled(value) for name, value in text.fields.items()})

    def _filled(self, value: Field) -> Field:
        """A field as it goes into a sentence of the language."""
        if not isinstance(value, str):
            return value
        if isinstance(value, Said | LanguageName):
            return self.say(value)
        apart = _locale(self.language).text_direction == "rtl" or any(map(_runs_left, value))
        return f"{_ISOLATE}{value}{_END}" if apart else value


@cache
def _locale(language: str) -> "Locale":
    from babel import Locale

    return Locale.parse(language, sep="-")


def _called(name: LanguageName, language: str) -> str:
    """What the language calls a language: a regional one like its base, where it has no name of its own for it."""
    names, tag = _locale(language).languages, name.tag.replace("-", "_")
    return str(names.get(tag) or names.get(tag.partition("_")[0]) or name)


def _runs_left(character: str) -> bool:
    return unicodedata.bidirectional(character) in ("R", "AL")


@cache
def _translations(folder: Path, language: str) -> NullTranslations:
    """The language's catalog with that of its base behind it (lookup as in RFC 4647, section 3.4)."""
    base, _, _ = language.rpartition("-")
    behind = _translations(folder, base) if base else NullTranslations()
    path = folder / language / "LC_MESSAGES" / "app.po"
    if not path.is_file():
        return behind
    translations = _read(path, language)
    translations.add_fallback(behind)
    return translations


def _read(path: Path, language: str) -> NullTranslations:
    """One catalog, compiled in memory."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po
    from babel.support import Translations

    compiled = BytesIO()
    try:
        text = path.read_text("utf-8")
        _refuse_doubtful(text)
        write_mo(compiled, read_po(StringIO(text), locale=language.replace("-", "_"), abort_invalid=True))
    except (OSError, ValueError, PoFileError) as error:
        raise LanguageError(f"{path}: {error}; mend it or take it from version control") from error
    compiled.seek(0)
    return Translations(compiled, domain="app")


def _refuse_doubtful(text: str) -> None:
    """Refuse what Babel would read in silence and shorten, such as a string without its closing quote."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not _LINE.fullmatch(line.strip()):
            raise ValueError(f"line {number} is no line of a PO file")
