import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import registry, shipped
from pipeline.languages import Languages
from pipeline.model.finding import Finding, Severity, Subject, TermUse
from pipeline.plugins import Scope

LANGUAGES = Languages((shipped.language_data(),))
MINE = ("consistency", "merged", "misplaced", "term_consistency")
WASH = ("Wash your hands with soap before you touch the wound.", "Lávese las manos con jabón antes de tocar la herida.")
CALL = ("Call an ambulance at once if your lips swell.", "Llame a una ambulancia si se le hinchan los labios.")
BLOOD = ("Blood tests show how your kidneys work.", "Los análisis de sangre muestran si funcionan los riñones.")


def find(check: str, *subjects: Subject, language: str = "es") -> list[tuple[int, Finding]]:
    return list(registry.document_checks()[check].find(subjects, LANGUAGES.get(language)))


def pair(texts: tuple[str, str], document: str = "a") -> Subject:
    return Subject(None, *texts, document=document)


@pytest.mark.parametrize("check", MINE)
def test_a_check_looks_at_a_document_or_at_a_language(check: str) -> None:
    wanted = Scope.LANGUAGE if check == "consistency" else Scope.DOCUMENT
    assert registry.document_checks()[check].scope is wanted


TEXTS = st.text("aeé not un2 1.,–<none/>", max_size=30)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(TEXTS, st.sampled_from(("<none/>", "", "un texto", "a 2")), st.sampled_from("ab")), max_size=8)
)
def test_any_document_may_come(rows: list[tuple[str, str, str]]) -> None:
    subjects = [Subject(None, source, target, document=document) for source, target, document in rows]
    for check in MINE:
        found = find(check, *subjects)
        assert [place for place, _ in found] == sorted(place for place, _ in found)
        for place, one in found:
            assert (one.check, one.message[-1] in ".?") == (check, True)
            for text, spans in ((subjects[place].source, one.source_spans), (subjects[place].target, one.target_spans)):
                assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize("check", MINE)
def test_time_is_linear_in_the_length_of_a_document(check: str) -> None:
    use = TermUse("stroke", (0, 6), "ictus", ("ictus", "derrame"), (), signed=True)
    said = ("<none/>", "Un ictus", "Un derrame", "Otro texto muy distinto")
    subjects = [Subject(None, f"stroke {i % 7}", said[i % 4], (use,), document="a") for i in range(8000)]
    started = time.process_time()
    find(check, *subjects)
    assert time.process_time() - started < 5


def test_a_long_row_of_empty_segments_is_read_in_linear_time() -> None:
    subjects = [pair((f"Sentence number {i} is said elsewhere.", "<none/>")) for i in range(5000)]
    started = time.process_time()
    assert len(find("merged", pair(WASH), *subjects)) > 4000
    assert time.process_time() - started < 5


def test_a_sentence_may_go_into_either_neighbour_but_not_into_another_document() -> None:
    gone = pair((WASH[0], "<none/>"))
    both = pair((CALL[0], f"{CALL[1]} {WASH[1]}"))
    assert find("merged", both, gone) == find("merged", gone, both) == []
    (place, one), *more = find("merged", both, Subject(None, WASH[0], "<none/>", document="b"))
    assert (place, one.severity, more) == (1, Severity.ERROR, [])


def test_swapped_sentences_are_both_reported_with_the_sentence_they_belong_to() -> None:
    found = find("misplaced", pair((WASH[0], CALL[1])), pair((CALL[0], WASH[1])), pair(BLOOD))
    assert [(place, one.severity, one.message) for place, one in found] == [
        (0, Severity.ERROR, f"This seems to be the translation of “{CALL[0]}”."),
        (1, Severity.ERROR, f"This seems to be the translation of “{WASH[0]}”."),
    ]


def test_the_more_frequent_wording_is_the_usual_one() -> None:
    rows = [("It is safe.", "Es poco seguro."), ("It is safe.", "Es seguro."), ("It is safe.", "Es seguro.")]
    assert [place for place, _ in find("consistency", *(pair(row) for row in rows))] == [0]


def test_a_term_that_is_explained_by_its_other_word_is_no_mixture() -> None:
    use = TermUse("stroke", (0, 6), "ictus", ("ictus", "derrame", "ACV"), (), signed=False)
    said = ("Ictus (derrame)", "El ictus", "Un ACV", "Los ictus")
    assert find("term_consistency", *(Subject(None, "stroke", one, (use,)) for one in said)) == []
    ((place, one),) = find(
        "term_consistency", *(Subject(None, "stroke", text, (use,)) for text in (*said, "Un derrame"))
    )
    assert (place, one.severity) == (4, Severity.NOTE)
