"""Which words a language has, by the Hunspell dictionaries of the machine and our own lists of health words.

Rules. A dictionary is two files, `<name>.aff` and `<name>.dic`, in one of the folders where Hunspell itself looks:
those of DICPATH, and `hunspell` or `myspell/dicts` in the XDG data folders. Its name is that of the language's locale,
of the locale whose numbers it writes (es-419: es_MX), of the region where most of its speakers live (es: es_ES), or of
the language alone; never of another region, which may spell differently (pt-BR and pt-PT do).

Our own list, `i18n/spelling/<language>.txt`, has one entry a line: `metformina`, a word that dictionaries lack;
`anti-`, a beginning, or `-mente`, an ending, that makes a word of any word; `medico > médico`, a word that dictionaries
know and a health text never means. `#` begins a comment.
"""

import importlib.util
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import LanguageError

if TYPE_CHECKING:
    from pipeline.languages import Language
    from pipeline.vocabulary import Vocabulary

_LIBRARY = "hunspell"
_LONGEST = 40  # letters: what is longer is no word
_SHORTEST_REST = 4  # letters after a beginning: "anti" and "con" make no word
_SHORTEST_MENDED = 4  # letters: every shorter word is near to some other
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_ENTRY = re.compile(r"-?[^\W\d_][^\s>]*(?:\s*>\s*[^\W\d_][^>]*)?")


@dataclass(frozen=True, slots=True, eq=False)
class WordList:
    """What the lists of a language add to its dictionary, in lower case.

    `beginnings` and `endings` make a word of a known word; `wrong` maps what a dictionary knows, but nobody means, to
    what is meant.
    """

    words: frozenset[str] = frozenset()
    beginnings: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)


class Dictionary:
    """An opened dictionary with the list of its language. Answers are remembered: most words come again."""

    def __init__(self, hunspell: "_Opened", listed: WordList, letters: frozenset[str], *, capital_nouns: bool) -> None:
        self._hunspell = hunspell
        self._listed = listed
        self._capital_nouns = capital_nouns
        self._letters = _ALPHABET + "".join(sorted(letters))
        self.knows = lru_cache(maxsize=65536)(self._knows)
        self.near = lru_cache(maxsize=4096)(self._near)

    def _knows(self, word: str) -> bool:
        """Whether a word, written as in the text, is one that a text in the language may mean."""
        if len(word) > _LONGEST:
            return False
        word = word.replace("’", "'")
        small = word.lower()
        if small in self._listed.wrong:
            return False
        return small in self._listed.words or self._spelt(word) or self._is_built(small)

    def begins(self, word: str) -> bool:
        """Whether a word in lower case is a beginning that makes a word of any word."""
        return word in self._listed.beginnings

    def _is_built(self, word: str) -> bool:
        rests = [
            rest
            for beginning in self._listed.beginnings
            if word.startswith(beginning)
            for rest in _after(word, beginning)
        ]
        rests += [word.removesuffix(ending) for ending in self._listed.endings if word.endswith(ending)]
        return any(len(rest) >= _SHORTEST_REST and self._is_listed(rest, noun=self._capital_nouns) for rest in rests)

    def _is_listed(self, word: str, *, noun: bool) -> bool:
        """Whether a word in lower case is one, as it is: nothing is put together."""
        if word in self._listed.wrong:
            return False
        return word in self._listed.words or self._spelt(word) or (noun and self._spelt(word.capitalize()))

    def _near(self, word: str) -> tuple[str, ...]:
        """What an unknown word is a slip of: the noun with a capital; the known words with other accents; where there
        are none, with two letters in the other order, or a letter doubled or single.

        Other words that differ in a letter are not asked for: too often both are right ("letalidad", "legalidad").
        """
        small = word.lower()
        if meant := self._listed.wrong.get(small):
            return _as_written(word, [meant])
        if not _SHORTEST_MENDED <= len(small) <= _LONGEST:
            return ()
        noun = self._capital_nouns and word != small
        if self._capital_nouns and not noun and self._spelt(small.capitalize()):
            return (small.capitalize(),)
        for others in (_other_accents(small, self._letters), _other_order(small)):
            if found := _as_written(
                word, [other for other in others if other != small and self._is_listed(other, noun=noun)]
            ):
                return found
        return ()

    def _spelt(self, word: str) -> bool:
        try:
            return bool(self._hunspell.spell(word))
        except UnicodeError:  # a letter that the dictionary's encoding lacks
            return False


def _after(word: str, beginning: str) -> Iterator[str]:
    """What follows a beginning; without the letter that is doubled there (Spanish "antirretroviral")."""
    rest = word[len(beginning) :]
    yield rest
    if rest[:1] == rest[1:2] and rest:
        yield rest[1:]


def _other_accents(word: str, alphabet: str) -> Iterator[str]:
    """The word with one or two of its letters with another accent, or none."""
    others = [[letter for letter in alphabet if _bare(letter) == _bare(old) and letter != old] for old in word]
    for place, letters in enumerate(others):
        for letter in letters:
            once = word[:place] + letter + word[place + 1 :]
            yield once
            for later in range(place + 1, len(word)):
                yield from (once[:later] + second + once[later + 1 :] for second in others[later])


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


def _other_order(word: str) -> Iterator[str]:
    """The word with two neighbours in the other order, with a letter doubled, or a double one single."""
    for place, letter in enumerate(word):
        following = word[place + 1 : place + 2]
        if following == letter:
            yield word[:place] + word[place + 1 :]
        else:
            yield word[:place] + following + letter + word[place + 2 :]
            yield word[:place] + letter + word[place:]


def _as_written(word: str, others: Iterable[str]) -> tuple[str, ...]:
    """Other words in the case of a word, each once."""
    found = dict.fromkeys(others)
    return tuple(other.capitalize() if word[0].isupper() else other for other in found)


def of(language: "Language") -> Dictionary | None:
    """The dictionary of a language; None where the machine has none, or no library to read it."""
    return _open(language.babel, language.number_locale, language.spelling, language.vocabulary, folders())


@lru_cache(maxsize=64)
def _open(
    locale: str, number_locale: str, listed: WordList, vocabulary: "Vocabulary", places: tuple[Path, ...]
) -> Dictionary | None:
    if importlib.util.find_spec(_LIBRARY) is None:
        return None
    for name in _names(locale, number_locale):
        for folder in places:
            if (folder / f"{name}.aff").is_file() and (folder / f"{name}.dic").is_file():
                opened = _Opened(name, folder)
                return Dictionary(opened, listed, vocabulary.letters, capital_nouns=vocabulary.capital_nouns)
    return None


def _names(locale: str, number_locale: str) -> tuple[str, ...]:
    """What the dictionary of a locale may be called, the best first."""
    from babel import Locale
    from babel.core import get_global

    parsed = Locale.parse(locale)
    names = [locale, number_locale]
    if not parsed.territory or parsed.territory.isdecimal():
        likely = get_global("likely_subtags").get(parsed.language, "")
        names.append(f"{parsed.language}_{likely.rpartition('_')[2]}")
    return tuple(dict.fromkeys([*names, parsed.language]))


@cache
def folders() -> tuple[Path, ...]:
    """The folders of this machine where dictionaries may lie, the strongest first."""
    given = os.environ.get
    data = [given("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")]
    data += (given("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(os.pathsep)
    own = [Path(name) for name in given("DICPATH", "").split(os.pathsep) if name]
    shared = [Path(name) / kind for name in data if name for kind in ("hunspell", "myspell/dicts")]
    return tuple(folder for folder in (*own, *shared) if folder.is_dir())


class _Opened:
    """A dictionary that is read when the first word is asked for: that takes up to half a second."""

    def __init__(self, name: str, folder: Path) -> None:
        self._name = name
        self._folder = folder

    @cached_property
    def spell(self) -> Callable[[str], bool]:
        """Whether a dictionary has a word."""
        from hunspell import Hunspell  # type: ignore[import-untyped]

        spell: Callable[[str], bool] = Hunspell(self._name, str(self._folder), "utf-8").spell
        return spell


def load(paths: Iterable[Path]) -> WordList:
    """The word list of these files, together. Raises LanguageError, with the file and line, for what is no entry."""
    return _load(tuple((path, path.stat().st_mtime_ns) for path in paths))


@lru_cache(maxsize=64)
def _load(files: tuple[tuple[Path, int], ...]) -> WordList:
    known: set[str] = set()
    beginnings: set[str] = set()
    endings: set[str] = set()
    wrong: dict[str, str] = {}
    for path, _ in files:
        for entry in _entries(path):
            word, _, meant = (part.strip() for part in entry.partition(">"))
            if meant:
                wrong[word] = meant
            elif word.endswith("-"):
                beginnings.add(word[:-1])
            elif word.startswith("-"):
                endings.add(word[1:])
            else:
                known.add(word)
    return WordList(frozenset(known), frozenset(beginnings), tuple(sorted(endings)), wrong)


def _entries(path: Path) -> Iterator[str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise LanguageError(f"{path}: {error}") from error
    for number, line in enumerate(lines, start=1):
        entry = unicodedata.normalize("NFC", line.partition("#")[0]).strip().lower()
        if not entry:
            continue
        if not _ENTRY.fullmatch(entry):
            raise LanguageError(f"{path}:{number}: write a word, anti-, -mente, or wrong > right")
        yield entry
