"""The overview, the effort and the feedback pages, from real catalogs and the real log."""

import csv
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from conftest import DAY, make_workspace
from web import account, bare, client, open_office

from pipeline.catalog import store
from pipeline.catalog.entry import Catalog
from pipeline.catalog.remarks import Origin
from pipeline.config import Workspace
from pipeline.model.decision import Decision, Verdict
from pipeline.queue import open_queue
from pipeline.stages import glance
from pipeline.stages.extract import extract
from pipeline.stages.review import Desk, ReviewSegment

Open = Callable[..., Desk]
ROUTE = "firefox en>pt, apertium pt>es"
TEXTS = (
    "¿Ayuda practicar la marcha después de un accidente cerebrovascular?",
    "Mensajes clave",
    "Practicar la marcha probablemente ayuda a las personas a caminar más rápido.",
    "No causa más caídas.",
    "¿Qué es un accidente cerebrovascular?",
    "Un accidente cerebrovascular ocurre cuando se corta el suministro de sangre a una parte del cerebro.",
    "¿Qué encontramos?",
    "Encontramos 62 estudios con 2440 personas.",
    "Las personas tomaron 10 mg del medicamento.",
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a machine's drafts and accounts: ana and luis review, tom translates, eva coordinates."""
    from django.db import connection

    workspace = make_workspace(tmp_path_factory.mktemp("prepared") / "w", sandbox=False)
    extract(workspace)
    store.update(workspace.catalog("es", "stroke"), workspace.locks, _drafted)
    open_office(workspace)
    account("ana", "reviewer")
    account("luis", "reviewer")
    account("tom", "translator")
    account("eva", "coordinator")
    connection.close()
    return workspace.root


@pytest.fixture
def office(prepared: Path, tmp_path: Path) -> Workspace:
    """A copy of the prepared workspace, served."""
    workspace = Workspace(Path(shutil.copytree(prepared, tmp_path / "office")))
    open_office(workspace)
    return workspace


def _drafted(catalog: Catalog | None) -> Catalog:
    assert catalog
    origin = Origin("mt", "firefox en>pt 2.0, apertium pt>es 1.1, repaired: stroke")
    drafts = zip(catalog.active.values(), TEXTS, strict=True)
    return catalog.with_entries({entry.key: entry.drafted(text, [origin]) for entry, text in drafts})


def approve_everything(person: str, desk: Desk) -> None:
    for segment in desk.segments():
        for one in segment.errors:
            decide(desk, segment, Verdict.DISMISS, person, check=one.finding.code, reason="right all the same")
        decide(desk, segment, Verdict.APPROVE, person)


def table(handle: str, name: str = "overview") -> list[dict[str, str]]:
    answer = client(handle).get(f"/{name}.csv")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    text = answer.content.decode()
    assert text.count("\r\n") == text.count("\n")
    return list(csv.DictReader(StringIO(text, newline="")))


def page(handle: str, address: str) -> str:
    answer = client(handle).get(address)
    assert answer.status_code == 200
    return bare(answer.content.decode())


def decide(desk: Desk, segment: ReviewSegment, verdict: Verdict, person: str, text: str = "", **more: Any) -> None:
    now = desk.segment(segment.entry.key).entry.target
    made = Decision("stroke", "es", segment.entry.key, verdict, person, DAY, now, text or now, **more)
    (applied,) = desk.decide(made)
    assert applied.outcome == "applied"


def test_the_overview_says_how_far_a_document_is(office: Workspace, desk: Open) -> None:
    (before,) = table("eva")
    assert [before[name] for name in ("segments", "reviewed", "words_left", "since_from", "published")] == [
        "9",
        "0",
        str(sum(len(s.entry.key.source.split()) for s in desk(office).segments())),
        "file",
        "never",
    ]
    assert before["waiting_since"] == datetime.now(UTC).astimezone().date().isoformat()
    approve_everything("ana", desk(office))
    form = {"read": _read(client("luis").get("/documents/es/stroke/").content.decode()), "whole": "yes"}
    assert client("luis").post("/documents/es/stroke/signoff/", form).status_code == 303
    (after,) = table("eva")
    assert [after[name] for name in ("initial", "translated", "reviewed", "words_left", "errors", "waiting_since")] == [
        "0",
        "0",
        "9",
        "0",
        "0",
        "",
    ]
    assert (after["people"], after["signed_off_by"]) == ("ana", "luis")
    shown = page("eva", "/overview/")
    assert '<td data-label="Signed off">luis, <time datetime=' in shown
    assert '<td class="number" data-label="Reviewed">9</td>' in shown.partition("<tfoot>")[2]


def _read(shown: str) -> str:
    return shown.partition('name="read" value="')[2].partition('"')[0]


def test_a_rejected_text_waits_since_its_rejection(office: Workspace, desk: Open) -> None:
    mine = desk(office)
    approve_everything("ana", mine)
    decide(mine, mine.segments()[1], Verdict.REJECT, "luis", reason="term")
    (row,) = table("eva")
    assert (row["translated"], row["since_from"], row["people"]) == ("1", "log", "ana luis")


def test_a_text_that_another_program_changed_waits_since_its_file_was_written(office: Workspace, desk: Open) -> None:
    mine = desk(office)
    approve_everything("ana", mine)
    catalog = mine.catalog()
    entry = mine.segments()[1].entry
    changed = catalog.with_entries({entry.key: entry.drafted("Otro texto", ())})
    store.update(office.catalog("es", "stroke"), office.locks, lambda _: changed)
    (row,) = table("eva")
    assert (row["translated"], row["since_from"]) == ("1", "file")


def test_figures_are_worked_out_again_only_when_something_changed(
    office: Workspace, desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.review_app.office import figures

    made: list[str] = []

    def measured(one: Desk) -> glance.Glance:
        made.append(one.document.slug)
        return look(one)

    look = glance.glance
    monkeypatch.setattr(glance, "glance", measured)
    (first,), *_ = figures(["es"])
    assert figures(["es"]) == ([first], [], 0)
    assert made == ["stroke"]
    decide(desk(office), desk(office).segments()[1], Verdict.SAVE, "ana", "Lo esencial")
    ((second,), *_) = figures(["es"])
    assert (made, second.people) == (["stroke", "stroke"], ("ana",))
    path = office.catalog("es", "stroke")
    path.write_bytes(path.read_bytes())
    assert figures(["es"]) == ([second], [], 0)
    assert len(made) == 2
    sidecar = office.seeds / "stroke.toml"
    sidecar.write_text(sidecar.read_text("utf-8") + "\n# another\n" if sidecar.exists() else "# another\n", "utf-8")
    figures(["es"])
    assert len(made) == 3


def test_what_was_taken_back_does_not_bring_an_older_glance_back(office: Workspace, desk: Open) -> None:
    segment = desk(office).segments()[1]
    before = table("eva")
    decide(desk(office), segment, Verdict.APPROVE, "ana")
    last = desk(office).queue.log("stroke", "es", "ana")[-1]
    decide(desk(office), segment, Verdict.UNDO, "ana", restores=last.before)
    (row,) = table("eva")
    assert (before[0]["people"], row["people"], row["translated"]) == ("", "ana", before[0]["translated"])


def test_what_cannot_be_read_is_said_and_stops_no_other(office: Workspace) -> None:
    office.catalog("es", "stroke").write_text('msgid "', "utf-8")
    (row,) = table("eva")
    assert row["segments"] == ""
    assert "stroke.po" in row["problem"]
    assert "stroke.po" in page("eva", "/overview/")


def test_a_person_oversees_their_languages_alone(office: Workspace) -> None:
    account("lea", "lead", "pt")
    for handle, status in (("ana", 200), ("eva", 200), ("tom", 403), ("lea", 403)):
        assert client(handle).get("/overview/").status_code == status
        assert client(handle).get("/overview.csv").status_code == status
        assert ('href="/overview/"' in page(handle, "/")) == (handle != "tom")


def test_no_cell_of_a_download_is_a_formula() -> None:
    from pipeline.review_app.tables import download

    cells = ["=1+1", "+1", "-1", "@A1", "\tx", 'a "b", c', "two\nlines", None, 7]
    text = download("x.csv", ["heading"], [cells]).content.decode()
    assert next(csv.reader(StringIO(text.partition("\r\n")[2], newline=""))) == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@A1",
        "'\tx",
        'a "b", c',
        "two\nlines",
        "",
        "7",
    ]


def test_effort_counts_what_was_kept_changed_and_rejected(office: Workspace, desk: Open) -> None:
    mine = desk(office)
    drafts = [s for s in mine.segments() if s.confidence]
    kept, changed, rejected = [s for s in drafts if not s.errors][:3]
    decide(mine, kept, Verdict.APPROVE, "ana")
    decide(mine, changed, Verdict.SAVE, "ana", changed.entry.target + " Sí")
    decide(mine, changed, Verdict.SAVE, "ana", changed.entry.target + " No")
    decide(mine, rejected, Verdict.REJECT, "luis", reason="term")
    rows = table("eva", "effort")
    assert {row["person"] for row in rows} == {"ana", "luis"}
    sums = {name: sum(int(row[name]) for row in rows) for name in ("drafts", "kept", "changed", "rejected")}
    assert sums == {"drafts": 3, "kept": 1, "changed": 1, "rejected": 1}
    assert {row["route"] for row in rows} == {ROUTE}
    bands = {s.confidence.band.value for s in (kept, changed, rejected) if s.confidence}
    assert {row["band"] for row in rows} == bands
    far = len(" No") / len(changed.entry.target + " No")
    assert any(float(row["mean_edit"] or 0) > 0 for row in rows)
    edited = [row for row in rows if row["changed"] == "1"]
    assert float(edited[0]["mean_edit"]) == pytest.approx(far / int(edited[0]["drafts"]), abs=0.001)
    assert {row["person"] for row in table("ana", "effort")} == {"ana"}
    assert "luis" not in page("ana", "/effort/")
    assert "luis" in page("eva", "/effort/")


def test_what_was_taken_back_is_no_effort(office: Workspace, desk: Open) -> None:
    segment = desk(office).segments()[1]
    decide(desk(office), segment, Verdict.APPROVE, "ana")
    assert len(table("ana", "effort")) == 1
    last = desk(office).queue.log("stroke", "es", "ana")[-1]
    decide(desk(office), segment, Verdict.UNDO, "ana", restores=last.before)
    assert table("ana", "effort") == []
    assert "Nothing yet." in page("ana", "/effort/")


def test_nothing_older_than_ninety_days_is_shown(office: Workspace, desk: Open) -> None:
    mine = desk(office)
    old = open_queue(office.var, clock=lambda: datetime.now(UTC) - timedelta(days=91))
    first, second = mine.segments()[1:3]
    decide(Desk(office, mine.document, mine.pack, old), first, Verdict.APPROVE, "ana")
    old.close()
    assert table("ana", "effort") == []
    decide(mine, first, Verdict.REJECT, "luis", reason="term")
    assert "luis rejected it" not in page("ana", "/feedback/")
    decide(mine, second, Verdict.APPROVE, "ana")
    assert [row["drafts"] for row in table("ana", "effort")] == ["1"]


@pytest.mark.parametrize(("gap", "seconds"), [(45, "45.0"), (700, ""), (0.1, "")])
def test_time_runs_between_two_sentences_and_stops_at_a_break(
    office: Workspace, desk: Open, gap: float, seconds: str
) -> None:
    moments = [datetime.now(UTC) - timedelta(hours=1)]
    clocked = open_queue(office.var, clock=lambda: moments[-1])
    mine = desk(office)
    mine = Desk(office, mine.document, mine.pack, clocked)
    first, second = [s for s in mine.segments() if s.confidence and not s.errors][:2]
    decide(mine, first, Verdict.APPROVE, "ana")
    moments.append(moments[-1] + timedelta(seconds=gap))
    decide(mine, second, Verdict.APPROVE, "ana")
    clocked.close()
    rows = table("ana", "effort")
    assert sum(int(row["timed"]) for row in rows) == int(bool(seconds))
    assert [row["median_seconds"] for row in rows if row["timed"] == "1"] == ([seconds] if seconds else [])


def test_feedback_shows_what_others_did_with_ones_texts(office: Workspace, desk: Open) -> None:
    mine = desk(office)
    approved, changed, rejected, quiet = mine.segments()[2:6]
    for segment in (approved, changed, rejected, quiet):
        decide(mine, segment, Verdict.SAVE, "tom", f"{segment.entry.target} <b>mucho</b>")
    decide(mine, approved, Verdict.DISMISS, "ana", check="markup", reason="right all the same")
    decide(mine, approved, Verdict.APPROVE, "ana")
    decide(mine, changed, Verdict.SAVE, "ana", f"{changed.entry.target} <b>algo</b>")
    decide(mine, rejected, Verdict.REJECT, "luis", reason="omission: <i>falta</i> algo")
    shown = page("tom", "/feedback/")
    assert "ana approved it." in shown
    assert 'luis rejected it: <q dir="auto">something is left out: &lt;i&gt;falta&lt;/i&gt; algo</q>' in shown
    difference = shown.partition("ana changed it:")[2].partition("</li>")[0].strip()
    assert difference == (
        '<span class="difference" lang="es" dir="ltr">No causa más caídas. &lt;b&gt;'
        '<del><span class="sr" lang="en">deleted: </span>mucho</del>'
        '<ins><span class="sr" lang="en">inserted: </span>algo</ins>&lt;/b&gt;</span>'
    )
    assert "1 further text of yours: nobody has touched it." in shown
    assert "You wrote:" in shown
    assert "Nothing yet." in page("luis", "/feedback/")


def test_an_approval_that_another_overruled_is_told_to_who_gave_it(office: Workspace, desk: Open) -> None:
    mine = desk(office)
    segment = mine.segments()[2]
    decide(mine, segment, Verdict.APPROVE, "ana")
    decide(mine, segment, Verdict.SAVE, "luis", "De otro modo")
    shown = page("ana", "/feedback/")
    assert "You approved:" in shown
    assert "luis changed it:" in shown
    decide(mine, segment, Verdict.SAVE, "ana", TEXTS[2])
    decide(mine, segment, Verdict.COMMENT, "luis", reason="thank you")
    assert page("ana", "/feedback/").count("<article") == 2


def test_ones_address_is_kept_and_taken_away(office: Workspace) -> None:
    from pipeline.review_app.models import Account

    def kept() -> str:
        return Account.objects.get(handle="ana").email

    browser = client("ana")
    assert 'value=""' in browser.get("/account/email/").content.decode()
    assert browser.post("/account/email/", {"email": " ana@example.org "}).status_code == 200
    assert kept() == "ana@example.org"
    for wrong in ("ana", "a@b.c\nBcc: x@example.org", f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.org"):
        answer = browser.post("/account/email/", {"email": wrong})
        assert (answer.status_code, kept()) == (422, "ana@example.org")
        assert 'aria-invalid="true"' in answer.content.decode()
    assert browser.post("/account/email/", {"email": ""}).status_code == 200
    assert kept() == ""
    assert Account.objects.get(handle="luis").email == ""
