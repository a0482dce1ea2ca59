"""What was said about the sentences of a document, as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.interface import N_, Interface
from pipeline.languages import Language
from pipeline.model.talk import Hold, Kind, Thread, Turn
from pipeline.review_app import office
from pipeline.review_app.page import identity
from pipeline.stages.review import Desk, ReviewSegment

DID = {
    Kind.COMMENT: "",
    Kind.RESOLVE: N_("resolved"),
    Kind.REOPEN: N_("opened again"),
    Kind.REPORT: N_("the English is wrong or unclear"),
    Kind.REJECTION: N_("the English is wrong or unclear"),
    Kind.UNDO: N_("took the report back"),
    Kind.WITHDRAW: N_("took the report back"),
    Kind.ANSWER: N_("the English is right"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A turn in words. `spoken` and `direction` are those of the text; empty where nobody knows."""

    person: str
    when: str
    language: str
    did: str
    text: str
    spoken: str
    direction: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What was said of one sentence, in so many turns.

    `own`: the reader alone said what is open; `reported`: their report holds it.
    """

    lines: tuple[Line, ...]
    turns: int
    comments: int
    open: bool
    own: bool
    reported: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """Comments on a sentence that the source had once."""

    id: str
    source: str
    thread: Shown


@dataclass(frozen=True, slots=True)
class Talk:
    """By sentence, with the identities of those with open comments and of those held, in reading order.

    `earlier` are the comments on sentences that are gone; `tongues` the languages to write in, the likeliest first.
    """

    by_sentence: Mapping[str, Shown]
    open: tuple[str, ...]
    held: tuple[str, ...]
    earlier: tuple[Earlier, ...] = field(default=())
    tongues: tuple[Language, ...] = field(default=())

    def lines(self, name: str) -> frozenset[str]:
        """What was said of a sentence, line by line: a comment from a file stands in the catalog too."""
        thread = self.by_sentence.get(name)
        return frozenset(text for line in thread.lines for text in line.text.split("\n")) if thread else frozenset()

    @property
    def unresolved(self) -> int:
        """How many sentences have open comments, earlier ones included."""
        return len(self.open) + sum(one.thread.open for one in self.earlier)


def of(desk: Desk, segments: Sequence[ReviewSegment], words: Interface, person: str) -> Talk:
    """What this person sees said."""
    threads = desk.talk.threads()
    there = {s.entry.key for s in segments}
    gone = [key for key, thread in threads.items() if key not in there and thread.comments]
    here = [s for s in segments if s.entry.key in threads]
    return Talk(
        by_sentence={identity(s.entry.key): _shown(threads[s.entry.key], words, person, desk, s.hold) for s in here},
        open=tuple(identity(s.entry.key) for s in here if threads[s.entry.key].open),
        held=tuple(identity(s.entry.key) for s in segments if s.hold),
        earlier=tuple(Earlier(identity(k), k.source, _shown(threads[k], words, person, desk)) for k in gone),
        tongues=_tongues(desk, words, [turn for thread in threads.values() for turn in thread.turns], person),
    )


def line(turn: Turn, words: Interface, here: str = "") -> Line:
    """A turn in words; its language is named where it is not the one that is read `here`."""
    known = office.language(turn.spoken) if turn.spoken else None
    return Line(
        person=turn.person,
        when=f"{turn.at.astimezone():%Y-%m-%d %H:%M}",
        language="" if turn.language == here else turn.language,
        did=words.gettext(DID[turn.kind]) if DID[turn.kind] else "",
        text=turn.text,
        spoken=turn.spoken,
        direction=known.direction if known else "auto",
    )


def _shown(thread: Thread, words: Interface, person: str, desk: Desk, hold: Hold | None = None) -> Shown:
    reports = hold.reports if hold else ()
    return Shown(
        lines=tuple(line(turn, words, desk.pack.language.tag) for turn in thread.turns),
        turns=len(thread.turns),
        comments=sum(bool(turn.text) for turn in thread.turns),
        open=thread.open,
        own=thread.only_by(person),
        reported=any((one.person, one.language) == (person, desk.pack.language.tag) for one in reports),
    )


def _tongues(desk: Desk, words: Interface, turns: Sequence[Turn], person: str) -> tuple[Language, ...]:
    """What the person wrote in last, then the page's language, the translation's, and the source's."""
    mine = sorted((turn for turn in turns if turn.person == person and turn.spoken), key=lambda turn: turn.at)
    last = [mine[-1].spoken] if mine else []
    target = desk.pack.language.tag
    page = [target, words.language] if target.partition("-")[0] == words.language else [words.language, target]
    tags = dict.fromkeys([*last, *page, desk.workspace.source_language.tag])
    return tuple(known for tag in tags if (known := office.language(tag)))
