"""The checks of originals on golden documents, `golden/source_checks/<check>.txt`, which editors can extend.

    warning: 911
    What helps against asthma?
    Call 911 at once.
    ====
    good
    What helps against asthma?
    Call an ambulance at once.

A case begins with `good`, or with a line per finding: its severity, and the words that it marks (with ` + ` between
several places) or its message where it marks none. Then comes a whole document as a text file has it, with its title.
`\\u{F0B7}` stands for a character that cannot be seen. A line that begins with `#` above the first case is a comment.
"""

import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import registry, shipped
from pipeline.languages import Language, Languages, Style
from pipeline.model.document import Block, BlockKind, Document, Key
from pipeline.model.finding import Finding, Severity
from pipeline.segmentation import split

FOLDER = Path(__file__).parent / "golden" / "source_checks"
CHECKS = registry.source_checks()
ENGLISH = Languages((shipped.language_data(),)).get("en")
BARE = Language("xx", "Bare", "Bare", "en", "en", Style(".", ","))
HEADINGS = frozenset(
    (
        "key messages",
        "what did we do?",
        "what did we find?",
        "what did we want to find out?",
        "background",
        "conclusions",
    )
)
HEAD = re.compile(r"good|(?:warning|note): .+")
ENOUGH = 8


@dataclass(frozen=True, slots=True)
class Case:
    """A document and what is to be found in it, as lines of its file."""

    check: str
    number: int
    expected: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{self.check}:{self.number}"


def cases(path: Path) -> list[Case]:
    body = re.sub(r"\A(?:#.*\n|\n)+", "", path.read_text("utf-8"))
    found = []
    for number, part in enumerate(re.split(r"^====\n", body, flags=re.MULTILINE), 1):
        rows = part.strip("\n").split("\n")
        heads = []
        while HEAD.fullmatch(rows[0]):
            heads.append(rows.pop(0))
        assert heads, f"{path.name}, case {number}: begin with `good` or with what is to be found"
        text = re.sub(r"\\u\{([0-9A-F]+)\}", lambda match: chr(int(match[1], 16)), "\n".join(rows))
        found.append(Case(path.stem, number, tuple(head for head in heads if head != "good"), text))
    return found


CASES = tuple(case for path in sorted(FOLDER.glob("*.txt")) for case in cases(path))


def document(text: str) -> Document:
    """A text file as it is read, cut into sentences."""
    parsed = registry.sources()["text"].parse(text, lambda line: line.casefold() in HEADINGS)
    blocks = (
        Block(one.kind, tuple(s for text in one.segments for s in split(text, "en")), one.level)
        for one in parsed.blocks
    )
    return Document("case", "seeds/case.txt", "0", "en", tuple(one for one in blocks if one.segments))


def of_one_paragraph(text: str) -> Document:
    """A document whose second block is the text, uncut."""
    blocks = (Block(BlockKind.TITLE, ("Is it?",), 1), Block(BlockKind.PARAGRAPH, (text,)))
    return Document("case", "seeds/case.txt", "0", "en", blocks)


def shown(key: Key | None, finding: Finding) -> str:
    marked = [key.source[start:end] for start, end in finding.source_spans] if key else []
    return f"{finding.severity.value}: {' + '.join(marked) or finding.message}"


def assert_sound(name: str, original: Document) -> None:
    first = list(CHECKS[name].find(original, ENGLISH))
    assert list(CHECKS[name].find(original, ENGLISH)) == first
    for key, finding in first:
        assert (finding.check, finding.message[-1] in ".?", finding.target_spans) == (name, True, ())
        assert finding.severity is not Severity.ERROR
        assert key is None or key in original.keys
        assert all(key and 0 <= start < end <= len(key.source) for start, end in finding.source_spans), finding


@pytest.mark.parametrize("case", CASES, ids=str)
def test_golden_case(case: Case) -> None:
    found = [shown(*one) for one in CHECKS[case.check].find(document(case.text), ENGLISH)]
    assert sorted(found) == sorted(case.expected)


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_has_good_and_bad_golden_cases(name: str) -> None:
    mine = [case for case in CASES if case.check == name]
    assert min(sum(bool(case.expected) is bad for case in mine) for bad in (True, False)) >= ENOUGH


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_is_known_by_its_file_and_explains_itself(name: str) -> None:
    module = type(CHECKS[name]).__module__
    assert module == f"pipeline.source_checks.{name}"
    assert CHECKS[name].explanation.endswith(".")
    assert re.search(r"^Rules\. ", sys.modules[module].__doc__ or "", re.MULTILINE)


def test_no_two_checks_share_a_name() -> None:
    names = [*registry.checks(), *registry.document_checks(), *registry.source_checks()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", CHECKS)
def test_a_language_without_data_is_not_covered_and_nothing_is_found(name: str) -> None:
    original = document("Managing 03/04/2020\nCall 911, and/or ± keep an eye on the ABC:\n• x; and")
    assert (CHECKS[name].covers(ENGLISH), CHECKS[name].covers(BARE)) == (True, False)
    assert list(CHECKS[name].find(original, BARE)) == []


@pytest.mark.parametrize("name", CHECKS)
@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(("call ", "911", "not un", "un", "(1) ", "; ", "•", "<b>", "</b>", "<sup>", "</sup>", "é", "e\u0301", "İ", " ", "ABC ", "(", ")", ":", "see figure 2 ", "03/04/2020", "£5", "10 miles", "°F", "Tylenol", "/", "and/or", "±", "\ue000", "last year ", "keep an eye on ")), max_size=14))  # fmt: skip  # noqa: E501
def test_any_text_may_come(name: str, parts: list[str]) -> None:
    assert_sound(name, of_one_paragraph("".join(parts) or "x"))


HOSTILE = (
    "a", "1 ", "call 911 ", "a/b", "abc/def ", "ABC ", "AB (", "not un", "not a b c ",
    "![", "<b>", "(1) ", "; ", "(", "0 1-",
    "see figure ", "1/1/", "10 miles ", "£1", "a@b.cc 911 ", "last year ", "±", "\ue000", "Tylenol ", "e\u0301",
    "keep a ", "NHS (",
)  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_is_linear_in_hostile_text(unit: str) -> None:
    original = of_one_paragraph((unit * 100_000)[:100_000])
    started = time.process_time()
    for check in CHECKS.values():
        list(check.find(original, ENGLISH))
    assert time.process_time() - started < 20  # all checks; a quadratic one alone takes minutes


@pytest.mark.parametrize("path", sorted(shipped.seeds().glob("*.txt")), ids=lambda path: path.stem)
def test_our_own_originals_have_little_to_mend(path: Path) -> None:
    original = document(path.read_text("utf-8"))
    found = [
        one for name, check in CHECKS.items() if name != "missing_sections" for one in check.find(original, ENGLISH)
    ]
    assert [shown(*one) for one in found if one[1].severity is Severity.WARNING] == []
    assert len(found) <= len(original.keys) / 20


def test_a_text_that_ends_in_the_middle_of_a_list_is_told() -> None:
    original = document(
        "Do devices help people walk?\nWhat did we do?\nWe searched for studies. We were interested in: "
    )
    (one,) = CHECKS["broken_lists"].find(original, ENGLISH)
    assert one == (
        Key(None, "We were interested in:"),
        Finding(
            "broken_lists",
            Severity.WARNING,
            "The text ends in the middle: nothing follows “We were interested in:”.",
            ((19, 22),),
        ),
    )


def test_a_brand_name_comes_with_its_generic_names() -> None:
    (one,) = CHECKS["brand_names"].find(document("Is it safe?\nUse your Ventolin inhaler."), ENGLISH)
    assert one[1].message == "“Ventolin” is a brand name, unknown in other countries: write salbutamol (albuterol)."
