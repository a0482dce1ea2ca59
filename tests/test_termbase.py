import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import shipped, termbase
from pipeline.errors import LanguageError
from pipeline.model.finding import TermUse
from pipeline.termbase import COLUMNS, Term, Termbase
from pipeline.wording import fold

HEADER = ",".join(COLUMNS)


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join((HEADER, *rows, "")), "utf-8")
    return path


def test_a_row_becomes_a_term(tmp_path: Path) -> None:
    path = write(
        tmp_path / "es.csv",
        'stroke|strokes,accidente cerebrovascular,ictus|ACV,golpe|golpes,"m; not golpe, ever",proposed',
        "pain,dolor,,,,signed",
    )
    assert termbase.read(path) == [
        Term(
            ("stroke", "strokes"),
            "accidente cerebrovascular",
            ("accidente cerebrovascular", "ictus", "ACV"),
            ("golpe", "golpes"),
            "m; not golpe, ever",
            signed=False,
        ),
        Term(("pain",), "dolor", ("dolor",), (), "", signed=True),
    ]


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("term,target\npain,dolor\n", 1, "the first line is 'term,target'; write 'term,target,accepted"),
        ("", 1, "the first line is ''"),
        (f"{HEADER}\npain,dolor,,,proposed\n", 2, "5 columns where 6 are needed"),
        (f"{HEADER}\npain,dolor,,,,proposed\n,dolor,,,,proposed\n", 3, "the term is empty"),
        (f"{HEADER}\npain,,,,,proposed\n", 2, "the target of “pain” must be one form"),
        (f"{HEADER}\npain,dolor|pena,,,,proposed\n", 2, "the target of “pain” must be one form"),
        (f"{HEADER}\npain,dolor,,,,final\n", 2, "the status of “pain” is 'final'; write proposed or signed"),
        (f"{HEADER}\npain,dolor,a||b,,,proposed\n", 2, "an empty form under accepted: 'a||b'"),
        (f"{HEADER}\npain,dolor,,Dolor,,proposed\n", 2, "“dolor” is both accepted and forbidden for “pain”"),
        (f"{HEADER}\npain|ache,dolor,,,,proposed\nache,dolor,,,,proposed\n", 3, "“ache” stands in line 2 too"),
        (f'{HEADER}\npain,"dolor,,,,proposed\n', 2, "unexpected end of data"),
        (f"{HEADER}\npain,do\0lor,,,,proposed\n", 2, "a NUL character"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, content: str, line: int, said: str) -> None:
    path = tmp_path / "es.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(LanguageError) as error:
        termbase.read(path)
    assert str(error.value).startswith(f"{path}:{line}: {said}")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "es.csv"
    path.write_bytes(f"{HEADER}\npain,aflicci\xf3n,,,,proposed\n".encode("latin-1"))
    with pytest.raises(LanguageError, match="not UTF-8"):
        termbase.read(path)


def test_a_later_file_overrides_an_earlier_one(tmp_path: Path) -> None:
    ours = write(tmp_path / "ours.csv", "stroke|strokes,ictus,,,,proposed", "pain,dolor,,,,proposed")
    theirs = write(tmp_path / "theirs.csv", "Stroke,derrame,,,,signed")
    terms = termbase.load([ours, theirs])
    assert [(use.target, use.signed) for use in terms.find("A stroke hurts: pain.")] == [
        ("derrame", True),
        ("dolor", False),
    ]
    assert terms.find("two strokes") == []


TERMS = Termbase(
    [
        Term(("blood pressure",), "presión arterial", ("presión arterial",), ()),
        Term(("high blood pressure", "hypertension"), "presión alta", ("presión alta",), ()),
        Term(("pressure",), "presión", ("presión",), ()),
        Term(("follow-up",), "seguimiento", ("seguimiento",), ()),
        Term(("Crohn's disease",), "enfermedad de Crohn", ("enfermedad de Crohn",), ()),
        Term(("HbA1c",), "HbA1c", ("HbA1c",), ()),
    ]
)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("High blood pressure and pressure", ["High blood pressure", "pressure"]),
        ("HYPERTENSION", ["HYPERTENSION"]),
        ("pressures, a pressured person", []),
        ("Follow‐up, follow‑up and follow-up, but not follow up", ["Follow‐up", "follow‑up", "follow-up"]),
        ("Crohn’s disease", ["Crohn’s disease"]),
        ("blood\u00a0 pressure", ["blood\u00a0 pressure"]),
        ("high <b>blood</b> pressure", ["high <b>blood</b> pressure"]),
        ("<b>high</b> blood", []),
        ("HbA<sub>1c</sub> is not HbA1c", ["HbA1c"]),
    ],
)
def test_uses_are_found_longest_first_and_whole(source: str, said: list[str]) -> None:
    assert [source[slice(*use.span)] for use in TERMS.find(source)] == said


def test_a_use_carries_what_the_target_may_say() -> None:
    term = Term(("stroke", "strokes"), "ictus", ("ictus", "ACV"), ("golpe",), "m", signed=True)
    assert Termbase([term]).find("Strokes") == [
        TermUse("stroke", (0, 7), "ictus", ("ictus", "ACV"), ("golpe",), signed=True, gender="m")
    ]


def test_an_empty_termbase_finds_nothing() -> None:
    assert Termbase([]).find("stroke") == []


WORDS = st.text("abcé -'", min_size=1, max_size=8).filter(lambda text: text.strip(" ") == text and text.isprintable())
NOTES = st.text(max_size=10).filter(lambda text: text == text.strip() and "\0" not in text and text.isprintable())


@given(st.lists(st.tuples(WORDS, WORDS, NOTES, st.booleans()), max_size=5, unique_by=lambda row: fold(row[0])))
def test_what_a_spreadsheet_writes_is_read(rows: list[tuple[str, str, str, bool]]) -> None:
    from tempfile import TemporaryDirectory

    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    writer.writerows(
        [term, target, "", "", note, "signed" if signed else "proposed"] for term, target, note, signed in rows
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "es.csv"
        path.write_bytes(b"\xef\xbb\xbf" + buffer.getvalue().encode())
        read = termbase.read(path)
    assert read == [Term((term,), target, (target,), (), note, signed) for term, target, note, signed in rows]


@pytest.mark.parametrize(
    "path", sorted((shipped.language_data() / "termbase").glob("*.csv")), ids=lambda path: path.stem
)
def test_the_termbases_that_are_shipped_can_be_read(path: Path) -> None:
    terms = termbase.read(path)
    assert len(terms) > 100
    assert not any(term.signed for term in terms)


def test_time_is_linear_in_hostile_text() -> None:
    import time

    terms = termbase.load(sorted((shipped.language_data() / "termbase").glob("es.csv")))
    started = time.process_time()
    for unit in ("a", "high blood ", "blood-", "  ", "high blood pressure "):
        terms.find((unit * 100_000)[:100_000])
    assert time.process_time() - started < 10
