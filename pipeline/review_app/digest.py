"""The digest: for each person what became of their texts and what waits in their languages, in their language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pipeline.interface import Interface
from pipeline.review_app import news, office, reported, speech, team, told
from pipeline.review_app.log_runs import start_of_window
from pipeline.review_app.models import Account
from pipeline.review_app.news import Event, Kind, Story
from pipeline.review_app.permissions import Action, may
from pipeline.review_app.team import Held
from pipeline.review_app.team_page import due

_MOST = 30  # texts, and documents of a language, that a message names


@dataclass(frozen=True, slots=True)
class Digest:
    """A message to a person; `email` is empty where they gave no address."""

    handle: str
    email: str
    subject: str
    text: str


def digests(days: int, address: str = "") -> Iterator[Digest]:
    """The messages of all accounts to which there is something to say. `address` is where the pages are."""
    since = datetime.now(UTC) - timedelta(days=days)
    claims = team.due_claims()
    for account in Account.objects.filter(is_active=True).order_by("handle"):
        words = speech.words(account.language or "en")
        found = news.told_since(news.of(office.queue(), account.handle, min(since, start_of_window())), since)
        tags = {tag for tag in office.languages() if may(account.role(tag), Action.COMPARE)}
        found = [story for story in found if story.language in tags]
        mine = [held for person, held in claims if person == account.handle]
        said = reported.digest(account, words, datetime.now(UTC).astimezone().date())
        parts = [*_due(mine, words), *said, *_stories(found, words), *_waiting(account, words)]
        if parts:
            subject = words.ngettext("Review: the last {count} day", "Review: the last {count} days", days).format(
                count=days
            )
            text = "\n\n".join([*parts, *([_closing(address, words)] if account.email else [])])
            yield Digest(account.handle, account.email, subject, f"{text}\n")


def _due(claims: Sequence[Held], words: Interface) -> Iterator[str]:
    """The documents that the person has and that are to be handed back soon, the earliest first."""
    if claims:
        lines = [f"{one.place.document} ({one.place.language}): {due(one.due, words)}" for one in claims[:_MOST]]
        yield "\n".join([words.gettext("Your documents that are due soon").upper(), *lines])


def _stories(found: Sequence[Story], words: Interface) -> Iterator[str]:
    """Rejections come first: something is to be done about them."""
    if found:
        yield words.gettext("What others did with your texts").upper()
    ordered = sorted(found, key=lambda story: story.events[-1].kind is not Kind.REJECTED)
    for story in ordered[:_MOST]:
        lines = [f"{story.document} ({story.language}): {story.source}", f"  {story.text}"]
        yield "\n".join([*lines, *(f"  - {_event(event, words)}" for event in story.events)])
    if more := len(ordered[_MOST:]):
        yield words.ngettext("{count} older text is not shown.", "{count} older texts are not shown.", more).format(
            count=more
        )


def _event(event: Event, words: Interface) -> str:
    said = words.gettext(told.EVENTS[event.kind.value]).format(person=event.person)
    after = "".join(piece.text for piece in event.pieces if piece.kind != "deleted")
    return " ".join(filter(None, (said, after or told.reason(event.reason, words))))


def _waiting(account: Account, words: Interface) -> Iterator[str]:
    """The documents with sentences that are not approved, in the languages in which the person may do something."""
    tags = [tag for tag in office.languages() if may(account.role(tag), Action.DRAFT)]
    rows = [row for row in office.figures(tags)[0] if row.waiting]
    if not rows:
        return
    lines = [words.gettext("What waits in your languages").upper()]
    for row in rows[:_MOST]:
        text = words.ngettext("{count} sentence, {words} words", "{count} sentences, {words} words", row.waiting)
        lines.append(f"{row.document} ({row.language}): {text.format(count=row.waiting, words=row.words)}")
    if more := len(rows[_MOST:]):
        text = words.ngettext("and {count} further document", "and {count} further documents", more)
        lines.append(text.format(count=more))
    yield "\n".join(lines)


def _closing(address: str, words: Interface) -> str:
    text = words.gettext("You get this because you gave your address. On the page “E-mail” you can take it away again.")
    return f"{text} {address}/account/email/" if address else text
