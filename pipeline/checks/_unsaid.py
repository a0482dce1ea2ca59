"""Finds changes that a translation does not tell of: "lowers", "goes up", "fewer" with nothing of the kind near.

Rules. What may be asked after is data, `i18n/cues/<language>/change.toml`: `verb` ("reduces") and `degree` ("less").
Any word of direction of the target may answer, whichever way it points (the swap of two is for `direction`), and so may
what the file of its language lists. One answers for one verb, and for what else points somewhere in the source ("high"
blood pressure); for a degree, which people put in many words, one near it is enough.
"""

from collections.abc import Mapping, Sequence

from pipeline.checks._nearness import Nearness
from pipeline.cues import Cue
from pipeline.languages import Language
from pipeline.wording import Plain, word_texts

_TOPIC = "change"
_VERB, _ANSWER = "verb", "answer"
_ASKED = frozenset((_VERB, "degree"))
_ANSWERING = ("amount", "quality", "gain", "age", "level")  # the pairs whose words tell of a change
_SURE = ("amount", "gain", "level")  # those of the source that want an answer of their own
_WEAK = "_or_nothing"
_MOST = 24  # changes, and words that may answer: in longer texts nobody could point at one
_EVER = 1000  # words: anywhere in the text
_NEAR = 0.45  # of a text: how far another language may move a word
_WORDS = 6  # and in a short text

_Sides = Mapping[str, Mapping[str, Sequence[Cue]]]


def unsaid(source: Plain, ours: _Sides, shown: Plain, theirs: _Sides, language: Language) -> list[Cue]:
    """The changes of the source that nothing in the target tells of, in order."""
    if language.source is None or not language.lexicon.has(_TOPIC):
        return []
    asked = [cue for cue in language.source.lexicon.find(_TOPIC, source) if cue.category in _ASKED]
    if not 0 < len(asked) <= _MOST:
        return []
    answers = {cue.first: cue for cue in language.lexicon.find(_TOPIC, shown) if cue.category == _ANSWER}
    answers |= {cue.first: cue for cue in _cues(theirs, _ANSWERING)}
    if len(answers) > _MOST:
        return []
    near = Nearness(len(word_texts(source.text)), len(word_texts(shown.text)))
    reach = max(_WORDS, _NEAR * near.longer)
    verbs = [cue for cue in asked if cue.category == _VERB]
    lost = _unanswered(verbs, _beside(verbs, _cues(ours, _SURE)), list(answers.values()), near)
    degrees = [cue for cue in asked if cue not in verbs]
    lost += [cue for cue in degrees if not any(near.distance(cue, one) <= reach for one in answers.values())]
    return sorted(lost, key=lambda cue: cue.start)


def _unanswered(verbs: list[Cue], others: list[Cue], answers: list[Cue], near: Nearness) -> list[Cue]:
    """The verbs that are left when each cue of the source has taken the nearest answer, a weak one a weak one."""
    if not verbs:
        return []
    weak = [cue for cue in others if cue.category.endswith(_WEAK)]
    loose = [cue for cue in answers if cue.category.endswith(_WEAK)]
    taken = {other.first for _, other in near.pair(weak, loose, _EVER)}
    waiting = [*verbs, *(cue for cue in others if not cue.category.endswith(_WEAK))]
    near.pair(waiting, [cue for cue in answers if cue.first not in taken], _EVER)
    return [cue for cue in verbs if cue in waiting]


def _beside(verbs: list[Cue], cues: list[Cue]) -> list[Cue]:
    """The other cues, one a place; "rapidly rising" is one change."""
    taken = {place for cue in verbs for place in range(cue.first - 1, cue.last + 2)}
    return [*{cue.first: cue for cue in cues if taken.isdisjoint(range(cue.first, cue.last + 1))}.values()]


def _cues(sides: _Sides, pairs: Sequence[str]) -> list[Cue]:
    return [cue for pair in pairs for cues in sides.get(pair, {}).values() for cue in cues]
