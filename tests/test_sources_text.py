import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import registry
from pipeline.model.document import Block, BlockKind
from pipeline.segmentation import split
from pipeline.sources.text import PLUGIN

GOLD = Path(__file__).parent / "golden" / "sources"
SEEDS = Path(__file__).parents[1] / "seeds"
STANDARD = {
    "key messages",
    "what did we want to find out?",
    "what did we do?",
    "what did we find?",
    "what are the limitations of the evidence?",
    "how up to date is this evidence?",
}
ROWS = """Key messages|What did we do?|What is it?|A short line|We looked at:|falls;|and bones.|• one|- two|1. three
2. four|(a) five|## By hand||A sentence. And another one.|We saw: • cats; • dogs. We left.|It costs 10 - 15 euros.|•
<b>bold</b>|\u2028|\u00a0|a line that is wide enough to have been wrapped by an editor"""
LINES = st.lists(st.sampled_from(ROWS.replace("\n", "|").split("|")) | st.text(max_size=20), max_size=12)


def standard(line: str) -> bool:
    return line.casefold() in STANDARD


def blocks(text: str, headings: Callable[[str], bool] = standard) -> tuple[Block, ...]:
    return PLUGIN.parse(text, headings).blocks


def outline(text: str) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, block.segments[0]) for block in blocks(text)]


def keys(text: str) -> list[tuple[str | None, str]]:
    return [(b.context, s) for b in blocks(text) for part in b.segments for s in split(part, "en")]


def test_it_is_registered() -> None:
    assert registry.sources()["text"] is PLUGIN


def test_headings_by_phrase_form_and_hand() -> None:
    text = (
        "A title?\nKey messages:\nIt helps.\nHow we did it\nWe read.\n# Top\nEnd.\n### Deep ##\nEnd.\nWho paid?\nNone."
    )
    assert [
        (b.kind.value, b.level, b.segments, b.reason) for b in blocks(text) if b.kind is not BlockKind.PARAGRAPH
    ] == [
        ("title", 1, ("A title?",), "first line"),
        ("heading", 2, ("Key messages:",), "standard heading"),
        ("heading", 3, ("How we did it",), "short line without full stop before a text"),
        ("heading", 2, ("Top",), "marked by hand"),
        ("heading", 3, ("Deep",), "marked by hand"),
        ("heading", 2, ("Who paid?",), "short question before a text"),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("T\nA short line\n", ["title", "paragraph"]),
        ("T\nA short line\nAnother short line\nAnd a third\n", ["title", "paragraph", "paragraph", "paragraph"]),
        ("T\nIs it?\nDoes it?\nWill it?\nWe do not know.", ["title", "paragraph", "paragraph", "heading", "paragraph"]),
        ("T\nsmall letters\nA sentence.", ["title", "paragraph", "paragraph"]),
        ("T\nA sentence.\nWhat is left?", ["title", "paragraph", "paragraph"]),
        ("T\nShort line\n• item", ["title", "heading", "item"]),
        ("T\nA comma,\nA sentence.", ["title", "paragraph", "paragraph"]),
        ("T\nKey messages", ["title", "heading"]),
        ("## No title\nA sentence.", ["heading", "paragraph"]),
        ("", []),
        (" \n\u2028\n\u00a0", []),
    ],
)
def test_what_follows_decides(text: str, kinds: list[str]) -> None:
    assert [block.kind.value for block in blocks(text)] == kinds


def test_a_cut_off_list_is_said_to_be_one() -> None:
    last = blocks("T\nWhat did we do?\nWe were interested in: ")[-1]
    assert (last.segments, last.reason) == (
        ("We were interested in:",),
        "paragraph that announces something, but no list follows",
    )


def test_a_very_long_first_line_gives_only_its_first_sentence_to_the_title() -> None:
    text = "Does it help? " + "It does help many people. " * 20 + "\nKey messages\nIt helps.\nWhat did we do?\nWe read."
    assert outline(text)[0] == ("title", 1, "Does it help?")
    assert outline(text)[1][:2] == ("paragraph", 0)


def test_several_lists_in_one_line() -> None:
    text = "T\nWe asked for: • name • age. Then we left. We saw: (a) cats, e.g. mine; (b) dogs. All was well."
    assert outline(text)[1:] == [
        ("paragraph", 0, "We asked for:"),
        ("item", 1, "name"),
        ("item", 1, "age."),
        ("paragraph", 0, "Then we left. We saw:"),
        ("item", 1, "cats, e.g. mine;"),
        ("item", 1, "dogs."),
        ("paragraph", 0, "All was well."),
    ]
    text = "T\nWe saw: • cats; • dogs. We left. Later we saw: • cows; • pigs. The end."
    assert outline(text)[1:] == [
        ("paragraph", 0, "We saw:"),
        ("item", 1, "cats;"),
        ("item", 1, "dogs."),
        ("paragraph", 0, "We left. Later we saw:"),
        ("item", 1, "cows;"),
        ("item", 1, "pigs."),
        ("paragraph", 0, "The end."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "The dose was 10 - 15 mg - or more - a day.",
        "It has 0·5 mg and 1 · 2 parts.",
        "We looked at (1) falls, (2) bones and (3) deaths.",
        "It was made in type 1. 2. 3. and 4. of them.",
        "Well-being, long-term - both matter.",
        "Compare: 5 - 6 mg and 7 - 8 mg.",
    ],
)
def test_what_is_no_list(line: str) -> None:
    assert outline(f"T\n{line}")[1:] == [("paragraph", 0, line)]


def one_line(text: str) -> str:
    return " ".join(row.strip() for row in text.splitlines())


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_one_line_gives_the_same_messages_as_one_paragraph_a_line(path: Path) -> None:
    text = path.read_text("utf-8")
    assert keys(one_line(text)) == keys(text)
    title, rest = text.split("\n", 1)
    assert keys(f"{title}\n{one_line(rest)}") == keys(text)


def test_one_line_loses_paragraphs_and_headings_without_form() -> None:
    text = (
        "Is it?\nKey messages\nIt does.\nIt is cheap.\nWhat did we do?\nMethods\nStudies were read.\nTrials\nThe end."
    )
    assert outline(one_line(text)) == [
        ("title", 1, "Is it?"),
        ("heading", 2, "Key messages"),
        ("paragraph", 0, "It does. It is cheap."),
        ("heading", 2, "What did we do?"),
        ("paragraph", 0, "Methods Studies were read. Trials The end."),
    ]


def test_one_line_with_items_without_marks() -> None:
    text = "Does it help? Key messages • It helps • It is cheap What is a fall? A fall is one. What did we do? We read."
    assert outline(text) == [
        ("title", 1, "Does it help?"),
        ("heading", 2, "Key messages"),
        ("item", 1, "It helps"),
        ("item", 1, "It is cheap"),
        ("heading", 2, "What is a fall?"),
        ("paragraph", 0, "A fall is one."),
        ("heading", 2, "What did we do?"),
        ("paragraph", 0, "We read."),
    ]


def test_a_question_inside_a_paragraph_stays_there() -> None:
    text = "T\nKey messages\nWe asked: What did we do? Nothing. What is next? We wait.\nWhat did we find?\nNothing."
    assert outline(text)[2] == ("paragraph", 0, "We asked: What did we do? Nothing. What is next? We wait.")


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalpha())


@given(LINES)
def test_no_letter_is_lost(rows: list[str]) -> None:
    """But for the letters of markers: `(a)`, `i)`."""
    text = re.sub(r"\(?\b(?:[a-z]|[ivx]{2,4})\)", "", "\n".join(rows))
    assert letters("".join(block.segments[0] for block in blocks(text))) == letters(text)


@given(LINES)
def test_blocks_are_clean(rows: list[str]) -> None:
    for block in blocks("\n".join(rows)):
        assert block.segments[0] == block.segments[0].strip() != ""
        assert block.reason
        assert 1 <= block.line <= "\n".join(rows).count("\n") + 1
        assert (block.level > 0) == (block.kind is not BlockKind.PARAGRAPH)


@pytest.mark.parametrize(
    "unit",
    ["• a\n", "• ", "- a\n", "1. a; 2. b; ", ": - a; - b; ", "#", "# a", " ", "(", "\n", "a\n", "A ", "What ", "A.B "],
)
@pytest.mark.parametrize("size", [10_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_hostile_text_takes_linear_time(unit: str, size: int) -> None:
    text = (unit * size)[:size]
    before = time.process_time()
    blocks(f"Title Key messages {text} What did we do? Nothing")
    blocks(text)
    assert time.process_time() - before < size / 10_000


def test_a_hundred_thousand_bullets() -> None:
    assert len(blocks("T\n" + "• a\n" * 100_000)) == 100_001
