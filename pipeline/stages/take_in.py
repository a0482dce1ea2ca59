"""Takes in what came back from an editor: a three-way merge by message, through the one door for decisions.

    the file says       the catalog says        outcome
    nothing             a text, handed out      emptied: told, and left as it is here
    nothing             nothing, or newer       unchanged
    as exported         anything                unchanged
    as the catalog      the same                unchanged
    another text        as exported             taken
    another text        another one again       conflict: the catalog wins, the text is kept aside
    another text        no such sentence        stale: kept aside
    a text kept aside   anything                waiting, until it is mended or its flag is cleared

What the same person brought before from the same copy counts as exported, while nobody has signed it: an editor keeps
its copy, and brings it again with more done.

A text that is taken is its person's work and signed by nobody: finished work that `review sign` adopts, or a draft
where the editor says that it needs work; when they clear that flag in their copy and bring it again, it is finished.
An approved text is no exception: whoever doubts it stops it from being published anew until somebody signs again. On a
text that nobody changed a cleared flag means nothing, and nothing is approved here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline import files
from pipeline.catalog.entry import Entry
from pipeline.catalog.working_copy import Message, Sheet, WorkingCopy, read_copy, seal_of, write_copy
from pipeline.errors import UsageError
from pipeline.model.decision import Applied, Decision, Mode, Outcome, Verdict
from pipeline.model.document import Key
from pipeline.stages.review import LONGEST, Desk

_LARGEST = 10_000_000  # bytes: with all its comments a copy has about 1,000 a sentence


@dataclass(frozen=True, slots=True)
class Brought:
    """A text that came back: `exported` as handed out (None: unknown), `here` in the catalog, `there` in the file.

    `draft` says that its editor marked it as needing work, `approved` that the text in the catalog was approved.
    `comments` are those of a sentence that the source no longer has; others are in the catalog.
    """

    key: Key
    exported: str | None
    here: str
    there: str
    draft: bool = False
    approved: bool = False
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a file, by message; `comments` counts the sentences that have new comments.

    `waiting` are texts that were kept aside and are still as they were; `emptied` those that the file had lost, which
    stay as they are here.
    """

    document: str
    language: str
    taken: tuple[Brought, ...] = ()
    conflicts: tuple[Brought, ...] = ()
    stale: tuple[Brought, ...] = ()
    refused: tuple[Brought, ...] = ()
    waiting: tuple[Brought, ...] = ()
    emptied: tuple[Brought, ...] = ()
    unchanged: int = 0
    comments: int = 0

    @property
    def left(self) -> tuple[Brought, ...]:
        """The texts that could not be taken."""
        return self.conflicts + self.stale + self.refused


def read(path: Path) -> WorkingCopy:
    """What is in the file. Raises UsageError for a missing or very large one, CatalogError with its line for a broken
    one.
    """
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file; name the .po file that `pipeline review export` wrote")
    if (size := path.stat().st_size) > _LARGEST:
        raise UsageError(f"{path}: {size:,} bytes; a file to take in has at most {_LARGEST:,}")
    data = files.read(path) or b""
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<", b"PK")):
        raise UsageError(
            f"{path}: not a PO file. A page is for reading: export the document with --format po, put the changes "
            "into that file and import it"
        )
    return read_copy(data, str(path))


def document_of(copy: WorkingCopy, tag: str, named: str = "") -> str:
    """The document a file belongs to: the one named, or the one its header names.

    Raises UsageError where neither does, or the file is of another language.
    """
    base, _, _ = tag.partition("-")
    fits = (tag,) if copy.document else ("", base)  # an editor's own header may say es_ES for es
    if (copy.language if copy.document else copy.language.partition("-")[0]) not in fits:
        raise UsageError(f"the file is of the language {copy.language}: --lang {copy.language}, or another file")
    if not (named or copy.document):
        raise UsageError("the file does not say of which document it is (no X-Export in its header): --document DOC")
    return named or copy.document


def take_in(desk: Desk, copy: WorkingCopy, person: str, day: date) -> TakenIn:
    """Merge a file into the catalog as the work of a person. Taking the same file in again changes nothing."""
    desk.heal()
    here = {segment.entry.key: segment.entry for segment in desk.segments()}
    waiting, brought = _brought(desk, copy, here, person)
    emptied = _emptied(copy, here)
    refused = tuple(one for one in brought if len(one.there) > LONGEST)
    texts = {_text(desk, one, here.get(one.key), person, day): one for one in brought if one not in refused}
    comments = list(_comments(desk, copy, here, person, day))
    outcomes = {one.decision: one.outcome for one in _decided(desk, [*texts, *comments], here)}
    by: dict[Outcome, list[Brought]] = {outcome: [] for outcome in Outcome}
    for decision, one in texts.items():
        by[outcomes[decision]].append(one)
    kept = {outcome: tuple(found) for outcome, found in by.items()}
    return TakenIn(
        document=desk.document.slug,
        language=desk.pack.language.tag,
        taken=kept[Outcome.APPLIED],
        conflicts=kept[Outcome.CONFLICT],
        stale=kept[Outcome.STALE],
        refused=refused,
        waiting=waiting,
        emptied=emptied,
        unchanged=len(copy.messages) - len(brought) - len(waiting) - len(emptied) + len(kept[Outcome.ALREADY]),
        comments=sum(outcomes[comment] is Outcome.APPLIED for comment in comments),
    )


def keep_aside(desk: Desk, report: TakenIn, path: Path) -> Path | None:
    """Write the texts that could not be taken beside what stands in the catalog; the file's path, None without any.

    The file can be mended and taken in like any other. One that is there is left alone: the new one gets a number.
    """
    if not report.left:
        return None
    active = desk.catalog().active
    sheets = [_aside(one, active.get(one.key, Entry(one.key))) for one in report.left]
    preface = (
        "Texts that could not be taken in. Mend what shall stand, or clear its flag where it shall stand as it is;"
        "\nthen import this file. What you leave as it is stays out."
    )
    data = write_copy(desk.catalog(), sheets, report.language, preface)
    number, free = 1, path
    while files.read(free) not in (None, data):
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    files.write_atomic(free, data, expected=files.read(free))
    return free


def _brought(
    desk: Desk, copy: WorkingCopy, here: Mapping[Key, Entry], person: str
) -> tuple[tuple[Brought, ...], list[Brought]]:
    """The texts kept aside that nobody has mended, and those that are neither as handed out nor as they are here.

    To these belongs a text that is the same, where it is the person's own draft and their copy says that it is done.
    """
    whole = copy.seal == seal_of((key, entry.target) for key, entry in here.items())
    waiting: list[Brought] = []
    brought: list[Brought] = []
    for message in copy.messages:
        entry = here.get(message.key, Entry(message.key))
        exported = entry.target if message.exported is None and whole else message.exported
        text = message.text.strip()
        if text in ("", (exported or "").strip()):
            continue
        homeless = () if message.key in here else message.comments
        approved = entry.approved(desk.signatures)
        one = Brought(message.key, exported, entry.target, text, message.fuzzy, approved, homeless)
        if text == entry.target.strip():
            brought += [one] if not one.draft and _own_draft(desk, one, entry, person) else []
        else:
            (waiting if message.unmended else brought).append(one)
    return tuple(waiting), brought


def _emptied(copy: WorkingCopy, here: Mapping[Key, Entry]) -> tuple[Brought, ...]:
    """The texts that were handed out (or may have been) and came back empty, where there is one here."""
    lost = [one for one in copy.messages if not one.text.strip() and one.exported != ""]
    return tuple(
        Brought(one.key, one.exported, here[one.key].target, "")
        for one in lost
        if one.key in here and here[one.key].target.strip()
    )


def _own_draft(desk: Desk, one: Brought, entry: Entry, person: str) -> bool:
    """Whether what stands here is a draft that the person brought from this copy, untouched since."""
    untouched = entry.fuzzy and not entry.signatures and not entry.rejections
    return untouched and one.here in _brought_before(desk, one, person)


def _text(desk: Desk, one: Brought, entry: Entry | None, person: str, day: date) -> Decision:
    """The decision that puts a text in the place of the one it was made from, or of what they brought since."""
    verdict = Verdict.SAVE if one.draft else Verdict.SUBMIT
    target = one.here if one.there == one.here.strip() else one.there
    goes_on = entry is not None and not entry.signatures and one.here in _brought_before(desk, one, person)
    replaces = one.here if goes_on else one.exported or ""
    tag = desk.pack.language.tag
    return Decision(desk.document.slug, tag, one.key, verdict, person, day, replaces, target, mode=Mode.ADOPTED)


def _brought_before(desk: Desk, one: Brought, person: str) -> set[str]:
    """The texts that the person brought in earlier from copies with the same text as this one."""
    texts: set[str] = set()
    for logged in desk.queue.log(desk.document.slug, desk.pack.language.tag, person, one.key):
        made = logged.decision
        came_in = made.verdict in (Verdict.SAVE, Verdict.SUBMIT) and made.mode is Mode.ADOPTED
        if came_in and logged.in_effect and made.replaces in {one.exported or "", *texts}:
            texts.add(made.target)
    return texts


def _comments(desk: Desk, copy: WorkingCopy, here: Mapping[Key, Entry], person: str, day: date) -> Iterator[Decision]:
    """The decisions that keep the comments which the catalog does not have yet."""
    for message in copy.messages:
        entry = here.get(message.key)
        if entry and (new := _new_comment(message, entry)):
            text, tag = entry.target, desk.pack.language.tag
            yield Decision(desk.document.slug, tag, message.key, Verdict.COMMENT, person, day, text, text, reason=new)


def _new_comment(message: Message, entry: Entry) -> str:
    """The lines that are no comment of the entry, whole or wrapped by a program."""
    known, lines, new = {" ".join(note.split()) for note in entry.notes}, message.comments, []
    start = 0
    while start < len(lines):
        ends = (end for end in range(len(lines), start, -1) if " ".join(" ".join(lines[start:end]).split()) in known)
        if end := next(ends, 0):
            start = end
        else:
            new.append(lines[start])
            start += 1
    return "\n".join(new)


def _decided(desk: Desk, decisions: Iterable[Decision], here: Mapping[Key, Entry]) -> list[Applied]:
    """What became of the decisions. What the log already holds as a conflict or as stale is not written there again."""
    new, known = [], []
    for decision in decisions:
        before = _in_the_log(desk, decision, here)
        known += [before] if before else []
        new += [] if before else [decision]
    return [*known, *desk.decide(*new)]


def _in_the_log(desk: Desk, decision: Decision, here: Mapping[Key, Entry]) -> Applied | None:
    entry = here.get(decision.key)
    if decision.verdict is Verdict.COMMENT or (entry and entry.target == decision.replaces):
        return None
    for one in desk.queue.log(decision.document, decision.language, decision.person, decision.key):
        same = replace(one.decision, day=decision.day) == decision
        if same and one.outcome in (Outcome.CONFLICT, Outcome.STALE) and one.found == (entry.target if entry else ""):
            return Applied(decision, one.outcome, one.found)
    return None


def _aside(one: Brought, entry: Entry) -> Sheet:
    told = [f"In the catalog: {entry.target}"] if entry.target else ["The source has no such sentence now."]
    told += [f"Signed here by {', '.join(s.person for s in entry.signatures)}"] if entry.signatures else []
    told += [f"Handed out as: {one.exported}"] if one.exported else []
    notes = (*entry.notes, *one.comments)
    kept = replace(entry, target=one.there, fuzzy=True, notes=notes)
    return Sheet(kept, entry.target, tuple(told), aside=True)
