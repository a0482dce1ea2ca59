"""Downloads an offered model and has its engine install it: whole, checked, the same as the last time, or not at all.

An index may state no digest. Then the first download decides: its SHA-256 is written down beside the model, and another
file of the same pair and version is refused later.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace as changed
from hashlib import file_digest, sha256
from pathlib import Path

from pipeline import data_home, files
from pipeline.errors import FetchError, PackageError, PipelineError, StoreError, UsageError
from pipeline.plugins import Hop, IndexedEngine, Offer, RemoteFile
from pipeline.stages import fetch
from pipeline.stages.offers import Way

_MOST = 2_000_000_000  # bytes of a file
_LOCK_SECONDS = 1.0
_KILOBYTE = 1000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Obtained:
    """What was installed, and the SHA-256 of each file it was made of, by name."""

    hop: Hop
    digests: Mapping[str, str]


def with_digest(way: Way, digest: str | None) -> Way:
    """The way with the digest that a person names for its one file.

    Raises UsageError where there are several files, FetchError where the index states another digest.
    """
    files_ = [file for offer in way.chosen for file in offer.files]
    if not digest:
        return way
    if len(files_) != 1:
        raise UsageError(f"--sha256 is for one file, and this is {len(files_)} files: leave it out")
    if files_[0].sha256 not in {"", digest}:
        raise FetchError(f"{files_[0].address}: the index states the SHA-256 {files_[0].sha256}, not {digest}")
    return way.choosing([changed(way.chosen[0], files=(changed(files_[0], sha256=digest),))])


def with_sizes(way: Way) -> Way:
    """The way with the sizes that the index left out and a server states. Asks for no content."""

    def measured(file: RemoteFile) -> RemoteFile:
        try:
            return changed(file, size=fetch.size(file.address)) if file.size is None else file
        except FetchError:
            return file  # the download will say what is wrong

    return way.choosing([changed(one, files=tuple(map(measured, one.files))) for one in way.chosen])


def obtain(engine: IndexedEngine, offer: Offer, progress: Progress, *, replace: bool = False) -> Obtained:
    """Download a model and install it. `progress` gets the kilobytes had and those in all, 0 where nobody knows.

    Raises FetchError where it cannot be had or is not what was announced, PackageError where it is not what was
    installed before under this version (unless `replace`) or no model, StoreError where there is no room. However this
    ends, nothing of the download stays; what a killed run left goes with the next.
    """
    record = data_home.models(engine.name) / f"{offer.source}_{offer.target}.fetched.json"
    with _workshop() as folder:
        _need_room(folder, offer.size)
        digests = {file.name: _download(file, folder, progress) for file in offer.files}
        versions = _read(record)
        known = versions.get(offer.version, digests)
        if known != digests and not replace:
            raise PackageError(
                f"{engine.name} {offer.pair} {offer.version}: not the files that were installed under this version "
                f"before ({record}). Ask who publishes them why; then --replace takes the new ones."
            )
        with _recorded(record, versions | {offer.version: digests}):
            hop = engine.install(engine.index.package(offer, folder))
    return Obtained(hop, digests)


@contextmanager
def _recorded(record: Path, versions: Mapping[str, object]) -> Iterator[None]:
    """Writes the record before the model is there, so that no crash leaves a model without one.

    What was refused is taken out of it again.
    """
    before = files.read(record)
    files.write_atomic(record, json.dumps(versions, indent=1).encode(), expected=files.UNCHECKED)
    try:
        yield
    except PipelineError:
        if before is None:
            record.unlink(missing_ok=True)
        else:
            files.write_atomic(record, before, expected=files.UNCHECKED)
        raise


def check_file(file: Path, digest: str) -> None:
    """Raises PackageError where `file` has another SHA-256 than `digest`, UsageError where it is a folder."""
    if not file.is_file():
        raise UsageError(f"{file}: --sha256 is for a file")
    with file.open("rb") as content:
        found = file_digest(content, "sha256").hexdigest()
    if found != digest:
        raise PackageError(f"{file}: its SHA-256 is {found}, not {digest}; do not use this file")


@contextmanager
def _workshop() -> Iterator[Path]:
    """An empty folder to download into. One run at a time has one; what killed runs left is removed."""
    downloads = data_home.downloads()
    with files.locked(downloads, downloads, timeout=_LOCK_SECONDS):
        for left in downloads.iterdir():
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
        with files.storing(downloads):
            workshop = Path(tempfile.mkdtemp(prefix="model-", dir=downloads))
        try:
            folder = workshop / "files"
            folder.mkdir()
            yield folder
        finally:
            shutil.rmtree(workshop, ignore_errors=True)


def _need_room(folder: Path, size: int | None) -> None:
    """Raises StoreError where less is free than a download and its unpacked copy take."""
    free = shutil.disk_usage(folder).free
    if size is not None and 2 * size > free:
        raise StoreError(
            f"{folder.parent.parent}: {size / 1e6:.1f} MB are to be downloaded and as much again to be installed, "
            f"{free / 1e6:.1f} MB are free; free some space and try again"
        )


def _download(file: RemoteFile, folder: Path, progress: Progress) -> str:
    """Write the file and return its SHA-256."""
    path, digest, got = folder / file.name, sha256(), 0
    with fetch.fetching(file.address, most=_MOST, expected=file.size) as answer, files.storing(path):
        _need_room(folder, answer.length)
        with path.open("xb") as copy:
            for piece in answer.pieces:
                copy.write(piece)
                digest.update(piece)
                got += len(piece)
                progress(got // _KILOBYTE, (answer.length or 0) // _KILOBYTE)
    if file.sha256 not in {"", digest.hexdigest()}:
        raise FetchError(
            f"{file.address}: its SHA-256 is {digest.hexdigest()}, not {file.sha256}; it was deleted. "
            "It is broken or was exchanged: do not use it."
        )
    return digest.hexdigest()


def _read(record: Path) -> dict[str, object]:
    """The digests of what was installed before, by version and file name."""
    try:
        versions = json.loads(files.read(record) or b"{}")
    except ValueError:
        versions = None
    if not isinstance(versions, dict):
        raise StoreError(f"{record}: not the record of digests it was; delete it if you know why")
    return versions
