"""Figures that change on the way: the faults that hurt most, and that a reader cannot see."""

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.faults._fault import Fault, Pair
from pipeline.faults._text import Figure, figures, images, is_new, readings, without
from pipeline.faults._words import Words, flat, whole
from pipeline.interface import N_

_TEN, _THOUSAND = 10, 1000
_NEAR = 50  # characters between figures that are taken for one another
_SYMBOLS = re.compile(r"[%°\s\u00a0\u202f,;]|(?<!\w)(?:mg|mcg|µg|g|kg|ml|l|cm|mm|km)(?!\w)", re.IGNORECASE)


def _put(pair: Pair, figure: Figure, text: str) -> str:
    return pair.target[: figure.start] + text + pair.target[figure.end :]


def _digit(pair: Pair, words: Words) -> Iterator[str]:
    for figure in images(pair):
        for i, digit in enumerate(figure.text):
            for other in "123456789" if digit.isdigit() else "":
                changed = figure.text[:i] + other + figure.text[i + 1 :]
                if other != digit and is_new(changed, pair, words.decimal_mark):
                    yield _put(pair, figure, changed)


def _decimal_mark(pair: Pair, words: Words) -> Iterator[str]:
    """15 or 0,15 for 1,5."""
    for figure in images(pair):
        match = re.fullmatch(r"(\d+)([.,])(\d+)", figure.text)
        if not match or (match[2] != words.decimal_mark and len(match[3]) == len("000")):
            continue
        before, mark, part = match.groups()
        moved = [before + part, f"{before}{part[0]}{mark}{part[1:]}".rstrip(mark)]
        moved.append(f"{before[:-1] or '0'}{mark}{before[-1]}{part}")
        written = (re.sub(r"^0+(?=\d)", "", one) for one in moved)  # nobody writes 025
        yield from (_put(pair, figure, one) for one in written if is_new(one, pair, words.decimal_mark))


def _ten_times(pair: Pair, words: Words) -> Iterator[str]:
    for figure in images(pair):
        if figure.text.isdigit() and int(figure.text) and not _is_date(figure, pair, words):
            changed = [f"{figure.text}0"] + [figure.text[:-1]] * (figure.text.endswith("0") and len(figure.text) > 1)
            yield from (_put(pair, figure, one) for one in changed if is_new(one, pair, words.decimal_mark))


def _thousand_times(pair: Pair, words: Words) -> Iterator[str]:
    """10 000 people for 10; only of what is counted, and never of a date."""
    for figure in images(pair):
        if figure.text.isdigit() and _TEN <= int(figure.text) < _THOUSAND and _counts(figure, pair):
            changed = f"{figure.text}{words.group_mark}000"
        elif re.fullmatch(r"\d{1,3}[.,\s\u00a0\u202f]000", figure.text):
            changed = figure.text[:-4]
        else:
            continue
        if is_new(changed, pair, words.decimal_mark) and not _is_date(figure, pair, words):
            yield _put(pair, figure, changed)


def _counts(figure: Figure, pair: Pair) -> bool:
    return re.match(r"\s[^\W\d_]{5,}", pair.target[figure.end :]) is not None


def _is_date(figure: Figure, pair: Pair, words: Words) -> bool:
    """Whether the source has the figure beside the name of a month."""
    months = "|".join(words.source.list("months")) if words.source else "(?!)"
    day = rf"(?<!\d){figure.text}(?!\d)"
    return re.search(rf"(?:{months})\W{{1,2}}{day}|{day}(?:st|nd|rd|th)?\s(?:{months})", pair.source) is not None


def _dropped(pair: Pair, words: Words) -> Iterator[str]:
    del words
    for figure in images(pair):
        if sum(one.text == figure.text for one in figures(pair.target)) == 1:
            rest = re.match(r"[\s\u00a0\u202f]?%", pair.target[figure.end :])
            yield without(pair.target, figure.start, figure.end + (rest.end() if rest else 0))


def _swapped(pair: Pair, words: Words) -> Iterator[str]:
    """Two figures near each other have changed places; not in a list, where the order says nothing, nor in a date."""
    found = [one for one in images(pair) if not _is_date(one, pair, words)]
    for one, other in pairwise(found):
        between = pair.target[one.end : other.start]
        same = readings(one.text) & readings(other.text)
        if not same and len(between) <= _NEAR and not _is_list(pair.target[: one.start], between, words):
            yield pair.target[: one.start] + other.text + between + one.text + pair.target[other.end :]


def _is_list(before: str, between: str, words: Words) -> bool:
    opener = re.search(r"(\w+)\W*$", before)
    if opener and opener[1].lower() in words.list("range_openers"):
        return False
    return not whole(words.list("enumeration")).sub("", _SYMBOLS.sub("", between)).strip()


def _number_word(pair: Pair, words: Words) -> Iterator[str]:
    """A number word a little greater or smaller; only where the source has the number, and not in two thirds."""
    known = words.list("numbers")
    english = words.source.list("numbers") if words.source else ()
    kept = [match.span() for match in whole(words.list("fractions")).finditer(pair.target)]
    said = [whole(tuple(row)).search(pair.source) is not None for row in english]
    for i, row in enumerate(known[: len(english)]):
        others = [flat([known[j]])[0] for j in range(max(i - 2, 0), min(i + 3, len(known))) if not said[j]]
        for match in whole(tuple(flat([row]))).finditer(pair.target) if said[i] else ():
            if not any(start <= match.start() < end for start, end in kept):
                for other in others:
                    new = other.capitalize() if match[0][0].isupper() else other
                    yield pair.target[: match.start()] + new + pair.target[match.end() :]


def _magnitude(pair: Pair, words: Words) -> Iterator[str]:
    return words.rewrites("magnitude", pair.source, pair.target)


def _percent(pair: Pair, words: Words) -> Iterator[str]:
    """The sign or the words for it left out after one figure; in "from 88 to 94 %" one sign is enough."""
    if "%" not in pair.source and not re.search("per ?cent", pair.source):
        return
    wordings = "|".join(re.escape(one) for one in words.list("percent"))
    for match in re.finditer(rf"(?<=\d)[\s\u00a0\u202f]?(?:%|(?:{wordings or '(?!)'})(?!\w))", pair.target):
        if re.match(r"\s?\S{1,3}\s?\d[\d.,]*[\s\u00a0\u202f]?%", pair.target[match.end() :]):
            continue
        yield pair.target[: match.start()] + pair.target[match.end() :]


FAULTS = (
    Fault("digit-changed", "number", N_("A digit of a figure is another."), _digit),
    Fault("decimal-mark-moved", "number", N_("The decimal mark is lost or in another place."), _decimal_mark),
    Fault("ten-times", "number", N_("A figure has a zero too many or too few."), _ten_times),
    Fault("thousand-times", "number", N_("A figure has three zeros too many or too few."), _thousand_times),
    Fault("figure-dropped", "number", N_("A figure is left out."), _dropped),
    Fault("figures-swapped", "number", N_("Two figures have changed places."), _swapped),
    Fault("number-word-replaced", "number", N_("A number word is another."), _number_word),
    Fault(
        "magnitude-word-replaced",
        "number",
        N_("Millions have become thousands, or a false friend stands for them."),
        _magnitude,
    ),
    Fault("percent-lost", "unit", N_("The percent sign is lost."), _percent),
)
