"""Quantities in a text: figures and number words with the scale and unit that follow them, and what they are tied to.

Which words there are is data (`i18n/checks/`, and `i18n/cues/<language>/frequency.toml` for "twice" and "daily"); the
names of months are CLDR's. Hours are read on a clock of 24: 10 p.m. is 22 h. The second year of 2010-11 is 2011.
"""

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pipeline import figures, number_words
from pipeline.cues import Cue, Lexicon
from pipeline.languages import Language
from pipeline.months import Months, joined, months
from pipeline.vocabulary import Vocabulary
from pipeline.wording import Plain, Word, plain

TOPIC = "frequency"
TIMES, CLOCK, DATE, MONTH = "time", "clock", "date", "month of the year"
PERIODS = frozenset(("h", "day", "week", "month", "year"))
_PER, _BEHIND = "per_", "behind_"  # "a year" says how often only hard behind a figure
_HALVES_OF_THE_DAY = {"am": Decimal(0), "pm": Decimal(12)}
_NO_UNIT = frozenset((*".,;:!?)]", ""))  # what ends a phrase
_ASIDE = re.compile(r" \([^()]{1,40}\)\s?")  # 4.8 (3.0 to 7.2) days
_HYPHENS = frozenset("-‐‑–−")
_WORD_AFTER = re.compile(r"[\s-]?[^\W\d_]")
_CENTURY = re.compile(r"\s?[-‐‑–−/]\s?")
_HOURS = 12
_FIRST_YEAR, _LAST_YEAR, _LAST_DAY = 1900, 2099, 31
_LONGEST_NAME = 24  # characters before a figure that are looked at for the word it belongs to
_LONGEST_TIE = 20  # characters between two quantities that are tied
_LONGEST = 12  # words that one number is looked for in


class Quantity(NamedTuple):
    """A number as it is meant: `raw` is how it is written, with scale and unit, at `span` of the text.

    `unit` has one name in all languages (`mg`, `week`), empty where there is none; it is `shared` where it stands after
    a later figure of the same range. `figure` means written in digits; `firm` that it can be nothing but a number
    ("one" and "half" are not firm). `tied` means that it belongs with the next quantity (5 to 10, 1 in 10). `name` is
    the word that a figure is a part of ("COVID-" of COVID-19). A `label` is a 1 with no word behind it (Table 1, number
    one).
    Where a number is `implied`, none is written: "daily" is once a day.
    """

    value: Decimal
    span: tuple[int, int]
    raw: str
    unit: str = ""
    shared: bool = False
    figure: bool = True
    firm: bool = True
    foreign: bool = False
    name: str = ""
    tied: bool = False
    label: bool = False
    implied: bool = False

    @property
    def written(self) -> str:
        """The quantity as it is written, with the name that it is a part of."""
        return self.raw if self.name == self.raw else self.name + self.raw


@dataclass(frozen=True, eq=False)
class Reading:
    """How numbers are read: the marks, and the words for numbers, units and months."""

    decimal_mark: str = "."
    group_mark: str = ","
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    lexicon: Lexicon | None = None
    months: Months = field(default_factory=Months)


ENGLISH_MARKS = Reading()


def reading(language: Language | None) -> Reading:
    """How a language reads numbers; English marks and no words where there is none."""
    if language is None:
        return ENGLISH_MARKS
    known = _READINGS.get(id(language))
    if known is None or known[0] is not language:
        style = language.style
        read = Reading(style.decimal_mark, style.group_mark, language.vocabulary, language.lexicon, months(language))
        if len(_READINGS) >= _MOST_READINGS:
            _READINGS.clear()
        known = _READINGS[id(language)] = (language, read)
    return known[1]


_MOST_READINGS = 64
_READINGS: dict[int, tuple[Language, Reading]] = {}  # by identity: CLDR is slow to ask, and a Language has no hash


def quantities(text: str, language: Language | None, *, spaced: bool = True) -> tuple[Quantity, ...]:
    """The quantities of a text in its language, in order. `spaced` as in `pipeline.figures.find`."""
    return find(text, reading(language), spaced=spaced)


@lru_cache(maxsize=256)
def find(
    text: str, read: Reading, *, spaced: bool = True, soft: bool = True, digits: bool = True
) -> tuple[Quantity, ...]:
    """The quantities of a text, which may hold inline markup, in order.

    `soft` is as in `pipeline.number_words.find`; without `digits` figures are overlooked.
    """
    shown, vocabulary = plain(text), read.vocabulary
    seen = shown.text
    found = _figures(seen, read, spaced=spaced) if digits else []
    often = read.lexicon.find(TOPIC, shown) if read.lexicon else ()
    dates = bool(found)
    if often:
        found = sorted([*found, *_times(often, seen)], key=_start)
    if there := number_words.find(seen, vocabulary, soft=soft):
        found = _with_words(found, there, seen, vocabulary)
    if dates and read.months.numbers:
        found = _dated(found, seen, read.months)
    if not found and not often:
        return ()
    measured = _measured(found, often, seen, vocabulary)
    if any(quantity.unit in _HALVES_OF_THE_DAY for quantity in measured):
        measured = _clocked(measured, seen)
    if len(measured) > 1:
        measured = _tied(_years(measured, seen), seen, vocabulary)
    return tuple(_placed(quantity, shown) for quantity in measured) if shown.pieces else tuple(measured)


def _figures(text: str, read: Reading, *, spaced: bool) -> list[Quantity]:
    found = []
    for value, span, raw, foreign, named in figures.find(text, read.decimal_mark, read.group_mark, spaced=spaced):
        name = _name(span[0], raw, text, read.months) if named else ""
        label = raw == "1" and not _WORD_AFTER.match(text, span[1])
        found.append(Quantity(value, span, raw, foreign=foreign, name=name, label=label))
    return found


def _start(quantity: Quantity) -> int:
    return quantity.span[0]


def _name(start: int, raw: str, text: str, known: Months) -> str:
    """The word that a figure belongs to: "COVID-" of COVID-19; the figure itself where nothing is before it (₂).

    No figure belongs to a month: 31 January–15 March.
    """
    first = last = start - (text[start - 1 : start] in _HYPHENS)
    while first > max(0, start - _LONGEST_NAME) and text[first - 1].isalpha():
        first -= 1
    if first == last:
        return raw
    return "" if text[first:last].lower() in known.numbers else text[first:start]


def _placed(quantity: Quantity, shown: Plain) -> Quantity:
    return quantity._replace(span=shown.origin(*quantity.span))


# -- number words ----------------------------------------------------------------------------------------------------
def _with_words(found: list[Quantity], there: Sequence[Word], text: str, vocabulary: Vocabulary) -> list[Quantity]:
    """The figures with the scales that follow them, and the number words, by place."""
    result: list[Quantity] = []
    position = 0  # up to here the text is used up
    ahead = deque(there)
    scales = not vocabulary.scales.keys().isdisjoint(word.text for word in there)
    for quantity in found:
        while ahead and ahead[0].start < quantity.span[0]:
            position = _take_word(ahead, position, text, vocabulary, result)
        scaled = _scaled(quantity, ahead, text, vocabulary) if scales else quantity
        result.append(scaled)
        position = scaled.span[1]
    while ahead:
        position = _take_word(ahead, position, text, vocabulary, result)
    return result


def _take_word(ahead: deque[Word], position: int, text: str, vocabulary: Vocabulary, result: list[Quantity]) -> int:
    """Move the number that `ahead` begins with into `result`; returns where it ends."""
    first = ahead[0]
    if first.start < position:
        ahead.popleft()
        return position
    value, count = number_words.compose(ahead, text, vocabulary)
    span = (first.start, ahead[count - 1].end)
    firm = value > 1 and (count > 1 or first.text in vocabulary.numbers)
    label = value == 1 and not _WORD_AFTER.match(text, span[1])
    result.append(Quantity(value, span, text[slice(*span)], figure=False, firm=firm, label=label))
    for _ in range(count):
        ahead.popleft()
    return span[1]


def _scaled(quantity: Quantity, ahead: deque[Word], text: str, vocabulary: Vocabulary) -> Quantity:
    """The figure times the scale words hard after it: 2 million, 2 mil millones."""
    value, end = quantity.value, quantity.span[1]
    for _ in range(_LONGEST):
        if not ahead or ahead[0].start - end != 1 or ahead[0].text not in vocabulary.scales or quantity.name:
            break
        word = ahead.popleft()
        value, end = value * vocabulary.scales[word.text], word.end
    if end == quantity.span[1]:
        return quantity
    start = quantity.span[0]
    return Quantity(value, (start, end), text[start:end], *quantity[3:])


# -- how often, and when ---------------------------------------------------------------------------------------------
def _times(often: Sequence[Cue], text: str) -> Iterator[Quantity]:
    """The words that say how many times: "twice" is in the list `times_2`."""
    for cue in often:
        kind, _, number = cue.category.partition("_")
        if kind == "times":
            value = Decimal(number)
            yield Quantity(value, cue[1:3], text[cue.start : cue.end], TIMES, figure=False, firm=value > 1)


def _dated(found: list[Quantity], text: str, known: Months) -> list[Quantity]:
    """The quantities with the months that stand beside a day or a year, which get the unit of dates."""
    named = number_words.among(text, known.names)
    if not named:
        return found
    found = list(found)
    starts = [quantity.span[0] for quantity in found]
    for word in reversed(named):
        if word.text in known.capitals and not text[word.start].isupper():
            continue
        place = bisect_left(starts, word.start)
        before = place > 0 and _beside(found[place - 1], word, text)
        after = place < len(found) and _beside(found[place], word, text)
        if not (before or after):
            continue
        if after and _is_year_of(found[place : place + 2], text):
            found[place + 1] = found[place + 1]._replace(unit=DATE)
        if after:
            found[place] = found[place]._replace(unit=DATE)
        if before:
            found[place - 1] = found[place - 1]._replace(unit=DATE)
        month = Decimal(known.numbers[word.text])
        found.insert(place, Quantity(month, word[1:], text[word.start : word.end], MONTH, figure=False))
    return found


def _is_year_of(found: Sequence[Quantity], text: str) -> bool:
    """Whether the second of two figures is the year behind the first: March 11, 2020."""
    if len(found) < 2:  # noqa: PLR2004
        return False
    day, year = found
    between = text[day.span[1] : year.span[0]] if year.span[0] - day.span[1] <= _LONGEST_TIE else "-"
    return between.strip(" ,stndrh") == "" and year.figure and _FIRST_YEAR <= year.value <= _LAST_YEAR


def _beside(quantity: Quantity, month: Word, text: str) -> bool:
    """Whether a figure is the day or the year of a month: 11 March, 11 de marzo, 1st of March, March 11, March 2020."""
    if quantity.name or not (quantity.figure or 0 < quantity.value <= _LAST_DAY):
        return False
    start, end = quantity.span
    if end <= month.start:
        return joined(text, end, month.start)
    is_year = quantity.value >= _FIRST_YEAR  # a day comes hard behind its month: March 11, not "marzo a las 8"
    return joined(text, month.end, start) and (is_year or not text[month.end : start].strip(" .,-/"))


def _years(found: list[Quantity], text: str) -> list[Quantity]:
    """The years in full: 2010-11 is 2010 to 2011."""
    for place, short in enumerate(found):
        if len(short.raw) != 2 or not place or not short.raw.isdecimal():  # noqa: PLR2004
            continue
        before = found[place - 1]
        if not _FIRST_YEAR <= before.value <= _LAST_YEAR or short.value <= before.value % 100:
            continue
        between = _CENTURY.fullmatch(text, before.span[1], short.span[0])
        if between and text[short.span[1] : short.span[1] + 1] not in ("-", "/"):
            found[place] = short._replace(value=before.value - before.value % 100 + short.value)
    return found


def _clocked(found: list[Quantity], text: str) -> list[Quantity]:
    """Hours before and after noon on a clock of 24; the half of the day may stand behind the minutes."""
    for place, quantity in enumerate(found):
        if quantity.unit not in _HALVES_OF_THE_DAY:
            continue
        found[place] = quantity._replace(unit=CLOCK)
        at = place - 1 if place and text[found[place - 1].span[1] : quantity.span[0]] == ":" else place
        hour = found[at]
        if at != place:
            found[place] = quantity._replace(unit="")
        if hour.value <= _HOURS:
            value = hour.value % _HOURS + _HALVES_OF_THE_DAY[quantity.unit]
            found[at] = hour._replace(value=value, unit=CLOCK)
    return found


# -- units and ties --------------------------------------------------------------------------------------------------
def _measured(found: Sequence[Quantity], often: Sequence[Cue], text: str, vocabulary: Vocabulary) -> list[Quantity]:
    """The quantities with their units, and "daily" and the like that belong to none as once a day."""
    ends = {cue.start: cue for cue in often if cue.category.startswith((_PER, _BEHIND))} if often else {}
    result: list[Quantity] = []
    end = 0
    for quantity in found:
        if quantity.span[0] < end:  # the 2 of "m²" belongs to the unit before it
            continue
        end = quantity.span[1]
        if not quantity.name and (quantity.unit or text[end : end + 1] not in _NO_UNIT):
            quantity = _with_unit(quantity, text, vocabulary, ends)  # noqa: PLW2901
            end = quantity.span[1]
        result.append(quantity)
    if ends:
        starts = [quantity.span[0] for quantity in result]
        free = (cue for cue in ends.values() if not _inside(cue, result, bisect_right(starts, cue.start) - 1))
        free = (cue for cue in free if text[cue.start - 1 : cue.start] not in _HYPHENS)  # six-monthly
        result = sorted([*result, *(_once(cue, text) for cue in free)], key=_start)
    return result


def _inside(cue: Cue, found: Sequence[Quantity], place: int) -> bool:
    """Whether a cue is a part of the quantity at `place`, holds the next one, or says nothing so far behind it."""
    if place >= 0 and found[place].span[1] > cue.start:
        return True
    if cue.category.startswith(_BEHIND) and (place < 0 or found[place].span[1] + 1 != cue.start):
        return True
    return place + 1 < len(found) and found[place + 1].span[0] < cue.end


def _once(cue: Cue, text: str) -> Quantity:
    return Quantity(
        Decimal(1), cue[1:3], text[cue.start : cue.end], _per(cue, TIMES), figure=False, firm=False, implied=True
    )


def _per(cue: Cue, unit: str) -> str:
    return f"{unit}/{cue.category.partition('_')[2]}"


def _past_gap(text: str, place: int) -> int:
    """Where the unit of a figure begins: behind a space, or a hyphen."""
    if text[place].isspace():
        place += 1
    if text[place : place + 1] in _HYPHENS:
        place += 1
        place += text[place : place + 1].isspace()
    return place


def _with_unit(quantity: Quantity, text: str, vocabulary: Vocabulary, often: Mapping[int, Cue]) -> Quantity:
    """The quantity with the unit that stands after it, `mg/kg`, "mg per day" and "mg daily" included."""
    if quantity.unit in (DATE, MONTH):
        return quantity
    start, end = quantity.span
    names = [quantity.unit] if quantity.unit else []
    match = None if names else vocabulary.units.pattern.match(text, _past_gap(text, end))
    while match or names:
        if match:
            names.append(vocabulary.units.name(match[0]))
            end = match.end()
        per = vocabulary.per.match(text, end)
        match = vocabulary.units.pattern.match(text, per.end()) if per else None
        if not match:
            break
    if not names:
        aside = _ASIDE.match(text, end) if text[end : end + 2] == " (" else None
        match = vocabulary.units.pattern.match(text, aside.end()) if aside else None
        return quantity._replace(unit=vocabulary.units.name(match[0])) if match else quantity
    unit = "/".join(names)
    if often and names[-1] not in PERIODS and (cue := often.get(end + 1)):
        unit, end = _per(cue, unit), cue.end
    return Quantity(quantity.value, (start, end), text[start:end], unit, *quantity[4:])


def _is_every(one: Quantity, two: Quantity) -> bool:
    """Whether two equal numbers are one: de 8 em 8 horas."""
    return one.value == two.value and one.unit == two.unit and one.shared and not one.name


def _tied(found: Sequence[Quantity], text: str, vocabulary: Vocabulary) -> list[Quantity]:
    """The quantities with their ties; one without a unit takes that of the next one it is tied to."""
    following = found[-1]
    result = [following]
    for quantity in found[-2::-1]:
        start, end = quantity.span[1], following.span[0]
        if end - start <= _LONGEST_TIE and vocabulary.ties.fullmatch(text, start, end):
            unit = quantity.unit or ("" if quantity.name else following.unit)
            shared = quantity.shared or (not quantity.unit and unit != "")
            following = quantity._replace(unit=unit, shared=shared, tied=True)
            if _is_every(following, result[-1]):
                continue
        else:
            following = quantity
        result.append(following)
    return result[::-1]
