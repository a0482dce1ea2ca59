import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from pipeline import shipped
from pipeline.errors import LanguageError
from pipeline.interface import Interface

ROOT = Path(__file__).parent.parent
TEMPLATE = ROOT / "i18n" / "app.pot"
TRANSLATED = ("es", "fr", "pt", "ca", "ar")
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'


def catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def messages(path: Path) -> list[Message]:
    return [message for message in catalog(path) if message.id]


def write(folder: Path, language: str, body: str, plural_forms: str = "") -> None:
    path = folder / language / "LC_MESSAGES" / "app.po"
    path.parent.mkdir(parents=True)
    path.write_text(f"{HEADER}{plural_forms}\n{body}", "utf-8")


def extraction() -> list[str]:
    """The options of the command that i18n/babel.cfg tells a maintainer to run."""
    comment = (ROOT / "i18n" / "babel.cfg").read_text("utf-8").replace("\\\n#", "")
    line = next(line for line in comment.splitlines() if "pybabel extract" in line)
    return shlex.split(line.removeprefix("#"))[1:]


def test_the_template_holds_the_strings_of_the_code(tmp_path: Path) -> None:
    made = tmp_path / "app.pot"
    options = [str(made) if option == "i18n/app.pot" else option for option in extraction()]
    program = [sys.executable, "-c", "from babel.messages.frontend import main; main()", *options]
    subprocess.run(program, cwd=ROOT, check=True, capture_output=True)
    assert TEMPLATE.read_text("utf-8") == made.read_text("utf-8"), "run the commands at the top of i18n/babel.cfg"


def test_extraction_reads_code_and_templates_of_the_pipeline_only(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "i18n", tmp_path / "i18n", ignore=lambda *_: {"templates", "phrases", "termbase"})
    for name, text in {
        "pipeline/a.py": '_("by underscore"); words.gettext("by name"); ngettext("one", "many", n); N_("marked")',
        "pipeline/deep/er/b.jinja": "{{ _('in a template') }}",
        "tests/c.py": '_("in a test")',
        "pipeline/data/d.py": '_("in data")',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    program = [sys.executable, "-c", "from babel.messages.frontend import main; main()", *extraction()]
    subprocess.run(program, cwd=tmp_path, check=True, capture_output=True)
    found = {message.id for message in messages(tmp_path / "i18n" / "app.pot")}
    assert found == {"by underscore", "by name", ("one", "many"), "marked", "in a template"}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalog_is_complete(language: str) -> None:
    path = shipped.interface_catalogs() / language / "LC_MESSAGES" / "app.po"
    read = messages(path)
    assert catalog(path).locale_identifier == language
    assert {message.id for message in read} == {message.id for message in messages(TEMPLATE)}
    assert [message.id for message in read if message.fuzzy] == []
    forms = [form for m in read for form in (m.string if isinstance(m.string, tuple) else (m.string,))]
    assert [form for form in forms if not str(form).strip()] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_placeholders_of_its_message(language: str) -> None:
    def names(text: object) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(str(text)) if name is not None}

    def forms(text: object) -> list[set[str]]:
        return [names(form) for form in (text if isinstance(text, (tuple, list)) else [text])]

    read = messages(shipped.interface_catalogs() / language / "LC_MESSAGES" / "app.po")
    assert [m.id for m in read if any(form != forms(m.id)[-1] for form in forms(m.string))] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_gnu_gettext_accepts_the_catalog(language: str, tmp_path: Path) -> None:
    if not (program := shutil.which("msgfmt")):
        pytest.skip("no msgfmt here: apt-get install gettext")
    path = shipped.interface_catalogs() / language / "LC_MESSAGES" / "app.po"
    done = subprocess.run(
        [program, "--check-format", "-o", tmp_path / "app.mo", path], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_words_come_in_the_language_of_the_reader() -> None:
    assert Interface("es").gettext("Approve") == "Aprobar"
    assert Interface("pt").gettext("Sentence {number} of {total}").format(number=2, total=9) == "Frase 2 de 9"
    assert Interface("en").gettext("Approve") == "Approve"
    assert Interface("th").gettext("Approve") == "Approve"


def test_a_region_takes_from_its_base_then_from_english(tmp_path: Path) -> None:
    write(tmp_path, "es", 'msgid "Edit"\nmsgstr "Editar"\n\nmsgid "Quit"\nmsgstr "Salir"\n')
    write(tmp_path, "es-419", 'msgid "Quit"\nmsgstr "Cerrar"\n')
    words = Interface("es-419", tmp_path)
    assert [words.gettext(word) for word in ("Quit", "Edit", "Undo")] == ["Cerrar", "Editar", "Undo"]
    assert Interface("es-MX", tmp_path).gettext("Quit") == "Salir"


def test_numbers_take_the_plural_rule_of_the_language(tmp_path: Path) -> None:
    forms = (
        'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "{n} день"\nmsgstr[1] "{n} дня"\nmsgstr[2] "{n} дней"\n'
    )
    rule = (
        '"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && '
        '(n%100<10 || n%100>=20) ? 1 : 2);\\n"\n'
    )
    write(tmp_path, "ru", forms, rule)
    words = Interface("ru", tmp_path)
    assert [words.ngettext("{n} day", "{n} days", n).format(n=n) for n in (1, 3, 5)] == ["1 день", "3 дня", "5 дней"]
    assert [words.ngettext("{n} week", "{n} weeks", n) for n in (1, 2)] == ["{n} week", "{n} weeks"]


def test_arabic_has_a_form_for_each_of_its_six_numbers() -> None:
    words = Interface("ar")
    forms = {
        n: words.ngettext("{count} finding", "{count} findings", n) for n in (0, 1, 2, 3, 10, 11, 99, 100, 102, 103)
    }
    assert len({forms[n] for n in (0, 1, 2, 3, 11, 100)}) == 6
    assert (forms[3], forms[11], forms[100]) == (forms[10], forms[99], forms[102])
    assert forms[103] == forms[3]


def test_what_nobody_confirmed_stays_english(tmp_path: Path) -> None:
    write(tmp_path, "es", '#, fuzzy\nmsgid "Edit"\nmsgstr "Redactar"\n')
    assert Interface("es", tmp_path).gettext("Edit") == "Edit"


@pytest.mark.parametrize("body", ['msgid "Edit"\nmsgstr "Editar\n', 'msgid "Edit"\nmsgstr "a" b"\n', "nonsense\n"])
def test_a_broken_catalog_is_named(tmp_path: Path, body: str) -> None:
    write(tmp_path, "es", body)
    with pytest.raises(LanguageError, match=r"es/LC_MESSAGES/app\.po"):
        Interface("es", tmp_path).gettext("Edit")


def test_a_catalog_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    write(tmp_path, "es", "")
    path = tmp_path / "es" / "LC_MESSAGES" / "app.po"
    path.write_bytes(path.read_bytes() + b'msgid "Edit"\nmsgstr "\xe9"\n')
    with pytest.raises(LanguageError, match=r"es/LC_MESSAGES/app\.po"):
        Interface("es", tmp_path).gettext("Edit")
