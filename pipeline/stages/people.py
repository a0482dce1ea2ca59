"""Who is behind a handle: `i18n/people.toml` says under which name a person wishes to be thanked, or under none."""

import tomllib

from pipeline.config import Workspace
from pipeline.errors import WorkspaceError


def credit_names(workspace: Workspace) -> dict[str, str]:
    """Credit names by handle; an empty name means that the person wishes not to be named."""
    path = workspace.root / "i18n" / "people.toml"
    try:
        rows = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkspaceError(f"{path}: {error}") from error
    wrong = [handle for handle, name in rows.items() if not isinstance(name, str)]
    if wrong:
        raise WorkspaceError(f'{path}: {wrong[0]}: write `handle = "Name to be shown"`, or "" for no name')
    return rows
