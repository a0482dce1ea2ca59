"""Reading back what was written gives the same catalog, and GNU gettext accepts every file."""

import gettext
import io
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.po import binary, parse, parse_entry, serialise, serialise_entry
from pipeline.catalog.remarks import (
    Dismissal,
    Measured,
    NotDrafted,
    Origin,
    Rejection,
    Remark,
    Signature,
    Statement,
    Unknown,
    Waiver,
    format_remark,
    parse_remark,
    sealed,
)
from pipeline.catalog.template import new_catalog
from pipeline.model.decision import Mode
from pipeline.model.document import Key

DAY = date(2026, 11, 22)
words = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
handles = st.from_regex(r"[a-z0-9]([a-z0-9._-]{0,6}[a-z0-9])?", fullmatch=True)
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
# every character that a catalog may hold: no control characters but line feed, tab and carriage return, no surrogates
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n\t\r"\\'), max_size=60)
reasons = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
details = st.from_regex(r"[a-z>., 0-9-]{0,20}[a-z0-9]", fullmatch=True)

statements: st.SearchStrategy[Statement] = st.one_of(
    st.builds(Origin, st.sampled_from(["mt", "memory", "phrase", "person"]), details.map(str.strip)),
    st.builds(Signature, days, handles, st.sampled_from(Mode), st.booleans()),
    st.builds(Rejection, days, handles, reasons),
    st.builds(Waiver, days, handles, reasons),
    st.builds(Dismissal, words, days, handles, reasons),
    st.builds(Unknown, st.lists(words, min_size=1, max_size=3).map(tuple)),
    st.builds(
        Measured,
        st.integers(0, 100),
        st.none() | st.integers(0, 99999),
        st.none() | st.integers(-99999, 9999).map(lambda hundredths: hundredths / 100),
    ),
    st.builds(NotDrafted, reasons),
)


@given(statements, st.from_regex(r"[0-9a-f]{10}", fullmatch=True))
def test_a_remark_reads_back(statement: Statement, seal: str) -> None:
    remark = Remark(statement, seal)
    assert parse_remark(format_remark(remark)) == remark


@pytest.mark.parametrize(
    "line",
    [
        "reviewed by Ana",
        "reviewed: 2026-11-22 ana read",
        "reviewed: 2026-13-22 ana read ~3f9a01c2d4",
        "reviewed: 2026-11-22 Ana Maria read ~3f9a01c2d4",
        "reviewed: 2026-11-22 ana glanced ~3f9a01c2d4",
        "dismissed: numbers 2026-11-22 ana why ~3f9a01c2d4",
        "origin: mt ~3f9a01c2d4",
    ],
)
def test_what_does_not_fit_the_grammar_is_a_note(line: str) -> None:
    assert parse_remark(line) is None


def test_the_grammar_as_documented() -> None:
    key = Key(None, "Take 10 mg.")
    lines = [
        format_remark(sealed(Origin("mt", "firefox en>pt 2.0, apertium pt>es 1.1"), key, "Tome 10 mg.")),
        format_remark(sealed(Signature(DAY, "ana", Mode.READ), key, "Tome 10 mg.")),
        format_remark(sealed(Signature(DAY, "luis", Mode.READ, second=True), key, "Tome 10 mg.")),
        format_remark(sealed(Dismissal("numbers", DAY, "ana", "written as a word"), key, "Tome 10 mg.")),
        format_remark(sealed(Unknown(("surto", "vascular")), key, "Tome 10 mg.")),
    ]
    assert lines == [
        "origin: mt firefox en>pt 2.0, apertium pt>es 1.1 ~db23783a8b",
        "reviewed: 2026-11-22 ana read ~db23783a8b",
        "second review: 2026-11-22 luis read ~db23783a8b",
        'dismissed: numbers 2026-11-22 ana "written as a word" ~db23783a8b',
        "unknown: surto, vascular ~db23783a8b",
    ]


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    key = Key(draw(st.none() | words), draw(texts.filter(bool)))
    obsolete = draw(st.booleans())
    target = draw(texts)
    return Entry(
        key=key,
        target=target,
        fuzzy=draw(st.booleans()),
        remarks=tuple(sealed(s, key, target) for s in draw(st.lists(statements, max_size=3))),
        notes=tuple(draw(st.lists(words, max_size=2))),
        section=() if obsolete else tuple(draw(st.lists(words, max_size=2))),
        places=() if obsolete else tuple(draw(st.lists(words.map("seeds/{}.txt:3".format), max_size=2, unique=True))),
        previous=None if obsolete else draw(st.none() | st.builds(Key, st.none() | words, texts.filter(bool))),
        obsolete=obsolete,
    )


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    chosen = draw(st.lists(entries(), max_size=4, unique_by=lambda entry: entry.key))
    ordered = sorted(chosen, key=lambda entry: entry.obsolete)
    empty = new_catalog("es", "x", "nplurals=2; plural=(n != 1);")
    return Catalog("es", "x", tuple(ordered), empty.header, draw(st.just("") | words))


@settings(max_examples=200)
@given(catalogs())
def test_a_catalog_reads_back(catalog: Catalog) -> None:
    data = serialise(catalog)
    assert parse(data, "x.po") == catalog
    assert serialise(parse(data, "x.po")) == data


@given(entries())
def test_an_entry_reads_back(entry: Entry) -> None:
    assert parse_entry(serialise_entry(entry)) == entry


def test_long_lines_are_not_wrapped() -> None:
    catalog = Catalog("es", "x", (Entry(Key(None, "word " * 100 + "end"), "palabra " * 100 + "fin"),))
    assert max(map(len, serialise(catalog).decode().split("\n"))) > 800


def test_the_binary_holds_what_is_not_fuzzy() -> None:
    done, draft = Entry(Key("title", "A?"), "¿A?"), Entry(Key(None, "B"), "Be", fuzzy=True)
    empty = new_catalog("es", "x", "nplurals=2; plural=(n != 1);")
    catalog = Catalog("es", "x", (done, draft), empty.header)
    translations = gettext.GNUTranslations(io.BytesIO(binary(catalog)))
    assert (translations.pgettext("title", "A?"), translations.gettext("B")) == ("¿A?", "B")


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")
@settings(max_examples=25, deadline=None)
@given(catalogs())
def test_msgfmt_accepts_what_we_write(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> None:
    # msgfmt -c wants both texts to begin and end with a line feed or neither: bad text, which a check reports
    kept = tuple(
        e for e in catalog.entries if "\n" not in e.key.source + e.target and "\r" not in e.key.source + e.target
    )
    path = tmp_path_factory.mktemp("po") / "x.po"
    path.write_bytes(serialise(Catalog("es", "x", kept, catalog.header, catalog.comment)))
    subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(path)], check=True, capture_output=True)


def test_files_of_other_tools_keep_their_header(tmp_path: Path) -> None:
    text = (
        '# Team Ana\nmsgid ""\nmsgstr ""\n"Project-Id-Version: x\\n"\n"Last-Translator: Ana <ana@example.org>\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"X-Generator: Poedit 3.2\\n"\n'
    )
    assert serialise(parse(text.encode(), "x.po")).decode() == text
