"""Reads the list of Argos packages: a JSON list with an object for each package. It states neither size nor digest."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.engines import _addresses
from pipeline.engines._argos_package import Metadata, as_metadata, examine
from pipeline.engines._listed import is_address
from pipeline.errors import PackageError
from pipeline.plugins import Offer, RemoteFile

_MOST_ENTRIES = 20_000
_LICENCE = "not stated by the index: read the package's README.md"


class _Index:
    """A `pipeline.plugins.ModelIndex`."""

    address = _addresses.ARGOS
    notice = ""

    def read(self, data: object, address: str) -> tuple[Offer, ...]:
        """The packages that translate, of which the list holds other kinds too."""
        if not isinstance(data, list):
            raise PackageError(f"{address}: not a list of Argos packages; name another with --index")
        listed = sorted(_listed(data[:_MOST_ENTRIES], address), key=lambda one: one[0].merit, reverse=True)
        if not listed:
            raise PackageError(f"{address}: lists no Argos package that can be used; name another with --index")
        return tuple(_offer(metadata, link) for metadata, link in listed)

    def package(self, offer: Offer, folder: Path) -> Path:
        """The one file, which must be of the pair that the index said it is."""
        file = folder / offer.files[0].name
        if (found := examine(file).pair) != offer.pair:
            raise PackageError(f"{offer.files[0].address}: translates {found}, where the index says {offer.pair}")
        return file


INDEX = _Index()


def _listed(entries: list[object], address: str) -> Iterator[tuple[Metadata, str]]:
    for entry in entries:
        links = entry.get("links") if isinstance(entry, dict) else None
        link = next(filter(is_address, links), None) if isinstance(links, list) else None
        if link is not None:
            try:
                yield as_metadata(entry, address), str(link)
            except PackageError:
                continue


def _offer(metadata: Metadata, link: str) -> Offer:
    name = f"{metadata.source}_{metadata.target}.argosmodel"
    return Offer(metadata.source, metadata.target, metadata.version, _LICENCE, (RemoteFile(name, link),))
