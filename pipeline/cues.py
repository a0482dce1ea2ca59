"""Wordings that give something away (a negation, a level of certainty), found in one pass over a text.

The wordings are data: `i18n/cues/<language>/<topic>.toml` holds lists of wordings by category. A wording is one or more
words with a space between them; a space also stands for a hyphen, and for none where the wording is one word. In a word
`*` stands for any letters at one place (`un*`, `*less`, `in*ble`); the word `...` stands for up to three words.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import LanguageError
from pipeline.wording import Plain, pieces

_GAP = "..."
_WIDEST_GAP = 3  # words that `...` may stand for
_EDGE = 3  # letters by which patterns are found
_JOINTS = frozenset((" ", "-", "\u2010", "\u2011", ""))  # between words of one wording


class Cue(NamedTuple):
    """A wording found: its category, where it stands in the plain text, and the places of its words among `words`."""

    category: str
    start: int
    end: int
    first: int
    last: int


class _Candidate(NamedTuple):
    """A wording: its topic, category, the words after the first, and one of these that has to be in the text."""

    topic: str
    category: str
    rest: tuple[str, ...]
    needed: str


class _Starting(NamedTuple):
    """What a word begins: wordings that it is alone (topic, category, 0), and longer ones by their second word.

    Those whose second word is a pattern or a gap are `others`.
    """

    alone: tuple[tuple[str, str, int], ...]
    by_second: Mapping[str, tuple[_Candidate, ...]]
    others: tuple[_Candidate, ...]


_Found = dict[str, tuple[Cue, ...]]
_ORIGINALS = "source_"  # topics that only checks of originals ask for are read apart


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The wordings of a language by topic and category. At one place the longest wording of a topic wins.

    A text is read once for all topics, and remembered: what several checks ask costs one pass.
    """

    wordings: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    @cached_property
    def _passes(self) -> tuple["_Pass", "_Pass"]:
        """The pass for the topics of translations, and that for the topics of originals alone."""
        topics = self.wordings.items()
        translations = {topic: listed for topic, listed in topics if not topic.startswith(_ORIGINALS)}
        originals = {topic: listed for topic, listed in topics if topic.startswith(_ORIGINALS)}
        return _Pass(translations), _Pass(originals)

    def find(self, topic: str, text: Plain) -> tuple[Cue, ...]:
        """The cues of a topic in a plain text, in order, none inside or across another."""
        found = self._passes[topic.startswith(_ORIGINALS)].read(text.text)
        return found.get(topic, ())

    def has(self, topic: str) -> bool:
        """Whether anybody has listed wordings for the topic."""
        return any(self.wordings.get(topic, {}).values())


class _Memo(dict[str, _Starting | None]):
    """What words begin, asked once a word."""

    _LARGEST = 50_000  # words: more than any language uses in earnest

    def __init__(self, ask: Callable[[str], _Starting | None]) -> None:
        self._ask = ask

    def __missing__(self, word: str) -> _Starting | None:
        if len(self) >= self._LARGEST:
            self.clear()
        return self.setdefault(word, self._ask(word))


class _Pass:
    """Finds the wordings of several topics in one go over a text; remembers words and texts."""

    def __init__(self, wordings: Mapping[str, Mapping[str, tuple[str, ...]]]) -> None:
        self._exact: dict[str, list[_Candidate]] = {}
        self._patterns: dict[str, list[tuple[str, _Candidate]]] = {}  # by their first letters, else by `*` and the last
        for topic, categories in wordings.items():
            for category, listed in categories.items():
                for wording in listed:
                    self._add(topic, category, wording)
        self._starting = _Memo(self._begun_by)
        self.read = lru_cache(maxsize=256)(self._find)

    def _add(self, topic: str, category: str, wording: str) -> None:
        first, *rest = _split(wording)
        further = rest[1:] if rest and rest[0] != _GAP and "*" not in rest[0] else rest
        needed = max((word for word in further if word != _GAP and "*" not in word), key=len, default="")
        candidate = _Candidate(topic, category, tuple(rest), needed)
        if "*" in first:
            beginning, _, ending = first.partition("*")
            place = beginning[:_EDGE] or f"*{ending[-_EDGE:]}"
            self._patterns.setdefault(place, []).append((first, candidate))
        else:
            self._exact.setdefault(first, []).append(candidate)

    def _begun_by(self, word: str) -> _Starting | None:
        edges = [
            *(word[:length] for length in range(1, _EDGE + 1)),
            *(f"*{word[-n:]}" for n in range(1, _EDGE + 1)),
            "*",
        ]
        near = [one for edge in dict.fromkeys(edges) for one in self._patterns.get(edge, ())]
        matching = [candidate for pattern, candidate in near if _fits(pattern, word)]
        begun = [*self._exact.get(word, ()), *matching]
        if not begun:
            return None
        by_second: dict[str, list[_Candidate]] = {}
        others: list[_Candidate] = []
        for one in (one for one in begun if one.rest):
            if one.rest[0] == _GAP or "*" in one.rest[0]:
                others.append(one)
            else:
                by_second.setdefault(one.rest[0], []).append(one)
        alone = {one.topic: (one.topic, one.category, 0) for one in reversed(begun) if not one.rest}
        return _Starting(tuple(alone.values()), {word: tuple(ones) for word, ones in by_second.items()}, tuple(others))

    def _find(self, text: str) -> _Found:
        reading = _Reading(text)
        there = {"", *reading.words}
        ends = reading.ends
        starting = self._starting
        found: dict[str, list[Cue]] = {}
        past: dict[str, int] = {}  # the place of the last word that a topic has used up
        following = [*reading.words[1:], ""]
        begun = [(place, one) for place, one in enumerate([starting[word] for word in reading.words]) if one]
        for place, (alone, by_second, others) in begun:
            next_word = following[place]
            longer = [one for one in by_second[next_word] if one.needed in there] if next_word in by_second else []
            if others:
                longer += [one for one in others if one.needed in there]
            for topic, category, length in _longest(alone, longer, reading, place) if longer else alone:
                if place > past.get(topic, -1):
                    past[topic] = last = place + length
                    cue = Cue(category, ends[2 * place], ends[2 * last + 1], place, last)
                    found.setdefault(topic, []).append(cue)
        return {topic: tuple(cues) for topic, cues in found.items()}


def _longest(
    alone: Iterable[tuple[str, str, int]], longer: Iterable[_Candidate], reading: "_Reading", place: int
) -> Iterable[tuple[str, str, int]]:
    """The longest wording of each topic at a place: topic, category, and how many words follow the first."""
    best = {one[0]: one for one in alone}
    for topic, category, rest, _ in longer:
        last = reading.matched(rest, place)
        if last is not None and (topic not in best or last - place > best[topic][2]):
            best[topic] = topic, category, last - place
    return best.values()


class _Reading:
    """A text cut into words and what stands between them; `words` are those of `wording.words`, in its spelling."""

    def __init__(self, text: str) -> None:
        self._parts = pieces(text)
        self.words = self._parts[1::2]
        self.ends = list(accumulate(map(len, self._parts)))

    def after(self, place: int) -> str:
        """The word after the one at `place`; empty where it is not next to it."""
        between = self._parts[2 * place + 2]
        adjacent = between in _JOINTS or (place + 1 < len(self.words) and between.strip() in _JOINTS)
        return self.words[place + 1] if adjacent and place + 1 < len(self.words) else ""

    def matched(self, rest: tuple[str, ...], place: int) -> int | None:
        """The place of the last word where the words after `place` are `rest`; the fewest words in a gap."""
        for number, wanted in enumerate(rest):
            if wanted == _GAP:
                return self._after_gap(rest[number + 1 :], place)
            following = self.after(place)
            if not following or not (following == wanted or ("*" in wanted and _fits(wanted, following))):
                return None
            place += 1
        return place

    def _after_gap(self, rest: tuple[str, ...], place: int) -> int | None:
        for _ in range(_WIDEST_GAP + 1):
            if (last := self.matched(rest, place)) is not None:
                return last
            if not self.after(place):
                return None
            place += 1
        return None


def _split(wording: str) -> list[str]:
    return wording.lower().replace("’", "'").replace("-", " ").split()


def _fits(pattern: str, word: str) -> bool:
    beginning, star, ending = pattern.partition("*")
    if not star:
        return pattern == word
    return len(word) >= len(beginning) + len(ending) and word.startswith(beginning) and word.endswith(ending)


def load(folders: Iterable[Path]) -> Lexicon:
    """The lexicon of these folders of topic files, the strongest last: a later list replaces an earlier one.

    Raises LanguageError, with the file and key, for what cannot be read.
    """
    files = [path for folder in folders for path in sorted(folder.glob("*.toml"))]
    return _load(tuple((path, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=64)
def _load(files: tuple[tuple[Path, int], ...]) -> Lexicon:
    topics: dict[str, dict[str, tuple[str, ...]]] = {}
    for path, _ in files:
        topics.setdefault(path.stem, {}).update(_lists(path))
    return Lexicon(topics)


def _lists(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LanguageError(f"{path}: {error}") from error
    for category, listed in data.items():
        if not isinstance(listed, list) or not all(isinstance(one, str) and _sound(one) for one in listed):
            raise LanguageError(f"{path}: {category}: write a list of wordings, each with a word at both ends")
        yield category, tuple(listed)


def _sound(wording: str) -> bool:
    parts = _split(wording)
    return bool(parts) and _GAP not in (parts[0], parts[-1]) and all(part.count("*") < 2 for part in parts)  # noqa: PLR2004
