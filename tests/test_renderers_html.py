import base64
import hashlib
import os
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from leaflet_samples import SAMPLES, arabic, chrome, draft, spanish, words
from test_renderers_inline import TEXTS, Reader

from pipeline.errors import PublishError
from pipeline.model.leaflet import Fact, LanguageChoice, Leaflet
from pipeline.renderers.html import PLUGIN

GOLDEN = Path(__file__).parent / "golden" / "html"
TAGS = (
    "html head meta title style body a header nav ul ol li bdi main section h1 h2 h3 p b i sub sup code span div table"
    " thead tbody tr th td footer dl dt dd"
)
ATTRIBUTES = (
    "lang dir charset http-equiv content name class href hreflang aria-label aria-labelledby aria-hidden aria-current"
    " id tabindex role scope"
)


def page(leaflet: Leaflet) -> str:
    return PLUGIN.render(leaflet).content.decode("utf-8")


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_page_is_the_one_on_file(sample: str) -> None:
    """`GOLDEN=write pytest tests/test_renderers_html.py` writes the files anew; look at what changed."""
    made, golden = PLUGIN.render(SAMPLES[sample]()).content, GOLDEN / f"{sample}.html"
    if os.environ.get("GOLDEN") == "write":
        golden.write_bytes(made)
    assert made.decode("utf-8") == golden.read_text("utf-8")


@pytest.mark.parametrize("sample", SAMPLES)
def test_one_h1_and_no_gap_below_it(sample: str) -> None:
    levels = [int(tag[1]) for tag, _ in Reader(page(SAMPLES[sample]())).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_page_is_small_and_asks_for_nothing(sample: str) -> None:
    content = PLUGIN.render(SAMPLES[sample]()).content
    tags = Reader(content.decode("utf-8")).tags
    assert len(content) < 20_000
    assert [
        tag for tag, _ in tags if tag in {"script", "link", "img", "iframe", "form", "object", "embed", "base"}
    ] == []
    assert b"@import" not in content
    assert b"url(" not in content


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_policy_names_the_style_and_allows_nothing_else(sample: str) -> None:
    text = page(SAMPLES[sample]())
    styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert len(styles) == 1
    digest = base64.b64encode(hashlib.sha256(styles[0].encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert [a["content"] for _, a in Reader(text).tags if a.get("http-equiv") == "Content-Security-Policy"] == [policy]


def test_a_whole_leaflet_of_400_sentences_stays_below_100_kilobytes() -> None:
    leaflet = spanish()
    long = replace(leaflet, blocks=leaflet.blocks + leaflet.blocks[5:9] * 80)
    assert sum(len(block.sentences) for block in long.blocks) > 400
    assert len(PLUGIN.render(long).content) < 100_000


def test_direction_and_fonts_follow_the_language() -> None:
    text = page(arabic())
    assert '<html lang="ar" dir="rtl">' in text
    assert ":root { --fonts: 'Noto Sans Arabic', system-ui," in text
    assert '<a class="skip" href="#text">الانتقال إلى النص</a>' in text
    no_words = replace(arabic(), language="fa", chrome=chrome("fa"), in_english=words("fa").in_english)
    untranslated = page(no_words)
    assert '<a class="skip" href="#text"><span lang="en" dir="ltr">Skip to the text</span></a>' in untranslated


def test_a_font_name_cannot_break_out_of_the_style() -> None:
    with pytest.raises(PublishError, match="font name"):
        PLUGIN.render(replace(spanish(), fonts=("x'} </style><script>",)))


def test_a_draft_says_so_everywhere() -> None:
    text = page(draft())
    assert "<title>Borrador – ¿Ayudan" in text
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in text
    assert '<body class="draft">' in text
    assert text.index("Borrador para revisar.") < text.index("<h1")
    assert '<p class="stamp" aria-hidden="true">Borrador para revisar. No es para pacientes.</p>' in text


def test_a_test_page_says_so_and_a_final_one_has_none_of_it() -> None:
    test = page(replace(spanish(), sandbox=True, banners=("Prueba: no es para pacientes.",)))
    assert "<title>Prueba – ¿Ayuda" in test
    assert '<body class="sandbox">' in test
    assert "noindex" in test
    final = page(spanish())
    assert [word for word in ("noindex", 'class="draft"', 'class="stamp"', 'class="warning"') if word in final] == []


@pytest.mark.parametrize("kind", ["draft", "sandbox"])
def test_a_draft_without_a_banner_is_refused(kind: str) -> None:
    unmarked = replace(spanish(), draft=kind == "draft", sandbox=kind == "sandbox")
    with pytest.raises(PublishError, match=r"metformin \[es\]: a draft or test page without a banner"):
        PLUGIN.render(unmarked)


def test_a_missing_word_of_the_page_is_an_error() -> None:
    chrome = {word: text for word, text in spanish().chrome.items() if word != "Skip to the text"}
    with pytest.raises(PublishError, match=r"Skip to the text.*fill `chrome`"):
        PLUGIN.render(replace(spanish(), chrome=chrome))


def test_english_in_place_of_a_translation_is_marked_for_eye_and_ear() -> None:
    marked = (
        '<h2 id="part-2"><span class="stand-in"><span class="badge" aria-hidden="true">EN</span>'
        '<span class="unseen">Esta oración está en inglés. </span>'
        '<span lang="en" dir="ltr">What is a stroke?</span></span></h2>'
    )
    assert marked in page(draft())
    assert "stand-in" not in page(spanish()).split("</style>")[1]


def test_sentences_are_joined_as_the_language_joins_them() -> None:
    leaflet = spanish()
    block = leaflet.blocks[5]
    joined = page(replace(leaflet, blocks=(block,), joiner=""))
    assert "en la sangre.En la diabetes tipo 2" in joined


def test_a_leaflet_without_a_title_block_takes_its_title() -> None:
    leaflet = spanish()
    text = page(replace(leaflet, blocks=leaflet.blocks[1:], title="HbA<sub>1c</sub>"))
    assert '<h1 id="title">HbA<sub>1c</sub></h1>' in text
    assert "<title>HbA1c</title>" in text


@settings(max_examples=60)
@given(TEXTS)
def test_no_text_in_any_place_makes_a_tag(text: str) -> None:
    leaflet = spanish()
    blocks = tuple(
        replace(block, sentences=tuple(replace(sentence, text=text) for sentence in block.sentences))
        for block in leaflet.blocks
    )
    hostile = replace(
        leaflet,
        blocks=blocks,
        title=text,
        banners=(text,),
        notices=(text,),
        facts=(Fact(text, text, text, text),),
        choices=(LanguageChoice("pt", text, "x.html"),),
        about_heading=text,
        chrome=dict.fromkeys(leaflet.chrome, text),
        draft=True,
    )
    read = Reader(page(hostile))
    assert {tag for tag, _ in read.tags} <= set(TAGS.split())
    assert {name for _, attributes in read.tags for name in attributes} <= set(ATTRIBUTES.split())
    links = {a["href"] for tag, a in read.tags if tag == "a"}
    assert {link for link in links if link not in {"#text", "x.html"} and not str(link).startswith("https://")} == set()
