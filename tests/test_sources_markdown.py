import datetime as dt
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import registry
from pipeline.errors import SourceError
from pipeline.model.document import Block, BlockKind, Link
from pipeline.sources.markdown import PLUGIN


def standard(line: str) -> bool:
    return line == "Key messages"


def blocks(text: str) -> tuple[Block, ...]:
    return PLUGIN.parse(text, standard).blocks


def texts(text: str) -> list[tuple[str, ...]]:
    return [block.segments for block in blocks(text)]


def test_it_is_registered() -> None:
    assert registry.sources()["markdown"] is PLUGIN


@pytest.mark.parametrize(
    ("markdown", "segment"),
    [
        ("*a* **b** ***c***", "<i>a</i> <b>b</b> <i><b>c</b></i>"),
        ("`a < b` and `<b>`", "<code>a < b</code> and <code><\u2060b></code>"),
        ("m<sup>2</sup> <em>x</em> <STRONG>y</STRONG>", "m<sup>2</sup> <i>x</i> <b>y</b>"),
        ("one\ntwo  \nthree\\\nfour<br>five", "one two three four five"),
        (r"\<b> &lt;i> p < 0.05 \* &mu;g", "<\u2060b> <\u2060i> p < 0.05 * μg"),
        ("a <!-- a remark --> b", "a  b"),
        ("    indented", "indented"),
        ("[a](javascript:x)", "[a](javascript:x)"),
    ],
)
def test_inline(markdown: str, segment: str) -> None:
    assert texts(markdown) == [(segment,)]


def test_links_are_numbered_and_keep_their_addresses_to_themselves() -> None:
    (block,) = blocks('See [**this**](https://a.example "T"), <https://b.example> or [that][x].\n\n[x]: /c')
    assert block.segments == ("See <a1><b>this</b></a1>, <a2>https://b.example</a2> or <a3>that</a3>.",)
    assert block.links == (Link(1, "https://a.example", "T"), Link(2, "https://b.example"), Link(3, "/c"))


def test_the_title_is_the_first_heading_of_level_one() -> None:
    found = [(b.kind.value, b.level, b.segments[0]) for b in blocks("Banner\n\n# A\n\n## B\n\n# C\n\n#### D")]
    assert found == [
        ("paragraph", 0, "Banner"),
        ("title", 1, "A"),
        ("heading", 2, "B"),
        ("heading", 2, "C"),
        ("heading", 4, "D"),
    ]
    assert blocks("## Only this\n\nText.")[0].kind is BlockKind.TITLE


def test_a_standard_heading_in_bold_is_a_heading() -> None:
    found = [(b.kind.value, b.segments[0], b.reason) for b in blocks("# T\n\n**Key messages**\n\n**Other words**")]
    assert found[1:] == [
        ("heading", "Key messages", "standard heading in bold"),
        ("paragraph", "<b>Other words</b>", "paragraph"),
    ]


def test_lists() -> None:
    text = "- a\n  still a\n\n  and more\n  1. b\n  2. c\n\n  after\n- d\n"
    assert [(b.level, b.ordered, b.segments, b.line) for b in blocks(text)] == [
        (1, False, ("a still a and more",), 1),
        (2, True, ("b",), 5),
        (2, True, ("c",), 6),
        (1, False, ("after",), 8),
        (1, False, ("d",), 9),
    ]


def test_tables() -> None:
    text = "| A | *B* |\n|---|:-:|\n| 1 \\| 2 | |\n| 3 |\n\n|C|\n|-|\n"
    found = [(b.table, b.row, b.column, b.header, b.segments, b.line) for b in blocks(text)]
    assert found == [
        (1, 1, 1, True, ("A",), 1),
        (1, 1, 2, True, ("<i>B</i>",), 1),
        (1, 2, 1, False, ("1 | 2",), 3),
        (1, 2, 2, False, (), 3),
        (1, 3, 1, False, ("3",), 4),
        (1, 3, 2, False, (), 4),
        (2, 1, 1, True, ("C",), 6),
    ]


def test_front_matter_counts_as_lines() -> None:
    parsed = PLUGIN.parse('---\nversion: "1.0"\npublished: 2024-05-06\n---\n\n# T\n', standard)
    assert parsed.front_matter == {"version": "1.0", "published": dt.date(2024, 5, 6)}
    assert [(block.line, block.segments) for block in parsed.blocks] == [(6, ("T",))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\nb ![a knee](k.png)", "2: a picture stands in a paragraph of its own"),
        ("- ![a knee](k.png)", "1: a picture stands in a paragraph of its own"),
        ("![](k.png)", "1: say in words what the picture shows: ![words](k.png)"),
        ('![a knee](k.png "Knee")', "1: a picture has no title here"),
        ("a <u>b</u>", "1: <u> cannot be read: write Markdown, or one of <em>,"),
        ("<div>\na\n</div>", "1: HTML cannot be read"),
        (
            "<!-- a remark --> and text",
            "1: HTML cannot be read: write it as Markdown, and comments on lines of their own",
        ),
        ("a\n\n```\ncode\n```", "3: code blocks cannot be published"),
        ("a <b>b", "1: <b> is not closed in its paragraph"),
        ("*a <b>b* c</b>", "1: </i> closes nothing, or crosses another mark"),
        ("a</sup>", "1: </sup> closes nothing"),
        ("a\n\n2. b", "3: this list begins with 2 and would be published with 1"),
        ("1. a\n   - b\n\n   c\n2. d", "4: this interrupts a numbered list"),
        ("1. a\n\n   # b\n", "3: this interrupts a numbered list"),
        ("1. a\n\n1) b\n", "3: two numbered lists without a text between them"),
        ("|a|b|\n|-|-|\n|1|2|3|", "3: this row has more cells than the table has columns (2)"),
        ("a\n\n[^1]: note", "3: [^1]: is taken for the address of a link that is nowhere used"),
        ("[a]\n\n[a]: x\n[a]: y", "4: [A]: is taken for the address"),
        (">" * 60 + " a", "1: this is nested too deeply"),
        ("- " * 60 + "a", "1: this is nested too deeply"),
        ("---\na: b", "1: the front matter has no end"),
        ("---\na: 1\na: 2\n---\n", "3: the front matter is not YAML: 'a' stands here twice"),
        ("---\n\na: [\n---\n", "3: the front matter is not YAML"),
        ("---\n- a\n---\n", "1: write the front matter as lines of `key: value`"),
        ("---\na: " + "[" * 5000 + "\n---\n", "1: the front matter is not YAML"),
        ("---\na: !!python/object:x.y {}\n---\n", "2: the front matter is not YAML"),
    ],
)
def test_what_would_be_lost_is_refused(text: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        blocks(text)
    assert str(caught.value).startswith(message)


@given(st.text(alphabet="abAB \n*_`#->|.!+1\t\\", max_size=80))
def test_no_letter_is_lost(body: str) -> None:
    text = f"x\n\n{body}"
    try:
        found = "".join(segment for block in blocks(text) for segment in block.segments)
    except SourceError:
        return
    for tag in ("<b>", "</b>", "<i>", "</i>", "<code>", "</code>"):
        found = found.replace(tag, "")
    assert [c for c in found if c.isalpha()] == [c for c in text if c.isalpha()]


@pytest.mark.parametrize(
    "unit", ["- a\n", "*", "*a ", "_", "`", "> ", "[a](b) ", "<b>", "&", "#", "\\", "|a|b|\n", "![", "<"]
)
@pytest.mark.parametrize("size", [10_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_hostile_text_takes_linear_time(unit: str, size: int) -> None:
    text = (unit * size)[:size]
    before = time.process_time()
    with suppress(SourceError):
        blocks(text)
    assert time.process_time() - before < size / 5_000
