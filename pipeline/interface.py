"""The application's own words in the reader's or the reviewer's language: the gettext domain `app`.

Write a string where it is used, in English, as a literal: `words.gettext("Approve")`, or `_("Approve")` after
`_ = words.gettext`; `words.ngettext("{count} sentence", "{count} sentences", count)` for numbers. Fill placeholders
after the call, by name: `_("Reason: {reason}").format(reason=reason)`. `N_("resolved")` marks a string that is
translated elsewhere. `pybabel extract` finds these names; `i18n/babel.cfg` gives the commands. What a leaflet says of
itself, and the words of its page, are no strings of ours: `i18n/notices/` has them, where a language's lead signs them.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from gettext import NullTranslations
from io import BytesIO, StringIO
from pathlib import Path

from pipeline import shipped
from pipeline.errors import LanguageError

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
