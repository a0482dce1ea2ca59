"""Looks for a denial that one text has and the other does not: the shortest word with the longest consequences.

Rules. Sure denials ("not", "never", "without") of both texts are paired, those at the same place first. One that is
left over may be said with a word that denies in its meaning ("unable", "lack", "avoid") near the same place of the
other text, unless that word has its own like there ("avoid" and "evitar"). What is left then is lost or added; so is a
word of the source that denies in its meaning ("unable", "non-"), where the target has none to set against it. A denial
of such a word ("not miss", "never without") says yes: where neither has its like, both are let go. Where
both texts turn equally often ("but"), a denial must not have gone over to a clause that denies nothing in the other
text. It is an error where the source denies for certain and the target has nothing at all that could say so.
"""

from collections.abc import Iterable
from math import inf
from typing import NamedTuple

from pipeline.checks import _differences
from pipeline.checks._nearness import Nearness
from pipeline.checks._polarity import TOPIC, Denial, Polarity, read
from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said, quotations
from pipeline.wording import NOTHING, Plain, plain

_MOST = 12  # denials in a text that are worth comparing one by one
_CLOSE = 0.12  # of a text: two denials so near to each other belong together
_NEAR = 0.2  # another language may move one as far as this
_SAME = 0.4  # and two words of one kind (avoid, evitar) as far as this
_WORDS = 5  # what is near in a short text
_TURN = 0.3  # of a text: what a "but" between two denials adds
_VARIOUS = "perhaps"  # the kind whose words have nothing in common
_LOOSE = frozenset({_VARIOUS, "instead", "little", "unlikely"})  # the kinds that speak only for what is near
_DOUBLE = 4  # words from a denial to the word that turns it into a yes
_ALIKE = "alike"  # the kind of "did not differ"
_ONLY = "only"  # the kind that says in one word what another language denies twice
_PAIR = 2
_FAR = 10  # words from one end of a clause to the other, as German moves its "nicht"
_CLAUSE = 6  # words between two denials of one clause
_KEPT = frozenset(
    {"unable", "unlikely", "lack", "fail", "avoid", "refuse", "opposite", "alike", "unless"}
)  # kinds that must not be lost either

_Pairs = list[tuple[Denial, Denial]]


class _Compared(NamedTuple):
    """The denials without a like, the pairs in clauses that do not match, and whether the target denies nothing."""

    lost: list[Denial]
    faded: list[Denial]
    added: list[Denial]
    moved: _Pairs
    nothing: bool


class Negation:
    """A no where the source says no, and nowhere else."""

    name = N_("negation")
    explanation = "If the original says “not”, “no” or “without”, the translation must say so too, of the same thing."

    def covers(self, language: Language) -> bool:
        """Whether words that deny are listed."""
        return language.lexicon.has(TOPIC)

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """One finding, where the denials differ."""
        target = subject.target.strip()
        if not target or target == NOTHING or language.source is None:
            return
        ours, theirs = language.source.lexicon, language.lexicon
        if not ours.has(TOPIC) or not theirs.has(TOPIC):
            return
        source, shown = plain(subject.source), plain(subject.target)
        original, said = read(source, ours), read(shown, theirs)
        if (original.denials or said.denials) and (
            finding := _finding(source, shown, original, said, language.source.english_name)
        ):
            yield finding


PLUGIN = Negation()


def _finding(source: Plain, shown: Plain, original: Polarity, said: Polarity, english: str) -> Finding | None:
    found = _compare(original, said)
    if found.lost:
        kept = [one for one in said.denials if one.sure]
        message = _lost(english, _quoted(source, found.lost), _quoted(shown, kept) if kept else "")
        severity = Severity.ERROR if found.nothing else Severity.WARNING
        return Finding("negation", severity, message, _spans(source, found.lost), _spans(shown, kept))
    if found.faded and not found.added:
        message = _differences.unfound(english, _quoted(source, found.faded))
        return Finding("negation", Severity.WARNING, message, _spans(source, found.faded))
    if found.added:
        message = Said.gettext(
            "The translation says {said}; the {original} does not seem to deny that.",
            said=_quoted(shown, found.added),
            original=english,
        )
        return Finding("negation", Severity.WARNING, message, (), _spans(shown, found.added))
    if found.moved:
        ours, theirs = [one for one, _ in found.moved], [other for _, other in found.moved]
        message = Said.gettext(
            "The {original} says {said} in one part of the sentence, the translation in another.",
            original=english,
            said=_quoted(source, ours),
        )
        return Finding("negation", Severity.WARNING, message, _spans(source, ours), _spans(shown, theirs))
    return None


def _lost(english: str, said: str, other: str) -> Said:
    if other:
        return Said.gettext(
            "The {original} says {said}; the translation only says {other}.", original=english, said=said, other=other
        )
    return Said.gettext(
        "The {original} says {said}; the translation does not seem to deny anything.", original=english, said=said
    )


def _compare(source: Polarity, target: Polarity) -> _Compared:
    ours, vague = _split(source)
    theirs, like = _split(target)
    nothing = not theirs
    near = Nearness(source.length, target.length)
    turn = _TURN * near.longer if source.turns == target.turns else 0

    def pair(some: list[Denial], others: list[Denial], share: float, *, same: bool = False) -> _Pairs:
        def apart(one: Denial, other: Denial) -> float:
            if same and one.category == _VARIOUS:
                return inf
            return turn if one.clause != other.clause else 0

        return near.pair(some, others, max(_WORDS, share * near.longer), same=same, apart=apart)

    _said_twice(ours, theirs, like)
    _said_twice(theirs, ours, vague)
    pair(ours, theirs, _CLOSE)
    pair(vague, like, _SAME, same=True)
    pair(vague, theirs, _CLOSE)
    pair(ours, like, _CLOSE)
    moved = _moved(source, target, pair(ours, theirs, 1 + _TURN))
    pair(vague, theirs, _NEAR)
    nothing = nothing and not like
    pair(vague, like, 1 + _TURN, same=True)
    ours, vague = _cancelled(ours, vague)
    theirs, like = _cancelled(theirs, like)
    _across(near, vague, theirs)
    _across(near, ours, like)
    pair(vague, like, _SAME)
    again, anew = (sum(one.shared for one in text.denials) for text in (target, source))
    lost = [one for one in ours if not one.optional]
    faded = [one for one in vague if one.category in _KEPT and not one.optional][again:]
    added = [one for one in theirs if not one.optional][anew:]
    return _Compared(lost, faded, added, moved, nothing)


def _across(near: Nearness, some: list[Denial], others: list[Denial]) -> None:
    """Pair what says for certain that something is not so, even at the other end of a clause; the loose kinds stay."""
    loose = [[one for one in listed if one.category in _LOOSE] for listed in (some, others)]
    for listed, left in zip((some, others), loose, strict=True):
        listed[:] = [one for one in listed if one not in left]
    near.pair(some, others, _FAR)
    some += loose[0]
    others += loose[1]


def _cancelled(sure: list[Denial], vague: list[Denial]) -> tuple[list[Denial], list[Denial]]:
    """What is left without denials that the word behind them turns into a yes ("not miss"; "never" ... "without")."""
    sure, vague = list(sure), list(vague)
    for one in list(sure):
        turned = next((other for other in vague if 0 <= other.first - one.last <= _DOUBLE), None)
        if turned and turned.category not in _LOOSE | {_ALIKE}:
            sure.remove(one)
            vague.remove(turned)
    return sure, vague


def _said_twice(some: list[Denial], others: list[Denial], answer: list[Denial]) -> None:
    """Take away two denials that say yes: "never without" is "only with"."""
    reach = 2 * _CLAUSE if any(one.category == _ONLY for one in answer) else _CLAUSE
    if len(some) == _PAIR and not others and some[1].first - some[0].last <= reach:
        some.clear()
        answer[:] = [one for one in answer if one.category != _ONLY]


def _split(text: Polarity) -> tuple[list[Denial], list[Denial]]:
    """The sure denials and the words that may deny."""
    sure = [one for one in text.denials if one.sure]
    return sure[:_MOST], [one for one in text.denials if not one.sure][:_MOST]


def _moved(source: Polarity, target: Polarity, pairs: _Pairs) -> _Pairs:
    """The pairs that stand in clauses of which only one text denies anything, where both turn equally often."""
    if source.turns != target.turns:
        return []
    ours, theirs = ({one.clause for one in text.denials} for text in (source, target))
    return [(one, other) for one, other in pairs if one.clause not in theirs and other.clause not in ours]


def _quoted(text: Plain, found: Iterable[Denial]) -> Said:
    return quotations(text.text[one.start : one.end] for one in found)


def _spans(text: Plain, found: Iterable[Denial]) -> tuple[tuple[int, int], ...]:
    return tuple(text.origin(one.start, one.end) for one in found)
