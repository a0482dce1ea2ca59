"""The policy of decisions: why one may not be made on a catalog. What people say meanwhile is the desk's to ask."""

from dataclasses import dataclass

from pipeline.catalog.entry import Catalog
from pipeline.catalog.remarks import HANDLE
from pipeline.model.decision import Decision, Verdict
from pipeline.stages import dismissal
from pipeline.stages.check import blocking, is_advice
from pipeline.stages.segments import Reader

LONGEST = 20_000  # characters of a sentence: longer is a mistake, and every program that opens the catalog pays for it


@dataclass(frozen=True, slots=True)
class Objections:
    """What stands against decisions on the document that `reader` reads."""

    reader: Reader

    def to(self, decision: Decision, catalog: Catalog) -> str:
        """Why the decision may not be made on the catalog; empty where it may."""
        if not HANDLE.fullmatch(decision.person):
            return no_handle(decision.person)
        if decision.verdict is Verdict.COMMENT and len(decision.reason) > LONGEST:
            return f"a comment is longer than {LONGEST:,} characters: {decision.key.source[:70]!r}"
        if decision.verdict in (Verdict.REJECT, Verdict.DISMISS, Verdict.COMMENT) and not decision.reason.strip():
            return "give a reason: it reaches the next person who reads this segment (--reason TEXT)"
        if decision.verdict is Verdict.DISMISS:
            return self._nothing_to_dismiss(decision, catalog)
        if decision.verdict in (Verdict.APPROVE, Verdict.EDIT, Verdict.SAVE, Verdict.SUBMIT):
            return self._bad_text(decision, catalog)
        return ""

    def _bad_text(self, decision: Decision, catalog: Catalog) -> str:
        """Why the text of the decision may not stand; a draft may have errors, an approved text may not."""
        if not decision.target.strip():
            return "there is no text to approve: edit the segment, or run `pipeline translate`"
        if len(decision.target) > LONGEST:
            return f"the text is longer than {LONGEST:,} characters"
        entry = catalog.active.get(decision.key)
        if entry is None or decision.verdict in (Verdict.SAVE, Verdict.SUBMIT):
            return ""
        if entry.target == decision.target and entry.rejections and decision.reason != entry.objections:
            return f"the text was {entry.objections}. Edit it, or approve it in spite of that (--despite-rejection)"
        errors = blocking(self.reader.findings(catalog, entry, decision))
        listed = "; ".join(f"{one.finding.check}: {one.finding.message}" for one in errors)
        return f"open findings block approval: {listed} Mend the text, or dismiss each with a reason" if errors else ""

    def _nothing_to_dismiss(self, decision: Decision, catalog: Catalog) -> str:
        """Why there is no one finding that the decision sets aside, with words; empty where there is."""
        if why := dismissal.wordless(decision.reason):
            return why
        entry = catalog.active.get(decision.key)
        if entry is None or entry.target != decision.replaces or is_advice(decision.check.partition("/")[0]):
            return ""
        return dismissal.unmeant(decision, self.reader.findings(catalog, entry, decision))


def no_handle(person: str) -> str:
    """Why a decision or sign-off under this name may not be made."""
    return f"{person!r} is no handle: small letters, digits, dots, hyphens (--as ana)"
