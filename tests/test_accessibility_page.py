"""ACCESSIBILITY.md goes through all of WCAG 2.2 A and AA, and names tests that exist."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "ACCESSIBILITY.md").read_text("utf-8")
A = """
1.1.1 Non-text Content; 1.2.1 Audio-only and Video-only (Prerecorded); 1.2.2 Captions (Prerecorded);
1.2.3 Audio Description or Media Alternative (Prerecorded); 1.3.1 Info and Relationships; 1.3.2 Meaningful Sequence;
1.3.3 Sensory Characteristics; 1.4.1 Use of Color; 1.4.2 Audio Control; 2.1.1 Keyboard; 2.1.2 No Keyboard Trap;
2.1.4 Character Key Shortcuts; 2.2.1 Timing Adjustable; 2.2.2 Pause, Stop, Hide;
2.3.1 Three Flashes or Below Threshold; 2.4.1 Bypass Blocks; 2.4.2 Page Titled; 2.4.3 Focus Order;
2.4.4 Link Purpose (In Context); 2.5.1 Pointer Gestures; 2.5.2 Pointer Cancellation; 2.5.3 Label in Name;
2.5.4 Motion Actuation; 3.1.1 Language of Page; 3.2.1 On Focus; 3.2.2 On Input; 3.2.6 Consistent Help;
3.3.1 Error Identification; 3.3.2 Labels or Instructions; 3.3.7 Redundant Entry; 4.1.2 Name, Role, Value
"""
AA = """
1.2.4 Captions (Live); 1.2.5 Audio Description (Prerecorded); 1.3.4 Orientation; 1.3.5 Identify Input Purpose;
1.4.3 Contrast (Minimum); 1.4.4 Resize Text; 1.4.5 Images of Text; 1.4.10 Reflow; 1.4.11 Non-text Contrast;
1.4.12 Text Spacing; 1.4.13 Content on Hover or Focus; 2.4.5 Multiple Ways; 2.4.6 Headings and Labels;
2.4.7 Focus Visible; 2.4.11 Focus Not Obscured (Minimum); 2.5.7 Dragging Movements; 2.5.8 Target Size (Minimum);
3.1.2 Language of Parts; 3.2.3 Consistent Navigation; 3.2.4 Consistent Identification; 3.3.3 Error Suggestion;
3.3.4 Error Prevention (Legal, Financial, Data); 3.3.8 Accessible Authentication (Minimum); 4.1.3 Status Messages
"""
STATES = {"met", "partly", "nothing of the kind"}


def rows() -> list[list[str]]:
    """The cells of the table, without its head."""
    lines = [line for line in PAGE.splitlines() if re.match(r"\| \d", line)]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def criteria(text: str, level: str) -> set[tuple[str, str]]:
    return {(" ".join(one.split()), level) for one in text.split(";")}


@cache
def names_in(name: str) -> frozenset[str]:
    tree = ast.parse((ROOT / "tests" / name).read_text("utf-8"))
    return frozenset(one.name for one in tree.body if isinstance(one, ast.FunctionDef))


def test_every_criterion_has_one_row_with_its_level() -> None:
    wanted = criteria(A, "A") | criteria(AA, "AA")
    found = [(row[0], row[1]) for row in rows()]
    assert (len(criteria(A, "A")), len(criteria(AA, "AA"))) == (31, 24)
    assert (set(found), len(found)) == (wanted, len(wanted))


def test_each_row_says_how_it_stands_for_what_and_how_it_was_tested() -> None:
    assert [row for row in rows() if len(row) != 6 or row[2] not in STATES or not row[3] or not row[5]] == []
    numbers = {row[0].split()[0] for row in rows() if row[2] == "partly"}
    summary = PAGE.partition("**Not met in full:**")[2].partition("\n\n")[0]
    assert set(re.findall(r"\d\.\d\.\d+", summary)) == numbers
    assert ["**Not met:**" in row[3] for row in rows() if row[2] == "partly"] == [True] * len(numbers)


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"tests/(\w+\.py)::(\w+)", PAGE)
    assert len(set(named)) > 20
    assert [f"{file}::{name}" for file, name in named if name not in names_in(file)] == []
    assert [path for path in re.findall(r"tests/\w+\.py", PAGE) if not (ROOT / path).is_file()] == []


def test_readme_leads_to_the_page() -> None:
    assert "(ACCESSIBILITY.md)" in (ROOT / "README.md").read_text("utf-8")
