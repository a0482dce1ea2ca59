"""The shortcuts of the pages: what each does, which keys are free for them, and what a person has chosen.

Free are only keys that browsers, screen readers and editing leave alone: no letter with Ctrl or Alt, no Ctrl with Alt
(which is AltGr), none that moves or deletes text. A single character acts outside the editor alone, and only for those
who have switched that on. A plain Enter may approve, in the box of the translation alone: a sentence is one line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_lowercase

from pipeline.interface import N_
from pipeline.review_app.models import Account, Shortcuts

ACTIONS = {
    "approve": (N_("Approve, or save the edit and approve, and go on"), "Ctrl+Enter"),
    "save": (N_("Save as draft"), "Ctrl+Shift+Enter"),
    "skip": (N_("Skip: on to the next that waits"), "Alt+ArrowDown"),
    "previous": (N_("Back to the one before that waits"), "Alt+ArrowUp"),
    "comment": (N_("Write a comment"), "F8"),
    "undo": (N_("Undo the last decision"), "F4"),
    "extend": (N_("Keep the sentence open for longer"), "F9"),
    "help": (N_("Show the shortcuts"), "F2"),
}
FREE = tuple(
    f"{modifier}{key}"
    for key, modifiers in {
        "Enter": ("Ctrl+", "Ctrl+Shift+", "Alt+", "Alt+Shift+"),
        "ArrowDown": ("Alt+", "Alt+Shift+"),
        "ArrowUp": ("Alt+", "Alt+Shift+"),
        "PageDown": ("Alt+", "Alt+Shift+"),
        "PageUp": ("Alt+", "Alt+Shift+"),
        **dict.fromkeys(("F2", "F4", "F8", "F9"), ("", "Shift+")),
    }.items()
    for modifier in modifiers
)
IN_THE_BOX = {"approve": ("Enter",)}
SINGLE = (*ascii_lowercase, "?")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The key of each action (empty: none), and whether single characters act."""

    keys: Mapping[str, str]
    single: bool = False


DEFAULT = Chosen({name: key for name, (_, key) in ACTIONS.items()})
OFF = Chosen(dict.fromkeys(ACTIONS, ""))


def free(action: str) -> tuple[str, ...]:
    """The keys that this action can have, single characters aside."""
    return (*FREE, *IN_THE_BOX.get(action, ()))


def said(key: str) -> str:
    """The key as people write it."""
    return key.replace("ArrowUp", "↑").replace("ArrowDown", "↓")


def of(account: Account) -> Chosen:
    """What the account has chosen; the defaults for actions that it has not spoken of."""
    row = Shortcuts.objects.filter(account=account).first()
    if row is None:
        return DEFAULT
    return Chosen({name: row.keys.get(name, key) for name, key in DEFAULT.keys.items()}, row.single)


def keep(account: Account, chosen: Chosen) -> None:
    """Remember the choice with the account."""
    values = {"keys": dict(chosen.keys), "single": chosen.single}
    Shortcuts.objects.update_or_create(account=account, defaults=values)


def problem(chosen: Chosen) -> str:
    """Why a choice cannot be taken, to be translated; empty where it can."""
    used = [key for key in chosen.keys.values() if key]
    if any(key not in (*free(name), *SINGLE) for name, key in chosen.keys.items() if key):
        return N_("This key is not free.")
    if len(set(used)) < len(used):
        return N_("Two actions have the same key.")
    if not chosen.single and set(used) & set(SINGLE):
        return N_("Switch single keys on, or choose other keys.")
    return ""
