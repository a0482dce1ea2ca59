"""Drafting with the real engines: everything is a draft, nothing a person wrote is touched, nothing vanishes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import DAY, SIDECAR, STROKE

from pipeline import registry
from pipeline.catalog import store
from pipeline.catalog.entry import Entry
from pipeline.catalog.remarks import NotDrafted, Origin
from pipeline.config import Workspace
from pipeline.errors import LanguageError
from pipeline.model.decision import Decision, Mode, Verdict
from pipeline.model.document import Key
from pipeline.stages.check import check
from pipeline.stages.review import Desk
from pipeline.stages.translate import translate


def entries(workspace: Workspace, slug: str = "stroke", tag: str = "es") -> dict[Key, Entry]:
    catalog = store.read(workspace.catalog(tag, slug))
    assert catalog is not None
    return catalog.active


def everything(workspace: Workspace) -> dict[str, bytes]:
    folders = [workspace.root / "locales", workspace.root / "i18n"]
    return {str(p): p.read_bytes() for folder in folders for p in folder.rglob("*") if p.is_file()}


def test_every_segment_becomes_a_draft_with_an_origin(sandbox: Workspace) -> None:
    report = translate(sandbox, ["es"])
    drafted = entries(sandbox)
    assert report.clean
    assert all(entry.fuzzy and entry.machine_made for entry in drafted.values())
    assert all(entry.target not in ("", entry.key.source) for entry in drafted.values())
    assert all("¿" in entry.target for entry in drafted.values() if entry.key.source.endswith("?"))
    tally = report.documents[0]
    assert (tally.segments, tally.drafted, tally.failed) == (len(drafted), len(drafted), 0)
    assert tally.phrase + tally.engine == tally.drafted
    assert drafted[Key("heading", "Key messages")].origin == Origin("phrase", "proposed")
    assert drafted[Key("heading", "Key messages")].target == "Mensajes clave"


def test_the_medical_stroke_is_never_a_blow_or_a_course(sandbox: Workspace) -> None:
    translate(sandbox, ["es", "pt"])
    wrong = ("golpe", "curso", "trazo", "traço")
    for tag in ("es", "pt"):
        texts = [e.target.lower() for e in entries(sandbox, tag=tag).values() if "stroke" in e.key.source]
        assert texts
        assert not [text for text in texts if any(word in text for word in wrong)]


def test_figures_are_written_as_the_language_writes_them(sandbox: Workspace) -> None:
    table = "# Do pumps help?\n\n| | Dose |\n|---|---|\n| Rate | 12,345.5 |\n| Share | 0.5 |\n"
    (sandbox.seeds / "pumps.md").write_text(f'---\nversion: "1"\n---\n{table}')
    translate(sandbox, ["es"], ["pumps"])
    drafted = entries(sandbox, "pumps")
    assert drafted[Key("cell", "12,345.5")].target == "12.345,5"
    assert drafted[Key("cell", "0.5")].target == "0,5"
    assert drafted[Key("cell", "0.5")].origin == Origin("copy", "figures")


def test_a_second_run_changes_no_byte(sandbox: Workspace) -> None:
    translate(sandbox, ["es"])
    before = everything(sandbox)
    report = translate(sandbox, ["es"])
    assert everything(sandbox) == before
    assert report.documents[0].drafted == 0


def test_a_draft_depends_on_its_sentence_alone(sandbox: Workspace, tmp_path: Path) -> None:
    translate(sandbox, ["es"])
    one = "It does not cause more falls."
    (sandbox.seeds / "other.txt").write_text(f"Is it safe?\nKey messages\n{one}\nWalk when you feel ready for it.\n")
    translate(sandbox, ["es"], ["other"])
    assert entries(sandbox, "other")[Key(None, one)].target == entries(sandbox)[Key(None, one)].target


def test_people_keep_what_they_wrote_and_redo_touches_machine_drafts_only(
    sandbox: Workspace, desk: Callable[..., Desk]
) -> None:
    translate(sandbox, ["es"])
    key, signed, rejected = list(entries(sandbox))[:3]
    path = sandbox.catalog("es", "stroke")
    text = entries(sandbox)[key].target
    path.write_text(path.read_text().replace(text, "Un texto que alguien escribió"))
    open_desk = desk(sandbox)
    for one, verdict in ((signed, Verdict.APPROVE), (rejected, Verdict.REJECT)):
        target = entries(sandbox)[one].target
        open_desk.decide(Decision("stroke", "es", one, verdict, "ana", DAY, target, target, Mode.READ, reason="why"))
    before = entries(sandbox)
    report = translate(sandbox, ["es"], redo=True)
    after = entries(sandbox)
    assert {k: after[k] for k in (key, signed, rejected)} == {k: before[k] for k in (key, signed, rejected)}
    assert report.documents[0].drafted == len(after) - 3
    assert after == before


def test_an_approved_segment_drafts_the_same_sentence_elsewhere(sandbox: Workspace, desk: Callable[..., Desk]) -> None:
    translate(sandbox, ["es"])
    key = Key(None, "It does not cause more falls.")
    old = entries(sandbox)[key].target
    desk(sandbox).decide(
        Decision("stroke", "es", key, Verdict.EDIT, "ana", DAY, old, "No provoca más caídas.", Mode.EDITED)
    )
    (sandbox.seeds / "other.txt").write_text("Is it safe?\nKey messages\nIt does not cause more falls.\nWalk more.\n")
    translate(sandbox, ["es"], ["other"])
    found = entries(sandbox, "other")[key]
    assert (found.target, found.fuzzy, found.origin) == (
        "No provoca más caídas.",
        True,
        Origin("memory", "1.00 stroke"),
    )


def test_one_unreadable_document_does_not_stop_the_others(sandbox: Workspace) -> None:
    (sandbox.seeds / "broken.txt").write_bytes(b"Is it caf\xe9?\n")
    report = translate(sandbox, ["es"])
    assert [problem.document for problem in report.problems] == ["broken"]
    assert "not UTF-8" in report.problems[0].why
    assert report.documents[0].drafted > 0
    assert not report.clean


def test_a_language_without_an_engine_names_the_ways_to_get_one(sandbox: Workspace) -> None:
    report = translate(sandbox, ["ja"])
    assert [problem.document for problem in report.problems] == ["ja"]
    assert "pipeline engines install ja --from FILE" in report.problems[0].why
    with pytest.raises(LanguageError, match="unknown language 'xx'"):
        translate(sandbox, ["xx"])


def test_a_segment_that_the_engine_cannot_do_stays_empty_and_says_why(
    sandbox: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.plugins import Output
    from pipeline.stages import route

    real = route.RouteTranslator.translate

    def stubborn(self: route.RouteTranslator, sentences: list[str]) -> list[Output]:
        outputs = real(self, sentences)
        return [
            replace(o, text="", problem="it hung") if "falls" in s else o
            for s, o in zip(sentences, outputs, strict=True)
        ]

    with monkeypatch.context() as patch:
        patch.setattr(route.RouteTranslator, "translate", stubborn)
        report = translate(sandbox, ["es"])
    key = Key(None, "It does not cause more falls.")
    assert (report.documents[0].failed, report.clean) == (1, False)
    assert (entries(sandbox)[key].target, entries(sandbox)[key].statements) == ("", (NotDrafted("it hung"),))
    found = [f.finding for f in check(sandbox, ["es"]).findings if f.subject.source == key.source]
    assert [finding.check for finding in found] == ["untranslated"]
    assert "it hung" in found[0].message
    assert translate(sandbox, ["es"]).documents[0].drafted == 1
    assert entries(sandbox)[key].target != ""


def test_what_changed_is_extracted_first_and_only_that_is_drafted(sandbox: Workspace) -> None:
    translate(sandbox, ["es"])
    before = entries(sandbox)
    old, new = "It does not cause more falls.", "It needs nobody's help at all."
    (sandbox.seeds / "stroke.txt").write_text(STROKE.replace(old, new))
    assert translate(sandbox, ["es"]).documents[0].drafted == 1
    after = entries(sandbox)
    assert {k: e for k, e in after.items() if k.source != new} == {k: e for k, e in before.items() if k.source != old}


def test_pseudo_languages_show_where_pages_break(sandbox: Workspace) -> None:
    translate(sandbox, ["en-XA", "ar-XB"])
    for tag in ("en-XA", "ar-XB"):
        drafted = entries(sandbox, tag=tag)
        assert all(entry.target and entry.target != key.source for key, entry in drafted.items())


@pytest.mark.slow
def test_every_figure_of_the_examples_arrives_or_carries_a_finding(sandbox: Workspace) -> None:
    from pipeline import numerals, shipped

    (sandbox.seeds / "stroke.toml").write_text(SIDECAR)
    for path in shipped.seeds().iterdir():
        if path.suffix in (".txt", ".md", ".toml"):
            (sandbox.seeds / path.name).write_bytes(path.read_bytes())
    translate(sandbox, ["es"])
    style = sandbox.languages.get("es").style
    found = {
        (f.document, f.subject.source)
        for f in check(sandbox, ["es"]).findings
        if f.finding.check in ("numbers", "units", "untranslated")
    }
    lost = [
        (path.stem, key.source)
        for path in sandbox.templates.glob("*.pot")
        for key, entry in entries(sandbox, path.stem).items()
        if numerals.altered(key.source, entry.target, sandbox.source_language.style, style)
        and (path.stem, key.source) not in found
    ]
    assert lost == []
    assert len(registry.checks()) >= 7
