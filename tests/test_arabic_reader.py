"""What a reader of Arabic sees and finds: telephone numbers, lines, lists and their search."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from leaflet_samples import arabic, block
from test_renderers_browser import ROOT, browser  # noqa: F401  # a fixture

from pipeline.bidi import ISOLATES
from pipeline.config import Workspace
from pipeline.model.document import BlockKind
from pipeline.model.leaflet import Leaflet
from pipeline.renderers import _site, docx, html, txt
from pipeline.renderers._site import Frame, Listed, ListPage
from pipeline.stages.packs import load
from pipeline.stages.site_words import site_words

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NUMBERS = (
    "+44 20 7946 0000",
    "0800 123 4567",
    "(020) 7946 0000",
    "+971\u00a04\u00a0123\u00a04567",
    "1 000 000",
    "٠٦ ١٢ ٣٤ ٥٦ ٧٨",
    "١ ٠٠٠",
)
CALL = f"اتصل على {'، '.join(NUMBERS)}."
LISTED = (
    Listed("a.html", "الحمى عند 5-10 أطفال", "الجرعة 5-10 ملغ", "الجرعة 5-10 ملغ، ثم 1000 ملغ"),
    Listed("b.html", "إصابة العين", "دواءٌ للعـــين", "دواءٌ للعـــين"),
)
GROUPS = """numbers => {
  const text = [...document.querySelectorAll('main p')].find(p => p.textContent.includes('اتصل'));
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const places = {};
  for (let node; (node = walker.nextNode());) for (const number of numbers) {
    const start = node.data.replace(/\\u00a0/g, ' ').indexOf(number.replace(/\\u00a0/g, ' '));
    if (start < 0) continue;
    places[number] = [...number.matchAll(/[+(]|\\p{Nd}+/gu)].map(group => {
      const range = document.createRange();
      range.setStart(node, start + group.index);
      range.setEnd(node, start + group.index + group[0].length);
      return [range.getBoundingClientRect().left, range.getBoundingClientRect().top];
    });
  }
  return places;
}"""

ORDER = """[...document.querySelectorAll('.leaflets:not([hidden]) li :is(a, p)')].map(element => {
  const node = element.firstChild;
  const left = sign => {
    const range = document.createRange();
    range.setStart(node, node.data.indexOf(sign));
    range.setEnd(node, node.data.indexOf(sign) + 1);
    return range.getBoundingClientRect().left;
  };
  return left('5') < left('0');
})"""


def listing() -> ListPage:
    return ListPage(Frame("ar", "rtl", (), site_words(load(Workspace(ROOT), "ar")), ""), "العربية", LISTED, ())


def saying(*texts: str) -> Leaflet:
    leaflet = arabic()
    said = tuple(block(BlockKind.PARAGRAPH, text, language="ar") for text in texts)
    return replace(leaflet, blocks=(*leaflet.blocks[:1], *said))


def test_telephone_numbers_are_set_apart_whole_in_text_and_word() -> None:
    import docx as word

    call = f"اتصل على {'، '.join(map('{}'.join(ISOLATES).format, NUMBERS))}."
    text = txt.PLUGIN.render(saying(CALL)).content.decode()
    assert call.replace("\u00a0", " ") in text.replace("\u00a0", " ")
    document = word.Document(BytesIO(docx.PLUGIN.render(saying(CALL)).content))
    said = [paragraph.text.replace("\u202f", " ") for paragraph in document.paragraphs]
    assert call.replace("\u00a0", " ") in [text.replace("\u00a0", " ") for text in said]


def test_lists_and_what_the_search_shows_set_the_same_islands_apart() -> None:
    page = _site.list_page(listing()).decode()
    island = '<bdi class="whole" dir="ltr">5-10</bdi>'
    assert f'<h2><a href="a.html">الحمى عند {island}\u00a0أطفال</a></h2>' in page
    assert f"<p>الجرعة {island}\u00a0ملغ…</p>" in page
    index = _site.search_index(LISTED, "rtl").decode()
    assert '["a.html","الحمى عند \u20665-10\u2069 أطفال","الجرعة \u20665-10\u2069 ملغ","، ثم 1000 ملغ"]' in index
    assert "\u2066" not in _site.search_index(LISTED, "ltr").decode()


@pytest.mark.slow
def test_the_search_finds_letters_and_digits_however_they_are_typed(browser: "Browser", tmp_path: Path) -> None:  # noqa: F811
    files = {
        "site.js": _site.script(),
        "ar/index.html": _site.list_page(listing()),
        "ar/search.index.js": _site.search_index(LISTED, "rtl"),
    }
    (tmp_path / "ar").mkdir()
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    first, second = (f"الحمى عند {'{}'.join(ISOLATES).format('5-10')} أطفال", "إصابة العين")
    typed = {
        "الحمي": first,
        "١٠٠٠": first,
        "۱۰۰۰": first,
        "5-10": first,
        "٥-١٠": first,
        "اصابه": second,
        "دواء للعين": second,
    }
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto((tmp_path / "ar" / "index.html").as_uri())
        found = tab.locator(".leaflets:visible h2 a")
        for words, title in typed.items():
            tab.fill("#words", words)
            tab.locator("[role=status]", has_text="1").wait_for()
            assert found.all_text_contents() == [title], words
            tab.fill("#words", "")
        tab.fill("#words", "5-10")
        assert tab.evaluate(ORDER) == [True, True]


@pytest.mark.slow
def test_telephone_numbers_read_from_the_left_on_a_page(browser: "Browser", tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "ar.html").write_bytes(html.PLUGIN.render(saying(CALL)).content)
    with browser.new_context(viewport={"width": 360, "height": 640}) as context:
        tab = context.new_page()
        tab.goto((tmp_path / "ar.html").as_uri())
        places = tab.evaluate(GROUPS, list(NUMBERS))
    assert set(places) == set(NUMBERS)
    for number, groups in places.items():
        assert groups == sorted(groups), number
        assert len({top for _, top in groups}) == 1, number


LINES = """() => {
  const paragraph = document.querySelectorAll('main p')[0];
  const top = (node, place) => {
    const range = document.createRange();
    range.setStart(node, place);
    range.setEnd(node, place + 1);
    return range.getBoundingClientRect().top;
  };
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const tops = [];
  let text = "";
  for (let node; (node = walker.nextNode());) {
    text += node.data;
    tops.push(...[...node.data].map((_, place) => top(node, place)));
  }
  return [...text.matchAll(/[0-9]\\s(?=غ|أيام|ملغ)/g)].map(m => tops[m.index] === tops[m.index + 2]);
}"""


@pytest.mark.slow
def test_no_line_ends_between_a_figure_and_its_unit(browser: "Browser", tmp_path: Path) -> None:  # noqa: F811
    text = "تناول 4 غ كل 3 أيام أو <b>5–10</b> ملغ كل 7 أيام. " * 6
    leaflet = saying(text.strip())
    (tmp_path / "ar.html").write_bytes(html.PLUGIN.render(leaflet).content)
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto((tmp_path / "ar.html").as_uri())
        for width in range(320, 420, 10):
            tab.set_viewport_size({"width": width, "height": 640})
            assert tab.evaluate(LINES) == [True] * 24, width
    import docx as word

    document = word.Document(BytesIO(docx.PLUGIN.render(leaflet).content))
    (said,) = (paragraph.text for paragraph in document.paragraphs if "تناول" in paragraph.text)
    assert (said.count("4\u202fغ"), said.count("\u2069\u202fملغ")) == (6, 6)
