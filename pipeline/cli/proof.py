"""Whether the person of a command is known: by a personal token, which they make in the browser."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.review_app.permissions import Action, Role, in_force, may

if TYPE_CHECKING:
    from pipeline.queue import Queue

VARIABLE = "PIPELINE_TOKEN"


def proven(queue: Queue, person: str | None, tags: tuple[str, ...], file: Path | None) -> bool:
    """Whether a token says that the person is who `--as` names, with the right to sign in these languages.

    Raises UsageError for a token that is nobody's, somebody else's, or may not sign.
    """
    token = (file.read_text("utf-8", "replace") if file else os.environ.get(VARIABLE, "")).strip()
    if not token or not person:
        return False
    where = str(file) if file else VARIABLE
    for tag in tags:
        found = queue.holder(sha256(token.encode("utf-8", "surrogatepass")).hexdigest(), tag)
        if found is None:
            raise UsageError(f"{where}: no such token is in use here; make one in the browser, under Tokens")
        if found.handle != person:
            raise UsageError(f"{where}: is the token of {found.handle}, not of {person}: --as {found.handle}")
        own = in_force(Role(found.role), practises=found.practises) if found.role else None
        role = Role.COORDINATOR if found.coordinator else own
        if found.read_only or not may(role, Action.DECIDE):
            raise UsageError(
                f"{where}: this token may not sign in {tag}; it takes the reviewer's role (practice first?)"
            )
    return bool(tags)
