"""Looks for a doubt that the translation dropped, added or turned: "may" is not "does", nor "probably" "certainly".

Rules. GRADE says in words how far evidence can be trusted (Santesso and others 2020, J Clin Epidemiol 119:126-135): a
plain statement for high certainty, "probably" for moderate, "may" for low, "very uncertain" for very low. Each level
("low-certainty evidence") and each wording of doubt or duty in the source stands for the nearest one in the translation
(`_certainty_scale`). What is left over was dropped or added, or is a stronger or weaker one in the other's place.
Ability ("can") is translated freely and may be dropped. A dropped doubt is an error where nothing else in the
translation doubts; otherwise two doubts may have become one, which only asks.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from pipeline.checks import _differences
from pipeline.checks._certainty_grades import grades
from pipeline.checks._certainty_scale import ABILITY, ADDED, ASKED, COUNTED, DOUBTFUL, LOST, OPPOSITE, STEPS, Change
from pipeline.checks._polarity import read
from pipeline.cues import Cue, Lexicon
from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said, quotations
from pipeline.wording import NOTHING, Plain, plain

_TOPIC = "certainty"


class Certainty:
    """As sure as the source, no surer and no less."""

    name = N_("certainty")
    explanation = (
        "The translation must be as sure as the original: “may”, “probably” and “low-certainty” must not get lost."
    )

    def covers(self, language: Language) -> bool:
        """Whether wordings of certainty are listed."""
        return language.lexicon.has(_TOPIC)

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """What was turned, dropped and added, in the order of the target."""
        target = subject.target.strip()
        original = language.source
        if not target or target == NOTHING or original is None:
            return ()
        if not (language.lexicon.has(_TOPIC) and original.lexicon.has(_TOPIC)):
            return ()
        source = _Text(plain(subject.source), original.lexicon)
        shown = _Text(plain(subject.target), language.lexicon)
        if not source.pools and not shown.pools:
            return ()
        found = _Comparison(source, shown, original.english_name).findings()
        return sorted(found, key=lambda finding: finding.target_spans)


PLUGIN = Certainty()


class _Text:
    """A text with its wordings by category, levels of certainty in the place of the nouns that they are said of."""

    def __init__(self, shown: Plain, lexicon: Lexicon) -> None:
        self.shown = shown
        self._lexicon = lexicon
        self.pools: defaultdict[str, deque[Cue]] = defaultdict(deque)
        cues = lexicon.find(_TOPIC, shown)
        levels, nouns = grades(cues, shown.text)
        for cue in sorted([*cues, *levels], key=_start) if levels else cues:
            if cue.category in COUNTED and cue not in nouns and not _is_month(cue, shown.text):
                self.pools[cue.category].append(cue)
        self.doubts = not DOUBTFUL.isdisjoint(self.pools)

    def denials(self) -> int:
        """How often the text denies for certain."""
        return sum(one.sure for one in read(self.shown, self._lexicon).denials)

    def quoted(self, cues: Sequence[Cue]) -> Said:
        return quotations(dict.fromkeys(" ".join(self.shown.text[cue.start : cue.end].split()) for cue in cues))

    def spans(self, cues: Sequence[Cue]) -> tuple[tuple[int, int], ...]:
        return tuple(self.shown.origin(cue.start, cue.end) for cue in cues)

    def left(self, categories: Iterable[str]) -> list[Cue]:
        """The wordings of these categories that have not found their like, in order."""
        return sorted((cue for category in categories for cue in self.pools.get(category, ())), key=_start)


def _start(cue: Cue) -> int:
    return cue.start


def _is_month(cue: Cue, text: str) -> bool:
    """Whether the cue is a name beside a figure: "May 2020", "5 May"."""
    if cue.category != "possible" or not text[cue.start].isupper():
        return False
    before, after = text[max(0, cue.start - 3) : cue.start].rstrip(), text[cue.end : cue.end + 3].lstrip(" ,")
    return before[-1:].isdecimal() or after[:1].isdecimal()


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Both texts, while their wordings are paired and what pairs is taken away."""

    source: _Text
    target: _Text
    english: str

    def findings(self) -> Iterator[Finding]:
        pairs = product(self.source.pools, self.target.pools)
        for step in sorted(STEPS[pair] for pair in pairs if pair in STEPS):
            ours, theirs = self.source.pools[step.source], self.target.pools[step.target]
            while ours and theirs:
                one, other = ours.popleft(), theirs.popleft()
                if step.change and not self.denied(step.change):
                    yield self.changed(step.change, one, other)
        yield from self.lost()
        yield from self.added()

    def denied(self, change: Change) -> bool:
        """Whether a wording and its opposite say the same, since only one of the texts denies it."""
        return (change.source, change.target) in OPPOSITE and self.source.denials() != self.target.denials()

    def changed(self, change: Change, one: Cue, other: Cue) -> Finding:
        message = Said.gettext(
            "The {original} says {said}; the translation says {other}, {why}.",
            original=self.english,
            said=self.source.quoted([one]),
            other=self.target.quoted([other]),
            why=change.why,
        )
        return self.finding(change.severity, message, [one], [other])

    def lost(self) -> Iterator[Finding]:
        """One finding for the doubts that were dropped."""
        cues = self.source.left(ASKED if self.target.doubts else LOST)
        if not cues:
            return
        original, said = self.english, self.source.quoted(cues)
        if self.target.doubts:
            message = Said.gettext(
                "The {original} says {said}: is that in the translation too?", original=original, said=said
            )
            yield self.finding(Severity.WARNING, message, cues, [])
        else:
            severity = Severity.ERROR if any(LOST[cue.category] is Severity.ERROR for cue in cues) else Severity.WARNING
            message = Said.gettext(
                "The {original} says {said}; nothing in the translation says so.", original=original, said=said
            )
            yield self.finding(severity, message, cues, [])

    def added(self) -> Iterator[Finding]:
        cues = self.target.left(ADDED - ABILITY if self.source.doubts else ADDED)
        if cues:
            message = _differences.added(self.english, self.target.quoted(cues))
            yield self.finding(Severity.WARNING, message, [], cues)

    def finding(self, severity: Severity, message: Said, ours: Sequence[Cue], theirs: Sequence[Cue]) -> Finding:
        return Finding("certainty", severity, message, self.source.spans(ours), self.target.spans(theirs))
