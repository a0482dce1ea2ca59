"""Which wording of doubt or duty may stand for which, and what it means where another one stands in its place.

The rows are the check's own judgement: for how sure a statement is, after GRADE's wording (Santesso and others 2020);
for how binding an advice is, after the order of shall, should and may in ISO's directives (part 2, clause 7). The
categories are those of the files `i18n/cues/<language>/certainty.toml`.
"""

from typing import NamedTuple

from pipeline.checks._certainty_grades import LEVELS
from pipeline.model.finding import Severity
from pipeline.model.said import Said


class Change(NamedTuple):
    """A wording of the source with another one in its place: how bad that is, and why."""

    source: str
    target: str
    severity: Severity
    why: Said


class Step(NamedTuple):
    """A pair of categories whose wordings are taken for each other; `change` where they do not mean the same."""

    rank: int
    source: str
    target: str
    change: Change | None


# Each wording stands for one. The steps are taken in order, nearest meaning first, so that a "puede" that says "can"
# does not speak for the "may" beside it. First the same category on both sides:
_EQUAL = (
    "grade_very_low grade_low grade_moderate grade_high possible_not cannot possible probable improbable could can "
    "able potential seems uncertain uncertainty_noun unknown sure shown believed chance would indicated sometimes "
    "little_or_none no_clear none hardly insufficient no_evidence evidence_of_no must must_or_should need should "
    "advised permitted"
)
# Then what a good translator may say instead.
_FAIR = (
    "grade_very_low: uncertain unknown uncertainty_noun",
    "grade_low: uncertain insufficient",
    "possible_not: possible can could improbable uncertain unknown would seems potential",
    "possible: can could permitted potential possible_not",
    "could: possible can able would potential possible_not chance",
    "can: able could possible potential permitted chance",
    "able: can potential possible could permitted chance",
    "cannot: improbable possible_not uncertain unknown insufficient",
    "potential: possible can could able chance probable would",
    "probable: chance",
    "improbable: chance probable cannot possible_not hardly uncertain",
    "seems: indicated believed possible probable would advised",
    "believed: seems probable possible would indicated can should must_or_should could",
    "would: possible could can believed probable should",
    "chance: probable potential able possible can could improbable",
    "indicated: seems believed possible probable",
    "uncertain: uncertainty_noun grade_very_low grade_low unknown insufficient possible possible_not improbable",
    "uncertain: cannot no_evidence seems",
    "uncertainty_noun: uncertain grade_very_low grade_low unknown",
    "unknown: uncertain uncertainty_noun grade_very_low insufficient no_evidence cannot possible",
    "insufficient: no_evidence grade_low grade_very_low uncertain unknown hardly little_or_none",
    "no_evidence: insufficient unknown uncertain no_clear",
    "possible: able sometimes uncertain believed",
    "probable: should believed seems",
    "little_or_none: hardly",
    "no_clear: no_evidence",
    "forbidden: must_or_should should cannot must advised permitted need can",
    "must: must_or_should need should advised cannot",
    "need: must must_or_should should advised",
    "should: must_or_should advised need must cannot",
    "advised: should must_or_should need must seems possible can",
    "sure: grade_high must should must_or_should need",
)
# Then what is left over on both sides and belongs together: the severity, why, and the pairs.
_SURER, _LESS_SURE = Said.gettext("which is surer"), Said.gettext("which is less sure")
_TURNED, _BINDS_LESS = Said.gettext("which says something else"), Said.gettext("which binds less")
_BETTER = Said.gettext("which makes the evidence look better than it is")
_WORSE = Said.gettext("which makes the evidence look worse than it is")
_WRONG = (
    (Severity.ERROR, Said.gettext("which rules out even a small one"), "little_or_none: none"),
    (Severity.ERROR, _TURNED, "uncertain: sure grade_high"),
    (Severity.ERROR, _TURNED, "uncertainty_noun: grade_high certainty_noun sure"),
    (Severity.ERROR, _TURNED, "grade_very_low: sure"),
    (Severity.ERROR, _TURNED, "unknown: sure"),
    (Severity.ERROR, _TURNED, "probable: improbable"),
    (Severity.ERROR, _TURNED, "improbable: probable"),
    (Severity.ERROR, _SURER, "grade_low: sure"),
    (Severity.ERROR, _SURER, "possible: sure"),
    (Severity.ERROR, _SURER, "probable: sure"),
    (Severity.ERROR, _SURER, "could: sure"),
    (Severity.WARNING, _TURNED, "possible: improbable"),
    (Severity.WARNING, Said.gettext("which says that it cannot be"), "possible_not: cannot"),
    (
        Severity.WARNING,
        Said.gettext("which claims that the opposite was shown"),
        "no_evidence: evidence_of_no",
    ),
    (Severity.WARNING, Said.gettext("which claims that this was shown"), "no_evidence: none"),
    (Severity.WARNING, _SURER, "possible: probable"),
    (Severity.WARNING, _SURER, "possible_not: probable"),
    (Severity.WARNING, _SURER, "could: probable"),
    (Severity.WARNING, _SURER, "seems: shown"),
    (Severity.WARNING, _SURER, "indicated: shown"),
    (Severity.WARNING, _SURER, "no_clear: none"),
    (Severity.WARNING, _LESS_SURE, "none: little_or_none no_clear"),
    (Severity.WARNING, _LESS_SURE, "evidence_of_no: no_evidence"),
    (Severity.WARNING, _LESS_SURE, "probable: possible can could"),
    (Severity.WARNING, _LESS_SURE, "sure: possible probable"),
    (Severity.WARNING, _BINDS_LESS, "must: permitted can possible"),
    (Severity.WARNING, _BINDS_LESS, "should: can possible"),
)

# Then what is left over on one side. A doubt of the source, with the severity where nothing in the translation doubts;
# where something does, two doubts may have become one, and only those that are ASKED about give a warning.
_FIRM = (*LEVELS, "possible", "possible_not", "probable", "uncertain")
_VAGUE = ("could", "potential", "seems", "unknown", "uncertainty_noun", "improbable")
_SMALL = ("little_or_none", "no_evidence", "insufficient")
LOST = {**dict.fromkeys(_FIRM, Severity.ERROR), **dict.fromkeys((*_VAGUE, *_SMALL), Severity.WARNING)}
ASKED = frozenset([*_FIRM, "could", "little_or_none"])
# A doubt of the translation that the source does not have; ability counts only where the source has no doubt at all.
ABILITY = frozenset(["can"])
ADDED = frozenset(
    ["possible", "possible_not", "probable", "uncertain", "little_or_none", "grade_low", "grade_very_low", *ABILITY]
)
# What keeps a dropped doubt from being an error: something else there that doubts, hedges or is conditional.
_HEDGES = ("can", "able", "believed", "chance", "would", "sometimes", "should", "must_or_should")
DOUBTFUL = frozenset([*_FIRM, *_VAGUE, *_HEDGES, "certainty_noun", "insufficient", "no_evidence"])


# What says the same where one text denies what the other says with one word: "unlikely" is "probably not".
OPPOSITE = frozenset(
    [("probable", "improbable"), ("improbable", "probable"), ("possible", "improbable"), ("must", "permitted")]
)


def _pairs(row: str) -> list[tuple[str, str]]:
    source, _, targets = row.partition(": ")
    return [(source, target) for target in targets.split()]


def _graded() -> list[Change]:
    """Every level of certainty with every other one in its place."""
    return [
        Change(ours, theirs, Severity.ERROR, _BETTER if place < other else _WORSE)
        for place, ours in enumerate(LEVELS)
        for other, theirs in enumerate(LEVELS)
        if place != other
    ]


def _steps() -> dict[tuple[str, str], Step]:
    fair = [*((category, category) for category in _EQUAL.split()), *(pair for row in _FAIR for pair in _pairs(row))]
    wrong = [Change(*pair, severity, why) for severity, why, row in _WRONG for pair in _pairs(row)]
    rows = [*((*pair, None) for pair in fair), *((*change[:2], change) for change in (*_graded(), *wrong))]
    return {(ours, theirs): Step(rank, ours, theirs, change) for rank, (ours, theirs, change) in enumerate(rows)}


STEPS = _steps()
COUNTED = frozenset(category for pair in STEPS for category in pair)
