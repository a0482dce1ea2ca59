"""How long it takes until the leaflets that one command suspends are down. Prints a table.

    PYTHONPATH=tests .venv/bin/python tests/bench/time_to_safe.py [--documents 100] [--languages 20] [--formats html]

Every document has 40 sentences in every language; all of them are published, then all are suspended at once.
"""

import argparse
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from workflow import sentences

from pipeline.catalog.entry import Catalog
from pipeline.config import FILE, Workspace
from pipeline.stages import register
from pipeline.stages.extract import read_all
from pipeline.stages.freeze import freeze
from pipeline.stages.publish import publish
from pipeline.stages.record import Record, RecordedSentence
from pipeline.stages.records import keep
from pipeline.stages.register import Line
from pipeline.stages.takedown import take_down
from pipeline.stages.workspace import init

LANGUAGES = [
    "es",
    "pt",
    "fr",
    "de",
    "ca",
    "it",
    "pl",
    "cs",
    "ru",
    "uk",
    "ar",
    "fa",
    "ur",
    "he",
    "hi",
    "ta",
    "th",
    "my",
    "zh-Hans",
    "ja",
    "ko",
    "zh-Hant",
]
SENTENCE = "It helps most people"  # what every leaflet says, in every language, before it comes down
DAY = date(2026, 11, 30)


def main() -> None:
    """Publish, suspend, count what is left of the sentence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--languages", type=int, default=20)
    parser.add_argument("--formats", default="html")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = _workspace(Path(folder), options.documents, LANGUAGES[: options.languages])
        started = time.monotonic()
        files = len(publish(workspace, (), formats=options.formats.split(",")).files)
        published = time.monotonic() - started
        before = _holding(workspace)
        lines = [Line(path.stem, "", DAY, "luis", "it is wrong") for path in workspace.seeds.glob("*.txt")]
        started = time.monotonic()
        register.add(workspace, lines)  # what `pipeline suspend` does, step by step
        take_down(workspace, lines)
        down = time.monotonic() - started
        publish(workspace, ())
        whole = time.monotonic() - started
        left = _holding(workspace)
    print(f"{options.documents} documents, {options.languages} languages, {files} files")  # noqa: T201
    print(f"published in {published:.1f} s; {before} files hold the sentence")  # noqa: T201
    print(f"every leaflet down after {down:.1f} s, the site whole again after {whole:.1f} s; {left} hold it")  # noqa: T201


def _workspace(root: Path, documents: int, languages: list[str]) -> Workspace:
    workspace = init(root, sandbox=False, languages=languages)
    settings = (root / FILE).read_text("utf-8")
    (root / FILE).write_text(settings.replace("sandbox = false", "sandbox = true"), "utf-8")
    for number in range(documents):
        lines = [f"Does treatment {number} help people?", "Key messages", f"{SENTENCE}.", *sentences(37, number)]
        (workspace.seeds / f"doc-{number:04}.txt").write_text("\n".join(lines) + "\n", "utf-8")
    for document in read_all(workspace).documents:
        for tag in languages:
            keep(workspace, _said(freeze(workspace, document, tag, Catalog(tag, document.slug, ()), b"")))
    return Workspace(root)


def _said(record: Record) -> Record:
    """The record with its English as the translation: what is measured does not depend on the words."""
    blocks = tuple(replace(block, sentences=tuple(map(_same, block.sentences))) for block in record.blocks)
    return replace(record, blocks=blocks, signed_off="2026-11-22 ana")


def _same(sentence: RecordedSentence) -> RecordedSentence:
    return replace(sentence, target=sentence.source, state="final")


def _holding(workspace: Workspace) -> int:
    """How many files of the site and the previews hold the sentence."""
    paths = [path for folder in (workspace.site, workspace.preview) for path in folder.rglob("*") if path.is_file()]
    return sum(SENTENCE.encode() in path.read_bytes() for path in paths)


if __name__ == "__main__":
    main()
