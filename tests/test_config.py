"""The workspace's settings: unknown keys and languages are errors that name what is known."""

import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import DAY

from pipeline import files, shipped
from pipeline.config import Policy, Settings, Workspace, find_workspace
from pipeline.errors import LanguageError, UsageError, WorkspaceError
from pipeline.stages.people import credit_names
from pipeline.stages.workspace import init, sign_pack, signable


def configured(root: Path, text: str) -> Workspace:
    (root / "pipeline.toml").write_text(text)
    return Workspace(root)


def test_what_init_writes_is_understood(tmp_path: Path) -> None:
    workspace = init(tmp_path / "w", languages=["es", "pt"])
    assert workspace.settings == Settings(languages=("es", "pt"))
    assert init(tmp_path / "s", sandbox=True).settings.policy == Policy(1, sandbox=True)
    assert sorted(p.suffix for p in (tmp_path / "s" / "seeds").iterdir()).count(".md") == 2
    with pytest.raises(UsageError, match="is a workspace already"):
        init(tmp_path / "w")


def test_init_keeps_files_that_are_there(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")
    init(tmp_path)
    assert (tmp_path / ".gitignore").read_text() == "mine\n"


def test_the_nearest_folder_upwards_is_the_workspace(tmp_path: Path) -> None:
    init(tmp_path)
    (tmp_path / "seeds" / "deep").mkdir()
    assert find_workspace(tmp_path / "seeds" / "deep").root == tmp_path
    with pytest.raises(WorkspaceError, match="make a workspace with `pipeline init DIR`"):
        find_workspace(Path("/"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('langauges = ["es"]', "unknown key langauges: known are contact, engines, languages"),
        ("[policy]\nsandbx = true", r"\[policy\] unknown key sandbx: known are review, sandbox"),
        ('[policy]\nreview = "nobody"', "choose from one-person, two-person"),
        ("languages = [", "pipeline.toml"),
        ('languages = "es"', r"languages = 'es': write a list of texts"),
        ('languages = ["es", 1]', r"languages = \['es', 1\]: write a list of texts"),
        ('engines = "argos"', "engines = 'argos': write a list of texts"),
        ("source_language = 1", "source_language = 1: write a text in quotes"),
        ('source_language = ["en"]', r"source_language = \['en'\]: write a text in quotes"),
        ("publisher = true", "publisher = True: write a text in quotes"),
        ("contact = 2024-01-01", "contact = .*: write a text in quotes"),
        ('policy = "two-person"', r"policy: write a table, \[policy\]"),
        ('[[policy]]\nreview = "two-person"', r"policy: write a table, \[policy\]"),
        ('[policy]\nsandbox = "false"', r"\[policy\] sandbox = 'false': write true or false, without quotes"),
        ("[policy]\nsandbox = 0", r"\[policy\] sandbox = 0: write true or false"),
        ("[policy]\nreview = 2", r"\[policy\] review = 2: write a text in quotes"),
        ('[policy]\nreview = ["two-person"]', r"\[policy\] review = .*: write a text in quotes"),
    ],
)
def test_typos_are_errors(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(WorkspaceError, match=message):
        _ = configured(tmp_path, text).settings


def test_a_workspace_overrides_single_keys_of_a_language(tmp_path: Path) -> None:
    workspace = init(tmp_path)
    (tmp_path / "i18n" / "languages.toml").write_text('[es]\nnumber_locale = "es_MX"\n')
    (tmp_path / "i18n" / "style" / "es.toml").write_text('decimal_mark = "."\ngroup_mark = ","\n')
    spanish = workspace.languages.get("es")
    assert (spanish.name, spanish.number_locale, spanish.style.decimal_mark) == ("español", "es_MX", ".")
    with pytest.raises(LanguageError, match="unknown language 'tlh'"):
        workspace.languages.get("tlh")


def test_signing_a_pack_keeps_the_other_lines(tmp_path: Path) -> None:
    workspace = init(tmp_path)
    path = tmp_path / "i18n" / "languages.toml"
    path.write_text('# ours\n[es]\nnumber_locale = "es_MX" # ours\n\n[pt]\njoiner = " "\n')
    assert sign_pack(workspace, "es", "ana", DAY).signed_by == "ana"
    sign_pack(workspace, "es", "luis", DAY)
    assert path.read_text() == (
        '# ours\n[es]\nnumber_locale = "es_MX" # ours\nsigned_by = "luis"\nsigned_on = "2026-11-22"\n'
        f'signed_pack = "{signable(workspace, "es").fingerprint}"\n\n'
        '[pt]\njoiner = " "\n'
    )
    with pytest.raises(UsageError, match="has no full pack yet"):
        sign_pack(workspace, "de", "ana", DAY)
    with pytest.raises(UsageError, match="is no handle"):
        sign_pack(workspace, "es", "Ana María", DAY)


@pytest.mark.parametrize("head", ['["es"]', "['es']", "[ es ]", '  [ "es" ]  # ours', "[es]"])
@pytest.mark.parametrize("after", ["", "\n", '\njoiner = " "', '\n\n["es-MX"]\njoiner = " "\n\n  [pt]\njoiner = " "\n'])
def test_a_table_is_signed_however_its_name_is_written(tmp_path: Path, head: str, after: str) -> None:
    workspace = init(tmp_path)
    path = tmp_path / "i18n" / "languages.toml"
    path.write_text(f"{head}{after}")
    before = tomllib.loads(path.read_text())
    for person in ("ana", "luis"):
        sign_pack(workspace, "es", person, DAY)
    read = signable(workspace, "es").fingerprint
    row = {**before["es"], "signed_by": "luis", "signed_on": "2026-11-22", "signed_pack": read}
    assert tomllib.loads(path.read_text()) == before | {"es": row}


@pytest.mark.parametrize("text", ['es = {joiner = " "}\n', 'es.joiner = " "\n', '["\\u0065s"]\njoiner = " "\n'])
def test_a_table_that_cannot_be_added_to_stays_as_it_is(tmp_path: Path, text: str) -> None:
    workspace = init(tmp_path)
    path = tmp_path / "i18n" / "languages.toml"
    path.write_text(text)
    with pytest.raises(
        LanguageError, match=r'languages\.toml: the table of es .* add to it: signed_by = "ana", signed_on'
    ):
        sign_pack(workspace, "es", "ana", DAY)
    assert path.read_text() == text


def test_signing_waits_for_who_writes_the_file(tmp_path: Path) -> None:
    workspace = init(tmp_path)
    path = tmp_path / "i18n" / "languages.toml"
    with ThreadPoolExecutor() as pool, files.locked(path, workspace.locks):
        signing = pool.submit(sign_pack, workspace, "es", "ana", DAY)
        with pytest.raises(TimeoutError):
            signing.result(timeout=0.2)
        path.write_text('[pt]\njoiner = " "\n')
    assert tomllib.loads(path.read_text()) == {
        "pt": {"joiner": " "},
        "es": {"signed_by": "ana", "signed_on": "2026-11-22", "signed_pack": signable(workspace, "es").fingerprint},
    }


def test_a_pack_that_changed_since_it_was_read_is_not_signed(tmp_path: Path) -> None:
    workspace = init(tmp_path)
    read = signable(workspace, "es").fingerprint
    assert not signable(workspace, "es").signed
    sign_pack(workspace, "es", "ana", DAY, read=read)
    assert signable(Workspace(tmp_path), "es").signed
    (tmp_path / "i18n" / "style" / "es.toml").write_text('form_of_address = "tu"\n')
    assert not signable(Workspace(tmp_path), "es").signed
    with pytest.raises(UsageError, match="the language pack of es has changed since you read it"):
        sign_pack(workspace, "es", "luis", DAY, read=read)
    assert workspace.languages.get("es").signed_by == ""
    assert Workspace(tmp_path).languages.get("es").signed_by == "ana"


def test_what_is_signed_is_the_language_and_its_base(tmp_path: Path) -> None:
    workspace = init(tmp_path)
    own = tmp_path / "i18n" / "termbase" / "es.csv"
    own.write_text("")
    names = ["phrases/es.po", "termbase/es.csv", "style/es.toml", "notices/es.po"]
    ours = shipped.language_data()
    expected = [ours / name for name in names]
    expected.insert(2, own)
    assert list(signable(workspace, "es").files) == expected
    (tmp_path / "i18n" / "languages.toml").write_text('[es-419]\npack = "full"\n')
    regional = tmp_path / "i18n" / "phrases" / "es-419.po"
    regional.write_text("")
    expected.insert(1, regional)
    assert list(signable(Workspace(tmp_path), "es-419").files) == expected


def test_init_with_an_unknown_language_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match="unknown language 'tlh'"):
        init(tmp_path / "w", languages=["es", "tlh"])
    with pytest.raises(LanguageError, match=r"languages 'spanish' \(do you mean es\?\), 'frnch' \(do you mean fr\?\):"):
        init(tmp_path / "w", languages=["spanish", "pt", "frnch"])
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "w" / "i18n").mkdir(parents=True)
    row = '[tlh]\nname = "tlhIngan Hol"\nenglish_name = "Klingon"\nbabel = "en"\n'
    (tmp_path / "w" / "i18n" / "languages.toml").write_text(row)
    assert init(tmp_path / "w", languages=["tlh"]).settings.languages == ("tlh",)


def test_every_shipped_language_is_complete(tmp_path: Path) -> None:
    languages = init(tmp_path).languages
    cochrane = "es pt fr de ca it nl pl cs hr ro hu ru uk ar fa ur he hi ta th my id ms sw zh-Hans zh-Hant ja ko"
    assert set(cochrane.split()) <= set(languages.tags)
    for tag in languages.tags:
        language = languages.get(tag)
        order = language.locale.character_order
        assert language.direction == ("rtl" if order == "right-to-left" else "ltr")
        assert language.plural_forms.startswith("nplurals=")


def test_people_may_be_named_or_not(tmp_path: Path) -> None:
    workspace = init(tmp_path)
    assert credit_names(workspace) == {}
    (tmp_path / "i18n" / "people.toml").write_text('ana = "Ana Pérez"\nluis = ""\n')
    assert credit_names(workspace) == {"ana": "Ana Pérez", "luis": ""}
    (tmp_path / "i18n" / "people.toml").write_text("ana = 3\n")
    with pytest.raises(WorkspaceError, match="ana: write"):
        credit_names(workspace)
