"""The one table of who may do what. A view that names no action of this table is refused to everybody."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


class Role(StrEnum):
    """What a person is in a language; the coordinator is so in all of them."""

    READER = "reader"
    TRANSLATOR = "translator"
    REVIEWER = "reviewer"
    LEAD = "lead"
    COORDINATOR = "coordinator"


class Action(StrEnum):
    """What a view does."""

    ENTER = "enter"  # sign in, use a link: anybody
    ACCOUNT = "account"  # what concerns oneself: whoever is signed in
    READ = "read"
    COMPARE = "compare"  # see the source beside the translation, and who decided what
    DRAFT = "draft"  # leave a text as a draft or a comment, take back one's own last decision
    DECIDE = "decide"  # approve, edit, reject, dismiss
    SIGN_OFF = "sign off"
    OVERSEE = "oversee"  # see how far a language's documents are, and who works on them
    ASSIGN = "assign"  # give a document to a person, choose its due date, take it back
    INVITE = "invite"
    MARK = "mark"  # say "I don't understand this"
    SIGN_PACK = "sign pack"  # answer for the data of a language
    TEAM = "team"  # roles in one language
    PEOPLE = "people"  # accounts and invitations
    ANSWER = "answer"  # questions about the English, for all languages


_LOOKING = {Action.ACCOUNT, Action.READ, Action.COMPARE}  # changes nothing
_READING = {Action.ACCOUNT, Action.READ, Action.MARK}
_WRITING = _READING | {Action.COMPARE, Action.DRAFT}
_REVIEWING = _WRITING | {Action.DECIDE, Action.SIGN_OFF, Action.OVERSEE}
ALLOWED: dict[Role, set[Action]] = {
    Role.READER: _READING,
    Role.TRANSLATOR: _WRITING,
    Role.REVIEWER: _REVIEWING,
    Role.LEAD: _REVIEWING | {Action.TEAM, Action.ASSIGN, Action.SIGN_PACK},
    Role.COORDINATOR: _REVIEWING
    | {Action.TEAM, Action.ASSIGN, Action.SIGN_PACK, Action.INVITE, Action.PEOPLE, Action.ANSWER},
}


def in_force(role: Role, *, practises: bool) -> Role:
    """What a role is worth today: who has to practise first works as a translator until that is passed."""
    return Role.TRANSLATOR if practises and role in (Role.REVIEWER, Role.LEAD) else role


def does(action: Action) -> Callable[[View], View]:
    """Declare what a view does; the gate (`middleware.Gate`) asks the table before the view runs."""

    def declared(view: View) -> View:
        view.action = action  # type: ignore[attr-defined]
        return view

    return declared


def may(role: Role | None, action: Action, *, read_only: bool = False) -> bool:
    """Whether a person with this role in the language (None: no role there) may do it, or with a token for reading."""
    if read_only and action not in _LOOKING:
        return False
    return action in ALLOWED[role] if role else action is Action.ACCOUNT
