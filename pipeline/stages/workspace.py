"""Lays out a new workspace, and signs a language pack in it."""

import re
import shutil
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pipeline import files, shipped
from pipeline.catalog.remarks import HANDLE
from pipeline.config import FILE, Workspace
from pipeline.errors import UsageError
from pipeline.languages import Language

_SETTINGS = """\
# The workspace. Unknown keys are errors.
source_language = "en"
languages = [{languages}]            # what commands work on when no --lang is given
engines = ["argos", "firefox", "apertium"]   # the preferred first, between routes of equal length
publisher = ""
contact = ""

[policy]
review = "one-person"          # or "two-person": each sentence is signed by two different people
sandbox = {sandbox}                # true: bulk approval takes more, and every page says that it is a test
"""
_IGNORED = "/build/\n/var/\nlocales/*/LC_MESSAGES/*.mo\n"
_PEOPLE = '# handle = "Name as it is thanked on leaflets"; an empty name: this person wishes not to be named\n'
_FOLDERS = ("seeds", "i18n/phrases", "i18n/termbase", "i18n/style", "i18n/notices", "locales")


def init(root: Path, *, sandbox: bool = False, languages: Sequence[str] = ()) -> Workspace:
    """Make a workspace in `root`; a sandbox comes with our example documents.

    Raises UsageError where there is one already. Files that are there stay as they are.
    """
    if (root / FILE).exists():
        raise UsageError(f"{root} is a workspace already: edit {root / FILE}, or choose another folder")
    for folder in _FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    if sandbox:
        for path in sorted(shipped.seeds().iterdir()):
            if path.is_file() and not (root / "seeds" / path.name).exists():
                shutil.copyfile(path, root / "seeds" / path.name)
    listed = ", ".join(f'"{tag}"' for tag in languages)
    settings = _SETTINGS.format(sandbox=str(sandbox).lower(), languages=listed)
    for name, text in {".gitignore": _IGNORED, "i18n/people.toml": _PEOPLE, FILE: settings}.items():
        if not (root / name).exists():
            files.write_atomic(root / name, text.encode("utf-8"), expected=files.UNCHECKED)
    return Workspace(root)


def sign_pack(workspace: Workspace, tag: str, person: str, day: date) -> Language:
    """Sign a language pack: the row goes into the workspace's own `i18n/languages.toml`. Other lines stay as they are.

    Raises UsageError for a language without a pack or a name that is no handle.
    """
    language = workspace.languages.get(tag)
    if not HANDLE.fullmatch(person):
        raise UsageError(f"{person!r} is no handle: small letters, digits, dots, hyphens (--as ana)")
    if language.pack != "full":
        raise UsageError(f"{tag} has no full pack yet: phrases, terms, style and notices come first (i18n/)")
    path = workspace.root / "i18n" / "languages.toml"
    text = path.read_text("utf-8") if path.is_file() else ""
    signed = _with_signature(text, tag, person, day)
    tomllib.loads(signed)
    files.write_atomic(path, signed.encode("utf-8"), expected=files.UNCHECKED)
    return Workspace(workspace.root).languages.get(tag)


def _with_signature(text: str, tag: str, person: str, day: date) -> str:
    lines = f'signed_by = "{person}"\nsigned_on = "{day.isoformat()}"\n'
    table = re.search(rf"^\[{re.escape(tag)}\][^\n]*\n(?P<body>(?:(?!\[)[^\n]*\n?)*)", text, re.MULTILINE)
    if table is None:
        return f"{text.rstrip()}\n\n[{tag}]\n{lines}".lstrip()
    body = re.sub(r"^signed_(?:by|on)\s*=[^\n]*\n?", "", table["body"], flags=re.MULTILINE).rstrip()
    middle = f"{body}\n{lines}" if body else lines
    return f"{text[: table.start('body')]}{middle}{_gap(text[table.end() :])}"


def _gap(rest: str) -> str:
    return f"\n{rest}" if rest else ""
