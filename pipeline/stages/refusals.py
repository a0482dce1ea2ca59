"""Why a desk does not do what it is asked, in words that the terminal prints and a page says in its own language."""

from collections.abc import Sequence

from pipeline.model.document import Key
from pipeline.model.finding import LocatedFinding
from pipeline.model.said import Said, in_parts
from pipeline.model.talk import ANSWER, Hold

_SHOWN = 70  # characters of a sentence
_NEEDS = {
    "approval": Said.gettext("approval"),
    "second review": Said.gettext("second review"),
    "signature": Said.gettext("signature"),
    "another text": Said.gettext("another text"),
    "translation": Said.gettext("translation"),
    ANSWER: Said.gettext("an answer about the English"),
}
"""What a segment waits for (`review.need`), in words."""


def reason() -> Said:
    """A verdict that somebody else has to understand has none."""
    return Said.gettext("give a reason: it reaches the next person who reads this segment (--reason TEXT)")


def no_text() -> Said:
    """There is nothing to approve."""
    return Said.gettext("there is no text to approve: edit the segment, or run `pipeline translate`")


def long_text(most: int) -> Said:
    """The text has more characters than a sentence can have."""
    return Said.gettext("the text is longer than {most:,} characters", most=most)


def long_comment(most: int, key: Key) -> Said:
    """The comment has more characters than anybody reads."""
    return Said.gettext("a comment is longer than {most:,} characters: {sentence}", most=most, sentence=_start(key))


def rejected(objections: str) -> Said:
    """The text was rejected, and nobody has said that it is right in spite of that."""
    return Said.gettext(
        "the text was {objections}. Edit it, or approve it in spite of that (--despite-rejection)",
        objections=objections,
    )


def blocked(errors: Sequence[LocatedFinding]) -> Said:
    """Findings that have to be answered first."""
    return Said.gettext(
        "open findings block approval: {findings} Mend the text, or dismiss each with a reason",
        findings=in_parts(map(_finding, errors)),
    )


def _finding(one: LocatedFinding) -> Said:
    check = Said(one.finding.check, "", 0, {})
    return Said.gettext("{check}: {message}", check=check, message=one.finding.message)


def held(hold: Hold) -> Said:
    """The sentence waits for an answer about the source."""
    return Said.gettext("this sentence is {held}. The coordinator answers it", held=hold.said)


def waiting(open_ones: int, every: int, number: int, need: str, key: Key) -> Said:
    """Segments are not approved; the first of them."""
    return Said.gettext(
        "{count} of {total} segments are not approved; segment {number} waits for {need}: {sentence}",
        count=open_ones,
        total=every,
        number=number,
        need=_NEEDS[need],
        sentence=_start(key),
    )


def commented(keys: Sequence[Key]) -> Said:
    """Comments wait for somebody to resolve them."""
    return Said.gettext(
        "{count} segments have comments that are not resolved; resolve them on the page of the"
        " document (`pipeline review serve`). The first: {sentence}",
        count=len(keys),
        sentence=_start(keys[0]),
    )


def doubted(hold: Hold) -> Said:
    """A sentence of the document waits for an answer about the source."""
    return Said.gettext("a sentence is {held}: {sentence}", held=hold.said, sentence=_start(hold.key))


def changed() -> Said:
    """The catalog is another than the one that was read."""
    return Said.gettext("the catalog changed while you were reading: look at it again, then sign off")


def no_report(kind: str) -> Said:
    """A rejection for the sake of the English does not say what is wrong with it."""
    return Said.gettext("say what is wrong with the English: --reason '{kind}: ...'", kind=kind)


def too_few_words() -> Said:
    """A comment says nothing."""
    return Said.gettext("say it in a few words: others have to understand it")


def too_long(most: int) -> Said:
    """A comment says too much."""
    return Said.gettext("this is longer than {most:,} characters: say it more briefly", most=most)


def no_handle(person: str) -> Said:
    """The name is none that a signature can have."""
    return Said.gettext("{person} is no handle: small letters, digits, dots, hyphens (--as ana)", person=repr(person))


def _start(key: Key) -> str:
    return repr(key.source[:_SHOWN])
