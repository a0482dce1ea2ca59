"""Which form of address a text uses (tú or usted, du or Sie), by the words that give it away.

Rules. The words are data: topic `register` of `i18n/cues/<language>/`. A category is named like the form in
`form_of_address` of the style (`usted`), and may say after a comma when its words count: `if addressed`, where the
English says "you" or tells the reader to do something; `imperative`, where the English does and the word begins a
clause; `capital`, where the word has a capital that no beginning of a sentence explains (German "Sie"). Words of the
category `none` never count, and those of `opener` may stand before a word that begins a clause ("please"). A word
all in capitals in a text that is not is an abbreviation, and never counts.
"""

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.cues import Cue
from pipeline.languages import Language
from pipeline.wording import Plain

TOPIC = "register"
_OPENS = frozenset(".!?…:;,¿¡•—–\n")
_ENDS = _OPENS - {","}
_PASSED = " \u00a0\u202f\"'“”„‘’‚«»‹›([*"
_BACK = 8  # characters before a word that are looked at


class Use(NamedTuple):
    """A word that addresses the reader in a form, and where it stands in the plain text."""

    form: str
    start: int
    end: int


def allowed(style: str) -> frozenset[str]:
    """The forms that a style's `form_of_address` names: `usted`, or `tú, vosotros`."""
    return frozenset(form.strip() for form in style.split(",") if form.strip())


def uses(target: Plain, source: Plain, language: Language) -> list[Use]:
    """The words that address the reader, in order."""
    cues = language.lexicon.find(TOPIC, target)
    if not cues:
        return []
    english = language.source.lexicon.find(TOPIC, source) if language.source else ()
    told = bool(_imperatives(english, source.text))
    addressed = told or any(cue.category == "you" for cue in english)
    counts = {"": True, "if addressed": addressed, "imperative": told, "capital": True}
    found = []
    beginnings = _beginning(cues, target.text) if told else set()
    for cue in cues:
        form, _, when = cue.category.partition(", ")
        if form in ("none", "opener") or not counts.get(when) or _is_shouted(target.text, cue):
            continue
        if (when == "imperative" and cue.first not in beginnings) or (
            when == "capital" and not _is_raised(target.text, cue)
        ):
            continue
        found.append(Use(form, cue.start, cue.end))
    return found


def _imperatives(cues: Iterable[Cue], text: str) -> list[Cue]:
    """The verbs that begin a clause, and so tell the reader to do something."""
    cues = tuple(cues)
    beginnings = _beginning(cues, text)
    return [cue for cue in cues if cue.category == "imperative" and cue.first in beginnings]


def _beginning(cues: Iterable[Cue], text: str) -> set[int]:
    """The places, among the words, of the cues that begin a clause: nothing but openers before them."""
    found: set[int] = set()
    opener = -2
    for cue in cues:
        if _last(text, cue.start) in _OPENS or opener == cue.first - 1:
            found.add(cue.first)
            if cue.category == "opener":
                opener = cue.last
    return found


def _last(text: str, place: int) -> str:
    """The last sign before a place, quotation marks and brackets left out; a full stop where there is none."""
    before = text[max(0, place - _BACK) : place].rstrip(_PASSED)
    return before[-1] if before else "."


def _is_raised(text: str, cue: Cue) -> bool:
    """Whether a word has a capital within the sentence."""
    return text[cue.start].isupper() and _last(text, cue.start) not in _ENDS


def _is_shouted(text: str, cue: Cue) -> bool:
    word = text[cue.start : cue.end]
    return len(word) > 1 and word.isupper() and not text.isupper()
