"""What a reviewer learns from each kind of fault: by which names it may be called, and what it does to a patient."""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.faults import all_faults
from pipeline.interface import N_


class Answer(StrEnum):
    """What a reader says of a sentence: that it is sound, or what is wrong with it."""

    OK = "ok"
    MEANING = "wrong meaning"
    NUMBER = "number or dose"
    DIRECTION = "negation or direction"
    CERTAINTY = "certainty"
    OMISSION = "omission"
    ADDITION = "addition"
    TERM = "term"
    NOT_PLAIN = "not plain"
    GRAMMAR = "grammar"
    FORMAT = "format"


@dataclass(frozen=True, slots=True)
class Lesson:
    """The kinds by which a fault may be called, the best first, and why it matters for patients."""

    kinds: tuple[Answer, ...]
    why: str


_HALF = N_("What is cut off may be the warning, the limit or the very result that the reader came for.")
_BY_FAMILY = {
    "number": Lesson(
        (Answer.NUMBER,), N_("A patient may take another dose, or hope for an effect that nobody has seen.")
    ),
    "unit": Lesson(
        (Answer.NUMBER,), N_("The figure looks right, and still the dose, the time or the share is many times another.")
    ),
    "negation": Lesson(
        (Answer.DIRECTION, Answer.MEANING),
        N_("A “not” too few or too many turns advice, or a result, into its opposite."),
    ),
    "comparator": Lesson(
        (Answer.DIRECTION, Answer.NUMBER, Answer.MEANING),
        N_("A limit that has turned round lets people take too much."),
    ),
    "direction": Lesson(
        (Answer.DIRECTION, Answer.MEANING), N_("People choose a treatment for the opposite of what it does.")
    ),
    "meaning": Lesson(
        (Answer.MEANING, Answer.OMISSION, Answer.GRAMMAR),
        N_("Without its “if” or “too”, advice holds for the wrong people."),
    ),
    "certainty": Lesson(
        (Answer.CERTAINTY,),
        N_("People give up something that helps them for a promise that the evidence does not make."),
    ),
    "half": Lesson((Answer.OMISSION, Answer.GRAMMAR), _HALF),
    "clause": Lesson((Answer.OMISSION,), _HALF),
    "omission": Lesson((Answer.OMISSION,), _HALF),
    "addition": Lesson(
        (Answer.ADDITION, Answer.GRAMMAR),
        N_("People stumble over what is said twice, and trust the rest of the page less."),
    ),
    "untranslated": Lesson(
        (Answer.OMISSION, Answer.NOT_PLAIN, Answer.GRAMMAR, Answer.FORMAT),
        N_("Whoever reads no English misses exactly these words."),
    ),
    "term": Lesson(
        (Answer.TERM, Answer.MEANING), N_("People look for help with another illness, or take another medicine.")
    ),
    "register": Lesson(
        (Answer.GRAMMAR, Answer.NOT_PLAIN),
        N_("People who are spoken to now like this, now like that, feel unsure of the text."),
    ),
    "typography": Lesson(
        (Answer.FORMAT, Answer.GRAMMAR), N_("A slip that everyone sees makes people doubt what they cannot check.")
    ),
    "markup": Lesson(
        (Answer.FORMAT,), N_("A link or an emphasis that is lost leaves people without the help it gave.")
    ),
}
_BY_NAME = {
    "other-segment": Lesson(
        (Answer.MEANING, Answer.OMISSION, Answer.ADDITION),
        N_("It reads well and is about something else: what should stand here is told to nobody."),
    )
}
_OTHERWISE = Lesson((Answer.MEANING,), N_("People act on something that the evidence does not say."))
EXPLANATIONS = {fault.name: fault.explanation for fault in all_faults()}
_FAMILIES = {fault.name: fault.family for fault in all_faults()}


def lesson(fault: str) -> Lesson:
    """What there is to learn from a fault, by its name; of one that is unknown, what holds for all."""
    return _BY_NAME.get(fault) or _BY_FAMILY.get(_FAMILIES.get(fault, ""), _OTHERWISE)
