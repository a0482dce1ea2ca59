"""Documents to read: their figures, their segments, what the checks say, the log, the sign-off."""

from pipeline.errors import CatalogError
from pipeline.model.decision import Mode, Verdict
from pipeline.queue.text import storable
from pipeline.review_app import office
from pipeline.review_app.api import serialise
from pipeline.review_app.api.bodies import LogQuery, Text, Whole
from pipeline.review_app.api.endpoint import Call, endpoint
from pipeline.review_app.api.problems import Refused
from pipeline.review_app.api.shapes import Checked, Documents, Log, Segments, Trouble
from pipeline.review_app.api.views._decision import decision, segment_in
from pipeline.review_app.page import fingerprint, one_line, seen
from pipeline.review_app.permissions import Action
from pipeline.review_app.views.document import today

DOCUMENT = "documents/<tag:tag>/<name:slug>"


@endpoint("GET", "languages/<tag:tag>/documents", Action.READ, gives=Documents, problems=("not-found",))
def documents(call: Call, tag: str) -> Documents:
    """The documents of a language, the most urgent first, with what waits in them."""
    if tag not in office.languages():
        raise Refused("not-found", f"{tag} is not worked on here.")
    found = office.glances([tag])
    rows = tuple(serialise.figures(one, call.person) for one in found.glances)
    return Documents(rows, tuple(Trouble(one.document, one.why) for one in found.problems))


@endpoint("GET", f"{DOCUMENT}/segments", Action.READ, gives=Segments, problems=("not-found", "not-now"))
def segments(call: Call, tag: str, slug: str) -> Segments:
    """A document in reading order: both texts, state, findings, confidence, risks, origin and signatures."""
    with office.desk(tag, slug) as desk:
        return serialise.whole(desk, call.person)


@endpoint("GET", f"{DOCUMENT}/log", Action.READ, asks=LogQuery, gives=Log, problems=("not-found", "invalid"))
def log(call: Call, tag: str, slug: str) -> Log:
    """What was decided on a document, and what became of it, the newest last."""
    asked: LogQuery = call.given
    with office.desk(tag, slug) as desk:
        person = storable(asked.person, "person") or None
        found = desk.queue.log(desk.document.slug, desk.pack.language.tag, person, limit=asked.limit)
    return Log(tuple(map(serialise.log_line, found)))


@endpoint("POST", f"{DOCUMENT}/check", Action.DRAFT, takes=Text, gives=Checked, problems=("not-found",))
def check(call: Call, tag: str, slug: str) -> Checked:
    """What the checks say of a text; nothing is kept."""
    asked: Text = call.given
    with office.desk(tag, slug) as desk:
        here = segment_in(desk, asked.segment)
        text = one_line(asked.text)
        made = decision(call, desk, here, Verdict.EDIT, here.entry.target, target=text, mode=Mode.EDITED)
        found = [one for one in desk.findings_after(made) if not one.dismissed]
    return Checked(tuple(map(serialise.finding, found)), seen(text, found))


@endpoint("POST", f"{DOCUMENT}/sign-off", Action.SIGN_OFF, takes=Whole, gives=Segments, problems=("changed", "refused"))
def sign_off(call: Call, tag: str, slug: str) -> Segments:
    """Vouch for the whole text, as it was when it was read. To do so twice is to do so once."""
    asked: Whole = call.given
    with office.desk(tag, slug) as desk:
        found = desk.segments()
        if asked.read != fingerprint(found):
            raise Refused("changed")
        if not asked.whole:
            raise Refused("refused", "Say that you have read the whole text: `whole`.")
        try:
            desk.sign_off(call.person, today(), {one.entry.key: one.entry.target for one in found})
        except CatalogError as error:
            raise Refused("changed", str(error)) from error
        return serialise.whole(desk, call.person)
