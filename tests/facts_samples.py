"""A made-up text full of doses, ranges, intervals and powers, published in five languages, from `facts/`."""

from collections.abc import Sequence
from pathlib import Path

from published_site import write_catalog

from pipeline.config import FILE, Workspace
from pipeline.model.document import Document
from pipeline.stages.packs import standard_headings
from pipeline.stages.reading import read_document
from pipeline.stages.workspace import init

TEXTS = Path(__file__).parent / "facts"
LANGUAGES = ("es", "ar", "he", "hi", "zh-Hans")


def make(
    root: Path, formats: Sequence[str], tags: Sequence[str] = LANGUAGES, names: Sequence[str] = ("doses",)
) -> tuple[Workspace, Document]:
    """A sandbox with the text, under each of these names, signed in each language; the document of the first name."""
    workspace = init(root, languages=tags)
    path = workspace.root / FILE
    settings = path.read_text("utf-8").replace("sandbox = false", "sandbox = true")
    listed = ", ".join(f'"{name}"' for name in formats)
    path.write_text(settings.replace('formats = ["html"]', f"formats = [{listed}]"), "utf-8")
    for name in names:
        (workspace.seeds / f"{name}.md").write_bytes((TEXTS / "doses.md").read_bytes())
    workspace = Workspace(root)
    documents = [
        read_document(workspace, workspace.seeds / f"{name}.md", standard_headings(workspace)) for name in names
    ]
    for document in documents:
        for tag in tags:
            lines = (TEXTS / f"{tag}.txt").read_text("utf-8").splitlines()
            write_catalog(workspace, document, tag, dict(zip(document.keys, lines, strict=True)))
    return workspace, documents[0]
