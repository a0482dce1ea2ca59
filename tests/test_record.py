"""Records read back as they were written, and nothing else is taken for one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import Workspace
from pipeline.errors import PublishError
from pipeline.model.document import BlockKind, Link
from pipeline.stages.record import Record, RecordedBlock, RecordedSentence, RecordedSource, from_json, to_json
from pipeline.stages.records import read_record

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
lists = st.lists(texts, max_size=2).map(tuple)
sentences = st.builds(RecordedSentence, st.none() | texts, texts, texts, texts, texts, lists, lists, lists)
blocks = st.builds(
    RecordedBlock,
    st.sampled_from(BlockKind),
    st.lists(sentences, max_size=2).map(tuple),
    level=st.integers(0, 6),
    header=st.booleans(),
    links=st.lists(st.builds(Link, st.integers(1, 9), texts, texts), max_size=1).map(tuple),
    key_messages=st.booleans(),
)
sources = st.builds(
    RecordedSource, texts, texts, texts, texts, texts, texts, texts, texts, lists, texts, texts, texts, texts
)
records = st.builds(
    Record,
    texts,
    texts,
    sources,
    st.lists(blocks, max_size=2).map(tuple),
    st.booleans(),
    st.sampled_from([1, 2]),
    lists,
    texts,
    st.booleans(),
    texts,
    texts,
)


@given(records)
def test_a_record_reads_back(record: Record) -> None:
    assert from_json(to_json(record)) == record


@pytest.mark.parametrize("data", [b"", b"{}", b'{"format": 2}', b'{"format": 1, "document": "x"}', b"[1]"])
def test_anything_else_is_an_error_with_the_next_step(tmp_path: Path, data: bytes) -> None:
    workspace = Workspace(tmp_path)
    path = workspace.record("es", "x")
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    with pytest.raises(PublishError, match="take it from version control or publish anew"):
        read_record(workspace, "es", "x")
    path.unlink()
    assert read_record(workspace, "es", "x") is None
