"""`pipeline review export` and `import` as people and scripts meet them."""

import json
from pathlib import Path

import pytest
from conftest import make_workspace
from test_cli import Capture, Run
from working_copies import FALLS, FASTER, TEXTS, draft_all, with_texts

from pipeline.config import Workspace

ANA = ["--lang", "es", "--as", "ana"]
MINE = "No provoca más caídas."


@pytest.fixture
def drafted(normal: Workspace) -> Workspace:
    """A workspace with machine drafts."""
    draft_all(normal)
    return normal


@pytest.fixture
def out(drafted: Workspace, tmp_path: Path, capsys: Capture) -> Path:
    """The document as it was handed out."""
    run = Run(drafted, ["review", "export", "--lang", "es", "--output", str(tmp_path / "out")], capsys)
    assert (run.code, run.out) == (0, f"{tmp_path / 'out' / 'stroke.es.po'}\n")
    return tmp_path / "out" / "stroke.es.po"


def change(path: Path, text: str = MINE) -> None:
    path.write_bytes(with_texts(path.read_bytes(), {FALLS: text}))


def test_the_whole_way_by_command(drafted: Workspace, out: Path, capsys: Capture) -> None:
    change(out)
    run = Run(drafted, ["review", "import", str(out), *ANA], capsys)
    assert (run.code, run.out.splitlines()) == (
        0,
        [
            "1 taken, 8 unchanged, 0 conflicts, 0 stale, 0 refused; 0 sentences with new comments.",
            "Nothing is approved yet: pipeline review sign stroke --lang es --as ana",
            "8 sentences are still the machine's own words: pipeline review start stroke --lang es --as ana",
        ],
    )
    signed = Run(drafted, ["review", "sign", "stroke", *ANA, "--yes"], capsys)
    assert (signed.code, signed.out.splitlines()[-2]) == (0, "1 signed, 0 refused.")
    assert signed.out.splitlines()[-1].startswith("8 sentences are still the machine's own words: ")
    again = Run(drafted, ["review", "import", str(out), *ANA, "--json"], capsys)
    assert (again.code, {"taken": again.json["taken"], "unchanged": again.json["unchanged"]}) == (
        0,
        {"taken": [], "unchanged": 9},
    )
    log = Run(drafted, ["review", "log", "stroke", "--json"], capsys).json["decisions"]
    assert [row["outcome"] for row in log] == ["applied", "applied"]


def test_conflicts_are_listed_kept_and_settled(drafted: Workspace, out: Path, capsys: Capture) -> None:
    change(out)
    edit = ["--key", "", FALLS.source, "--text", "No produce más caídas."]
    assert Run(drafted, ["review", "edit", "stroke", *ANA, *edit], capsys).code == 0
    run = Run(drafted, ["review", "import", str(out), *ANA], capsys)
    kept = out.with_name("stroke.es.conflicts.po")
    assert (run.code, run.out.splitlines()) == (
        1,
        [
            "0 taken, 8 unchanged, 1 conflict, 0 stale, 0 refused; 0 sentences with new comments.",
            f"  changed here too; what is here stays: {FALLS.source}",
            "    here: No produce más caídas.",
            f"    file: {MINE}",
            f"What could not be taken is kept in {kept}: mend it and import it.",
        ],
    )
    told = (
        '# as exported: "No produce más caídas."',
        f'# kept aside: "{MINE}"',
        "#. In the catalog: No produce más caídas.",
        "#. Signed here by ana",
        f"#. Handed out as: {TEXTS[FALLS]}",
    )
    assert "\n".join(told) in kept.read_text("utf-8")
    run = Run(drafted, ["review", "import", str(kept), *ANA], capsys)
    assert (run.code, run.out.splitlines()[1]) == (
        1,
        f"  kept aside before, and not mended yet: change it, or clear its flag: {FALLS.source}",
    )
    assert not kept.with_name("stroke.es.conflicts.conflicts.po").exists()
    kept.write_bytes(with_texts(kept.read_bytes(), {FALLS: "No ocasiona más caídas."}))
    run = Run(drafted, ["review", "import", str(kept), *ANA], capsys)
    assert run.code == 0
    assert f"  was approved; nobody has signed the new text: {FALLS.source}" in run.out


def test_texts_that_the_file_lost_are_named_and_stay(drafted: Workspace, out: Path, capsys: Capture) -> None:
    change(out, "")
    run = Run(drafted, ["review", "import", str(out), *ANA], capsys)
    assert (run.code, run.out.splitlines()) == (
        0,
        [
            "0 taken, 8 unchanged, 0 conflicts, 0 stale, 0 refused; 0 sentences with new comments.",
            "1 text was empty in the file and was left as it is:",
            f"  {FALLS.source}",
            f"    here: {TEXTS[FALLS]}",
        ],
    )


def test_the_report_for_programs(drafted: Workspace, out: Path, tmp_path: Path, capsys: Capture) -> None:
    change(out)
    out.write_bytes(out.read_bytes().replace(b"helps people walk faster", b"helps people run"))
    out.write_bytes(out.read_bytes().replace(b'msgstr "Practicar la', b'msgstr "El practicar la'))
    asked = ["review", "import", str(out), *ANA, "--json", "--output", str(tmp_path / "rest.po")]
    run = Run(drafted, asked, capsys)
    report = json.loads(run.out)
    assert run.code == 1
    assert {name: value for name, value in report.items() if name not in ("taken", "stale")} == {
        "document": "stroke", "language": "es", "conflicts": [], "refused": [], "waiting": [], "emptied": [],
        "unchanged": 7, "comments": 0, "kept": str(tmp_path / "rest.po"),
    }  # fmt: skip
    assert report["taken"] == [
        {"context": None, "source": FALLS.source, "exported": TEXTS[FALLS], "here": TEXTS[FALLS], "there": MINE,
         "draft": False, "approved": False, "comments": []},
    ]  # fmt: skip
    assert [row["source"] for row in report["stale"]] == [FASTER.source.replace("walk faster", "run")]


def test_a_file_of_another_language_or_of_no_document_is_refused(
    drafted: Workspace, out: Path, capsys: Capture
) -> None:
    run = Run(drafted, ["review", "import", str(out), "--lang", "pt", "--as", "ana"], capsys)
    assert (run.code, run.err) == (
        2, "pipeline: the file is of the language es: --lang es, or another file\n"
    )  # fmt: skip
    text = out.read_text("utf-8")
    out.write_text("\n".join(line for line in text.split("\n") if "X-Export" not in line), "utf-8")
    run = Run(drafted, ["review", "import", str(out), *ANA], capsys)
    assert run.code == 2
    assert "--document DOC" in run.err
    assert Run(drafted, ["review", "import", str(out), *ANA, "--document", "stroke"], capsys).code == 0
    out.write_text(out.read_text("utf-8").replace("Language: es", "Language: es_MX"), "utf-8")
    assert Run(drafted, ["review", "import", str(out), *ANA, "--document", "stroke"], capsys).code == 0


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (b"No causa", 1, "is not UTF-8"),
        (b"No \\x41", 1, "a hexadecimal or octal escape"),
        (b'No "causa', 1, "a string is not closed"),
        (b"a" * 10_000_000, 2, "bytes; a file to take in has at most 10,000,000"),
    ],
)
def test_a_broken_or_enormous_file_changes_nothing(
    drafted: Workspace, out: Path, capsys: Capture, text: bytes, code: int, message: str
) -> None:
    catalog = drafted.catalog("es", "stroke").read_bytes()
    text = text.replace(b"causa", b"caus\xe9") if "UTF-8" in message else text
    out.write_bytes(out.read_bytes().replace(b'msgstr "No causa', b'msgstr "' + text))
    run = Run(drafted, ["review", "import", str(out), *ANA], capsys)
    line = out.read_bytes()[: out.read_bytes().index(b'msgstr "' + text)].count(b"\n") + 1
    assert run.code == code
    assert run.err.startswith(f"pipeline: {out}:{line if code == 1 else ''}")
    assert message in run.err
    assert drafted.catalog("es", "stroke").read_bytes() == catalog


def test_a_name_that_is_none_brings_nothing(drafted: Workspace, out: Path, capsys: Capture) -> None:
    change(out)
    run = Run(drafted, ["review", "import", str(out), "--lang", "es", "--as", "Ana"], capsys)
    assert run.code == 2
    assert "'Ana' is no handle" in run.err


def test_a_missing_file_is_said(drafted: Workspace, capsys: Capture) -> None:
    run = Run(drafted, ["review", "import", "nowhere.po", *ANA], capsys)
    wrote = "name the .po file that `pipeline review export` wrote"
    assert (run.code, run.err) == (2, f"pipeline: nowhere.po: there is no such file; {wrote}\n")


def test_an_export_that_would_cost_work_is_a_problem(drafted: Workspace, out: Path, capsys: Capture) -> None:
    change(out)
    again = ["review", "export", "stroke", "--lang", "es", "--output", str(out.parent)]
    run = Run(drafted, again, capsys)
    assert run.code == 1
    assert "which may hold somebody's work" in run.err
    assert Run(drafted, [*again, "--replace"], capsys).code == 0
    assert MINE not in out.read_text("utf-8")


def test_pages_and_json(drafted: Workspace, tmp_path: Path, capsys: Capture) -> None:
    asked = ["review", "export", "stroke", "--lang", "es", "--format", "html", "--output", str(tmp_path), "--json"]
    (file,) = Run(drafted, asked, capsys).json["files"]
    assert file == {"document": "stroke", "language": "es", "path": str(tmp_path / "stroke.es.html")}
    assert (tmp_path / "stroke.es.html").read_text("utf-8").startswith("<!DOCTYPE html>\n")


def test_two_people_sign_what_one_brought(tmp_path: Path, capsys: Capture) -> None:
    workspace = make_workspace(tmp_path / "two", sandbox=False, review="two-person")
    draft_all(workspace)
    Run(workspace, ["review", "export", "--lang", "es", "--output", str(tmp_path)], capsys)
    change(tmp_path / "stroke.es.po")
    assert Run(workspace, ["review", "import", str(tmp_path / "stroke.es.po"), *ANA], capsys).code == 0
    assert Run(workspace, ["review", "sign", "stroke", *ANA, "--yes"], capsys).code == 0
    shown = Run(workspace, ["review", "show", "stroke", "--lang", "es", "--json"], capsys).json["segments"]
    assert [row["need"] for row in shown if row["target"] == MINE] == ["second review"]


def test_a_draft_brought_in_is_named_by_sign_and_finished_by_its_flag(
    drafted: Workspace, out: Path, capsys: Capture
) -> None:
    out.write_bytes(with_texts(out.read_bytes(), {FALLS: MINE}, fuzzy=True))
    run = Run(drafted, ["review", "import", str(out), *ANA], capsys)
    assert "What is still marked as fuzzy is a draft: clear the mark of what is done and import again," in run.out
    sign = Run(drafted, ["review", "sign", "stroke", *ANA, "--yes"], capsys)
    assert "There is nothing to adopt.\nNot approved and no finished work: 9 segments." in sign.out
    out.write_bytes(with_texts(out.read_bytes(), {FALLS: MINE}))
    assert "1 taken" in Run(drafted, ["review", "import", str(out), *ANA], capsys).out
    assert "1 signed, 0 refused." in Run(drafted, ["review", "sign", "stroke", *ANA, "--yes"], capsys).out


def test_a_page_is_no_file_to_take_in(drafted: Workspace, tmp_path: Path, capsys: Capture) -> None:
    page = tmp_path / "stroke.es.html"
    page.write_text("<!doctype html>\n<p>Tome 10 mg.</p>\n", "utf-8")
    run = Run(drafted, ["review", "import", str(page), *ANA], capsys)
    assert (run.code, "not a PO file" in run.err, "export the document with --format po" in run.err) == (2, True, True)
