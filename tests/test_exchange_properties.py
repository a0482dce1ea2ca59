"""Working copies by chance: any edits on both sides end as the table says, and a second time changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from conftest import make_workspace
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from working_copies import KEY_MESSAGES, NAME, TEXTS, brought, bytes_of, decided, draft_all, texts, with_texts

from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.template import new_catalog
from pipeline.catalog.working_copy import Sheet, read_copy, write_copy
from pipeline.config import Workspace
from pipeline.model.decision import Verdict
from pipeline.model.document import Key
from pipeline.queue import open_queue
from pipeline.stages import packs
from pipeline.stages.extract import read_all
from pipeline.stages.hand_out import working_copy
from pipeline.stages.review import Desk

words = st.sampled_from(["Una.", "Dos.", "Tres.", "Cuatro cosas."])
editing = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, bytes]:
    """A workspace in drafts with the bytes of its catalog, for tests that begin anew many times."""
    workspace = make_workspace(tmp_path_factory.mktemp("start") / "w", sandbox=False)
    draft_all(workspace)
    return workspace, with_texts(workspace.catalog("es", "stroke").read_bytes(), {EMPTY: ""})


@contextmanager
def anew(start: tuple[Workspace, bytes]) -> Iterator[Desk]:
    workspace, data = start
    workspace.catalog("es", "stroke").write_bytes(data)
    (workspace.var / "queue.sqlite3").unlink(missing_ok=True)
    with open_queue(workspace.var) as queue:
        (document,) = read_all(workspace).documents
        yield Desk(workspace, document, packs.load(workspace, "es"), queue)


EMPTY = KEY_MESSAGES  # no draft of it has been made
BASE = TEXTS | {EMPTY: ""}
sides = st.fixed_dictionaries({key: st.tuples(words | st.none(), words | st.just("") | st.none()) for key in BASE})
Sides = dict[Key, tuple[str | None, str | None]]


def edited_on_both_sides(desk: Desk, both: Sides, *, fuzzy: bool) -> bytes:
    """Edits here are in the catalog; the file holds those of the other side, with every flag set or cleared."""
    data = working_copy(desk)
    for key, (mine, _) in both.items():
        if mine is not None:
            desk.decide(decided(desk, key, Verdict.SAVE, target=mine))
    yours = {key: BASE[key] if yours is None else yours for key, (_, yours) in both.items()}
    return with_texts(data, yours, fuzzy=fuzzy)


def outcome(base: str, mine: str | None, yours: str | None) -> str:
    """The table: what a message becomes, by what each side did with it (None: nothing)."""
    here = base if mine is None else mine
    if yours == "" and base and here:
        return "emptied"
    if not yours or yours in (base, here):
        return "unchanged"
    return "taken" if here == base else "conflict"


@pytest.mark.slow
@editing
@given(sides, st.booleans())
def test_edits_on_both_sides_end_as_the_table_says(start: tuple[Workspace, bytes], both: Sides, fuzzy: bool) -> None:  # noqa: FBT001  # hypothesis hands it over
    with anew(start) as desk:
        report = brought(desk, edited_on_both_sides(desk, both, fuzzy=fuzzy))
        table = {key: outcome(BASE[key], *sides) for key, sides in both.items()}
        for kind, rows in {"taken": report.taken, "conflict": report.conflicts}.items():
            assert {one.key for one in rows} == {key for key, what in table.items() if what == kind}
        assert (report.stale, report.refused) == ((), ())
        assert {one.key for one in report.emptied} == {key for key, what in table.items() if what == "emptied"}
        assert report.unchanged == list(table.values()).count("unchanged")
        expected = {}
        for key, (mine, yours) in both.items():
            text = yours if table[key] == "taken" else BASE[key] if mine is None else mine
            need = "signature" if table[key] == "taken" and not fuzzy else "approval" if text else "translation"
            expected[key] = (text, need)
        assert {one.entry.key: (one.entry.target, one.need) for one in desk.segments()} == expected
        exported = {message.key: message.text for message in read_copy(working_copy(desk), NAME).messages}
        assert exported == texts(desk)


@pytest.mark.slow
@editing
@given(sides, st.booleans())
def test_importing_twice_is_importing_once(start: tuple[Workspace, bytes], both: Sides, fuzzy: bool) -> None:  # noqa: FBT001  # hypothesis hands it over
    with anew(start) as desk:
        data = edited_on_both_sides(desk, both, fuzzy=fuzzy)
        first = brought(desk, data)
        once, log = bytes_of(desk), desk.queue.log()
        second = brought(desk, data)
        assert (bytes_of(desk), desk.queue.log()) == (once, log)
        assert (second.taken, second.comments) == ((), 0)
        assert second.conflicts == first.conflicts


anything = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n\t"\\'), max_size=40)
notes = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(str.strip), max_size=3)


@given(st.dictionaries(anything.filter(bool), st.tuples(anything, anything, st.booleans(), notes), max_size=4))
def test_whatever_the_texts_are_a_copy_gives_them_back(rows: dict[str, tuple[str, str, bool, list[str]]]) -> None:
    header = new_catalog("es", "stroke", "nplurals=2; plural=(n != 1);").header
    sheets = [
        Sheet(Entry(Key(None, source), text, fuzzy, notes=tuple(said)), exported, ("Section: x", exported))
        for source, (text, exported, fuzzy, said) in rows.items()
    ]
    copy = read_copy(write_copy(Catalog("es", "stroke", (), header), sheets, "es"), NAME)
    got = {m.key.source: (m.text, m.exported, m.fuzzy, list(m.comments)) for m in copy.messages}
    assert got == {source: (*row, list(filter(None, said))) for source, (*row, said) in rows.items()}
    assert (copy.document, copy.language) == ("stroke", "es")
