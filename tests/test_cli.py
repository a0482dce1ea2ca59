"""The commands as people and scripts meet them: output, JSON, exit codes, errors with the next step."""

import io
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from argos_package import build_package
from conftest import STROKE

from pipeline import shipped
from pipeline.cli.main import main
from pipeline.config import Workspace
from pipeline.stages.translate import translate


@pytest.fixture
def drafted(sandbox: Workspace) -> Workspace:
    """A sandbox with Spanish drafts."""
    translate(sandbox, ["es"])
    return sandbox


Capture = pytest.CaptureFixture[str]


class Run:
    """What a command said and how it ended."""

    def __init__(self, workspace: Workspace | None, arguments: Sequence[str], capture: Capture) -> None:
        capture.readouterr()
        where = ["-C", str(workspace.root)] if workspace else []
        with pytest.raises(SystemExit) as ended:
            main([*where, *arguments])
        self.code = ended.value.code
        self.out, self.err = capture.readouterr()

    @property
    def json(self) -> dict[str, list[dict[str, object]]]:
        """Standard output as JSON."""
        report: dict[str, list[dict[str, object]]] = json.loads(self.out)
        return report


def test_translate_reports_in_json(sandbox: Workspace, capsys: Capture) -> None:
    run = Run(sandbox, ["translate", "--lang", "es", "--json"], capsys)
    (row,) = run.json["documents"]
    assert run.code == 0
    assert set(row) == {
        "document", "language", "segments", "drafted", "phrase", "memory", "engine", "failed", "route"
    }  # fmt: skip
    assert (row["document"], row["segments"], row["drafted"]) == ("stroke", 9, 9)
    assert str(row["route"]).startswith("firefox en>pt")


def test_translate_says_what_it_did(sandbox: Workspace, capsys: Capture) -> None:
    run = Run(sandbox, ["translate"], capsys)
    assert "9 drafts in" in run.out
    assert "All are drafts until a person approves them." in run.out


def test_check_and_status_json(drafted: Workspace, capsys: Capture) -> None:
    run = Run(drafted, ["check", "--json"], capsys)
    assert set(run.json) == {"findings", "segments", "seconds", "problems", "not_checked"}
    path = drafted.catalog("es", "stroke")
    text = path.read_text()
    path.write_text(re.sub(r'(msgstr ".*)2440', r"\g<1>2540", text))
    run = Run(drafted, ["check", "--lang", "es", "--json"], capsys)
    found = [row for row in run.json["findings"] if row["check"] == "numbers"]
    assert run.code == 1
    assert set(found[0]) == {
        "document", "language", "context", "source", "target", "check", "severity", "message", "source_spans",
        "target_spans", "dismissed", "dismissed_by", "blocks", "code", "fix",
    }  # fmt: skip
    (row,) = Run(drafted, ["status", "--json"], capsys).json["documents"]
    assert (row["document"], row["language"], row["translated"], row["published"]) == ("stroke", "es", 9, "never")
    assert set(row) == {
        "document", "language", "initial", "translated", "reviewed", "final", "errors", "warnings",
        "published", "reader", "cause", "online",
        "risky", "band_a", "band_b", "band_c", "band_d", "figures",
    }  # fmt: skip


def test_publish_refuses_with_exit_code_1(drafted: Workspace, capsys: Capture) -> None:
    run = Run(drafted, ["publish", "--lang", "es", "--json"], capsys)
    assert (run.code, run.json["files"]) == (1, [])
    assert {(row["document"], row["language"]) for row in run.json["refused"]} == {("stroke", "es")}
    run = Run(drafted, ["publish", "--lang", "es"], capsys)
    assert "stroke (es)\n  9 sentences are not approved: pipeline review start stroke --lang es --as NAME" in run.err


def test_the_whole_way_by_command(drafted: Workspace, capsys: Capture) -> None:
    asked = ["--lang", "es", "--as", "ana"]
    bulk = Run(drafted, ["review", "approve", "stroke", *asked, "--all", "--despite-findings", "trial"], capsys)
    assert (bulk.code, bulk.out.splitlines()[0]) == (0, "9 segments approved, 0 signed before.")
    assert Run(drafted, ["review", "signoff", "stroke", *asked, "--yes"], capsys).code == 0
    run = Run(drafted, ["publish", "--lang", "es"], capsys)
    assert (run.code, run.out) == (0, "build/site/es/stroke.html\n1 file in the published site.\n")


def test_one_segment_by_key(drafted: Workspace, capsys: Capture) -> None:
    key = ["--lang", "es", "--as", "ana", "--key", "heading", "Key messages"]
    assert Run(drafted, ["review", "approve", "stroke", *key], capsys).out == "approve: applied\n"
    assert Run(drafted, ["review", "approve", "stroke", *key], capsys).out == "approve: already\n"
    edit = Run(drafted, ["review", "edit", "stroke", *key, "--text", "Lo más importante"], capsys)
    assert edit.out.splitlines()[-1] == "edit: applied"
    assert "[terms]" in edit.out
    assert Run(drafted, ["review", "reject", "stroke", *key, "--reason", "not plain"], capsys).code == 0
    shown = Run(drafted, ["review", "show", "stroke", "--lang", "es", "--json"], capsys).json["segments"][1]
    assert (shown["target"], shown["need"]) == ("Lo más importante", "another text")
    log = Run(drafted, ["review", "log", "stroke", "--json"], capsys).json["decisions"]
    assert [row["outcome"] for row in log] == ["applied", "already", "applied", "applied"]


def test_finished_work_from_an_editor_is_adopted_by_name(drafted: Workspace, capsys: Capture) -> None:
    path = drafted.catalog("es", "stroke")
    path.write_text(path.read_text().replace("#, fuzzy\n", ""))
    listed = Run(drafted, ["review", "list", "--lang", "es", "--json"], capsys).json["documents"][0]
    assert listed["signature"] == 9
    run = Run(drafted, ["review", "sign", "stroke", "--lang", "es", "--as", "ana", "--yes"], capsys)
    assert "last signed: never here" in run.out
    assert run.out.splitlines()[-1] == "9 signed, 0 refused."


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["translate", "--lang", "xx"], 2, "unknown language 'xx'"),
        (["translate", "--lang", "es", "nothing"], 2, "nothing"),
        (["publish", "--format", "odt"], 2, "unknown format 'odt': choose from "),
        (["check", "--only", "speling"], 2, "unknown check speling: choose from"),
        (["review", "approve", "stroke", "--lang", "es", "--as", "ana"], 2, "say which"),
        (["review", "approve", "stroke", "--lang", "es", "--as", "Ana", "--all"], 2, "is no handle"),
        (["review", "approve", "stroke", "--lang", "es", "--as", "ana", "--key", "", "No."], 2, "has no segment"),
        (["review", "show", "stroke", "--lang", "pt"], 2, "run `pipeline translate --lang pt stroke`"),
        (["nonsense"], 2, "No such command"),
    ],
)
def test_errors_name_the_next_step(
    drafted: Workspace, capsys: Capture, arguments: list[str], code: int, message: str
) -> None:
    run = Run(drafted, arguments, capsys)
    assert run.code == code
    assert message in run.err
    assert "Traceback" not in run.err


def test_despite_findings_is_for_sandboxes(normal: Workspace, capsys: Capture) -> None:
    translate(normal, ["es"])
    bulk = ["review", "approve", "stroke", "--lang", "es", "--as", "ana", "--all"]
    assert "is for sandboxes" in Run(normal, [*bulk, "--despite-findings", "x"], capsys).err
    run = Run(normal, bulk, capsys)
    assert (run.code, run.out.splitlines()[0]) == (1, "0 segments approved, 0 signed before.")


def test_extract_shows_how_a_document_was_understood(sandbox: Workspace, capsys: Capture) -> None:
    run = Run(sandbox, ["extract", "--show", "stroke"], capsys)
    assert run.code == 0
    assert "Key messages" in run.out
    assert not sandbox.templates.exists()
    run = Run(sandbox, ["extract"], capsys)
    assert "1 document, 9 segments" in run.out
    assert "wrote locales/es/LC_MESSAGES/stroke.po" in run.out
    assert "nothing changed" in Run(sandbox, ["extract"], capsys).out


def test_init_and_lists_outside_a_workspace(tmp_path: Path, capsys: Capture) -> None:
    run = Run(None, ["init", str(tmp_path / "w"), "--lang", "es"], capsys)
    assert run.code == 0
    assert "Put English summaries into seeds/" in run.out
    workspace = Workspace(tmp_path / "w")
    rows = Run(workspace, ["languages", "list", "--json"], capsys).json["languages"]
    assert {
        "language": "es",
        "name": "español",
        "english_name": "Spanish",
        "pack": "full",
        "signed": "experimental",
    } in rows
    signed = Run(workspace, ["languages", "sign", "es", "--as", "eva", "--yes"], capsys)
    assert signed.out.startswith("Spanish is signed by eva, ")
    engines = Run(workspace, ["engines", "list", "--json"], capsys).json
    assert {"en>pt", "pt>es"} <= {row["pair"] for row in engines["engines"]}
    assert {"language": "es", "hops": ["firefox en>pt", "apertium pt>es"]} in engines["routes"]
    assert "make a workspace with `pipeline init DIR`" in Run(None, ["-C", "/", "status"], capsys).err


def test_init_with_an_unknown_language_makes_no_folder(tmp_path: Path, capsys: Capture) -> None:
    run = Run(None, ["init", str(tmp_path / "w"), "--lang", "xx"], capsys)
    assert (run.code, run.out, "unknown language 'xx'" in run.err) == (2, "", True)
    assert not (tmp_path / "w").exists()


def test_signing_a_pack_names_the_files_before_it_asks(
    normal: Workspace, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [shipped.language_data() / name for name in ("phrases/es.po", "termbase/es.csv", "style/es.toml")]
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    run = Run(normal, ["languages", "sign", "es", "--as", "eva"], capsys)
    head, *rest = run.out.splitlines()
    assert (run.code, head, rest[:3]) == (1, "This is what you sign:", [f"  {path}" for path in paths])
    assert rest[4].startswith("Have you, eva, read the phrases, terms, style and notices of es in these files?")
    assert not (normal.root / "i18n" / "languages.toml").exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    run = Run(normal, ["languages", "sign", "es", "--as", "eva", "--json"], capsys)
    report = json.loads(run.out)
    assert (run.code, report["language"], report["signed_by"]) == (0, "es", "eva")
    assert report["files"][:3] == [str(path) for path in paths]
    assert "This is what you sign:" in run.err


def test_installing_an_engine_reports_in_json(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    package = build_package(tmp_path / "package")
    run = Run(None, ["engines", "install", "es", "--from", str(package), "--json"], capsys)
    report = json.loads(run.out)
    assert run.code == 0
    assert (set(report), report["engine"], report["pair"]) == (
        {"engine", "pair", "version", "licence", "bytes"},
        "argos",
        "en>eo",
    )
    assert "It translates en>eo, not to es" in run.err


def test_a_misnamed_file_does_not_stop_the_others(sandbox: Workspace, capsys: Capture) -> None:
    (sandbox.seeds / "Notes To Self.txt").write_text("Buy milk\n")
    run = Run(sandbox, ["extract"], capsys)
    assert (run.code, run.out.splitlines()[0]) == (1, "1 document, 9 segments")
    assert "call it notes-to-self.txt" in run.err


def session(workspace: Workspace, typed: str, *options: str) -> str:
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "-C",
        str(workspace.root),
        "review",
        "start",
        "--lang",
        "es",
        "--as",
        "ana",
    ]
    run = subprocess.run([*command, *options], input=typed, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_a_review_in_the_terminal_stops_and_goes_on(drafted: Workspace, capsys: Capture) -> None:
    first = session(drafted, "v\na\ne\nMensajes principales\nr\nwrong meaning\nu\ns\nq\n")
    assert "Sentence 1 of 9 · title · not yet approved" in first
    assert "Saved. Go on with the same command." in first
    segments = Run(drafted, ["review", "show", "stroke", "--lang", "es", "--json"], capsys).json["segments"]
    assert [(s["target"], s["need"]) for s in segments[1:3]] == [
        ("Mensajes principales", ""),
        (segments[2]["target"], "approval"),
    ]
    assert segments[0]["need"] == ""
    second = session(drafted, "q\n")
    assert "Sentence 4 of 9" in second


def test_the_last_segment_leads_to_the_sign_off(drafted: Workspace, capsys: Capture) -> None:
    Run(
        drafted,
        ["review", "approve", "stroke", "--lang", "es", "--as", "ana", "--all", "--despite-findings", "x"],
        capsys,
    )
    text = session(drafted, "")
    assert "Nothing left to review in stroke." in text
    assert "pipeline review signoff stroke --lang es --as ana" in text


def test_the_review_speaks_the_terminals_language(drafted: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "es")
    assert "Frase 1 de 9" in session(drafted, "q\n")


def test_a_changed_source_stops_the_review_with_the_command_to_run(drafted: Workspace, capsys: Capture) -> None:
    (drafted.seeds / "stroke.txt").write_text(STROKE + "A new sentence.\n")
    run = Run(drafted, ["review", "show", "stroke", "--lang", "es"], capsys)
    assert run.code == 1
    assert "the source was edited since the catalog was made: run `pipeline translate --lang es stroke`" in run.err
