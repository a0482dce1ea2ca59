"""Lays out a new workspace, and signs a language pack in it."""

import re
import shutil
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipeline import files, shipped
from pipeline.catalog.remarks import HANDLE
from pipeline.config import FILE, Workspace
from pipeline.errors import LanguageError, UsageError
from pipeline.languages import Language, Languages
from pipeline.stages import packs
from pipeline.stages.packs import Pack

_SETTINGS = """\
# The workspace. Unknown keys are errors.
source_language = "en"
languages = [{languages}]            # what commands work on when no --lang is given
engines = ["argos", "firefox", "apertium"]   # the preferred first, between routes of equal length
publisher = ""                 # who publishes; stands on every page
contact = ""                   # a mail address or page where readers reach them
# site_address = "https://leaflets.example.org/"   # where the site will stand; on paper, with a QR code

# [contacts]                   # where readers of a language write to, if elsewhere
# es = "errores@example.org"

# [reports]
# days = 14                    # after that, a reader's report that nobody answered is the coordinator's

[policy]
review = "one-person"          # or "two-person": each sentence is signed by two different people
sandbox = {sandbox}                # true: bulk approval takes more, and every page says that it is a test

[publish]
formats = ["html"]             # also pdf, pdf-letter, pdf-large, docx, txt, bilingual, bilingual-pdf
"""
_IGNORED = "/build/\n/var/\nlocales/*/LC_MESSAGES/*.mo\n"
_PEOPLE = '# handle = "Name as it is thanked on leaflets"; an empty name: this person wishes not to be named\n'
_FOLDERS = ("seeds", "i18n/phrases", "i18n/termbase", "i18n/style", "i18n/notices", "locales")


def init(root: Path, *, sandbox: bool = False, languages: Sequence[str] = ()) -> Workspace:
    """Make a workspace in `root`; a sandbox comes with our example documents.

    Raises UsageError where there is one already, LanguageError for an unknown language; nothing is written then. Files
    that are there stay as they are.
    """
    if (root / FILE).exists():
        raise UsageError(f"{root} is a workspace already: edit {root / FILE}, or choose another folder")
    known = Languages((shipped.language_data(), root / "i18n"))
    known.refuse_unknown(languages)
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


def signable(workspace: Workspace, tag: str) -> Pack:
    """The pack of a language, to be read and signed. Raises UsageError for a language without a full pack."""
    pack = packs.load(workspace, tag)
    if pack.language.pack != "full":
        raise UsageError(f"{tag} has no full pack yet: phrases, terms, style and notices come first (i18n/)")
    return pack


def sign_pack(workspace: Workspace, tag: str, person: str, day: date, *, read: str = "") -> Language:
    """Sign a language pack: the row goes into the workspace's own `i18n/languages.toml`. Other lines stay as they are.

    `read` is the fingerprint of the pack that the person has read, by default of the pack as it is. Raises UsageError
    for a language without a pack, a pack that has changed since it was read and a name that is no handle, LanguageError
    for a file whose table of the language is written in a way that this cannot add to.
    """
    fingerprint = signable(workspace, tag).fingerprint
    if not HANDLE.fullmatch(person):
        raise UsageError(f"{person!r} is no handle: small letters, digits, dots, hyphens (--as ana)")
    if read not in ("", fingerprint):
        raise UsageError(f"the language pack of {tag} has changed since you read it: read it again, then sign")
    path = workspace.root / "i18n" / "languages.toml"
    signature = {"signed_by": person, "signed_on": day.isoformat(), "signed_pack": fingerprint}

    def change(data: bytes | None) -> bytes:
        text = (data or b"").decode("utf-8")
        signed = _with_signature(text, tag, signature)
        if _rows(signed) != _with_row(_rows(text), tag, signature):
            lines = ", ".join(f'{key} = "{value}"' for key, value in signature.items())
            raise LanguageError(f"{path}: the table of {tag} cannot be signed as written; add to it: {lines}")
        return signed.encode("utf-8")

    files.update(path, workspace.locks, change)
    return Workspace(workspace.root).languages.get(tag)


def _rows(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _with_row(rows: dict[str, Any] | None, tag: str, signature: dict[str, str]) -> dict[str, Any]:
    """The tables as they are to be: the signature in that of `tag`, everything else as it was."""
    rows = rows or {}
    return rows | {tag: rows.get(tag, {}) | signature}


def _with_signature(text: str, tag: str, signature: dict[str, str]) -> str:
    lines = "".join(f'{key} = "{value}"\n' for key, value in signature.items())
    name = re.escape(tag)
    head = rf"""^[ \t]*\[[ \t]*(?:{name}|"{name}"|'{name}')[ \t]*\][^\n]*(?:\n|\Z)"""
    table = re.search(rf"{head}(?P<body>(?:(?![ \t]*\[)[^\n]*\n|(?![ \t]*\[)[^\n]+\Z)*)", text, re.MULTILINE)
    if table is None:
        return f"{text.rstrip()}\n\n[{tag}]\n{lines}".lstrip()
    body = re.sub(r"^[ \t]*signed_(?:by|on|pack)[ \t]*=[^\n]*\n?", "", table["body"], flags=re.MULTILINE).rstrip()
    start = text[: table.start("body")]
    middle = f"{body}\n{lines}" if body else lines
    return f"{start}{_gap(start)}{middle}{_rest(text[table.end() :])}"


def _gap(start: str) -> str:
    return "" if start.endswith("\n") else "\n"


def _rest(text: str) -> str:
    return f"\n{text}" if text else ""
