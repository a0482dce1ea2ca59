"""The policy of decisions: why one may not be made on a catalog. What people say meanwhile is the desk's to ask."""

from dataclasses import dataclass

from pipeline.catalog.entry import Catalog
from pipeline.catalog.remarks import HANDLE
from pipeline.model.decision import Decision, Verdict
from pipeline.stages import dismissal, refusals
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
            return refusals.no_handle(decision.person)
        if decision.verdict is Verdict.COMMENT and len(decision.reason) > LONGEST:
            return refusals.long_comment(LONGEST, decision.key)
        if decision.verdict in (Verdict.REJECT, Verdict.DISMISS, Verdict.COMMENT) and not decision.reason.strip():
            return refusals.reason()
        if decision.verdict is Verdict.DISMISS:
            return self._nothing_to_dismiss(decision, catalog)
        if decision.verdict in (Verdict.APPROVE, Verdict.EDIT, Verdict.SAVE, Verdict.SUBMIT):
            return self._bad_text(decision, catalog)
        return ""

    def _bad_text(self, decision: Decision, catalog: Catalog) -> str:
        """Why the text of the decision may not stand; a draft may have errors, an approved text may not."""
        if not decision.target.strip():
            return refusals.no_text()
        if len(decision.target) > LONGEST:
            return refusals.long_text(LONGEST)
        entry = catalog.active.get(decision.key)
        if entry is None or decision.verdict in (Verdict.SAVE, Verdict.SUBMIT):
            return ""
        if entry.target == decision.target and entry.rejections and decision.reason != entry.objections:
            return refusals.rejected(entry.objections)
        errors = blocking(self.reader.findings(catalog, entry, decision))
        return refusals.blocked(errors) if errors else ""

    def _nothing_to_dismiss(self, decision: Decision, catalog: Catalog) -> str:
        """Why there is no one finding that the decision sets aside, with words; empty where there is."""
        if why := dismissal.wordless(decision.reason):
            return why
        entry = catalog.active.get(decision.key)
        if entry is None or entry.target != decision.replaces or is_advice(decision.check.partition("/")[0]):
            return ""
        return dismissal.unmeant(decision, self.reader.findings(catalog, entry, decision))
