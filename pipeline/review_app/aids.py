"""What stands beside the open segment to help its reviewer: memory, terms, earlier texts, what changed in the English.

All of it only offers a text for the box; what is offered is never a decision.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.remarks import Signature, digest
from pipeline.errors import StoreError
from pipeline.interface import N_
from pipeline.memory.index import Similar
from pipeline.model.decision import Verdict
from pipeline.queue import LoggedDecision
from pipeline.review_app.differences import Piece, word_diff
from pipeline.stages import told
from pipeline.stages.memory import Recollection
from pipeline.stages.review import Desk
from pipeline.wording import NOTHING

_LEAST, _MATCHES = 0.65, 3  # how like a sentence of the memory must be, and how many are shown
_FRESH = 10.0  # seconds that the memory of thousands of documents may be behind: it offers, and signs nothing
_SAME_SENTENCE = 75.0  # per cent of likeness from which a vanished sentence is taken for an earlier form of this one
_VERSIONS = 12  # earlier texts that are shown
_IMPORTED = "tmx:"
WHAT = {
    Verdict.APPROVE: N_("approved"),
    Verdict.EDIT: N_("edited and approved"),
    Verdict.SAVE: N_("saved as a draft"),
    Verdict.SUBMIT: N_("brought in from another program"),
    Verdict.REJECT: N_("rejected"),
    Verdict.UNDO: N_("brought back"),
}
BEFORE = N_("the text before")
NOT_TAKEN = N_("not taken: the text had changed")


@dataclass(frozen=True, slots=True)
class Match:
    """An approved translation of a like sentence. `score` is in per cent; `use` names the text in an address."""

    use: str
    target: str
    score: int
    origin: str
    difference: tuple[Piece, ...]
    same: bool


@dataclass(frozen=True, slots=True)
class TermNote:
    """A term of the sentence. `others` are further accepted forms."""

    term: str
    target: str
    others: tuple[str, ...]
    forbidden: tuple[str, ...]
    note: str
    signed: bool


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier text of the segment. `what` is of `WHAT`, or `BEFORE` (nobody and no day is named), or `NOT_TAKEN`."""

    use: str
    text: str
    what: str
    person: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """How the English differs from that for which the text was made, and the text as it was signed then.

    `text` is empty where it is the segment's own text that was made for the other sentence.
    """

    difference: tuple[Piece, ...]
    text: str = ""
    use: str = ""


@dataclass(frozen=True, slots=True)
class Aids:
    """All that is offered beside a segment. `lost` says that the memory could not be read."""

    matches: tuple[Match, ...]
    terms: tuple[TermNote, ...]
    versions: tuple[Version, ...]
    change: Change | None
    lost: bool = False

    def text(self, use: str) -> str:
        """The offered text of this name; empty where there is none by now."""
        offered: Iterable[tuple[str, str]] = (
            *((one.use, one.target) for one in self.matches),
            *((one.use, one.text) for one in self.versions),
            *(((self.change.use, self.change.text),) if self.change else ()),
        )
        return next((text for name, text in offered if name == use), "")


def beside(desk: Desk, entry: Entry) -> Aids:
    """The aids for a segment of the desk's document."""
    log = desk.queue.log(desk.document.slug, desk.pack.language.tag, key=entry.key)
    others = _terms(desk, entry), tuple(_versions(log, entry.target)), _change(desk, entry)
    try:
        return Aids(tuple(_matches(desk, entry)), *others)
    except StoreError:
        return Aids((), *others, lost=True)


def _name(text: str) -> str:
    """What stands for a text in an address."""
    return digest((text,))


def _matches(desk: Desk, entry: Entry) -> Iterator[Match]:
    tag, slug = desk.pack.language.tag, desk.document.slug
    with Recollection(desk.workspace, tag, within=_FRESH) as memory:
        found = memory.matches(entry.key, least=_LEAST, limit=_MATCHES, document=slug)
    for one in found:
        target = one.unit.target
        yield Match(
            use=_name(target),
            target=target,
            score=_percent(one, entry),
            origin=one.unit.origin.removeprefix(_IMPORTED),
            difference=word_diff(one.unit.key.source, entry.key.source),
            same=target == entry.target,
        )


def _percent(one: Similar, entry: Entry) -> int:
    """The score, rounded down: 100 is said of the very same sentence alone."""
    same = one.unit.key.source == entry.key.source
    return int(one.score * 100) if same else min(int(one.score * 100), 99)


def _terms(desk: Desk, entry: Entry) -> tuple[TermNote, ...]:
    """The terms of the sentence, each once, with what their row says."""
    base = desk.pack.terms
    uses = {use.term: use for use in base.find(entry.key.source)}
    return tuple(
        TermNote(
            term=use.term,
            target=use.target,
            others=tuple(form for form in use.accepted if form != use.target),
            forbidden=use.forbidden,
            note=told.note(base.row(use.term)),
            signed=use.signed,
        )
        for use in uses.values()
    )


def _versions(log: list[LoggedDecision], now: str) -> list[Version]:
    """The texts that the log knows and that do not stand there now, each as it was last met, newest first."""
    met: dict[str, Version] = {}

    def meet(text: str, what: str, person: str = "", when: str = "") -> None:
        met.pop(text, None)
        met[text] = Version(_name(text), text, what, person, when)

    for one in log:
        decision = one.decision
        if decision.verdict not in WHAT:
            continue
        if decision.replaces not in met:
            meet(decision.replaces, BEFORE)
        what = WHAT[decision.verdict] if one.in_effect else NOT_TAKEN
        meet(decision.target, what, decision.person, one.recorded.astimezone().date().isoformat())
    shown = [version for text, version in met.items() if text.strip() not in ("", now, NOTHING)]
    return shown[::-1][:_VERSIONS]


def _change(desk: Desk, entry: Entry) -> Change | None:
    """What changed in the English: against the sentence that the catalog names, else the vanished one most like it."""
    if entry.previous and entry.previous.source != entry.key.source:
        return Change(word_diff(entry.previous.source, entry.key.source))
    if entry.approved(desk.signatures):
        return None
    earlier = _earlier(desk.catalog(), entry)
    if earlier is None:
        return None
    return Change(word_diff(earlier.key.source, entry.key.source), earlier.target, _name(earlier.target))


def _earlier(catalog: Catalog, entry: Entry) -> Entry | None:
    """The vanished sentence that this one was before, most likely, where people signed a translation of it."""
    gone = (
        one
        for one in catalog.entries
        if one.obsolete
        and one.key.context == entry.key.context
        and any(isinstance(statement, Signature) for statement in one.statements)
    )
    scored = ((fuzz.ratio(one.key.source, entry.key.source), one) for one in gone)
    likely = [(score, one) for score, one in scored if score >= _SAME_SENTENCE]
    return max(likely, key=lambda pair: pair[0])[1] if likely else None
