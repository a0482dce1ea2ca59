"""What a page says has just been done: a form leads to a page whose address names it."""

from django.http import HttpRequest

from pipeline.interface import N_
from pipeline.model.decision import Verdict
from pipeline.review_app import speech

SAID = {
    "approved": N_("Approved."),
    "rejected": N_("Rejected: the next person sees why."),
    "dismissed": N_("The finding is dismissed."),
    "undone": N_("Taken back: the sentence is as it was before."),
    "commented": N_("Your comment is kept: those who work on this text see it."),
    "resolved": N_("The comments are resolved."),
    "reopened": N_("The comments are open again."),
    "withdrawn": N_("Your report is taken back."),
    "skipped": N_("Skipped: the sentence still waits."),
    "aside": N_("The readers’ marks are set aside."),
    "signed-off": N_("Signed off. Thank you."),
    "marked": N_("Thank you. Those who translate see what you do not understand."),
    "unmarked": N_("Taken back: your mark is gone."),
}
BY_VERDICT = {
    Verdict.APPROVE: "approved",
    Verdict.EDIT: "approved",
    Verdict.REJECT: "rejected",
    Verdict.DISMISS: "dismissed",
    Verdict.UNDO: "undone",
}


def said(request: HttpRequest, done: str = "") -> str:
    """What was done, or what the address says was done, in the reader's words; empty where that is nothing we know."""
    known = SAID.get(done or (request.GET.get("done", "") if request.method == "GET" else ""))
    return speech.of(request).gettext(known) if known else ""
