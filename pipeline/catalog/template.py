"""Templates: what `extract` found, with positions and the hashes that catalogs do without."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.catalog.entry import Catalog
from pipeline.catalog.merge import messages
from pipeline.catalog.po import parse, serialise
from pipeline.model.document import Document

_SEGMENTATION = "X-Segmentation"
_HASH = "X-Source-SHA256"
_VERSION = "X-Source-Version"


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """What a template's header says of the extraction that made it."""

    segmentation: str
    sha256: str
    version: str


def template(document: Document, segmentation: str) -> bytes:
    """The bytes of the document's template."""
    header = {
        "Project-Id-Version": document.slug,
        "Language": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        _SEGMENTATION: segmentation,
        _HASH: document.sha256,
        _VERSION: document.record.version,
    }
    return serialise(Catalog("", document.slug, messages(document, lines=True), header))


def facts(path: Path) -> TemplateFacts | None:
    """What the template at `path` says of its making, or None where there is no template yet."""
    try:
        header = parse(path.read_bytes(), str(path)).header
    except FileNotFoundError:
        return None
    return TemplateFacts(header.get(_SEGMENTATION, ""), header.get(_HASH, ""), header.get(_VERSION, ""))


def new_catalog(language: str, domain: str, plural_forms: str) -> Catalog:
    """An empty catalog with the header that every gettext tool expects, and no date of ours."""
    header = {
        "Project-Id-Version": domain,
        "Language": language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms,
    }
    return Catalog(language, domain, (), header)
