"""Guesses what a word that an engine left in a neighbouring language is in this one: "recombinação", "recombinación".

A guess is a listed word, or a respelling by the rules of `i18n/cognates/<from>-<to>.toml` that the dictionary of the
target language knows. No dictionary, no respelling. A guess is as good as a dictionary: it is named, never silent.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from pathlib import Path

from pipeline.dictionaries import Dictionary
from pipeline.errors import LanguageError

_MOST_WAYS = 64  # respellings of a word that are tried
_SHORTEST = 4  # letters from which a respelling is believed: short words are known by chance
_WORD = r"(?<![\w-]){}(?![\w-])"


@dataclass(frozen=True, slots=True)
class Rule:
    """A respelling of a part of a word: what `always` applies, and what is tried with and without."""

    find: re.Pattern[str]
    write: str
    always: bool


@dataclass(frozen=True)
class Cognates:
    """The listed words (small letters) and rules from one language to another, and that one's dictionary."""

    words: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    dictionary: Dictionary | None = None

    def replace(self, text: str, unknown: Iterable[str], source: str) -> tuple[str, dict[str, str]]:
        """The text with guesses in place of `unknown` words, and which word became which.

        A word in capitals, and one that stands so in the `source` of the whole way, is a name or a code, and stays; one
        in small letters that the dictionary knows, like "fecal", is then no longer unknown.
        """
        guessed: dict[str, str] = {}
        for word in unknown:
            if word.isupper() or re.search(_WORD.format(re.escape(word)), source):
                if self.dictionary is not None and word.islower() and self.dictionary.knows(word):
                    guessed[word] = word
                continue
            guess = self.guess(word)
            if guess and re.search(_WORD.format(re.escape(word)), text):
                guessed[word] = guess
                text = re.sub(_WORD.format(re.escape(word)), guess, text)
        return text, guessed

    def guess(self, word: str) -> str | None:
        """The word in the other language, with its capital; None where nobody knows."""
        small = word.lower()
        found = self.words.get(small) or (self._respelt(small) if len(small) >= _SHORTEST else None)
        if found is None or not word[0].isupper():
            return found
        return found.upper() if word.isupper() and len(word) > 1 else found[0].upper() + found[1:]

    def _respelt(self, word: str) -> str | None:
        """The first respelling that the dictionary knows, as it is or with other accents."""
        if self.dictionary is None:
            return None
        ways = self._ways(word)
        if known := next((way for way in ways if self.dictionary.knows(way)), None):
            return known
        near = ([one for one in self.dictionary.near(way) if _bare(one) == _bare(way)] for way in ways)
        return next((found[0] for found in near if len(found) == 1), None)

    def _ways(self, word: str) -> list[str]:
        """The respellings of a word, those with the most changes first."""
        fits = [rule for rule in self.rules if not rule.always and rule.find.search(word)]
        ways: dict[str, None] = {}
        for chosen in list(product((True, False), repeat=len(fits)))[:_MOST_WAYS]:
            left_out = {id(rule) for rule, take in zip(fits, chosen, strict=True) if not take}
            way = word
            for rule in self.rules:
                if id(rule) not in left_out:
                    way = rule.find.sub(rule.write, way)
            ways[_plain(way)] = None
        return list(ways)


def _bare(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


def _plain(word: str) -> str:
    """The word without the marks that only the first language has."""
    return word.translate(_MARKS)


_MARKS = str.maketrans("âêôàãõ", "áéóaao")


def load(paths: Iterable[Path], dictionary: Callable[[], Dictionary | None]) -> Cognates:
    """The cognates of these files, the strongest last; their `words` together. Raises LanguageError naming the file."""
    words: dict[str, str] = {}
    rules: tuple[Rule, ...] = ()
    for path in paths:
        listed, own = _read(path)
        words.update(listed)
        rules += own
    return Cognates(words, rules, dictionary() if rules else None)


@lru_cache(maxsize=16)
def _read(path: Path) -> tuple[dict[str, str], tuple[Rule, ...]]:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        rules = [Rule(re.compile(row["find"]), row["write"], bool(row["always"])) for row in data.get("rule", [])]
        return {str(k).lower(): str(v) for k, v in data.get("words", {}).items()}, tuple(rules)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, AttributeError, re.error) as error:
        raise LanguageError(f"{path}: {error}; give [words] and rules with find, write and always") from error
