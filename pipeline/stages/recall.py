"""Finds every leaflet that holds a wording, term, phrase or engine's work that proved wrong, and takes it back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pipeline import registry
from pipeline.catalog import store
from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.remarks import Rejection, Signature
from pipeline.config import Workspace
from pipeline.errors import CatalogError, UsageError
from pipeline.model.decision import Decision, Outcome, Verdict
from pipeline.model.document import Key
from pipeline.model.finding import Problem
from pipeline.phrases import fold as fold_phrase
from pipeline.queue import Queue
from pipeline.stages import packs
from pipeline.stages.extract import read_all
from pipeline.stages.packs import Pack
from pipeline.stages.publish import publish
from pipeline.stages.published import published_records
from pipeline.stages.review import Desk
from pipeline.stages.suspend import Suspended, suspend
from pipeline.wording import fold, plain


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, all of what is given: words of either text, a term and a phrase of the English, an engine."""

    text: str = ""
    term: str = ""
    phrase: str = ""
    engine: str = ""

    def fits(self, source: str, target: str, origin: str, pack: Pack) -> bool:
        """Whether a sentence holds it."""
        texts = (fold(plain(text).text) for text in (target, source))
        if self.text and not any(fold(self.text) in text for text in texts):
            return False
        if self.term and not any(fold(use.term) == fold(self.term) for use in pack.terms.find(source)):
            return False
        if self.phrase and not _is_phrase(self.phrase, source, pack):
            return False
        return not self.engine or self.engine in origin.replace(",", " ").split()


@dataclass(frozen=True, slots=True)
class Held:
    """A sentence that holds what is looked for: whether a reader sees it, and whether somebody signed it."""

    document: str
    language: str
    context: str | None
    source: str
    target: str
    published: bool
    approved: bool


@dataclass(frozen=True, slots=True)
class Recall:
    """What was found, in reading order; `problems` are documents that could not be searched."""

    held: tuple[Held, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def leaflets(self) -> tuple[str, ...]:
        """The published documents among them."""
        return tuple(dict.fromkeys(one.document for one in self.held if one.published))


def find(workspace: Workspace, tag: str, wanted: Wanted) -> Recall:
    """Every sentence of the language that holds what is `wanted`, published or approved.

    Raises UsageError where nothing is looked for, or a term that the termbase does not have.
    """
    pack = packs.load(workspace, tag)
    if wanted == Wanted():
        raise UsageError("say what is wrong: --text, --term, --phrase or --engine")
    if wanted.term and not any(fold(wanted.term) in map(fold, term.variants) for term in pack.terms.terms):
        raise UsageError(f"the termbase of {tag} has no term {wanted.term!r}: look for its words with --text")
    if wanted.engine and wanted.engine not in registry.engines():
        raise UsageError(f"there is no engine {wanted.engine!r}: choose from {', '.join(registry.engines())}")
    wanted = replace(wanted, term=_name(wanted.term, pack))
    problems: list[Problem] = []
    held = {_place(one): one for one in _in_records(workspace, pack, wanted, problems)}
    for one in _in_catalogs(workspace, pack, wanted, problems):
        there = held.get(_place(one))
        held[_place(one)] = replace(there, approved=True) if there else one
    if wanted.phrase and not held and not any(pack.phrases.find(Key(c, wanted.phrase)) for c in ("heading", None)):
        raise UsageError(f"no phrase {wanted.phrase!r} in the phrases of {tag}, nor such a sentence: try --text")
    return Recall(tuple(sorted(held.values(), key=lambda one: one.document)), tuple(problems))


def _place(one: Held) -> tuple[str, str | None, str, str]:
    return one.document, one.context, one.source, one.target


def _is_phrase(wanted: str, source: str, pack: Pack) -> bool:
    """Whether a sentence is the phrase, in this or another of its English wordings."""
    if fold_phrase(wanted) == fold_phrase(source):
        return True
    meant, said = ([pack.phrases.find(Key(c, text)) for c in ("heading", None)] for text in (wanted, source))
    wordings = {(one.context, one.source) for one in meant if one}
    return any(one is not None and (one.context, one.source) in wordings for one in said)


def _name(term: str, pack: Pack) -> str:
    """The first name of a term that is given by one of its variants."""
    return next((t.name for t in pack.terms.terms if fold(term) in map(fold, t.variants)), "")


def _in_records(workspace: Workspace, pack: Pack, wanted: Wanted, problems: list[Problem]) -> Iterable[Held]:
    for record in published_records(workspace, problems):
        if record.language != pack.language.tag:
            continue
        for sentence in (s for block in record.blocks for s in block.sentences):
            if wanted.fits(sentence.source, sentence.target, sentence.origin, pack):
                texts = (sentence.context, sentence.source, sentence.target)
                yield Held(record.document, record.language, *texts, published=True, approved=False)


def _in_catalogs(workspace: Workspace, pack: Pack, wanted: Wanted, problems: list[Problem]) -> Iterable[Held]:
    tag = pack.language.tag
    for path in sorted(workspace.catalog(tag, "x").parent.glob("*.po")):
        try:
            catalog = store.read(path)
        except CatalogError as error:
            problems.append(Problem(f"{path.stem} ({tag})", str(error)))
            continue
        for entry in catalog.entries if catalog and path.stem != "app" else ():
            if entry.signatures and wanted.fits(entry.key.source, entry.target, _origin(entry), pack):
                texts = (entry.key.context, entry.key.source, entry.target)
                yield Held(path.stem, tag, *texts, published=False, approved=True)


def _origin(entry: Entry) -> str:
    return f"{entry.origin.kind} {entry.origin.detail}" if entry.origin else entry.ancestry


def take_back(
    workspace: Workspace, tag: str, recall: Recall, queue: Queue, person: str, day: date, why: str
) -> tuple[Suspended | None, tuple[Problem, ...]]:
    """Suspend the leaflets, then reject the approved segments: the memory, made of approved ones, loses them too.

    Returns what was suspended, and what could not be rejected. The pages come down first.
    """
    suspended = suspend(workspace, recall.leaflets, (tag,), person, day, why) if recall.leaflets else None
    if suspended is None:
        publish(workspace, ())  # a run that was killed after its suspension may have left a page
    pack = packs.load(workspace, tag)
    approved = [one for one in recall.held if one.approved]
    if not approved:
        return suspended, ()
    read = {document.slug: document for document in read_all(workspace).documents}
    problems: list[Problem] = []
    for slug in dict.fromkeys(one.document for one in approved):
        held = {Key(one.context, one.source): one.target for one in approved if one.document == slug}
        _reject_vanished(workspace, tag, slug, held, Rejection(day, person, f"recalled: {why}"))
        if slug in read:
            problems += _reject(Desk(workspace, read[slug], pack, queue), held, person, day, why)
        else:
            problems.append(Problem(f"{slug} ({tag})", "its source cannot be read: its segments stay approved"))
    return suspended, tuple(problems)


def _reject(desk: Desk, held: Mapping[Key, str], person: str, day: date, why: str) -> Iterable[Problem]:
    """Reject the segments that the source still has, through the door that every decision goes through."""
    slug, tag = desk.document.slug, desk.pack.language.tag
    reason = f"recalled: {why}"
    decisions = [
        Decision(slug, tag, key, Verdict.REJECT, person, day, held[key], held[key], reason=reason)
        for key in dict.fromkeys(desk.document.keys)
        if key in held
    ]
    for applied in desk.decide(*decisions):
        if applied.outcome in (Outcome.CONFLICT, Outcome.STALE):
            yield Problem(f"{slug} ({tag})", f"{applied.outcome.value}: {applied.decision.key.source[:70]!r} changed")


def _reject_vanished(workspace: Workspace, tag: str, slug: str, held: Mapping[Key, str], rejection: Rejection) -> None:
    """Reject the messages that no source has any more: they would come back approved with their sentence."""

    def change(catalog: Catalog | None) -> Catalog:
        assert catalog is not None  # noqa: S101  # its entries were read from it
        return replace(catalog, entries=tuple(_without_signatures(entry) for entry in catalog.entries))

    def _without_signatures(entry: Entry) -> Entry:
        if not entry.obsolete or held.get(entry.key) != entry.target:
            return entry
        kept = [s for s in entry.statements if not isinstance(s, Signature)]
        return replace(entry, fuzzy=True, remarks=()).with_statements([*kept, rejection])

    store.update(workspace.catalog(tag, slug), workspace.locks, change)
