"""What the rules of typography share: the pair of texts they look at, their remarks, and the edits that mend them.

A rule sees plain texts and speaks of places in the plain target. `findings` takes the remarks of all rules: an edit
that would touch the place of an earlier one is dropped with its remark, so that all edits can be applied at once.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.languages import Style
from pipeline.model.finding import Finding, Fix, Severity
from pipeline.model.said import Said
from pipeline.wording import Plain

_MOST_LONG_FIXES = 20  # quotations whose fix reaches over the text between the marks


class Edit(NamedTuple):
    """`text` in the place of the characters `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Texts:
    """A segment as the rules see it: plain texts, the target's characters, where its addresses and identifiers are.

    `title_case` says that capitals within a heading are a slip.
    """

    source: str
    target: str
    style: Style
    context: str | None
    characters: frozenset[str]
    kept: tuple[tuple[int, int], ...] = ()
    title_case: bool = False

    def touches_kept(self, place: int) -> bool:
        """Whether the place lies within an address or identifier."""
        return any(start <= place < end for start, end in self.kept)


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule says, where, and the edits that mend it: none where more than one mending may be right."""

    severity: Severity
    message: Said
    spans: tuple[tuple[int, int], ...] = ()
    edits: tuple[Edit, ...] = ()


def note(message: Said, span: tuple[int, int], *edits: Edit) -> Remark:
    """A remark that informs."""
    return Remark(Severity.NOTE, message, (span,), edits)


def warning(message: Said, span: tuple[int, int], *edits: Edit) -> Remark:
    """A remark that asks."""
    return Remark(Severity.WARNING, message, (span,), edits)


def findings(check: str, raw: str, shown: Plain, remarks: Iterable[Remark]) -> list[Finding]:
    """The remarks as findings on the text with its markup, in the order of the target; a wider fix comes first."""
    taken: set[int] = set()
    kept = [remark for remark in remarks if _free(remark.edits, taken)]
    if not kept and unicodedata.is_normalized("NFC", raw):
        return []
    placed = [(remark, _placed(remark.edits, raw, shown)) for remark in kept]
    edits = sorted(edit for _, edits in placed for edit in edits)
    if unicodedata.is_normalized("NFC", raw):
        found = [_finding(check, raw, shown, remark, mine, edits) for remark, mine in _few_long(placed)]
    else:
        found = [_composed(check, raw, edits), *(_finding(check, raw, shown, remark, (), ()) for remark, _ in placed)]
    return sorted(found, key=_order)


def _order(finding: Finding) -> tuple[int, int]:
    start, end = finding.target_spans[0] if finding.target_spans else (1 << 62, 0)
    return (finding.fix.start, -finding.fix.end) if finding.fix else (start, -end)


def _free(edits: Sequence[Edit], taken: set[int]) -> bool:
    """Whether nothing was to be done yet where these edits are; if so, they take the place."""
    # an insertion takes the gap before a character, which is counted below zero
    places = {place for start, end, _ in edits for place in (range(start, end) if start < end else (~start,))}
    inner = {~place for start, end, _ in edits for place in range(start + 1, end)}
    if not taken.isdisjoint(places | inner):
        return False
    taken |= places | inner
    return True


def _placed(edits: Sequence[Edit], raw: str, shown: Plain) -> tuple[Edit, ...]:
    """The edits on the text with its markup; none of them if one would touch a tag."""
    found = []
    for start, end, text in edits:
        first, last = shown.origin(start, end)
        if unicodedata.normalize("NFC", raw[first:last]) != shown.text[start:end]:
            return ()
        found.append(Edit(first, last, text))
    return tuple(found)


def _few_long(placed: Iterable[tuple[Remark, tuple[Edit, ...]]]) -> Iterator[tuple[Remark, tuple[Edit, ...]]]:
    long = 0
    for remark, edits in placed:
        is_long = len(edits) > 1
        long += is_long
        yield remark, () if is_long and long > _MOST_LONG_FIXES else edits


def _finding(
    check: str, raw: str, shown: Plain, remark: Remark, mine: tuple[Edit, ...], edits: Sequence[Edit]
) -> Finding:
    spans = tuple(shown.origin(*span) for span in remark.spans if span[0] < span[1])
    fix = None
    if len(mine) == 1:
        fix = Fix(*mine[0])
    elif mine:  # the text between two marks comes with what else is to be done there
        start, end = mine[0].start, mine[-1].end
        within = [
            one for one in edits if start <= one.start and one.end <= end and one[:2] not in ((start,) * 2, (end,) * 2)
        ]
        fix = Fix(start, end, _edited(raw, within, start, end))
    return Finding(check, remark.severity, remark.message, (), spans, fix)


def _composed(check: str, raw: str, edits: Sequence[Edit]) -> Finding:
    """The remark on a text that is not composed; its fix mends all else as well."""
    message = Said.gettext("Some letters are stored in two parts, letter and accent; they should be one character.")
    places = [i for i, character in enumerate(raw) if unicodedata.combining(character)]
    fix = Fix(0, len(raw), unicodedata.normalize("NFC", _edited(raw, edits, 0, len(raw))))
    spans = ((places[0], places[0] + 1),) if places else ((0, len(raw)),)
    return Finding(check, Severity.NOTE, message, (), spans, fix)


def _edited(raw: str, edits: Sequence[Edit], start: int, end: int) -> str:
    parts = []
    for edit in edits:
        parts += [raw[start : edit.start], edit.text]
        start = edit.end
    return "".join([*parts, raw[start:end]])
