"""Comparing routes on sentences with a reference, with the real engines, each in a process of its own."""

import json
import multiprocessing
from pathlib import Path

import pytest
import sacrebleu
from argos_package import build_package
from test_cli import Capture, Run

from pipeline import registry
from pipeline.config import Workspace
from pipeline.engines.argos import PLUGIN
from pipeline.errors import EngineError, UsageError
from pipeline.plugins import Hop
from pipeline.stages import route, trial
from pipeline.stages.compare import Row, compare

PAIRS = (
    ("The doctor gave him a medicine.", "O médico deu-lhe um medicamento."),
    ("The inhaler gives 200 µg of budesonide.", "O inalador fornece 200 µg de budesonida."),
    ("A stroke can affect how you walk.", "Um AVC pode afetar a maneira como você anda."),
    ("Side effects are common in adults with asthma.", "Os efeitos colaterais são comuns em adultos com asma."),
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "pairs.tsv"
    file.write_text("".join(f"{source}\t{target}\n" for source, target in PAIRS), "utf-8")
    return file


def test_repairs_bring_back_what_the_bare_engine_loses(sandbox: Workspace, data: Path) -> None:
    seen: list[tuple[int, int]] = []
    found = compare(sandbox, "pt", data, progress=lambda done, total: seen.append((done, total)))
    bare, ours = found.rows
    assert found.failed == ()
    assert {bare.route, ours.route} == {"firefox en>pt 2.0"}
    assert [(row.repairs, row.default, row.sentences) for row in (bare, ours)] == [(False, True, 4), (True, True, 4)]
    assert (bare.number_errors, ours.number_errors) == (1, 0)
    assert (bare.dropped, ours.dropped) == (0, 0)
    assert ours.term_accuracy == 1.0 >= (bare.term_accuracy or 0.0)
    assert ours.chrf >= bare.chrf > 50
    assert min(bare.sentences_per_second, ours.sentences_per_second) > 1
    assert (seen[0], seen[-1]) == ((0, 8), (8, 8))


def test_the_measures_on_given_texts(
    sandbox: Workspace, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence lost, a figure altered, a term in another inflection: what each column counts."""
    terms = tmp_path / "terms.csv"
    terms.write_text(
        "sourceString,targetString\nside effect,efeito colateral\nside effects,efeito colateral\nHIM,OMS\n", "utf-8"
    )
    texts = [PAIRS[0][1], "O inalador fornece 20 µg de budesonida.", "", PAIRS[3][1]]
    monkeypatch.setattr(trial, "run", lambda *_: trial.Trial(texts, 2.0, 100.0))
    row = compare(sandbox, "pt", data, terms=terms).rows[0]
    assert row == Row(
        route="firefox en>pt 2.0",
        repairs=False,
        default=True,
        sentences=4,
        bleu=row.bleu,
        chrf=row.chrf,
        term_accuracy=1.0,
        dropped=1,
        number_errors=1,
        sentences_per_second=2.0,
        peak_mb=100.0,
    )
    references = [[target for _, target in PAIRS]]
    assert row.bleu == round(sacrebleu.corpus_bleu(texts, references).score, 2)
    assert row.chrf == round(sacrebleu.corpus_chrf(texts, references, word_order=2).score, 2)


def test_another_engine_stands_beside_the_default(
    sandbox: Workspace, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    PLUGIN.install(build_package(tmp_path / "en_pt.argosmodel", target="pt"))
    run = Run(sandbox, ["engines", "compare", "--lang", "pt", "--data", str(data), "--limit", "2", "--json"], capsys)
    rows = json.loads(run.out)["rows"]
    assert run.code == 0
    assert [(row["route"], row["repairs"], row["default"]) for row in rows] == [
        ("argos en>pt 1.0", False, True),
        ("argos en>pt 1.0", True, True),
        ("firefox en>pt 2.0", False, False),
        ("firefox en>pt 2.0", True, False),
    ]
    assert set(rows[0]) == {
        "route", "repairs", "default", "sentences", "bleu", "chrf++", "term_accuracy", "dropped", "number_errors",
        "sentences_per_second", "peak_mb",
    }  # fmt: skip
    shown = Run(sandbox, ["engines", "compare", "--lang", "pt", "--data", str(data), "--engine", "argos"], capsys)
    assert "* argos en>pt 1.0" in shown.out
    assert "firefox" not in shown.out


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "no line in it"), ("one\ttwo\nonly one\n", r":2: no tab"), ("\tx\n", ":1: no tab"), (b"\xff\t\xff", "UTF-8")],
)
def test_a_file_without_pairs_says_where(sandbox: Workspace, tmp_path: Path, text: str | bytes, why: str) -> None:
    file = tmp_path / "bad.tsv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(UsageError, match=why):
        compare(sandbox, "pt", file)


def test_terms_without_their_columns_say_so(sandbox: Workspace, data: Path, tmp_path: Path) -> None:
    terms = tmp_path / "terms.csv"
    terms.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(UsageError, match="columns sourceString and targetString"):
        compare(sandbox, "pt", data, terms=terms)


def test_terms_are_found_in_any_spelling_of_marks(sandbox: Workspace, tmp_path: Path) -> None:
    terms, data = tmp_path / "terms.csv", tmp_path / "data.tsv"
    terms.write_text("sourceString,targetString\nAlzheimer's disease,Alzheimer\nflare-up,crise\nWHO,OMS\n", "utf-8")
    data.write_text("Alzheimer\u2019s disease, a flare\u2010up\tA doença\nPeople who walk\tQuem\n", "utf-8")
    assert compare(sandbox, "pt", data, terms=terms).reference_terms == 0
    data.write_text("Alzheimer\u2019s disease, a flare\u2010up\tAlzheimer, crise\nWHO, who\tA OMS\n", "utf-8")
    assert compare(sandbox, "pt", data, terms=terms).reference_terms == 1


def test_a_line_ends_at_a_line_feed_alone(sandbox: Workspace, tmp_path: Path) -> None:
    data = tmp_path / "data.tsv"
    data.write_text("Take this.\u2028Twice.\tTome isto.\u2028Duas vezes.\nYes.\tSim.\n", "utf-8")
    assert [row.sentences for row in compare(sandbox, "pt", data).rows] == [2, 2]


def test_engines_that_are_unknown_or_lead_elsewhere_say_so(sandbox: Workspace, data: Path, capsys: Capture) -> None:
    arguments = ["engines", "compare", "--lang", "pt", "--data", str(data), "--engine"]
    unknown = Run(sandbox, [*arguments, "nosuch"], capsys)
    assert (unknown.code, "unknown engine nosuch: choose from" in unknown.err) == (2, True)
    elsewhere = Run(sandbox, [*arguments, "argos"], capsys)
    assert (elsewhere.code, "Installed is firefox en>pt 2.0: leave --engine out" in elsewhere.err) == (1, True)


def task(workspace: Workspace, sentences: tuple[str, ...]) -> trial.Task:
    hops = route.installed(registry.engines().values())
    return trial.Task(workspace.root, "pt", route.plan(hops, "en", "pt"), repairs=False, sentences=sentences)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks /proc")
def test_the_memory_of_a_trial_is_its_own(sandbox: Workspace) -> None:
    """A caller with 400 MB in hand changes nothing."""
    asked = task(sandbox, ("Hello.",))
    slim = trial.run(asked).peak or 0.0
    held = bytearray(b"x") * 400_000_000
    fat = trial.run(asked).peak or 0.0
    assert len(held) == 400_000_000
    assert 50 < slim < 400
    assert abs(fat - slim) < 40


def test_a_trial_that_dies_says_so(sandbox: Workspace) -> None:
    """Killed at its first sign of life."""

    def kill(_done: int) -> None:
        for child in multiprocessing.active_children():
            child.kill()

    with pytest.raises(EngineError, match="ended with code -9 in mid-run"):
        trial.run(task(sandbox, ("Hello.",) * 2000), kill)


def test_a_route_that_does_not_open_is_reported(
    sandbox: Workspace, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = route.Route((Hop("argos", "en", "pt", "9", "", "nowhere"),))
    monkeypatch.setattr(route, "every_route", lambda *_: (missing,))
    found = compare(sandbox, "pt", data)
    assert found.rows == ()
    assert [one for one, _ in found.failed] == ["argos en>pt 9", "argos en>pt 9"]
    assert "no such package is installed" in found.failed[0][1]
