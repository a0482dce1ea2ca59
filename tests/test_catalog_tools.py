"""What other gettext programs do to a catalog never turns a machine draft into an approved text."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from pipeline.catalog.decide import apply
from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.po import parse, serialise
from pipeline.catalog.remarks import Origin
from pipeline.catalog.template import new_catalog
from pipeline.model.decision import Decision, Mode, Verdict
from pipeline.model.document import Key

DAY = date(2026, 11, 22)
DRAFT, DONE = Key(None, "Take 10 mg every day."), Key(None, "Walking helps most people after a stroke.")
needs_gettext = pytest.mark.skipif(shutil.which("msgmerge") is None, reason="GNU gettext is not installed")


@pytest.fixture
def po(tmp_path: Path) -> Path:
    entries = tuple(
        Entry(key, places=("seeds/x.txt",)).drafted(target, [Origin("mt", "firefox en>pt 2.0")])
        for key, target in ((DRAFT, "Tome 10 mg al día."), (DONE, "Caminar ayuda a la mayoría."))
    )
    start = Catalog("es", "x", entries, new_catalog("es", "x", "nplurals=2; plural=(n != 1);").header)
    text = entries[1].target
    signed, _ = apply(start, [Decision("x", "es", DONE, Verdict.APPROVE, "ana", DAY, text, text, Mode.READ)], 1)
    path = tmp_path / "x.po"
    path.write_bytes(serialise(signed))
    return path


def states(path: Path) -> dict[str, tuple[bool, bool]]:
    """Approved and unsigned, by source, of a catalog on disk."""
    active = parse(path.read_bytes(), path.name).active
    return {key.source: (entry.approved(1), entry.unsigned(1)) for key, entry in active.items()}


def run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


def test_before(po: Path) -> None:
    assert states(po) == {DRAFT.source: (False, False), DONE.source: (True, False)}


@needs_gettext
def test_msgfmt_accepts_the_file(po: Path) -> None:
    run("msgfmt", "-c", "-o", po.with_suffix(".mo"), po)


@needs_gettext
def test_msgattrib_clears_flags_and_approves_nothing(po: Path) -> None:
    run("msgattrib", "--clear-fuzzy", "-o", po, po)
    assert states(po) == {DRAFT.source: (False, True), DONE.source: (True, False)}


@needs_gettext
def test_msgmerge_carries_a_signature_onto_a_changed_sentence_and_it_counts_for_nothing(po: Path) -> None:
    changed = DONE.source.replace("most", "many")
    template = po.with_suffix(".pot")
    template.write_bytes(po.read_bytes().replace(DONE.source.encode(), changed.encode()))
    run("msgmerge", "--update", "--backup=none", po, template)
    entry = parse(po.read_bytes(), po.name).active[Key(None, changed)]
    assert entry.target == "Caminar ayuda a la mayoría."
    assert len(entry.remarks) > 0
    assert entry.signatures == ()
    run("msgattrib", "--clear-fuzzy", "-o", po, po)
    assert states(po) == {DRAFT.source: (False, True), changed: (False, True)}


def test_an_editor_that_clears_the_flag_on_editing_signs_nothing(po: Path) -> None:
    """As Poedit does: the text changes, the flag goes, the comments stay."""
    text = po.read_text().replace("#, fuzzy\n", "").replace("Tome 10 mg al día.", "Tome 10 g al día.")
    po.write_text(text.replace("Caminar ayuda", "Andar ayuda"))
    assert states(po) == {DRAFT.source: (False, True), DONE.source: (False, True)}


def test_a_filter_that_strips_every_flag_on_saving_signs_nothing(po: Path) -> None:
    """As OmegaT does: no flag survives, comments pass through."""
    po.write_text(re.sub(r"#, .*\n", "", po.read_text()))
    assert states(po) == {DRAFT.source: (False, True), DONE.source: (True, False)}
