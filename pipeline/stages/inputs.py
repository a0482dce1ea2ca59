"""What publishing depends on, as digests of files: whoever sees the same digest would do the same work again."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from pipeline import shipped
from pipeline.config import FILE, Workspace
from pipeline.stages.makings import makings

_CODE = Path(__file__).resolve().parents[1]
_NO_DATA = ("templates",)  # folders of `i18n/` that publishing does not look at
_NONE = bytes(32)


def surroundings(workspace: Workspace) -> bytes:
    """Of what every leaflet depends on: code, libraries, language data, the interface's words, settings, register."""
    code = sorted(_CODE.rglob("*.py")) + _files(_CODE / "renderers" / "templates")
    words = sorted(shipped.interface_catalogs().glob("*/LC_MESSAGES/app.po"))
    folders = dict.fromkeys((*workspace.languages.folders, workspace.root / "i18n"))
    data = [(folder, path) for folder in folders for path in _files(folder)]
    names = "\0".join(path.relative_to(folder).as_posix() for folder, path in data).encode("utf-8", "surrogateescape")
    found = names + digests((*code, *words, *(path for _, path in data), workspace.root / FILE))
    return sha256(repr(makings()).encode() + found).digest()


def of_site(workspace: Workspace, asked: Iterable[str]) -> str:
    """Of all that the site is made from; `asked` are the formats beside those of the settings."""
    records = [path for folder in sorted((workspace.root / "locales").glob("*/published")) for path in _files(folder)]
    paths = (*records, *_files(workspace.seeds))
    names = "\0".join((*asked, "", *(path.relative_to(workspace.root).as_posix() for path in paths)))
    return sha256(surroundings(workspace) + names.encode("utf-8", "surrogateescape") + digests(paths)).hexdigest()


def of_register(workspace: Workspace) -> bytes:
    """Of the register of suspensions."""
    return digests([workspace.root / "i18n" / "register.toml"])


def digests(paths: Iterable[Path]) -> bytes:
    """A digest of each file, nothing but zeros where there is none."""
    found = []
    for path in paths:
        try:
            found.append(sha256(path.read_bytes()).digest())
        except OSError:
            found.append(_NONE)
    return b"".join(found)


def _files(folder: Path) -> list[Path]:
    inside = (path for path in folder.rglob("*") if path.relative_to(folder).parts[0] not in _NO_DATA)
    return sorted(path for path in inside if path.is_file())
