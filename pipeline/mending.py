"""Applies the fixes of findings to a text, and lets none through that changes more than typography."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from pipeline.model.finding import Finding, Fix
from pipeline.numerals import Signature, signature
from pipeline.placeables import placeables, tags
from pipeline.wording import fold, plain

_MOST_TRIED = 50  # fixes of one text that are tried one by one when one of them goes too far
_TOKEN = re.compile(r"\w+")
# Marks that typography may set, drop or exchange; any other sign carries a meaning (≥ ± < - / °).
_MARKS = frozenset(".,;:!?¿¡\"'’‘“”„‚‟‹›«»「」『』()[]…،؛؟。、।۔။")
_FIGURE = re.compile(r"\d(?:[\d.,'’\u00a0\u202f\u2009  ٫٬:/-]*\d)?")

_Kept = tuple[tuple[str, ...], tuple[str, ...], Signature, Counter[str], tuple[str, ...], tuple[str, ...]]


def mended(text: str, findings: Iterable[Finding]) -> str:
    """The text with the fixes of the findings, from its beginning on; fixes that overlap an earlier one are left out.

    A fix is left out, too, if the text would then differ in its words, figures, units, signs, tags or addresses.
    """
    fixes = sorted((one.fix for one in findings if one.fix), key=_order)
    kept = _kept(text) if fixes else None
    whole = _applied(text, _apart(fixes))
    if kept is None or _kept(whole) == kept:
        return whole
    good: list[Fix] = []
    for fix in fixes[:_MOST_TRIED]:
        if _is_apart(fix, good) and _kept(_applied(text, [fix])) == kept:
            good.append(fix)
    whole = _applied(text, good)
    return whole if _kept(whole) == kept else text


def _order(fix: Fix) -> tuple[int, bool, int]:
    """By place; an insertion before what is replaced there, the wider before the narrower."""
    return fix.start, fix.start < fix.end, -fix.end


def _apart(fixes: Iterable[Fix]) -> list[Fix]:
    found: list[Fix] = []
    for fix in fixes:
        if _is_apart(fix, found):
            found.append(fix)
    return found


def _is_apart(fix: Fix, earlier: list[Fix]) -> bool:
    """Whether a fix begins after the end of the last; of two insertions at one place the first stays."""
    if not earlier:
        return True
    last = earlier[-1]
    return fix.start >= last.end and (fix.start, fix.end) != (last.start, last.end)


def _applied(text: str, fixes: Iterable[Fix]) -> str:
    parts: list[str] = []
    position = 0
    for fix in fixes:
        parts += [text[position : fix.start], fix.text]
        position = fix.end
    return "".join([*parts, text[position:]])


def _kept(text: str) -> _Kept:
    """What typography never changes: words, figures as written, numbers with units, signs, tags, addresses."""
    shown = plain(text).text
    words = tuple(_TOKEN.findall(fold(shown)))
    figures = tuple(" ".join(one.split()) for one in _FIGURE.findall(shown))
    composed = unicodedata.normalize("NFC", shown)
    signs = Counter(c for c in composed if not (c.isalnum() or c.isspace() or c in _MARKS))
    addresses = tuple(one.text for one in placeables(text) if one.kind != "markup")
    return words, figures, signature(shown), signs, tags(text), addresses
