"""The rules of typography about quotation marks: those of the language, each with its partner."""

from collections.abc import Iterator

from pipeline.checks._remarks import Edit, Remark, Texts, warning
from pipeline.model.finding import Severity
from pipeline.model.said import Said

_QUOTES = '"“”„«»‟「」『』'
_QUOTE_SET = frozenset(_QUOTES)
_OPENERS = "“„«‟「『"
_BEFORE_OPENING = frozenset("([{¿¡—–-/'‘\u2066\u2067\u2068")
_AFTER_CLOSING = frozenset(")]}.,;:!?…—–-/'’。，、\u2069")


def quotations(texts: Texts) -> Iterator[Remark]:
    """Pairs of double quotation marks that are not the language's, and marks without a partner.

    Single marks are left alone: they are apostrophes as well.
    """
    if texts.characters.isdisjoint(_QUOTES):
        return
    pairs, lone = _paired_quotes(texts.target)
    style = texts.style
    outer, inner = _bare(style.quotation_marks), _bare(style.inner_quotation_marks)
    fine = {outer, inner, *style.accepted_quotation_marks}
    for first, last, depth in pairs:
        mine = texts.target[first], texts.target[last]
        if mine not in fine and first + 1 < last:
            wanted = inner if depth else outer
            message = Said.gettext(
                "Quotation marks: this language writes {wanted}, not {found}.",
                wanted="…".join(wanted),
                found="…".join(mine),
            )
            yield _exchanged(message, texts, (first, last), wanted)
    if lone and len(_paired_quotes(texts.source)[1]) == 0:
        message = Said.gettext("A quotation mark ({mark}) has no partner.", mark=texts.target[lone[0]])
        yield warning(message, (lone[0], lone[0] + 1))


def _bare(marks: tuple[str, str]) -> tuple[str, str]:
    """The marks without the spaces that some style files write with them."""
    return marks[0].strip(), marks[1].strip()


def _exchanged(message: Said, texts: Texts, places: tuple[int, int], wanted: tuple[str, str]) -> Remark:
    """A note on two quotation marks, with the edits of both and of the spaces at their inner sides."""
    text, (first, last), style = texts.target, places, texts.style
    inner = text[first + 1 : last]
    begins = first + 1 + len(inner) - len(inner.lstrip())
    ends = max(begins, first + 1 + len(inner.rstrip()))
    opening_text = wanted[0] + style.spaces_after.get(wanted[0], "")
    closing_text = style.spaces_before.get(wanted[1], "") + wanted[1]
    edits = Edit(first, begins, opening_text), Edit(ends, last + 1, closing_text)
    core = inner.strip()
    around = text[max(0, first - 2) : first].strip()[-1:] + text[last + 1 : last + 3].strip()[:1]
    beside = text[max(0, first - 1) : first] + text[last + 1 : last + 2]
    within_word = any(map(str.isalnum, beside))
    certain = (
        core
        and core[0] not in _AFTER_CLOSING
        and not within_word
        and _QUOTE_SET.isdisjoint(around + core[0] + core[-1])
    )
    return Remark(Severity.NOTE, message, ((first, first + 1), (last, last + 1)), edits if certain else ())


def _paired_quotes(text: str) -> tuple[list[tuple[int, int, int]], list[int]]:
    """The pairs as (first, last, how many others are around), in order, and the marks that have no partner."""
    pairs: list[tuple[int, int, int]] = []
    lone: list[int] = []
    opened: list[int] = []
    for place in (i for i, character in enumerate(text) if character in _QUOTES):
        opens = _opens(text, place, bool(opened))
        if opens is None:
            continue
        if opens:
            opened.append(place)
        elif opened:
            pairs.append((opened[-1], place, len(opened) - 1))
            opened.pop()
        else:
            lone.append(place)
    return sorted(pairs), sorted(lone + opened)


def _opens(text: str, place: int, within: bool) -> bool | None:  # noqa: FBT001  # a fact about the place
    """Whether the mark opens a quotation, by its neighbours, else by its form; None where it is no quotation mark."""
    before, after = text[place - 1] if place else " ", text[place + 1 : place + 2] or " "
    if text[place] == '"' and ((before.isalnum() and after.isalnum()) or (before.isdigit() and not within)):
        return None  # Hebrew abbreviations, inches
    can_open = before.isspace() or before in _BEFORE_OPENING or before in _OPENERS
    can_close = after.isspace() or after in _AFTER_CLOSING or (after in _QUOTES and after not in _OPENERS)
    if can_open != can_close:
        return can_open
    return not within if text[place] == '"' else text[place] in _OPENERS
