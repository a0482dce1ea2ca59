"""Figures in a text: what digits, marks, powers and fractions say in a given convention of decimal and group mark.

Reads digits of every script; 1,234.5 · 1.234,5 · 1 234,5 · 1’234.5 · 1,00,000 (India); ½ and 1½; 10⁶, 5 × 10⁶ and 10^6;
−5. A chain of marks that fits no number (12.03.2020, 1.2.3) is read as its parts. Digits of web addresses and DOIs are
no figures.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from pipeline.wording import is_unspaced

SPACES = " \u00a0\u2009\u202f"  # spaces that may group digits
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺₀₁₂₃₄₅₆₇₈₉", "0123456789-+0123456789")
_HALVES = {c: Decimal(str(unicodedata.numeric(c))) for c in "½¼¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"}
_LARGEST_POWER = 99
_NEAR = 20  # characters before a dash in which the figure of a range is looked for

_FIGURE = re.compile(
    rf"""
      (?:(?P<factor>\d+(?:[.,]\d+)?)\s?[×x·⋅]\s?)?10(?:\^(?P<caret>[-−]?\d{{1,2}})|(?P<raised>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))
    | (?:(?P<whole>\d+)[{SPACES}]?)?(?P<half>[½¼¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])
    | (?P<spaced>\d{{1,3}}(?P<space>[{SPACES}])\d{{3}}(?:(?P=space)\d{{3}})*(?!\d)(?:[.,]\d+(?![.,]?\d))?)
    | (?P<plain>\d+(?:[.,'’·⋅٫٬]\d+)*)
    | (?P<bare>(?<![^\s(=<>≤≥±~])[.,]\d+(?![.,]?\d))
    | (?P<small>[⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉]+)
    """,
    re.VERBOSE,
)
# Most figures are digits with one mark at most, and nothing after them that could belong to them.
_SIMPLE = re.compile(
    r"\d+(?P<mark>[.,])?(?(mark)\d+)(?=[.,]?(?:$|[\s\]);:?!…”»](?![\d×x·⋅½¼¾⅐-⅞])|[^\W\d_x⁰¹²³⁴-⁹₀-₉·½¼¾⅐-⅞ªº]|[-–%/(]))"
)
_ZEROS = "0٠۰߀०০੦૦୦௦౦೦൦෦๐໐༠၀႐០᠐᥆᧐᪀᪐᭐᮰᱀᱐꘠꣐꤀꧐꧰꩐꯰０"  # of every script: a range is twice as fast as \d
_CLASS = "".join(f"{zero}-{chr(ord(zero) + 9)}" for zero in _ZEROS) + "½¼¾⅐-⅞⁰¹²³⁴-⁹₀-₉"
_ANY = re.compile(f"[{_CLASS}]")
_RUN = re.compile(f"[{_CLASS}]+")
_NAME = re.compile(r"-\d+(?!\w)")
_ADDRESS = re.compile(r"(?:https?://|www\.|10\.\d{4,9}/)\S+")
_POINTS, _OPENERS = frozenset(".,"), frozenset(" (")
_MINUS = "-−–‐‑"
_PREFIX = re.compile("(?<![\u0590-\u06ff])[\u05d0-\u06ff]{1,2}\u0640?$")
_LONGEST_PREFIX = 4  # characters, with the one before it
_GROUPED = re.compile(r"\d{1,3}(?:(?P<mark>[^\d])\d{3})(?:(?P=mark)\d{3})*|\d{1,2}(?:,\d{2})+,\d{3}")


class Figure(NamedTuple):
    """A figure: `raw` stands at `span`. `foreign` figures have the marks of another convention than the one asked for,
    and can be read in no other way; `name` figures belong to a word (COVID-19, B12, CO₂).
    """

    value: Decimal
    span: tuple[int, int]
    raw: str
    foreign: bool = False
    name: bool = False


def any_in(text: str) -> bool:
    """Whether a text has a digit at all."""
    return _ANY.search(text) is not None


def names_alone(text: str) -> list[str]:
    """The words with a hyphen and a figure (COVID-19) of a text where no other figure stands; empty for any other."""
    names = []
    for match in _NAME.finditer(text):
        start = match.start()
        while start and text[start - 1].isalpha():
            start -= 1
        if start == match.start():
            return []
        names.append(text[start : match.end()])
    return names if len(names) == len(_RUN.findall(text)) else []


def find(text: str, decimal_mark: str, group_mark: str, *, spaced: bool = True) -> tuple[Figure, ...]:
    """Every figure of a plain text, in order, read with these marks.

    A space groups digits in any convention ("10 000"); with `spaced=False` it does not, for "2 500 mg tablets".
    """
    if not any_in(text):
        return ()
    may_hold_addresses = "/" in text or "www." in text
    addresses = [match.span() for match in _ADDRESS.finditer(text)] if may_hold_addresses else []
    starts = [start for start, _ in addresses]
    found: list[Figure] = []
    position = 0
    while digit := _ANY.search(text, position):
        start = digit.start()
        place = bisect_right(starts, start) - 1 if starts else -1
        if place >= 0 and start < addresses[place][1]:
            position = addresses[place][1]
            continue
        before = text[start - 1] if start > position else ""
        bare = before in _POINTS
        if not bare and (match := _SIMPLE.match(text, start)):
            value, foreign = _simple(match[0], match[1], decimal_mark, group_mark)
            if before in _OPENERS:
                found.append(Figure(value, match.span(), match[0], foreign))
            else:
                found.append(_placed(text, value, start, match[0], foreign=foreign))
        elif match := (_FIGURE.match(text, start - 1) if bare else None) or _FIGURE.match(text, start):
            found += _figures(text, match, decimal_mark, group_mark, spaced=spaced)
        position = match.end() if match else start + 1
    return tuple(found)


def _simple(raw: str, mark: str | None, decimal: str, group: str) -> tuple[Decimal, bool]:
    """What `_number` gives for digits with no mark, or a point or comma."""
    if not mark:
        return Decimal(raw), False
    if mark == group and _is_grouped(raw):
        return Decimal(raw.replace(mark, "")), False
    return Decimal(raw.replace(mark, ".")), mark != decimal


def _figures(text: str, match: re.Match[str], decimal: str, group: str, *, spaced: bool) -> Iterator[Figure]:
    """The figures of one match: one, or the parts of a chain that is no number."""
    start, raw = match.start(), match[0]
    if match["spaced"] and spaced:
        value, foreign = _spaced(raw, decimal)
        yield _placed(text, value, start, raw, foreign=foreign)
    elif match["spaced"]:
        for part in re.finditer(r"[^ \u00a0\u2009\u202f]+", raw):
            yield from _chain(text, part[0], start + part.start(), decimal, group)
    elif match["plain"] or match["bare"]:
        yield from _chain(text, raw, start, decimal, group)
    elif match["half"]:
        yield _placed(text, Decimal(match["whole"] or 0) + _HALVES[match["half"]], start, raw)
    elif match["small"]:
        value = Decimal(raw.translate(_RAISED))
        yield Figure(value, match.span(), raw, name=True)
    else:
        yield from _power(text, match, decimal, group)


def _power(text: str, match: re.Match[str], decimal: str, group: str) -> Iterator[Figure]:
    exponent = Decimal((match["caret"] or match["raised"]).translate(_RAISED).replace("−", "-"))
    if abs(exponent) > _LARGEST_POWER:
        yield from _chain(text, "10", match.start(), decimal, group)
        return
    factor = next(iter(_chain(text, match["factor"], match.start(), decimal, group))).value if match["factor"] else 1
    yield _placed(text, factor * Decimal(10) ** exponent, match.start(), match[0])


def _spaced(raw: str, decimal: str) -> tuple[Decimal, bool]:
    """The value of digits grouped by spaces, and whether its decimal mark is not ours."""
    digits = re.sub(f"[{SPACES}]", "", raw)
    mark = next((c for c in digits if c in ".,"), decimal)
    return Decimal(digits.replace(mark, ".")), mark != decimal


def _chain(text: str, raw: str, start: int, decimal: str, group: str) -> Iterator[Figure]:
    """The figure that a run of digits and marks is, or those it consists of."""
    number = _number(raw, decimal, group)
    if number is not None:
        yield _placed(text, number[0], start, raw, foreign=number[1])
        return
    for part in re.finditer(r"\d+", raw):
        yield _placed(text, Decimal(part[0]), start + part.start(), part[0])


def _number(raw: str, decimal: str, group: str) -> tuple[Decimal, bool] | None:
    """The value of `raw` and whether it is in a foreign convention; None where it is no single number."""
    marks = [c for c in raw if not c.isdecimal()]
    if not marks:
        return Decimal(raw), False
    if len(marks) > 1:
        return _long_number(raw, marks, marks[-1], decimal)
    mark = marks[0]
    if mark in (group, "٬", "'", "’") and _is_grouped(raw):
        return Decimal(raw.replace(mark, "")), False
    if mark in (decimal, *".,·⋅٫"):
        return Decimal(f"0{raw}".replace(mark, ".")), mark not in (decimal, "٫")
    return None


def _long_number(raw: str, marks: list[str], last: str, decimal: str) -> tuple[Decimal, bool] | None:
    """A number with several marks: all of one kind group it; a last one of another kind is its decimal mark."""
    if len(set(marks)) == 1:
        return (Decimal(raw.replace(last, "")), last == decimal) if _is_grouped(raw) else None
    whole, fraction = raw.rsplit(last, 1)
    if last in whole or not _is_grouped(whole) or last in "'’٬":
        return None
    return Decimal(re.sub(r"\D", "", whole) + "." + fraction), last not in (decimal, "٫")


def _is_grouped(raw: str) -> bool:
    return _GROUPED.fullmatch(raw) is not None and unicodedata.decimal(raw[0]) != 0


def _placed(text: str, value: Decimal, start: int, raw: str, *, foreign: bool = False) -> Figure:
    """The figure with the minus sign that belongs to it, and with what the letters before it say."""
    end = start + len(raw)
    before = text[start - 1] if start else ""
    if before and before in _MINUS:
        earlier = text[start - 2] if start > 1 else ""
        if _names(text, start - 1) and not (before == "−" and is_unspaced(earlier)):
            return Figure(value, (start, end), raw, foreign, name=True)
        if _opens(text, start - 1):
            return Figure(value.copy_negate(), (start - 1, end), before + raw, foreign)
    return Figure(value, (start, end), raw, foreign, name=_names(text, start) and not is_unspaced(before))


def _names(text: str, end: int) -> bool:
    """Whether the letters that end here are a word that a figure can belong to.

    Arabic and Hebrew write their short words onto the next one: و5, ב-5.
    """
    if not end or not text[end - 1].isalpha() or text[end - 1] in "ºª":
        return False
    return _PREFIX.search(text, max(0, end - _LONGEST_PREFIX), end) is None


def _opens(text: str, position: int) -> bool:
    """Whether a dash at `position` is a minus sign: something that is no figure comes before it, and not hard on."""
    if position == 0:
        return True
    if text[position - 1] in "(=<>≤≥[" or (text[position] == "−" and is_unspaced(text[position - 1])):
        return True
    if not text[position - 1].isspace():
        return False
    earlier = text[max(0, position - _NEAR) : position].rstrip()[-1:]
    return not (earlier.isnumeric() or earlier in "%٪°")
