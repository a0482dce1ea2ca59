"""Working copies in the hands of real programs: texts arrive, comments survive, and nothing is approved by a tool."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from conftest import DAY
from working_copies import FALLS, FASTER, KEY_MESSAGES, TEXTS, decided, draft_all, edited, with_texts

from pipeline.config import Workspace
from pipeline.model.decision import Verdict
from pipeline.model.document import Key
from pipeline.stages.extract import extract
from pipeline.stages.hand_out import hand_out, working_copy
from pipeline.stages.review import Desk
from pipeline.stages.take_in import TakenIn, read, take_in

pytestmark = pytest.mark.slow
Open = Callable[..., Desk]
MINE = "No provoca más caídas."
PROJECT = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir>
<glossary_dir>__DEFAULT__</glossary_dir><glossary_file>__DEFAULT__</glossary_file>
<dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>EN</source_lang><target_lang>ES</target_lang><sentence_seg>false</sentence_seg>
<support_default_translations>true</support_default_translations><remove_tags>false</remove_tags>
</project></omegat>
"""
MEMORY = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx11.dtd">
<tmx version="1.1"><header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext"
 creationtoolversion="3.6.0" segtype="sentence" srclang="EN"/><body>{units}</body></tmx>
"""
UNIT = """
<tu><tuv lang="EN"><seg>{source}</seg></tuv>
<tuv lang="ES" changeid="ana" changedate="20261122T100000Z"><seg>{target}</seg></tuv></tu>"""


@pytest.fixture
def here(normal: Workspace, desk: Open) -> Desk:
    """A document in drafts, one of them approved, with a comment that every program has to carry."""
    draft_all(normal)
    opened = desk(normal)
    opened.decide(decided(opened, KEY_MESSAGES, Verdict.APPROVE))
    opened.decide(decided(opened, FALLS, Verdict.COMMENT, reason="is that caídas for everyone?"))
    return opened


def need(program: str) -> str:
    """The program, or a test that is skipped; with CI=true it fails."""
    found = shutil.which(program)
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            f"{program} is missing; `make test` installs it"
        )
    return str(found)


def run(*command: str | Path, home: Path) -> None:
    environment = {**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"}
    subprocess.run([str(part) for part in command], check=True, capture_output=True, env=environment, timeout=300)


def through_omegat(path: Path, memory: dict[Key, str], folder: Path) -> Path:
    """The file as OmegaT writes it in a project whose own memory holds these translations."""
    project = folder / "project"
    for name in ("source", "target", "omegat", "tm", "glossary", "dictionary"):
        (project / name).mkdir(parents=True)
    shutil.copy(path, project / "source")
    units = "".join(UNIT.format(source=escape(key.source), target=escape(text)) for key, text in memory.items())
    (project / "omegat.project").write_text(PROJECT, "utf-8")
    (project / "omegat" / "project_save.tmx").write_text(MEMORY.format(units=units), "utf-8")
    config = f"--config-dir={folder / 'config'}"
    run(need("omegat"), "--mode=console-translate", project, config, home=folder)
    return project / "target" / path.name


def brought(desk: Desk, path: Path) -> TakenIn:
    return take_in(desk, read(path), "ana", DAY)


def approved(desk: Desk) -> list[Key]:
    return [segment.entry.key for segment in desk.segments() if not segment.need]


def test_omegat_brings_texts_and_approves_nothing(here: Desk, tmp_path: Path) -> None:
    out = hand_out(here, "po", tmp_path / "out").path
    back = through_omegat(out, {FALLS: MINE, FASTER: TEXTS[FASTER]}, tmp_path)
    text = back.read_text("utf-8")
    assert "#, fuzzy" not in text  # OmegaT strips every flag
    assert text.count('msgstr ""') > 1  # and leaves a fuzzy draft that nobody confirmed empty
    assert "# is that caídas for everyone?" in text
    report = brought(here, back)
    assert [(one.key, one.there, one.draft) for one in report.taken] == [(FALLS, MINE, False)]
    assert (report.unchanged + len(report.emptied), report.left, report.comments) == (8, (), 0)
    assert {one.key for one in report.emptied} <= {*TEXTS} - {FALLS, FASTER, KEY_MESSAGES}
    assert here.segment(FALLS).need == "signature"
    assert here.segment(FALLS).entry.notes == ("is that caídas for everyone?",)
    assert approved(here) == [KEY_MESSAGES]


def test_omegat_over_an_approved_text_makes_it_unsigned(here: Desk, tmp_path: Path) -> None:
    out = hand_out(here, "po", tmp_path / "out").path
    report = brought(here, through_omegat(out, {KEY_MESSAGES: "Lo esencial"}, tmp_path))
    assert [(one.key, one.approved) for one in report.taken] == [(KEY_MESSAGES, True)]
    assert (here.segment(KEY_MESSAGES).need, approved(here)) == ("signature", [])


def test_omegat_and_a_change_here_are_a_conflict(here: Desk, tmp_path: Path) -> None:
    back = through_omegat(hand_out(here, "po", tmp_path / "out").path, {FALLS: MINE}, tmp_path)
    here.decide(decided(here, FALLS, Verdict.EDIT, target="No produce más caídas."))
    report = brought(here, back)
    assert [one.key for one in report.conflicts] == [FALLS]
    assert (here.segment(FALLS).entry.target, here.segment(FALLS).need) == ("No produce más caídas.", "")


def test_msgattrib_clears_every_flag_and_nothing_happens(here: Desk, tmp_path: Path) -> None:
    out = hand_out(here, "po", tmp_path).path
    before = here.workspace.catalog("es", "stroke").read_bytes()
    run(need("msgattrib"), "--clear-fuzzy", "-o", out, out, home=tmp_path)
    assert "#, fuzzy" not in out.read_text("utf-8")
    assert brought(here, out) == TakenIn("stroke", "es", unchanged=9)
    assert here.workspace.catalog("es", "stroke").read_bytes() == before


def test_msgattrib_after_an_edit_brings_the_text_unsigned(here: Desk, tmp_path: Path) -> None:
    out = hand_out(here, "po", tmp_path).path
    out.write_bytes(with_texts(out.read_bytes(), {FALLS: MINE}, fuzzy=True))
    run(need("msgattrib"), "--clear-fuzzy", "-o", out, out, home=tmp_path)
    assert [one.key for one in brought(here, out).taken] == [FALLS]
    assert (here.segment(FALLS).need, approved(here)) == ("signature", [KEY_MESSAGES])


def test_msgmerge_with_the_new_template_brings_texts_and_takes_no_near_match(
    here: Desk, desk: Open, tmp_path: Path
) -> None:
    out = hand_out(here, "po", tmp_path).path
    noted = edited(out.read_bytes(), lambda e: replace(e, notes=(*e.notes, "ask Eva")) if e.key == FASTER else e)
    out.write_bytes(with_texts(noted, {FALLS: MINE}))
    source = here.workspace.seeds / "stroke.txt"
    source.write_text(source.read_text().replace("10 mg of the medicine", "100 mg of the medicine"))
    extract(here.workspace)
    template = here.workspace.template("stroke")
    run(need("msgmerge"), "--update", "--backup=none", out, template, home=tmp_path)
    dose = Key(None, "People took 100 mg of the medicine.")
    assert "tomaron 10 mg" in out.read_text("utf-8")  # what msgmerge guesses for the new sentence
    there = desk(here.workspace)
    report = brought(there, out)
    assert ([one.key for one in report.taken], report.left) == ([FALLS], ())
    assert report.comments == 1
    assert there.segment(dose).entry.target == ""
    assert there.segment(FASTER).entry.notes == ("ask Eva",)
    assert approved(there) == [KEY_MESSAGES]


def test_gettext_accepts_the_file(here: Desk, tmp_path: Path) -> None:
    out = hand_out(here, "po", tmp_path).path
    run(need("msgfmt"), "--check", "-o", tmp_path / "out.mo", out, home=tmp_path)
    run(need("msgcat"), "--width=60", "-o", out, out, home=tmp_path)  # wrapped, as Poedit does
    assert brought(here, out) == TakenIn("stroke", "es", unchanged=9)
    assert out.read_bytes() != working_copy(here)
