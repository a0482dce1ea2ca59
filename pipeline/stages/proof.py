"""When a name is not enough: where a text takes two people, and people have accounts, the second has to be known."""

from pipeline.catalog.entry import Entry
from pipeline.model.decision import Decision, Verdict
from pipeline.model.said import Said

WHOLE = Said.gettext("a sign-off")
SECOND = Said.gettext("the second person's word")


def refusal(what: Said) -> Said:
    """Why a mere `--as` will not do, and what does."""
    return Said.gettext(
        "under `two-person`, and with accounts here, {what} comes from a person who has signed in: decide in the"
        " browser, or make a personal token there and give it with --token-file FILE or in PIPELINE_TOKEN",
        what=what,
    )


def adds_a_voice(decision: Decision, entry: Entry) -> bool:
    """Whether the decision puts another person's word beside one that is there: a signature, or a finding set aside.

    One who may write `--as luis` after `--as ana` is still one person.
    """
    if decision.verdict is Verdict.DISMISS:
        return any(one.person != decision.person for one in entry.dismissals)
    signs = decision.verdict in (Verdict.APPROVE, Verdict.EDIT) and decision.target == entry.target
    signers = {one.person for one in entry.signatures}
    return signs and bool(signers) and decision.person not in signers
