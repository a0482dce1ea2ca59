"""Paper in every script: each language on each sheet is PDF/UA-1, and its tags say what the page says, in order."""

from io import BytesIO
from pathlib import Path

import pytest
from paper import FORMATS, pdf_ua, rendered, run_on, said, shown
from pypdf import PdfWriter
from script_samples import LANGUAGES

PAGES = {"bilingual-pdf": "bilingual"}
LONG = {"pdf-large", "bilingual-pdf"}  # of more than one page
ALL = [(tag, name) for tag in LANGUAGES for name in FORMATS]


def test_the_scripts_are_those_that_were_promised() -> None:
    promised = "ar ca cs de es fa fr he hi it ja ko my pl pt ru ta th uk ur zh-Hans zh-Hant"
    assert " ".join(LANGUAGES) == promised


@pytest.mark.parametrize("tag", ["ar", "de", "hi", "ko", "my", "th", "zh-Hans"])
def test_the_tags_say_what_the_page_says(tag: str) -> None:
    assert said(rendered(tag, "pdf")) == shown(rendered(tag, "html"))


@pytest.mark.slow
def test_every_script_on_every_sheet_is_pdf_ua_and_says_what_the_page_says(tmp_path: Path) -> None:
    for tag, name in ALL:
        lines, wanted = said(rendered(tag, name)), shown(rendered(tag, PAGES.get(name, "html")))
        assert lines == wanted or (name in LONG and run_on(lines) == run_on(wanted)), (tag, name)
        (tmp_path / f"{tag}.{name}.pdf").write_bytes(rendered(tag, name))
    good = sorted(tmp_path.iterdir())
    spoiled = [_spoil(tmp_path, key) for key in ("/Lang", "/MarkInfo", "/StructTreeRoot", "/Metadata")]
    answers = list(pdf_ua([*good, *spoiled]))
    assert answers[: len(good)] == [f"PASS {path}" for path in good]
    assert [answer.partition(" ")[0] for answer in answers[len(good) :]] == ["FAIL"] * len(spoiled)


def _spoil(folder: Path, key: str) -> Path:
    """A file that has lost one of its promises."""
    writer = PdfWriter(clone_from=BytesIO(rendered("es", "pdf")))
    del writer.root_object[key]
    path = folder / f"without-{key.removeprefix('/')}.pdf"
    writer.write(path)
    return path
