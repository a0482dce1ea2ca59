"""Where a text takes two people and people have accounts, a name on the command line is not the second of them."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from careless import draft
from conftest import DAY
from programs import drafted, people, program, served

from pipeline.cli.main import cli, main
from pipeline.config import Workspace
from pipeline.errors import UsageError
from pipeline.model.decision import Decision, Verdict
from pipeline.stages.extract import extract
from pipeline.stages.review import Desk
from pipeline.stages.same import follow

Open = Callable[..., Desk]


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drafted(tmp_path_factory)


@pytest.fixture
def two(drafts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.delenv("PIPELINE_TOKEN", raising=False)
    return served(drafts, tmp_path / "w", review="two-person")


def run(workspace: Workspace, *words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["-C", str(workspace.root), "review", *words])
    return int(ended.value.code or 0)


def key_of(desk: Desk, number: int) -> tuple[str, str, str]:
    key = desk.segments()[number].entry.key
    return ("--key", key.context or "", key.source)


def approve(workspace: Workspace, desk: Desk, person: str, *more: str) -> int:
    """Of the first segment without a finding that asks."""
    number = next(s.number - 1 for s in desk.segments() if not s.errors)
    return run(workspace, "approve", "stroke", "--lang", "es", "--as", person, *key_of(desk, number), *more)


def signers(desk: Desk) -> list[str]:
    return sorted(s.person for segment in desk.segments() for s in segment.entry.signatures)


def test_without_accounts_names_are_enough(two: Workspace, desk: Open) -> None:
    mine = desk(two)
    assert [approve(two, mine, person) for person in ("ana", "luis")] == [0, 0]
    assert signers(mine) == ["ana", "luis"]


def test_with_accounts_a_name_is_the_first_signature_and_never_the_second(
    two: Workspace, desk: Open, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = desk(two)
    people(ana="reviewer", luis="reviewer")
    assert approve(two, mine, "ana") == 0
    assert approve(two, mine, "ana") == 0  # it is hers already
    capsys.readouterr()
    for person in ("luis", "nobody-at-all"):
        assert approve(two, mine, person) == 2
        assert "--token-file FILE or in PIPELINE_TOKEN" in capsys.readouterr().err
    assert signers(mine) == ["ana"]


@pytest.mark.parametrize("way", ["file", "variable"])
def test_a_personal_token_is_the_second_person(
    two: Workspace, desk: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    mine = desk(two)
    people(ana="reviewer", luis="reviewer")
    token = program("luis").token
    (tmp_path / "token").write_text(f"{token}\n")
    more = ("--token-file", str(tmp_path / "token")) if way == "file" else ()
    if way == "variable":
        monkeypatch.setenv("PIPELINE_TOKEN", token)
    assert approve(two, mine, "luis", *more) == 0
    monkeypatch.delenv("PIPELINE_TOKEN", raising=False)
    assert approve(two, mine, "ana") == 2
    monkeypatch.setenv("PIPELINE_TOKEN", program("ana").token)
    assert approve(two, mine, "ana") == 0
    assert signers(mine) == ["ana", "luis"]


def test_a_token_that_does_not_hold_or_may_not_sign_is_refused(
    two: Workspace, desk: Open, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline.review_app.models import Token

    mine = desk(two)
    people(ana="reviewer", luis="reviewer", tom="translator")
    over = program("luis").token
    Token.objects.update(expires_at="2020-01-01T00:00:00Z")
    cases = [
        ("luis", "plp_wrong", "no such token"),
        ("luis", over, "no such token"),
        ("luis", program("ana").token, "is the token of ana, not of luis"),
        ("tom", program("tom").token, "may not sign in es"),
        ("luis", program("luis", read_only=True).token, "may not sign in es"),
    ]
    for person, token, why in cases:
        monkeypatch.setenv("PIPELINE_TOKEN", token)
        assert approve(two, mine, person) == 2
        assert why in capsys.readouterr().err
    assert signers(mine) == []


def test_a_token_of_who_has_to_practise_first_signs_when_the_practice_is_passed(
    two: Workspace, desk: Open, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from django.utils import timezone

    from pipeline.review_app.models import Account, PracticeResult, members
    from pipeline.review_app.permissions import Role

    mine = desk(two)
    people(ana="reviewer", nina="reviewer")
    members(Account.objects.get(handle="nina"), Role.REVIEWER, ["es"], practise_first=True)
    assert approve(two, mine, "ana") == 0
    monkeypatch.setenv("PIPELINE_TOKEN", program("nina").token)
    figures = {"planted": 12, "found": 12, "false_alarms": 0, "made_at": timezone.now()}
    for language, passed in (("es", False), ("pt", True)):
        PracticeResult.objects.create(person="nina", language=language, exercise="1", passed=passed, **figures)
        assert approve(two, mine, "nina") == 2
        assert "may not sign in es" in capsys.readouterr().err
    assert signers(mine) == ["ana"]
    PracticeResult.objects.create(person="nina", language="es", exercise="2", passed=True, **figures)
    assert approve(two, mine, "nina") == 0
    assert signers(mine) == ["ana", "nina"]


def test_every_command_that_signs_is_held_to_it(two: Workspace, desk: Open, capsys: pytest.CaptureFixture[str]) -> None:
    mine = desk(two)
    people(ana="reviewer", luis="reviewer")
    where = ("stroke", "--lang", "es", "--as", "luis")
    assert approve(two, mine, "ana") == 0
    signed = next(s for s in mine.segments() if s.entry.signatures)
    path = two.catalog("es", "stroke")
    path.write_text(path.read_text("utf-8").replace("#, fuzzy\n", ""), "utf-8")
    text = ("--text", signed.entry.target)
    assert run(two, "edit", *where, *key_of(mine, signed.number - 1), *text) == 2
    assert run(two, "sign", *where, "--yes") == 1
    assert run(two, "signoff", *where, "--yes") == 2
    assert "a sign-off comes from a person who has signed in" in capsys.readouterr().err
    last = key_of(mine, len(mine.segments()) - 1)
    assert run(two, "edit", *where, *last, "--text", "La gente tomó 100 mg del medicamento.") == 1  # a draft
    asks = mine.segments()[-1]
    dismissal = ("--check", asks.errors[0].finding.code, "--reason", "right all the same")
    codes = [
        run(two, "dismiss", *where[:-1], who, *key_of(mine, asks.number - 1), *dismissal) for who in ("ana", "luis")
    ]
    assert codes == [0, 2]
    assert signers(mine) == ["ana"]


def test_bulk_approval_leaves_what_takes_proof(drafts: Path, tmp_path: Path, desk: Open, capsys: Any) -> None:
    workspace = served(drafts, tmp_path / "w", review="two-person")
    path = workspace.root / "pipeline.toml"
    path.write_text(path.read_text("utf-8").replace("sandbox = false", "sandbox = true"), "utf-8")
    workspace = Workspace(workspace.root)
    people(ana="reviewer", luis="reviewer")
    everything = ("approve", "stroke", "--lang", "es", "--all", "--as")
    run(workspace, *everything, "ana")
    before = signers(desk(workspace))
    assert before
    assert run(workspace, *everything, "luis") == 1
    assert "has signed in" in capsys.readouterr().out
    assert signers(desk(workspace)) == before


def test_under_one_person_names_are_enough_with_accounts_too(drafts: Path, tmp_path: Path, desk: Open) -> None:
    workspace = served(drafts, tmp_path / "w")
    people(ana="reviewer")
    mine = desk(workspace)
    assert approve(workspace, mine, "luis") == 0
    with pytest.raises(UsageError, match="segments are not approved"):
        mine.sign_off("luis", DAY)


def test_who_has_signed_in_is_known_in_the_documents_with_the_same_sentence_too(two: Workspace, desk: Open) -> None:
    for suffix in (".txt", ".toml"):
        shutil.copy(two.seeds / f"stroke{suffix}", two.seeds / f"again{suffix}")
    extract(two)
    mine = desk(two)
    segment = next(s for s in mine.segments() if not s.findings)
    text = segment.entry.target
    draft(two, "again", "es", {segment.entry.key.source: text})
    first = Decision("stroke", "es", segment.entry.key, Verdict.APPROVE, "ana", DAY, text, text)
    mine.decide(first)
    desk(two, "again").decide(replace(first, document="again"))
    people(luis="reviewer")
    second = replace(first, person="luis")
    known = replace(mine, signed_in=True)
    known.decide(second)
    follow(known, second, ["again"])
    assert signers(desk(two, "again")) == signers(mine) == ["ana", "luis"]


@pytest.mark.parametrize("name", ["approve", "edit", "dismiss", "sign", "signoff", "start", "import"])
def test_the_help_says_what_a_second_signature_takes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["review", name, "--help"], prog_name="pipeline", standalone_mode=False)
    assert "a second signature takes it" in " ".join(capsys.readouterr().out.split())
