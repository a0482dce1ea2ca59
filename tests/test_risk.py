import pytest

from pipeline import shipped
from pipeline.languages import Languages
from pipeline.risk import kinds

CUES = {
    "number": ("two", "once"),
    "negation": ("not", "n't", "without", "didn't"),
    "certainty": ("may", "low-certainty"),
    "units": ("mg", "%", "/l", "g"),
}


def risks(source: str, context: str | None = None, *, key_message: bool = False) -> set[str]:
    return set(kinds(source, context, key_message, CUES))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("People walk.", set()),
        ("People walk 3 times.", {"number"}),
        ("Half (½) of them", {"number"}),
        ("Take it once.", {"number"}),
        ("A notable maybe, a mango", set()),
        ("Do NOT stop.", {"negation"}),
        ("It didn’t help.", {"negation"}),
        ("It may help.", {"certainty"}),
        ("Low‐certainty evidence", {"certainty"}),
        ("a few mg", {"unit"}),
        ("10mg", {"number", "unit"}),
        ("5 %, 2 g/L", {"number", "unit"}),
        ("no<b>t</b> a risk", {"negation"}),
    ],
)
def test_kinds_of_risk(source: str, expected: set[str]) -> None:
    assert risks(source) == expected


def test_titles_and_key_messages_are_risks_by_themselves() -> None:
    assert risks("Walking", "title") == {"title"}
    assert risks("Walking", "heading") == set()
    assert risks("Walking", "item", key_message=True) == {"key message"}


def test_the_cues_of_english_cover_every_kind() -> None:
    cues = Languages((shipped.language_data(),)).get("en").style.risk
    found = kinds("Two people may not take 10 mg.", None, False, cues)  # noqa: FBT003  # the contract is positional
    assert found == {"number", "unit", "negation", "certainty"}
