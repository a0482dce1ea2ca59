"""Which figures of a published text its newer original gives up: those are asked about."""

import json
from dataclasses import replace

import pytest
from conftest import SIDECAR, STROKE
from issued import issue
from test_cli import Capture, Run

from pipeline.config import Workspace
from pipeline.model.document import Block, BlockKind, Document, SourceRecord
from pipeline.stages.changed_figures import changed_figures
from pipeline.stages.freeze import recorded_source
from pipeline.stages.record import Record, RecordedBlock, RecordedSentence

ASKED = (
    'stroke: a figure changed (10 mg -> 20 mg): if the old one could hurt, say class = "safety" in the sidecar'
    " or run `pipeline suspend stroke`"
)
NEWER = SIDECAR.replace('"1.2"', '"2.0"')


def document(*blocks: Block) -> Document:
    return Document("fever", "seeds/fever.txt", "x", "en", blocks, SourceRecord())


def paragraph(*sentences: str) -> Document:
    return document(Block(BlockKind.PARAGRAPH, sentences))


def record(of: Document) -> Record:
    blocks = tuple(
        RecordedBlock(
            block.kind,
            tuple(RecordedSentence(None, text, text, "final") for text in block.segments),
            table=block.table,
            row=block.row,
            column=block.column,
        )
        for block in of.blocks
    )
    made = (recorded_source(of), blocks, True, 1, (), "2026-11-22 ana", False, "c", "1")
    return Record("fever", "es", *made)


@pytest.mark.parametrize(
    ("before", "now", "changed"),
    [
        (["Take 4 g a day."], ["Take 3 g a day."], ("4 g a day -> 3 g a day",)),
        (["Take at most 4 g."], ["Take at most 4 mg."], ("4 g -> 4 mg",)),
        (["Take 5 to 10 mg."], ["Take 5 to 20 mg."], ("10 mg -> 20 mg",)),
        (["Take two tablets."], ["Take three tablets."], ("two -> three",)),
        (["Rest.", "Never take more than 4 g."], ["Rest."], ("4 g -> nothing",)),
        (["Take 4 g and drink."], ["Take it and drink."], ("4 g -> nothing",)),
        (["Take 4 g.", "Rest."], ["Rest.", "Take 4 g."], ()),
        (["Take 4 g."], ["You may take 4 g."], ()),
        (["Take 4 g, and drink 2 litres of water."], ["Take 4 g.", "Also drink 2 litres of water."], ()),
        (["Rest."], ["Rest.", "Take 4 g."], ()),
    ],
)
def test_a_figure_that_is_gone_or_another_is_found(
    sandbox: Workspace, before: list[str], now: list[str], changed: tuple[str, ...]
) -> None:
    assert changed_figures(record(paragraph(*before)), paragraph(*now), sandbox.source_language) == changed


def test_figures_that_changed_places_in_a_table_are_found(sandbox: Workspace) -> None:
    def table(*cells: str) -> Document:
        places = [(place // 2, place % 2) for place in range(len(cells))]
        pairs = zip(cells, places, strict=True)
        return document(*(replace(CELL, segments=(text,), row=row, column=column) for text, (row, column) in pairs))

    before = table("Adults", "4 g", "Children", "3 g")
    now = table("Adults", "3 g", "Children", "4 g")
    found = changed_figures(record(before), now, sandbox.source_language)
    assert found == ("4 g -> 3 g", "3 g -> 4 g")


CELL = Block(BlockKind.CELL, (), table=1)


def test_status_and_publish_ask_until_somebody_decides(sandbox: Workspace, capsys: Capture) -> None:
    issue(sandbox)
    (sandbox.seeds / "stroke.toml").write_text(NEWER)
    (sandbox.seeds / "stroke.txt").write_text(STROKE.replace("10 mg", "20 mg"))
    assert ASKED in Run(sandbox, ["status"], capsys).out.splitlines()
    for _ in range(2):  # the second run changes nothing, and asks all the same
        assert ASKED in Run(sandbox, ["publish", "--site"], capsys).out.splitlines()
    report = json.loads(Run(sandbox, ["publish", "--site", "--json"], capsys).out)
    assert report["figures"] == {"stroke": ["10 mg -> 20 mg"]}
    (sandbox.seeds / "stroke.toml").write_text(NEWER + 'class = "safety"\n')
    assert "figure changed" not in Run(sandbox, ["publish", "--site"], capsys).out
    assert "figure changed" not in Run(sandbox, ["status"], capsys).out
