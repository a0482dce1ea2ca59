"""What goes beyond the golden cases, with a dictionary of a few words (`test_dictionaries.py` has its rules)."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import dictionaries, registry, shipped
from pipeline.languages import Languages
from pipeline.model.finding import Finding, Severity, Subject

LANGUAGES = Languages((shipped.language_data(),))
WORDS = ("la", "casa", "de", "médico", "es", "social-demócrata", "tomar", "agua")


@pytest.fixture(autouse=True)
def dictionary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Spanish dictionary of few words, the only one there is."""
    (tmp_path / "es_ES.aff").write_text("SET UTF-8\n", "utf-8")
    (tmp_path / "es_ES.dic").write_text("\n".join([str(len(WORDS)), *WORDS]) + "\n", "utf-8")
    monkeypatch.setenv("DICPATH", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path))
    dictionaries.folders.cache_clear()
    yield
    dictionaries.folders.cache_clear()


def find(target: str, source: str = "A house.", unknown: tuple[str, ...] = ()) -> list[Finding]:
    subject = Subject(None, source, target, unknown=unknown)
    return list(registry.checks()["spelling"].find(subject, LANGUAGES.get("es")))


def words(target: str, source: str = "A house.") -> list[str]:
    return [target[start:end] for one in find(target, source) for start, end in one.target_spans]


@pytest.mark.parametrize(
    "target",
    [
        "La casa de Wexley",
        "“Casa” (De Wexley)",
        "la casa IgG, pH, XYZW",
        "B12xyz, xyz12, xyz_casa, 10xyz",
        "casa xyzw.org, a@xyzw.org",
        "social-demócrata",
        "social‑demócrata",
        "d'Wexley",
        "5 mcg",
    ],
)
def test_what_may_be_unknown(target: str) -> None:
    assert find(target) == []


@pytest.mark.parametrize(
    ("target", "wrong"),
    [
        ("Xyzwq es la casa", ["Xyzwq"]),
        ("La casa. Xyzwq es", ["Xyzwq"]),
        ("casa-xyzwq", ["xyzwq"]),
        ("la <b>xyzwq</b> casa xyzwq", ["xyzwq", "xyzwq"]),
        ("agua, xyzwq.", ["xyzwq"]),
    ],
)
def test_what_is_found(target: str, wrong: list[str]) -> None:
    assert words(target) == wrong


def test_severity_and_message_follow_what_the_word_is_a_slip_of() -> None:
    assert [(one.severity, one.message) for one in find("la csaa xyzwq")] == [
        (Severity.WARNING, "“csaa” looks misspelt: is “casa” meant?"),
        (Severity.NOTE, "The Spanish dictionary does not have “xyzwq”: check the spelling."),
    ]


def test_words_of_the_original_and_of_the_engine_are_left_to_others() -> None:
    assert find("xyzwq zyx", "Xyzwq!", unknown=("zyx",)) == []


def test_a_text_in_another_language_brings_five_findings_at_most() -> None:
    assert len(find("these words have nothing whatever from here, again and again")) == 5


def test_it_is_fast_enough() -> None:
    target = "la casa de médico es casa de agua " * 3
    find(target)
    started = time.process_time()
    for number in range(1000):
        find(f"{target} {number}")
    assert time.process_time() - started < 1
