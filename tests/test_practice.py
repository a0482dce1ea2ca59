"""The practice of reviewers: exercises that repeat by their seed, grading that adds up, a notebook that keeps."""

from pathlib import Path

import pytest
from conftest import DAY
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import faults, shipped
from pipeline.config import Workspace
from pipeline.errors import StoreError, UsageError
from pipeline.languages import Languages
from pipeline.model.finding import Severity, Subject
from pipeline.stages import check, packs
from pipeline.stages.lessons import EXPLANATIONS, Answer, lesson
from pipeline.stages.practice import FAULTY, Grade, Practice, exercise, grade, start, usual_seed
from pipeline.stages.practice_state import Progress, notebook
from pipeline.stages.self_test import read_pairs

DATA = shipped.language_data()
TAGS = ("es", "pt", "fr")
PAIRS = {tag: read_pairs(DATA / "practice" / f"{tag}.tsv") for tag in TAGS}
WORDS = {tag: faults.load(Languages((DATA,)), tag) for tag in TAGS}

tags = st.sampled_from(TAGS)
seeds = st.integers(-(10**6), 10**6)
some = settings(max_examples=10, deadline=None)
answers = st.lists(st.sampled_from(Answer), min_size=28, max_size=28)


def answered(tag: str, seed: int, given_answers: list[Answer]) -> Practice:
    practice = Practice(tag, seed, exercise(PAIRS[tag], WORDS[tag], seed))
    for number, answer in enumerate(given_answers, 1):
        practice = practice.answered(number, answer)
    return practice


def test_every_language_has_a_document_and_they_are_one() -> None:
    assert sorted(path.stem for path in (DATA / "practice").iterdir()) == sorted(TAGS)
    assert {tuple(source for source, _ in pairs) for pairs in PAIRS.values()} == {tuple(s for s, _ in PAIRS["es"])}
    assert {len(pairs) for pairs in PAIRS.values()} == {28}


@pytest.mark.parametrize("tag", TAGS)
def test_the_sound_pairs_raise_neither_error_nor_warning(tag: str, sandbox: Workspace) -> None:
    pack = packs.load(sandbox, tag)
    subjects = [Subject(None, *pair, terms=tuple(pack.terms.find(pair[0]))) for pair in PAIRS[tag]]
    found = [(subject.target, one.message) for subject in subjects for one in check.find(subject, pack)
             if one.severity is not Severity.NOTE]  # fmt: skip
    assert found == []


@some
@given(tags, seeds)
def test_twelve_are_faulty_and_the_rest_untouched(tag: str, seed: int) -> None:
    sentences = exercise(PAIRS[tag], WORDS[tag], seed)
    assert [(one.source, one.sound) for one in sentences] == PAIRS[tag]
    assert sum(bool(one.fault) for one in sentences) == FAULTY
    assert [bool(one.fault) for one in sentences] == [one.shown != one.sound for one in sentences]
    assert len({one.fault for one in sentences if one.fault}) >= FAULTY - 3
    assert len({lesson(one.fault).kinds[0] for one in sentences if one.fault}) >= 4


@some
@given(tags, seeds)
def test_the_same_seed_gives_the_same_exercise(tag: str, seed: int) -> None:
    assert exercise(PAIRS[tag], WORDS[tag], seed) == exercise(PAIRS[tag], WORDS[tag], seed)


def test_other_seeds_give_other_exercises() -> None:
    assert len({exercise(PAIRS["es"], WORDS["es"], seed) for seed in range(20)}) == 20


def test_the_usual_seed_changes_by_person_day_and_round() -> None:
    usual = [usual_seed("ana", DAY, 0), usual_seed("eva", DAY, 0), usual_seed("ana", DAY, 1)]
    usual.append(usual_seed("ana", DAY.replace(day=1), 0))
    assert len(set(usual)) == 4
    assert usual_seed("ana", DAY, 0) == usual[0]


@some
@given(tags, seeds, answers)
def test_the_counts_of_a_report_add_up(tag: str, seed: int, chosen: list[Answer]) -> None:
    report = grade(answered(tag, seed, chosen))
    row = report.as_json()
    right = len(report.graded(Grade.RIGHT))
    assert row["found"] + row["missed"] == row["faulty"] == FAULTY
    assert row["found"] + row["missed"] + row["false_alarms"] + right == row["sentences"] == 28
    assert row["missed"] + right == chosen.count(Answer.OK)
    assert 0 <= row["named"] <= row["found"]


def test_who_names_every_fault_has_them_all() -> None:
    sentences = exercise(PAIRS["fr"], WORDS["fr"], 1)
    best = [lesson(one.fault).kinds[0] if one.fault else Answer.OK for one in sentences]
    row = grade(answered("fr", 1, best)).as_json()
    assert (row["found"], row["named"], row["missed"], row["false_alarms"]) == (12, 12, 0, 0)


def test_an_unfinished_exercise_has_no_report() -> None:
    with pytest.raises(UsageError, match="sentence 2 has no answer yet"):
        grade(answered("es", 1, [Answer.OK]))


def test_too_few_places_are_said() -> None:
    with pytest.raises(UsageError, match="only 2 sentences of the practice document in es can carry a fault"):
        exercise(PAIRS["es"][2:4], WORDS["es"], 1)


def test_a_language_without_a_document_names_those_that_have_one(sandbox: Workspace) -> None:
    with pytest.raises(UsageError, match="no practice document in de, only in es, fr, pt; to add one, write"):
        start(sandbox, "de", 1)


def test_a_regional_language_has_its_base_and_a_workspace_its_own(sandbox: Workspace) -> None:
    assert start(sandbox, "es-419", 1).sentences[0].source == PAIRS["es"][0][0]
    own = sandbox.root / "i18n" / "practice" / "es.tsv"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text("# ours\n" + "".join(f"{a}\t{b}\n" for a, b in PAIRS["es"][2:]), "utf-8")
    assert len(start(sandbox, "es", 1).sentences) == 26


def test_every_fault_has_a_lesson() -> None:
    taught = {fault.family: lesson(fault.name) for fault in faults.all_faults()}
    assert [family for family, one in taught.items() if one == lesson("unknown")] == []
    assert set(EXPLANATIONS) == {fault.name for fault in faults.all_faults()}


@some
@given(st.lists(st.sampled_from(Answer), max_size=28), seeds, seeds)
def test_a_notebook_keeps_what_it_was_given(chosen: list[Answer], seed: int, other: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        kept = notebook(Workspace(Path(folder)), "ana")
        progress = Progress().moved(answered("es", seed, chosen))
        kept.write("es", progress)
        kept.write("fr", Progress().moved(answered("fr", other, [])))
        assert kept.read("es") == progress
        assert kept.read("pt") == Progress()


@pytest.mark.parametrize(
    "damage",
    ["{", "[]", '{"es": 1}', '{"es": {"rounds": 1}}', '{"es": {"rounds": 0, "current": {}, "last": null}}', "\0",
     '{"es": {"rounds": 0, "current": {"seed": 1, "answers": {"3": "ok"}, "sentences": []}, "last": null}}',
     '{"es": {"rounds": 0, "last": null, "current": {"seed": 1, "answers": {}, "sentences": [{"source": 1}]}}}'],
)  # fmt: skip
def test_a_damaged_notebook_says_what_to_do(damage: str, tmp_path: Path) -> None:
    kept = notebook(Workspace(tmp_path), "ana")
    kept.path.parent.mkdir(parents=True)
    kept.path.write_text(damage, "utf-8")
    with pytest.raises(StoreError, match=r"ana\.json: this is no practice .* delete the file and begin anew"):
        kept.read("es")


def test_a_name_that_is_no_handle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no handle"):
        notebook(Workspace(tmp_path), "../ana")
