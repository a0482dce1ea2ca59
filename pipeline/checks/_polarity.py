"""Reads what a text denies, and how surely, so that two texts can be compared.

Rules. A denial is one, however many words it takes: "ne ... pas", "no ... ningún", "neither ... nor" and "sin ... ni"
count once (negative concord). A bare French "ne" denies nothing ("avant qu'il ne parte"), and "ne ... que" is "only".
A denial that repeats the last one's word in a list ("no fever, no cough") is optional: another language denies once.
So is a word for what is alike ("similar"), but not what says the same with a denial ("did not differ").
"""

from dataclasses import dataclass, replace

from pipeline.cues import Cue, Lexicon
from pipeline.wording import Plain, word_texts

TOPIC = "negation"
_HALVES = 6  # words from one half of a denial to the other, at most
_ECHO = 9  # words after which "ningún" no longer goes on with "no"
_LIST = 3
_KINDS = {"limiting": "only", "equal": "alike", "undiffering": "alike"}  # what counts as one kind with others


@dataclass(frozen=True, slots=True)
class Denial:
    """A denial: its category, whether it is sure, its place in the plain text; `optional` where one may leave it out.

    `shared` says that another part is joined to it ("not A or B"), which may be denied anew. `clause` counts the turns
    ("but") before it, `first` and `last` are places among the words of the text.
    """

    category: str
    sure: bool
    start: int
    end: int
    first: int
    last: int
    clause: int
    optional: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Polarity:
    """The denials of a text in order, and how many words and turns it has."""

    denials: tuple[Denial, ...]
    length: int
    turns: int


def read(text: Plain, lexicon: Lexicon) -> Polarity:
    """What the text denies."""
    cues = lexicon.find(TOPIC, text)
    if not cues:
        return Polarity((), 0, 0)
    reader = _Reader(text.text)
    for cue in cues:
        reader.take(cue)
    return Polarity(tuple(reader.denials), len(word_texts(text.text)), reader.clause)


class _Reader:
    """Takes the cues of a text one after the other."""

    def __init__(self, text: str) -> None:
        self.denials: list[Denial] = []
        self.clause = 0
        self._text = text
        self._opened: Cue | None = None  # a "ne" whose other half has not come
        self._begun: Cue | None = None  # a "ni" that nothing came before
        self._said = -1  # the place of the last sure one among the denials

    def take(self, cue: Cue) -> None:
        match cue.category:
            case "seeming":
                pass
            case "contrast":
                self.clause += 1
            case "opening":
                self._opened = None if self._goes_on(cue, _HALVES) else cue
            case "closing" | "limiting":
                self._close(cue)
            case "deny" | "echo":
                self._deny(cue)
            case "sharing":
                if self._goes_on(cue, _ECHO):
                    self.denials[self._said] = replace(self.denials[self._said], shared=True)
            case "chain" | "stranded":
                self._follow(cue)
            case _:
                self._add(cue, cue.start, cue.first, sure=False)

    def _close(self, cue: Cue) -> None:
        if opened := self._open(cue):
            self._add(cue, opened.start, opened.first, sure=cue.category == "closing")

    def _deny(self, cue: Cue) -> None:
        if opened := self._open(cue):
            self._add(cue, opened.start, opened.first, sure=True)
        elif cue.category == "echo" and self._goes_on(cue, _ECHO) and not self._apart(cue):
            self.denials[self._said] = replace(self.denials[self._said], last=cue.last)
        else:
            self._add(cue, cue.start, cue.first, sure=True)

    def _apart(self, cue: Cue) -> bool:
        """Whether a comma stands between the last sure denial and the cue."""
        return "," in self._text[self.denials[self._said].end : cue.start]

    def _follow(self, cue: Cue) -> None:
        """A word that only goes on with a denial; two of a chain make one themselves."""
        if self._goes_on(cue, _ECHO):
            last = self.denials[self._said]
            self.denials[self._said] = replace(last, last=cue.last, shared=last.shared or cue.category == "chain")
        elif cue.category == "chain":
            begun, self._begun = self._begun, cue
            if begun and cue.first - begun.last <= _ECHO:
                self._add(cue, begun.start, begun.first, sure=True)

    def _open(self, cue: Cue) -> Cue | None:
        """The half of a denial that is still open and near, used up."""
        opened, self._opened = self._opened, None
        return opened if opened and cue.first - opened.last <= _HALVES else None

    def _goes_on(self, cue: Cue, reach: int) -> bool:
        """Whether the last sure denial is so near that the cue belongs to it."""
        if self._said < 0:
            return False
        last = self.denials[self._said]
        return last.clause == self.clause and cue.first - last.last <= reach

    def _add(self, cue: Cue, start: int, first: int, *, sure: bool) -> None:
        again = cue.category == "echo" and self._goes_on(cue, _ECHO)
        listed = cue.category == "equal" or again or (sure and self._goes_on(cue, _LIST) and self._repeats(cue))
        if sure:
            self._said = len(self.denials)
        category = _KINDS.get(cue.category, cue.category)
        self.denials.append(Denial(category, sure, start, cue.end, first, cue.last, self.clause, listed))

    def _repeats(self, cue: Cue) -> bool:
        """Whether the cue stands behind a comma and is the word that the last denial ended with."""
        last = self.denials[self._said]
        word = self._text[cue.start : cue.end].lower()
        return self._text[last.end - len(word) : last.end].lower() == word and "," in self._text[last.end : cue.start]
