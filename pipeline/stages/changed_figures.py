"""The figures of a published text that its newer original states no more, or states otherwise: they may hurt."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from rapidfuzz.fuzz import ratio

from pipeline.languages import Language
from pipeline.model.document import Block, BlockKind, Document
from pipeline.quantities import Quantity, quantities
from pipeline.stages.record import Record, RecordedBlock

_ALIKE = 50  # of 100: from here on a sentence is another wording of one before
_Meant = tuple[object, ...]


def changed_figures(record: Record, document: Document, language: Language) -> tuple[str, ...]:
    """Each as `4 g -> 3 g`, or `4 g -> nothing`; `language` is that of the originals.

    What changed is looked for within each sentence, and in each row of a table, which says of what its figures are.
    A figure that came in beside the old ones is none of these.
    """
    then, now = Counter(_said(record.blocks)), Counter(_said(document.blocks))
    old, new = list((then - now).elements()), list((now - then).elements())
    pairs = _pairs(old, new)
    alone = [text for i, text in enumerate(new) if i not in pairs.values()]
    elsewhere = {_meant(one) for text in alone for one in _numbers(text, language)}
    found: list[str] = []
    for i, text in enumerate(old):
        before = _numbers(text, language)
        after = _numbers(new[pairs[i]], language) if i in pairs else []
        found += _differences(before, after, elsewhere)
    return tuple(dict.fromkeys(found))


def _said(blocks: Iterable[Block | RecordedBlock]) -> Iterator[str]:
    """The sentences; of a table its rows."""
    numbered = enumerate(blocks)
    for _, group in groupby(numbered, lambda one: (one[1].table, one[1].row) if _is_cell(one[1]) else (-1, one[0])):
        several = [block for _, block in group]
        texts = [text for block in several for text in _sources(block)]
        yield from [" | ".join(texts)] if _is_cell(several[0]) else texts


def _is_cell(block: Block | RecordedBlock) -> bool:
    return block.kind is BlockKind.CELL


def _sources(block: Block | RecordedBlock) -> Sequence[str]:
    return block.segments if isinstance(block, Block) else [sentence.source for sentence in block.sentences]


def _pairs(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Which old sentence became which new one, the most alike first."""
    scores = [(ratio(one, other), i, j) for i, one in enumerate(old) for j, other in enumerate(new)]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for score, i, j in sorted(scores, key=lambda row: (-row[0], row[1:])):
        if score >= _ALIKE and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _numbers(text: str, language: Language) -> list[Quantity]:
    return [one for one in quantities(text, language) if (one.firm or one.implied) and not one.label]


def _meant(one: Quantity) -> _Meant:
    return one.value, one.unit, one.name


def _differences(old: Sequence[Quantity], new: Sequence[Quantity], elsewhere: set[_Meant]) -> Iterator[str]:
    matcher = SequenceMatcher(None, [_meant(one) for one in old], [_meant(one) for one in new], autojunk=False)
    for kind, i, j, k, n in matcher.get_opcodes():
        if kind in ("equal", "insert"):
            continue
        became = [one.written for one in new[k:n]]
        for place, one in enumerate(old[i:j]):
            if place < len(became):
                yield f"{one.written} -> {became[place]}"
            elif _meant(one) not in elsewhere:
                yield f"{one.written} -> nothing"
