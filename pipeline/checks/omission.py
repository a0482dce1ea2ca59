"""Looks for what was left out or made up: an engine that drops half a sentence, or invents one, gives itself away.

Rules. The logarithm of target length over source length, less the language's usual one, is compared with its spread,
which shrinks with the square root of the length (Gale and Church 1993, "A Program for Aligning Sentences in Bilingual
Corpora"). Where a text is short (or long) for its source, the stretch of the source (or target) that lacks counterparts
most is sought (`pipeline.counterparts`); what the length says for this stretch having no translation is added to what
the lack of counterparts says, and to what the edges say: a last word that ends no sentence, a comma or no mark at the
end, a small letter at the beginning, a sentence less; all as logarithms of odds. An abbreviation that was written out
lengthens a text, a number word that became a figure shortens it. Enough of it is a warning; very much of it, or less
than a third of the usual length, is an error. Where hardly a word has a counterpart on either side, the text may belong
to another sentence: a warning. Ratios, spreads and words that end no sentence stand in the languages' files.
"""

import math
import re
from collections.abc import Iterable
from typing import NamedTuple

from pipeline import number_words
from pipeline.checks._ends import has_mark, head, sentences, starts_within, tail, unfinished
from pipeline.counterparts import Gap, Kind, answers, doubt, read, widest_gap
from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said
from pipeline.vocabulary import Vocabulary
from pipeline.wording import NOTHING, Plain, plain

_SHORTEST = 15  # characters of a source that is long enough to be measured
_LONGER = 40
_STRIKING = 1.25  # spreads from the usual length at which counterparts are looked for
_SHORTER = 0.75  # spreads below the usual length at which sentences are counted
_LEAST_SPREAD = 0.02
_LEAST_SHARE = 0.05  # of a text, where all of it lacks counterparts
_MISSING, _ADDED, _SURELY = 4.5, 6.2, 8.5  # logarithms of odds
_SHARE, _MOST = 0.5, 6.0  # of what the words say, since they depend on each other
_TELLING = 2.5  # weight of a stretch that is worth quoting
_FAR = 3.5  # spreads above the usual length that are worth a question whatever the words say
_WRITTEN_OUT = 15  # characters that an abbreviation adds when it is written out
_QUOTED = 80
_TINY = 3
_UNFINISHED, _STARTS_WITHIN, _NO_MARK, _SENTENCE_LESS = 6.0, 2.5, 2.0, 2.7  # logarithms of odds
_ANOTHER = 7.0
_BEGINNING = 4  # letters that two words share
_FIGURE = re.compile(r"\d+")
_DIGITS = 2  # characters of a figure that stands for a word
_UNKNOWN = Vocabulary()


class _Pair(NamedTuple):
    """A segment that is measured: both texts, the usual length of its translation, the spread of that logarithm."""

    source: Plain
    target: Plain
    usual: float
    spread: float

    @property
    def length(self) -> int:
        """The characters of the target."""
        return len(self.target.text.strip())

    @property
    def said(self) -> Said:
        """Both lengths, in words."""
        return Said.ngettext(
            "The translation has {count} characters; about {usual} are usual for this sentence.",
            "The translation has {count} characters; about {usual} are usual for this sentence.",
            self.length,
            count=self.length,
            usual=round(self.usual),
        )

    def steps(self, share: float = 1.0) -> float:
        """How many spreads the target's length is away from that share of the usual one."""
        return math.log(self.length / (self.usual * max(share, _LEAST_SHARE))) / self.spread


class _Cut(NamedTuple):
    """How much the edges of a target speak for a lost end or beginning, and what to say of them."""

    weight: float = 0.0
    said: Said | None = None


class Omission:
    """Nothing left out, nothing made up."""

    name = N_("omission")
    explanation = "A translation that is much shorter or longer than usual may leave something out or add something."

    def covers(self, language: Language) -> bool:
        """Whether the usual length of a translation is known."""
        return bool(language.vocabulary.length_ratio)

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """At most one finding, on the whole target or on what seems to be added."""
        source, target = plain(subject.source), plain(subject.target)
        wanted = len(source.text.strip())
        ratio = language.vocabulary.length_ratio
        if not ratio or wanted < _SHORTEST or not target.text.strip() or subject.target.strip() == NOTHING:
            return ()
        spread = max(_LEAST_SPREAD, language.vocabulary.length_spread * math.sqrt(100 / wanted))
        pair = _Pair(source, target, wanted * ratio, spread)
        if (spelt := _spelt_out(pair, language)) and pair.steps() < 0:
            pair = pair._replace(usual=(wanted - spelt) * ratio)
        steps = pair.steps()
        cut = _cut(pair, language)
        if not cut.said and abs(steps) < _STRIKING and _shares(source.text, target.text):
            return ()
        if not any(map(str.isalpha, source.text)):
            return ()
        found = _missing(subject, pair, cut, language) if steps < 0 or cut.said else _added(subject, pair, language)
        return found or _foreign(subject, pair, language)


PLUGIN = Omission()


def _shares(source: str, target: str) -> bool:
    """Whether a longer word begins as one on the other side does: most translations are done with here."""
    beginnings = {word[:_BEGINNING] for word in source.lower().split() if len(word) > _BEGINNING}
    return not beginnings.isdisjoint([word[:_BEGINNING] for word in target.lower().split()])


def _spelt_out(pair: _Pair, language: Language) -> int:
    """How many characters the source spends on number words that the target writes as figures ("twenty-five", 25)."""
    words = number_words.find(pair.source.text, _source(language), soft=False)
    figures = len(_FIGURE.findall(pair.target.text)) - len(_FIGURE.findall(pair.source.text))
    spans: list[tuple[int, int]] = []
    for word in words:
        beside = spans and word.start - spans[-1][1] <= 1  # "twenty-five" is one number
        spans.append((spans.pop()[0], word.end) if beside else (word.start, word.end))
    saved = sorted((end - start - _DIGITS for start, end in spans), reverse=True)
    return sum(max(0, length) for length in saved[: max(0, figures)])


def _cut(pair: _Pair, language: Language) -> _Cut:
    """How much the edges of the target speak for a lost end or beginning."""
    source, target = pair.source.text.strip(), pair.target.text.strip()
    weight, said = 0.0, None
    if starts_within(target, source):
        weight = _STARTS_WITHIN
        said = Said.gettext("The translation starts in the middle: “{text}”.", text=head(target))
    if unfinished(target, language.vocabulary) and not unfinished(source, _source(language)):
        weight += _UNFINISHED
        said = Said.gettext("The translation stops in the middle: “{text}”.", text=tail(target))
    if has_mark(source) and not has_mark(target):
        weight += _NO_MARK
    if pair.steps() < -_SHORTER and sentences(source) > sentences(target):
        weight += _SENTENCE_LESS
    return _Cut(weight, said)


def _missing(subject: Subject, pair: _Pair, cut: _Cut, language: Language) -> list[Finding]:
    source, target = pair.source.text, pair.target.text
    gap = widest_gap(read(source, _source(language)), answers(target, language.vocabulary))
    long = len(source) >= _LONGER
    tiny = long and pair.length < pair.usual / _TINY
    start, end = gap.span(source)
    odds = cut.weight + _odds(gap, pair.steps(), min(0.0, pair.steps(1 - (end - start) / len(source))))
    if odds < _MISSING and not tiny:
        return []
    sure = tiny or (odds > _SURELY and (long or cut.weight >= _UNFINISHED))
    quoted = _quoted(pair.source, gap)
    severity = Severity.ERROR if sure else Severity.WARNING
    spans = (pair.source.origin(start, end),) if quoted else ()
    message = (cut.said or pair.said).then(_asked(quoted, sure=sure))
    return [Finding(Omission.name, severity, message, spans, ((0, len(subject.target)),))]


def _asked(quoted: str, *, sure: bool) -> Said:
    """What seems to be missing."""
    if sure and quoted:
        return Said.gettext("Something is missing, perhaps “{text}”.", text=quoted)
    if sure:
        return Said.gettext("Something is missing.")
    return Said.gettext("Does it say “{text}”?", text=quoted) if quoted else Said.gettext("Is something missing?")


def _added(subject: Subject, pair: _Pair, language: Language) -> list[Finding]:
    source, target = pair.source.text, pair.target.text
    gap = widest_gap(read(target, language.vocabulary), answers(source, _source(language)))
    if _odds(gap, pair.steps(), 0.0) < _ADDED and pair.steps() < _FAR:
        return []
    pair = pair._replace(usual=pair.usual + _WRITTEN_OUT * _abbreviations_gone(pair, language))
    start, end = gap.span(target)
    without = max(0.0, pair.steps(1 / max(1 - (end - start) / pair.length, _LEAST_SHARE)))
    if pair.steps() < 0 or (_odds(gap, pair.steps(), without) < _ADDED and pair.steps() < _FAR):
        return []
    quoted = _quoted(pair.target, gap)
    if quoted:
        asked = Said.gettext("Does the original say “{text}”?", text=quoted)
    else:
        asked = Said.gettext("Is something added or said twice?")
    spans = (pair.target.origin(start, end),) if quoted else ((0, len(subject.target)),)
    return [Finding(Omission.name, Severity.WARNING, pair.said.then(asked), (), spans)]


def _foreign(subject: Subject, pair: _Pair, language: Language) -> list[Finding]:
    """One finding where hardly a word has a counterpart on either side."""
    source, target = read(pair.source.text, _source(language)), read(pair.target.text, language.vocabulary)
    theirs, ours = answers(pair.target.text, language.vocabulary), answers(pair.source.text, _source(language))
    if doubt(source, theirs) + doubt(target, ours) < _ANOTHER:
        return []
    message = Said.gettext("Hardly a word of the original is found in the translation. Does it say the same?")
    return [Finding(Omission.name, Severity.WARNING, message, (), ((0, len(subject.target)),))]


def _source(language: Language) -> Vocabulary:
    return language.source.vocabulary if language.source else _UNKNOWN


def _abbreviations_gone(pair: _Pair, language: Language) -> int:
    """How many abbreviations of the source the target does not have: they are written out."""
    theirs = answers(pair.target.text, language.vocabulary)
    short = {word.asks for word in read(pair.source.text, _source(language)) if word.kind is Kind.ABBREVIATION}
    return sum(map(theirs.isdisjoint, short))


def _odds(gap: Gap, steps: float, without: float) -> float:
    """The logarithm of the odds that the stretch has no translation, or is none: by its words, and by the length."""
    return min(_SHARE * gap.weight, _MOST) + (steps**2 - without**2) / 2


def _quoted(text: Plain, gap: Gap) -> str:
    """The beginning of the stretch; empty where it says too little."""
    if gap.weight < _TELLING:
        return ""
    said = text.text[slice(*gap.span(text.text))]
    return said if len(said) <= _QUOTED else said[:_QUOTED].rpartition(" ")[0] + " …"
