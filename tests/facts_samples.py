"""A made-up text full of doses, ranges, intervals and powers, published in five languages, from `facts/`."""

from pathlib import Path

from published_site import write_catalog

from pipeline.config import FILE, Workspace
from pipeline.model.document import Document
from pipeline.stages.packs import standard_headings
from pipeline.stages.reading import read_document
from pipeline.stages.workspace import init

TEXTS = Path(__file__).parent / "facts"
LANGUAGES = ("es", "ar", "he", "hi", "zh-Hans")


def make(root: Path, formats: tuple[str, ...]) -> tuple[Workspace, Document]:
    """A sandbox with the text, signed in each language."""
    workspace = init(root, languages=LANGUAGES)
    path = workspace.root / FILE
    settings = path.read_text("utf-8").replace("sandbox = false", "sandbox = true")
    path.write_text(f"{settings}\n[publish]\nformats = {list(formats)}\n".replace("'", '"'), "utf-8")
    (workspace.seeds / "doses.md").write_bytes((TEXTS / "doses.md").read_bytes())
    workspace = Workspace(root)
    document = read_document(workspace, workspace.seeds / "doses.md", standard_headings(workspace))
    for tag in LANGUAGES:
        lines = (TEXTS / f"{tag}.txt").read_text("utf-8").splitlines()
        write_catalog(workspace, document, tag, dict(zip(document.keys, lines, strict=True)))
    return workspace, document
