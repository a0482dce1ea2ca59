"""What the other stages do with numbers: tell whether two texts differ in them, and write them in a language's form."""

from collections import Counter
from decimal import Decimal
from functools import cache

from pipeline import quantities, shipped, vocabulary
from pipeline.errors import LanguageError
from pipeline.figures import Figure, find
from pipeline.languages import Style
from pipeline.vocabulary import Vocabulary

Signature = tuple[tuple[Decimal, str], ...]
_ZEROS = {"arab": "٠", "arabext": "۰", "beng": "০", "deva": "०", "latn": "0", "mymr": "၀", "tamldec": "௦", "thai": "๐"}


def signature(text: str) -> Signature:
    """The numbers of an English text with their units, in order: equal for two texts that differ in words alone.

    Number words count as figures do.
    """
    return tuple((q.value, q.unit) for q in quantities.find(text, quantities.Reading(vocabulary=_english())))


@cache
def _english() -> Vocabulary:
    folder = shipped.language_data() / "checks"
    return vocabulary.load([path for name in ("und", "en") if (path := folder / f"{name}.toml").is_file()])


def in_digits(text: str, system: str) -> str:
    """The text with its digits 0 to 9 as CLDR's numbering system writes them: a page's own dates and counts."""
    if system not in _ZEROS:
        raise LanguageError(
            f"i18n/languages.toml: numbering_system = {system!r}: known are {', '.join(sorted(_ZEROS))}"
        )
    return text.translate({ord("0") + digit: ord(_ZEROS[system]) + digit for digit in range(10)})


def localise(value: Decimal, style: Style) -> str:
    """The value with the marks of a language: decimals as they are given, digits grouped from `group_from` on."""
    whole, _, fraction = f"{value.copy_abs():f}".partition(".")
    if abs(value) >= style.group_from:
        first = len(whole) % 3
        groups = [whole[:first], *(whole[i : i + 3] for i in range(first, len(whole), 3))]
        whole = style.group_mark.join(filter(None, groups))
    return ("-" if value < 0 else "") + whole + (style.decimal_mark + fraction if fraction else "")


def localise_all(text: str, source: Style, target: Style) -> str:
    """A text of the source language with every figure in the form of the target language."""
    return _rewritten(text, {f: _form(f, target) for f in _figures(text, source) if _has_marks(f, source)})


def relocalise(target: str, text: str, source: Style, style: Style) -> str:
    """The target with the figures that an engine left in the form of the source text put into its own form.

    A figure is rewritten only where it is, sign for sign, a figure of `text`, is read otherwise in the target language
    than in the source language, and is not the right form of another figure of `text`.
    """
    known = {figure.raw: figure for figure in _figures(text, source)}
    values = {figure.value for figure in known.values()}
    changed = {}
    for figure in _figures(target, style):
        original = known.get(figure.raw)
        if original is None or figure.name or not _has_marks(figure, source):
            continue
        if figure.foreign or (figure.value != original.value and figure.value not in values):
            changed[figure] = _form(original, style)
    return _rewritten(target, changed)


def ungroup(target: str, text: str, source: Style, style: Style) -> str:
    """The target without group marks in the small figures of `text`: 1.500 is written 1500, one way alone.

    Small is below `group_from`; what counts people or things, below `counts_from`. An English text says which it is by
    the unit behind the figure; without one, a figure counts.
    """
    units = {value for value, unit in signature(text) if unit}
    limits = {f.value: style.group_from if f.value in units else style.counts_from for f in _figures(text, source)}
    small = {
        figure: _form(figure, style)
        for figure in _figures(target, style)
        if abs(figure.value) < limits.get(figure.value, 0) and style.group_mark in figure.raw
    }
    return _rewritten(target, {figure: form for figure, form in small.items() if not (figure.name or figure.foreign)})


def altered(text: str, target: str, source: Style, style: Style) -> list[tuple[int, int, str]]:
    """The figures of `text` that `target` does not hold as often: (start, end, form in the target language)."""
    there = Counter(figure.value for figure in _figures(target, style))
    missing = []
    for figure in _figures(text, source):
        there[figure.value] -= 1
        if there[figure.value] < 0 and not figure.name:
            missing.append((*figure.span, _form(figure, style)))
    return missing


def _figures(text: str, style: Style) -> tuple[Figure, ...]:
    return find(text, style.decimal_mark, style.group_mark)


def _has_marks(figure: Figure, style: Style) -> bool:
    """Whether a figure holds a mark that another language may write otherwise."""
    digits = figure.raw.lstrip("-−–‐‑")
    return any(mark in digits for mark in (style.decimal_mark, style.group_mark)) and not figure.name


def _form(figure: Figure, style: Style) -> str:
    """The figure in a language's form; powers, fractions and the sign stay as they are written."""
    digits = figure.raw.lstrip("-−–‐‑")
    sign = figure.raw[: len(figure.raw) - len(digits)]
    if not all(c.isdecimal() or c in ".,'’ \u00a0\u2009\u202f٫٬" for c in digits):
        return figure.raw
    return sign + localise(figure.value.copy_abs(), style)


def _rewritten(text: str, forms: dict[Figure, str]) -> str:
    parts: list[str] = []
    position = 0
    for figure, form in forms.items():
        parts += [text[position : figure.span[0]], form]
        position = figure.span[1]
    return "".join([*parts, text[position:]])
