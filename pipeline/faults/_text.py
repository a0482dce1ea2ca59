"""Texts as faults see them: figures that may be touched, words, clauses, sentences; never names or addresses."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.faults._fault import Pair
from pipeline.faults._words import Words

TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>")
ADDRESS = re.compile(
    r"https?://[^\s<>()]*[\w/]|www\.[^\s<>()]*[\w/]|\b10\.\d{4,}/[^\s<>()]*\w"
    r"|\b(?:NCT|ISRCTN|EudraCT |ACTRN|CD)\d[\d-]{4,}\d|[\w.]+@[\w.]+\w"
)
_SPACES = " \u00a0\u202f"
_FIGURE = re.compile(
    rf"(?<!\w)(?<![^\W\d_][-‑‐])(?<!\d[.,:/])(?:\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d)|\d+)(?:[.,]\d{{3}}(?!\d))*(?:[.,]\d+)?"
    r"(?![-‑][A-Z](?!\w))(?=$|[^\w.,:/]|[.,:/](?!\d)|(?:mg|mcg|µg|g|kg|ml|cm|mm|km|l|h)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_SENTENCE = re.compile(r"(?<!\d\.)(?<=[.!?…])[\"”»)]?\s+(?=[¿¡«“\"]?\s?[^\W\d_a-zà-ÿ])")
END = re.compile(r"[\s]*[.!?…:;]*$")


class Figure(NamedTuple):
    """A figure of a text: as written and where."""

    text: str
    start: int
    end: int


def protected(text: str) -> list[tuple[int, int]]:
    """The spans of tags, addresses and identifiers."""
    return [match.span() for pattern in (TAG, ADDRESS) for match in pattern.finditer(text)]


def is_plain(text: str) -> bool:
    """Whether a text has no tag and no address, so that words can be moved freely."""
    return not protected(text)


def figures(text: str) -> list[Figure]:
    """The figures that stand on their own: none of COVID-19, B12, a tag or an address."""
    kept = protected(text)
    found = (Figure(match[0], *match.span()) for match in _FIGURE.finditer(text))
    return [one for one in found if not any(start < one.end and one.start < end for start, end in kept)]


def readings(figure: str, decimal_marks: str = ".,") -> frozenset[Decimal]:
    """Every value that a figure may have: "1,250" is 1.25 in Madrid and 1250 in London."""
    bare = "".join(figure.split())
    values = set()
    for decimal in decimal_marks:
        group = "," if decimal == "." else "."
        whole, _, part = bare.partition(decimal)
        grouped = group not in whole or re.fullmatch(rf"\d{{1,3}}(?:\{group}\d{{3}})+", whole)
        if grouped and group not in part and decimal not in part:
            values.add(Decimal(f"{whole.replace(group, '')}.{part or 0}").normalize())
    return frozenset(values)


def values(source: str) -> frozenset[Decimal]:
    """The values of the figures of a source, which is read the English way."""
    return frozenset(value for one in figures(source) for value in readings(one.text, "."))


def images(pair: Pair) -> list[Figure]:
    """The figures of the target that the source has too; those that only the translator wrote are no place."""
    return [one for one in figures(pair.target) if readings(one.text) & values(pair.source)]


def is_new(figure: str, pair: Pair, decimal_mark: str) -> bool:
    """Whether a figure has a value that the source has nowhere."""
    return not readings(figure, decimal_mark) & values(pair.source)


def words(text: str) -> list[re.Match[str]]:
    """The words of a text with the marks that cling to them."""
    return list(_WORD.finditer(text))


def sentences(text: str, words: Words) -> list[str]:
    """The sentences of a target; an abbreviation ends none."""
    parts: list[str] = []
    start = 0
    for match in _SENTENCE.finditer(text):
        last = text[start : match.start()].split()[-1:]
        if last and last[0].lower() not in words.list("abbreviations"):
            parts.append(text[start : match.end()])
            start = match.end()
    return [*parts, text[start:]]


def without(text: str, start: int, end: int) -> str:
    """A text with a span taken out, without the gap that it leaves."""
    joined = f"{text[:start].rstrip()} {text[end:].lstrip()}"
    joined = re.sub(r" (?=[.,;:?!)])", "", joined).strip()
    return joined[:1].upper() + joined[1:] if text[:1].isupper() else joined


def runs(items: Sequence[re.Match[str]], length: int) -> Iterator[Sequence[re.Match[str]]]:
    """Every run of `length` items."""
    return (items[i : i + length] for i in range(len(items) - length + 1))
