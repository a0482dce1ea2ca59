"""What is known of each language: CLDR locale, numbers, direction, style; read from `i18n/`, never written in code."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import cues, dictionaries, vocabulary
from pipeline.cues import Lexicon
from pipeline.dictionaries import WordList
from pipeline.errors import LanguageError
from pipeline.model.said import LanguageName, Said
from pipeline.normalise import Rule, read_rules
from pipeline.vocabulary import Vocabulary

if TYPE_CHECKING:
    from babel import Locale

_EVERY = "und"  # BCP 47's "undetermined": what holds for every language


@dataclass(frozen=True, slots=True)
class Style:
    """The house style of a language, from `i18n/style/<tag>.toml`; CLDR's values where the file is silent.

    Figures below `group_from` carry no group mark; those that count people or things, none below `counts_from`.
    `opening_marks` maps a closing mark to the one that opens the sentence, `question_words` a question's first words to
    the way they are written there. `articles` says, by gender
    (`m`, `f`, `mpl`, `fpl`), which article stands for which other before a term that was put in. `risk` lists cue words
    by kind (`number`, `negation`, `certainty`, `units`), lower case; what the style file does not list comes from
    `i18n/checks/`. `key_messages` are the headings that open the section of that name.

    `accepted_quotation_marks` are further pairs that good publishers use. `spaces_before` and `spaces_after` map a mark
    to the no-break space that belongs there. `full_stop` is empty where sentences end without one. `doubled_words` may
    stand twice on end; None where nobody has listed them. `question_starts` open a question within a sentence.
    `invisible` are the invisible characters that the script needs. `elisions` maps a short word to what stands for it
    and the space behind it before a letter of `elided_before` ("le asthme" is "l'asthme"), unless the next word begins
    as one of `not_elided`. `mends` are what is written otherwise in a machine's draft: elisions that follow no such
    table, and wordings that an engine on the way never gets right.
    """

    decimal_mark: str
    group_mark: str
    group_from: int = 10000
    counts_from: int = 10000
    percent_space: bool = False
    date_pattern: str = "long"
    quotation_marks: tuple[str, str] = ("“", "”")
    opening_marks: dict[str, str] = field(default_factory=dict)
    question_words: dict[str, str] = field(default_factory=dict)
    articles: dict[str, dict[str, str]] = field(default_factory=dict)
    form_of_address: str = ""
    risk: dict[str, tuple[str, ...]] = field(default_factory=dict)
    key_messages: tuple[str, ...] = ("Key messages", "Key message", "Main messages")
    inner_quotation_marks: tuple[str, str] = ("‘", "’")
    accepted_quotation_marks: tuple[tuple[str, str], ...] = ()
    spaces_before: dict[str, str] = field(default_factory=dict)
    spaces_after: dict[str, str] = field(default_factory=dict)
    full_stop: str = "."
    sentence_case_headings: bool = False
    doubled_words: tuple[str, ...] | None = None
    question_starts: tuple[str, ...] = ()
    invisible: str = ""
    mends: tuple[Rule, ...] = ()
    elisions: dict[str, str] = field(default_factory=dict)
    elided_before: str = ""
    not_elided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its BCP 47 tag.

    `babel` and `number_locale` are Babel locale identifiers. `joiner` stands between sentences. `base` is the language
    a regional one is drafted from. A pack without `signed_by` is experimental, and so is one whose files
    are no longer those of `signed_pack` (`stages.packs.Pack.fingerprint`). `vocabulary` is what checks know of the
    language, `lexicon` the wordings they look for,
    `spelling` the words that dictionaries lack; `source` is the language that texts are translated from, None for
    that language itself.
    """

    tag: str
    name: str
    english_name: str
    babel: str
    number_locale: str
    style: Style
    direction: str = "ltr"
    joiner: str = " "
    numbering_system: str = "latn"
    fonts: tuple[str, ...] = ()
    base: str = ""
    pack: str = "none"
    signed_by: str = ""
    signed_on: str = ""
    signed_pack: str = ""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    lexicon: Lexicon = field(default_factory=Lexicon)
    spelling: WordList = field(default_factory=WordList)
    source: "Language | None" = None

    @property
    def original(self) -> str:
        """What a finding calls the original: by its language ("the English text")."""
        return self.source.english_name if self.source else Said.gettext("original")

    @property
    def locale(self) -> "Locale":
        """The CLDR data of the language."""
        from babel import Locale

        return Locale.parse(self.babel)

    @property
    def plural_forms(self) -> str:
        """The `Plural-Forms` header of a catalog."""
        from babel.messages.plurals import get_plural

        plural = get_plural(self.locale)
        return f"nplurals={plural.num_plurals}; plural={plural.plural_expr};"


@dataclass(frozen=True)
class Languages:
    """The languages a workspace knows: ours, with the workspace's own `i18n/` on top.

    `folders` are language data folders, the strongest last. `source` is the tag texts are translated from.
    """

    folders: tuple[Path, ...]
    source: str = "en"

    @cached_property
    def rows(self) -> dict[str, dict[str, Any]]:
        """The tables of `languages.toml` by tag, the workspace's keys over ours."""
        rows: dict[str, dict[str, Any]] = {}
        for folder in self.folders:
            for tag, row in _read_toml(folder / "languages.toml").items():
                rows.setdefault(tag, {}).update(row)
        return rows

    @property
    def tags(self) -> tuple[str, ...]:
        """Every known tag, sorted."""
        return tuple(sorted(self.rows))

    @cached_property
    def _known(self) -> dict[str, Language]:
        return {}

    def get(self, tag: str) -> Language:
        """The language `tag`, read once. Raises LanguageError naming the known ones."""
        if tag not in self._known:
            self._known[tag] = self._read(tag)
        return self._known[tag]

    def refuse_unknown(self, tags: Iterable[str]) -> None:
        """Raise LanguageError where tags are unknown: what each was meant to be, if that can be told, and all known."""
        unknown = [f"{tag!r}{self._meant(tag)}" for tag in dict.fromkeys(tags) if tag not in self.rows]
        if unknown:
            word = "language" if len(unknown) == 1 else "languages"
            raise LanguageError(
                f"unknown {word} {', '.join(unknown)}: i18n/languages.toml knows {', '.join(self.tags)}"
            )

    def _meant(self, tag: str) -> str:
        from difflib import get_close_matches

        from babel import Locale

        english = Locale("en").languages
        names = {name: known for known in self.tags for name in (known.lower(), english.get(known, known).lower())}
        near = get_close_matches(tag.replace("_", "-").lower(), names, n=1)
        return f" (do you mean {names[near[0]]}?)" if near else ""

    def _read(self, tag: str) -> Language:
        self.refuse_unknown((tag,))
        from babel import UnknownLocaleError

        row = dict(self.rows[tag])
        row |= {"english_name": LanguageName(row["english_name"], tag)} if "english_name" in row else {}
        number_locale = row.pop("number_locale", row.get("babel", tag))
        try:
            words = self._vocabulary(tag, str(row.get("base", "")))
            lexicon = self._lexicon(tag, str(row.get("base", "")))
            spelling = self._spelling(tag, str(row.get("base", "")))
            style = self._style(tag, str(row.get("base", "")), number_locale, words)
            source = self.get(self.source) if tag != self.source and self.source in self.rows else None
            fonts = tuple(row.pop("fonts", ()))
            data: dict[str, Any] = {"style": style, "vocabulary": words, "lexicon": lexicon, "spelling": spelling}
            return Language(tag=tag, number_locale=number_locale, source=source, fonts=fonts, **data, **row)
        except (TypeError, ValueError, UnknownLocaleError) as error:
            raise LanguageError(f"i18n/languages.toml, [{tag}]: {error}") from error

    def files(self, kind: str, name: str) -> tuple[Path, ...]:
        """The files `<kind>/<name>` of every folder that has one, the strongest last."""
        return tuple(path for folder in self.folders if (path := folder / kind / name).is_file())

    def _vocabulary(self, tag: str, base: str) -> Vocabulary:
        names = (f"{name}.toml" for name in (_EVERY, base, tag) if name)
        return vocabulary.load(
            path for name in names for kind in ("checks", "concepts") for path in self.files(kind, name)
        )

    def _lexicon(self, tag: str, base: str) -> Lexicon:
        return cues.load(folder / "cues" / name for name in (base, tag) if name for folder in self.folders)

    def _spelling(self, tag: str, base: str) -> WordList:
        names = (f"{name}.txt" for name in (base, tag) if name)
        return dictionaries.load(path for name in names for path in self.files("spelling", name))

    def _style(self, tag: str, base: str, number_locale: str, words: Vocabulary) -> Style:
        from babel.numbers import format_percent, get_decimal_symbol, get_group_symbol

        marks = {"decimal_mark": get_decimal_symbol(number_locale), "group_mark": get_group_symbol(number_locale)}
        usual = _read_all(self.files("style", f"{_EVERY}.toml"))
        spaced = {"percent_space": any(map(str.isspace, format_percent(1, locale=number_locale)))}
        inherited = spaced | usual.get(base, {}) | usual.get(tag, {})
        inherited |= _read_all(self.files("style", f"{base}.toml")) if base else {}
        own = _read_all(self.files("style", f"{tag}.toml"))
        # a base's marks are its own number locale's: es writes 1,5 where es-419 has 1.5
        values = inherited | marks | own
        known = {name: _fixed(values[name]) for name in Style.__dataclass_fields__ if name in values}
        cues = {"number": sorted(words.number_words)} | known.get("risk", {})
        known["risk"] = {kind: tuple(listed) for kind, listed in cues.items()}
        known["mends"] = self._mends(tag, values.get("mends", []))
        return Style(**known)

    def _mends(self, tag: str, rows: Any) -> tuple[Rule, ...]:
        try:
            return tuple(read_rules(rows))
        except (KeyError, TypeError, AttributeError, re.error) as error:
            raise LanguageError(f"style of {tag}, [[mends]]: {error}; give name, find and write") from error


def is_tag(tag: str) -> bool:
    """Whether CLDR has a language of this tag, known to a workspace or not."""
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return False
    return True


def _fixed(value: Any) -> Any:
    """A list of a file as the tuple that a frozen style holds."""
    return tuple(map(_fixed, value)) if isinstance(value, list) else value


def _read_all(paths: tuple[Path, ...]) -> dict[str, Any]:
    """The keys of these files, those of a later one over those of an earlier one."""
    return {key: value for path in paths for key, value in _read_toml(path).items()}


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LanguageError(f"{path}: {error}") from error
