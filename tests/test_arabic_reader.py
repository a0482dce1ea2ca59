"""What a reader of Arabic sees and finds: telephone numbers, lines, lists and their search."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from leaflet_samples import arabic, block
from test_renderers_browser import browser  # noqa: F401  # a fixture

from pipeline.bidi import ISOLATES
from pipeline.model.document import BlockKind
from pipeline.model.leaflet import Leaflet
from pipeline.renderers import docx, html, txt

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NUMBERS = ("+44 20 7946 0000", "0800 123 4567", "(020) 7946 0000", "+971\u00a04\u00a0123\u00a04567", "1 000 000")
CALL = f"اتصل على {'، '.join(NUMBERS)}."
GROUPS = """numbers => {
  const text = [...document.querySelectorAll('main p')].find(p => p.textContent.includes('اتصل'));
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const places = {};
  for (let node; (node = walker.nextNode());) for (const number of numbers) {
    const start = node.data.indexOf(number);
    if (start < 0) continue;
    places[number] = [...number.matchAll(/[0-9]+/g)].map(group => {
      const range = document.createRange();
      range.setStart(node, start + group.index);
      range.setEnd(node, start + group.index + group[0].length);
      return [range.getBoundingClientRect().left, range.getBoundingClientRect().top];
    });
  }
  return places;
}"""


def saying(*texts: str) -> Leaflet:
    leaflet = arabic()
    said = tuple(block(BlockKind.PARAGRAPH, text, language="ar") for text in texts)
    return replace(leaflet, blocks=(*leaflet.blocks[:1], *said))


def test_telephone_numbers_are_set_apart_whole_in_text_and_word() -> None:
    import docx as word

    call = f"اتصل على {'، '.join(map('{}'.join(ISOLATES).format, NUMBERS))}."
    assert call in txt.PLUGIN.render(saying(CALL)).content.decode()
    document = word.Document(BytesIO(docx.PLUGIN.render(saying(CALL)).content))
    said = [paragraph.text.replace("\u202f", " ") for paragraph in document.paragraphs]
    assert call.replace("\u00a0", " ") in [text.replace("\u00a0", " ") for text in said]


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
