"""The names of a language's months, which are CLDR's, and when one belongs to a figure."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.languages import Language

_LONGEST = 20  # characters between a figure and its month
_BETWEEN = re.compile(r"(?:[^\W\d_]{0,2}|[.ºª°]{1,2})[.,]{0,2}(?:\s[^\W\d_]{2,3})?\s|[-/]")


@dataclass(frozen=True, eq=False)
class Months:
    """The numbers of the months by lower-cased name, and those names that begin with a capital."""

    numbers: dict[str, int] = field(default_factory=dict)
    capitals: frozenset[str] = frozenset()

    @cached_property
    def names(self) -> frozenset[str]:
        """All names."""
        return frozenset(self.numbers)


def months(language: Language) -> Months:
    """The months in full, and shortened where they begin with a capital: "dez" is ten in Portuguese."""
    forms = language.locale.months["format"]
    rows = [(number, name) for width in ("abbreviated", "wide") for number, name in forms[width].items()]
    names = [(number, name.rstrip(".").split()[-1], name) for number, name in rows]
    kept = [(number, word) for number, word, name in names if word[0].isupper() or name in forms["wide"].values()]
    capitals = frozenset(word.lower() for _, word in kept if word[0].isupper())
    plain = [(number, word.replace("’", "'")) for number, word in kept]
    bare = [(number, word.rpartition("'")[2]) for number, word in plain]  # agost of d'agost
    return Months({word.lower(): number for number, word in (*kept, *plain, *bare)}, capitals)


def joined(text: str, start: int, end: int) -> bool:
    """Whether what stands between a figure and a month joins them: 11 March, 11 de marzo, 1st of March, March 2020."""
    return end - start <= _LONGEST and _BETWEEN.fullmatch(text, start, end) is not None
