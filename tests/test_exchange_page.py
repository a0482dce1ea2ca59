"""The page for reviewers: both languages marked, in order, escaped, for no patient; readable on paper and by ear."""

import json
import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import make_workspace
from test_renderers_browser import AXE, RULES, VNU, browser, need  # noqa: F401  # a fixture
from test_renderers_inline import Reader
from working_copies import FALLS, TEXTS, decided, draft_all

from pipeline.model.decision import Verdict
from pipeline.model.document import Link
from pipeline.queue import open_queue
from pipeline.renderers._review_page import Part, ReviewPage, Row, Side, render
from pipeline.stages import packs
from pipeline.stages.extract import read_all
from pipeline.stages.reading_copy import reading_copy
from pipeline.stages.review import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ENGLISH, SPANISH, ARABIC = Side("en", "ltr", "English"), Side("es", "ltr", "Spanish"), Side("ar", "rtl", "Arabic")


def page(*rows: Row, target: Side = SPANISH) -> str:
    title = Row(1, "Is it safe?", "¿Es seguro?")
    parts = (Part(1, (title,), rows),)
    return render(ReviewPage("x", "Is it safe?", ENGLISH, target, (), "No para pacientes.", "Style", parts)).decode()


@pytest.fixture(scope="module")
def stroke(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of conftest's document, with an error in it; made before a browser's event loop keeps Django out."""
    workspace = make_workspace(tmp_path_factory.mktemp("page") / "w", sandbox=False)
    draft_all(workspace)
    with open_queue(workspace.var) as queue:
        (document,) = read_all(workspace).documents
        opened = Desk(workspace, document, packs.load(workspace, "es"), queue)
        opened.decide(decided(opened, FALLS, Verdict.SAVE, target="Causa <b>más</b> caídas."))
        return reading_copy(opened).decode("utf-8")


def test_every_text_is_there_in_order_with_its_language_and_direction(stroke: str) -> None:
    spans = re.findall(r'<span lang="(..)" dir="(...)">(.*?)</span>(?!:|</li>)', stroke)
    english = [said for language, _, said in spans if language == "en"]
    spanish = [said for language, _, said in spans if language == "es"]
    assert english == [key.source for key in TEXTS]
    assert spanish == [*(TEXTS | {FALLS: "Causa <b>más</b> caídas."}).values()]
    assert {direction for _, direction, _ in spans} == {"ltr"}


def test_headings_are_headings_and_a_finding_is_text(stroke: str) -> None:
    levels = [int(tag[1]) for tag, _ in Reader(stroke).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels == [1, 2, 2, 2]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert re.search(r"<li>Error \(negation\): ", stroke)
    assert "<li>waits for approval</li>" in stroke


def test_the_page_says_in_both_languages_that_it_is_not_for_patients(stroke: str) -> None:
    assert "For reviewers. Not for patients" in stroke
    assert '<p lang="es" dir="ltr">Borrador pendiente de revisión. No destinado a pacientes.</p>' in stroke
    assert 'content="noindex, nofollow, noarchive"' in stroke


def test_what_a_text_holds_becomes_no_tag_but_those_of_the_notation() -> None:
    evil = "<script>alert(1)</script> <a1>x</a1> <b>bold</b> & <img src=x>"
    text = page(Row(2, evil, evil, notes=(evil,), terms=((evil, evil),), links=(Link(1, "javascript:alert(1)"),)))
    tags = {tag for tag, _ in Reader(text).tags}
    assert tags.isdisjoint({"script", "img", "a"})
    assert "<b>bold</b>" in text


def test_arabic_runs_from_right_to_left_and_a_missing_text_is_said() -> None:
    text = page(Row(2, "It is.", "إنه آمن."), Row(3, "Why?", ""), target=ARABIC)
    assert '<span lang="ar" dir="rtl">إنه آمن.</span>' in text
    assert "No translation yet" in text


@pytest.mark.slow
def test_the_nu_html_checker_has_nothing_to_say(stroke: str, tmp_path: Path) -> None:
    java = shutil.which("java") or ""
    need(there=bool(java) and VNU.is_file(), what=f"java or vnu-jar is missing: {VNU}")
    for name, data in {"es": stroke, "ar": page(Row(2, "It is.", ""), target=ARABIC)}.items():
        path = tmp_path / f"{name}.html"
        path.write_text(data, "utf-8")
        program = [java, "-jar", str(VNU), "--format", "json", "--exit-zero-always", str(path)]
        done = subprocess.run(program, capture_output=True, check=True, text=True, timeout=120)
        assert json.loads(done.stderr)["messages"] == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1000])
def test_axe_finds_no_barrier(
    width: int,
    stroke: str,
    tmp_path: Path,
    browser: "Browser",  # noqa: F811
) -> None:
    need(there=AXE.is_file(), what=f"axe-core is missing: {AXE}")
    path = tmp_path / "page.html"
    path.write_text(stroke, "utf-8")
    with browser.new_context(viewport={"width": width, "height": 640}, bypass_csp=True) as context:
        tab = context.new_page()
        tab.goto(path.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        tab.add_script_tag(path=AXE)
        report = tab.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
    assert len(report["passes"]) > 15
    assert [(found["id"], [node["html"] for node in found["nodes"]]) for found in report["violations"]] == []


@pytest.mark.slow
def test_a_printed_page_repeats_what_the_columns_are(
    tmp_path: Path,
    browser: "Browser",  # noqa: F811
) -> None:
    reader = shutil.which("pdftotext") or ""
    need(there=bool(reader), what="pdftotext is missing")
    path, printed = tmp_path / "page.html", tmp_path / "page.pdf"
    rows = (Row(n, "Take it. " * 20, "Tómelo. " * 20, notes=("waits for approval",)) for n in range(2, 60))
    path.write_text(page(*rows), "utf-8")
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(path.as_uri())
        tab.pdf(path=printed, format="A4")
    text = subprocess.run([reader, "-layout", str(printed), "-"], capture_output=True, check=True, text=True).stdout
    sheets = text.rstrip("\f").split("\f")
    assert len(sheets) > 3
    assert all(re.search(r"No\.\s+English\s+Spanish", sheet) for sheet in sheets)
    assert "For reviewers. Not for patients" in sheets[0]
