import os
import time
from collections.abc import Iterable

import pytest
from golden_checks import Case, cases
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import registry, shipped
from pipeline.languages import Language, Languages, Style
from pipeline.model.finding import Finding, Severity, Subject, TermUse

LANGUAGES = Languages((shipped.language_data(),))
NAMES = tuple(registry.checks())
ALL_CASES = tuple(cases())
CASES = tuple(case for case in ALL_CASES if case.check in NAMES)
BARE = Language("xx", "Bare", "Bare", "en", "en", Style(".", ","))


def find(check: str, subject: Subject, language: str = "es") -> list[Finding]:
    return list(registry.checks()[check].find(subject, LANGUAGES.get(language)))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_golden_case(case: Case) -> None:
    if not registry.checks()[case.check].covers(LANGUAGES.get(case.language)):  # no dictionary on this machine
        why = f"{case.check} does not check {case.language} here; `make test` installs what it needs"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(why)
    found = find(case.check, case.subject, case.language)
    assert tuple(f"{one.severity.value}: {one.message}" for one in found) == case.expected


@pytest.mark.parametrize("case", [case for case in ALL_CASES if case.check not in NAMES], ids=str)
def test_golden_case_of_a_document(case: Case) -> None:
    found = registry.document_checks()[case.check].find(case.subjects, LANGUAGES.get(case.language))
    assert tuple(f"{place + 1} {one.severity.value}: {one.message}" for place, one in found) == case.expected


ENOUGH = {"es": 15, "pt": 15, "fr": 6, "de": 6}  # golden cases of each kind


@pytest.mark.parametrize("language", ENOUGH)
@pytest.mark.parametrize("check", [*NAMES, *registry.document_checks()])
def test_every_check_has_good_and_bad_golden_cases(check: str, language: str) -> None:
    plugin = registry.checks().get(check) or registry.document_checks()[check]
    if not plugin.covers(LANGUAGES.get(language)):
        pytest.skip(f"{check} does not check {language}")
    mine = [case for case in ALL_CASES if (case.check, case.language) == (check, language)]
    for good in (True, False):
        assert sum((not case.expected) is good for case in mine) >= ENOUGH[language]


@pytest.mark.parametrize("check", NAMES)
def test_a_check_is_known_by_its_file(check: str) -> None:
    plugin = registry.checks()[check]
    assert type(plugin).__module__ == f"pipeline.checks.{check}"
    assert plugin.explanation.endswith(".")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_findings_point_into_their_texts_and_carry_the_name_of_their_check(case: Case) -> None:
    for check in NAMES:
        assert_sound(check, find(check, case.subject, case.language), case.subject)


def assert_sound(check: str, found: Iterable[Finding], subject: Subject) -> None:
    for one in found:
        assert one.check == check
        assert one.message[-1] in ".?"
        for text, spans in ((subject.source, one.source_spans), (subject.target, one.target_spans)):
            assert all(0 <= start < end <= len(text) for start, end in spans), (one, subject)


TEXTS = st.text("aeé\u0301nñotu no sin not un2 1.,5–-%µ<>/bsup¿?¡!\u2066\u2069½⁶ x10 mg", max_size=60)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_any_text_may_come(source: str, target: str) -> None:
    use = TermUse("not", (0, len(source)), "no", ("no", "sin"), ("un",), signed=True)
    subject = Subject(None, source, target, (use,) if source else (), ("un", "a"), "reason")
    for check in NAMES:
        first = find(check, subject)
        assert_sound(check, first, subject)
        assert find(check, subject) == first


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(("ar", "fr", "hi", "ja", "pt")))
def test_any_text_may_come_in_any_language(source: str, target: str, language: str) -> None:
    subject = Subject("title", source, target)
    for check in NAMES:
        assert_sound(check, find(check, subject, language), subject)


@pytest.mark.parametrize("check", NAMES)
def test_a_language_without_data_raises_no_alarm_on_a_fair_translation(check: str) -> None:
    subject = Subject(None, "Do not take 10 mg for two weeks, p < 0.05.", "Xon tak 10 mg fo two weks, p < 0.05.")
    assert list(registry.checks()[check].find(subject, BARE)) == []


@pytest.mark.parametrize("check", NAMES)
def test_a_segment_said_elsewhere_is_fine_where_no_number_is_lost(check: str) -> None:
    assert find(check, Subject(None, "Do <b>not</b> stop, see https://example.org.", "<none/>")) == []


@pytest.mark.parametrize("check", [name for name in NAMES if name not in ("untranslated", "characters")])
def test_nothing_is_said_of_an_empty_target(check: str) -> None:
    use = TermUse("dose", (10, 14), "dosis", ("dosis",), ("do",), signed=True)
    assert find(check, Subject(None, "Take this dose of 10 mg, not more?", "", (use,), ("dose",))) == []


HOSTILE = (
    "a", "1 ", "1,", "10⁶", "dos ", "not ", "<b>", "</i>", "¿", "\u2066", "https://a.b/ ", "@", "e\u0301", "us ",
    "a b ", "1 to ", "  ", "the of ", "hundred and ", "10.1/",
)  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_is_linear_in_hostile_text(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    use = TermUse("a", (0, 1), "us", ("us", "b"), ("a b", "dos"), signed=True)
    subject = Subject(None, text, text, (use,), ("us",))
    started = time.process_time()
    for check in NAMES:
        find(check, subject)
    assert time.process_time() - started < 15  # all checks; a quadratic one alone takes minutes


def test_a_signed_pack_speaks_louder_than_a_proposed_one() -> None:
    def severities(*, signed: bool) -> list[Severity]:
        wrong = TermUse("stroke", (2, 8), "ictus", ("ictus",), ("golpe",), signed)
        absent = TermUse("diet", (9, 13), "dieta", ("dieta",), (), signed)
        return [one.severity for one in find("terms", Subject(None, "a stroke diet", "un golpe", (wrong, absent)))]

    assert severities(signed=True) == [Severity.ERROR, Severity.WARNING]
    assert severities(signed=False) == [Severity.NOTE, Severity.NOTE]


def test_regional_marks_are_read_as_the_region_writes_them() -> None:
    subject = Subject(None, "Take 1.5 mg of 1,234 mg.", "Tome 1.5 mg de 1234 mg.")
    assert find("numbers", subject, "es-419") == []
    assert [one.severity for one in find("numbers", subject, "es")] == [Severity.WARNING]


def test_number_words_count_where_both_languages_list_them() -> None:
    subject = Subject(None, "2 million people took two tablets.", "2 millions de personnes ont pris deux comprimés.")
    assert find("numbers", subject, "fr") == []
    assert [one.severity for one in find("numbers", subject, "es")] == [Severity.WARNING]


def test_a_dose_carries_no_group_mark() -> None:
    (one,) = find("numbers", Subject(None, "Take 1500 mg.", "Tome 1.500 mg."))
    assert one == Finding(
        "numbers",
        Severity.WARNING,
        "“1.500 mg”: write a dose without “.”, which can be read as a decimal mark.",
        (),
        ((5, 13),),
    )
    assert find("numbers", Subject(None, "We saw 1500 people.", "Vimos a 1.500 personas.")) == []


def test_spans_are_those_of_the_text_with_its_markup() -> None:
    subject = Subject(None, "Take <b>10</b> mg.", "Tome <b>100</b> mg.")
    (one,) = find("numbers", subject)
    assert [subject.source[a:b] for a, b in one.source_spans] == ["10</b> mg"]
    assert [subject.target[a:b] for a, b in one.target_spans] == ["100</b> mg"]


def test_a_composed_and_a_decomposed_letter_are_the_same() -> None:
    subject = Subject(
        None, "stroke", "Un trazo\u0301n", (TermUse("stroke", (0, 6), "trazón", ("trazón",), (), signed=True),)
    )
    assert find("terms", subject) == []
