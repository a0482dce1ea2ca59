"""What a page says in its own voice comes from the notices of a language, whole, and in its dates and digits."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.config import Workspace
from pipeline.errors import LanguageError
from pipeline.stages.packs import Pack, load
from pipeline.stages.page_words import Words

ROOT = Path(__file__).resolve().parent.parent
HERE = Workspace(ROOT)
PACKS = ("ar", "ca", "en", "es", "fr", "hi", "pt", "zh-Hans")


@pytest.mark.parametrize("tag", PACKS)
def test_a_full_pack_leaves_no_word_of_the_page_in_english(tag: str) -> None:
    words = Words(load(HERE, tag))
    words("Checked by {names}.", names="Ana")
    assert words.in_english == frozenset()


def test_every_notice_is_said_somewhere() -> None:
    """A lead signs each of them: none is there for nothing, and none that the code says is missing."""
    texts = [path.read_text("utf-8") for kind in ("*.py", "*.jinja") for path in (ROOT / "pipeline").rglob(kind)]
    code = re.sub(r'"\s*\n\s*"', "", "\n".join(texts))
    notices = Words(load(HERE, "en")).chrome
    assert [notice for notice in notices if f'"{notice}"' not in code] == []
    said = re.findall(r'\b(?:words|voice)(?:\.dated)?\(\s*"((?:[^"\\]|\\.)+)"|chrome\["([^"]+)"\]', code)
    assert {one or other for one, other in said} - set(notices) == set()


@pytest.mark.parametrize("tag", PACKS)
def test_what_ends_with_a_full_stop_in_english_does_in_every_language(tag: str) -> None:
    wordings = load(HERE, tag).notices
    assert len(wordings) > 50
    sentences = {english: wording for english, wording in wordings.items() if english.endswith(".")}
    assert [english for english, wording in sentences.items() if not wording.endswith((".", "。", "।"))] == []
    assert [english for english in wordings if english.endswith(" {date}")] == []


def test_what_a_language_has_no_wording_for_is_told() -> None:
    words = Words(load(HERE, "fa"))
    assert words.dated("It was taken down on {date}.", "2026-11-22") == "It was taken down on 22 November 2026."
    assert words.dated("Evidence up to date to {date}.", "2025-05") == "Evidence up to date to May 2025."
    assert "It was taken down on 22 November 2026." in words.in_english
    assert words.day("2026-11-22") == "22 نوامبر 2026"
    assert "Skip to the text" in words.in_english


@pytest.mark.parametrize(
    ("tag", "system", "day", "month"),
    [
        ("es", "latn", "22 de noviembre de 2026", "noviembre de 2026"),
        ("ar", "latn", "22 نوفمبر 2026", "نوفمبر 2026"),
        ("ar", "arab", "٢٢ نوفمبر ٢٠٢٦", "نوفمبر ٢٠٢٦"),
        ("fa", "arabext", "۲۲ نوامبر ۲۰۲۶", "نوامبر ۲۰۲۶"),
        ("hi", "latn", "22 नवंबर 2026", "नवंबर 2026"),
        ("hi", "deva", "२२ नवंबर २०२६", "नवंबर २०२६"),
        ("zh-Hans", "latn", "2026年11月22日", "2026年11月"),
    ],
)
def test_dates_and_digits_follow_the_language(tag: str, system: str, day: str, month: str) -> None:
    pack = load(HERE, tag)
    words = Words(Pack(HERE, replace(pack.language, numbering_system=system)))
    assert (words.day("2026-11-22"), words.day("2026-11")) == (day, month)


def test_an_unknown_numbering_system_is_named() -> None:
    pack = load(HERE, "ar")
    words = Words(Pack(HERE, replace(pack.language, numbering_system="arabic")))
    with pytest.raises(LanguageError, match=r"numbering_system = 'arabic': known are arab,"):
        words.digits("1")


@pytest.mark.parametrize(
    ("tag", "said"), [("es", "Ana, Luis"), ("ar", "Ana، Luis"), ("zh-Hans", "Ana、Luis"), ("ur", "Ana، Luis")]
)
def test_names_in_a_row_are_set_apart_as_the_language_does_it(tag: str, said: str) -> None:
    assert Words(load(HERE, tag)).names(["Ana", "Luis"]) == said


def test_a_notice_whose_placeholders_are_wrong_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "i18n" / "notices").mkdir(parents=True)
    (tmp_path / "pipeline.toml").write_text("")
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    wrong = 'msgid "Checked by {names}."\nmsgstr "Revisado por {nombres}."\n'
    (tmp_path / "i18n" / "notices" / "es.po").write_text(header + wrong)
    words = Words(load(Workspace(tmp_path), "es"))
    with pytest.raises(LanguageError, match=r"i18n/notices/es\.po: .*placeholders"):
        words("Checked by {names}.", names="Ana")
