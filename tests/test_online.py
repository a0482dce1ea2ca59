"""What the coordinator is told: what readers of the site find now, what a run took down, what could hurt somebody."""

import re
import shutil
from datetime import date, timedelta

import pytest
from conftest import DAY, SIDECAR, STROKE, is_tombstone
from issued import issue, sign
from test_cli import Capture, Run

from pipeline.config import Workspace
from pipeline.stages import suspend as stage
from pipeline.stages.publish import publish
from pipeline.stages.status import status
from pipeline.stages.suspend import reinstate, suspend

LATER = DAY + timedelta(days=3)
NEWER = SIDECAR.replace('"1.2"', '"2.0"').replace("2026-11-22", "2026-11-30")
WITHDRAWN = SIDECAR + "withdrawn = 2026-11-24\n"
OTHER = STROKE.replace("It does not cause more falls.", "It causes no more falls.")
LOUD = "stroke (es): STILL ONLINE as it was until you run `pipeline publish`"


def source(workspace: Workspace, sidecar: str, text: str = STROKE) -> None:
    (workspace.seeds / "stroke.toml").write_text(sidecar)
    (workspace.seeds / "stroke.txt").write_text(text)


def online(workspace: Workspace) -> tuple[str, str]:
    (row,) = status(workspace, ["es"]).documents
    return row.reader, row.online


@pytest.mark.parametrize(
    ("sidecar", "text", "reader"),
    [
        (WITHDRAWN, STROKE, "tombstone"),
        (NEWER + 'class = "safety"\n', OTHER, "tombstone"),
        (NEWER, OTHER, "leaflet with notice"),
        (NEWER, STROKE, "leaflet"),
    ],
    ids=["withdrawn", "safety", "another text", "another date"],
)
def test_what_is_decided_is_online_only_once_it_is_published(
    sandbox: Workspace, capsys: Capture, sidecar: str, text: str, reader: str
) -> None:
    issue(sandbox)
    assert online(sandbox) == ("leaflet", "as stated")
    source(sandbox, sidecar, text)
    assert online(sandbox) == (reader, "older")
    run = Run(sandbox, ["status"], capsys)
    assert (run.code, LOUD in run.out.splitlines(), "nothing to do" in run.out) == (0, True, False)
    publish(sandbox, [])
    assert online(sandbox) == (reader, "as stated")
    assert "STILL ONLINE" not in Run(sandbox, ["status"], capsys).out


def test_a_text_whose_source_is_gone_is_still_online_until_it_is_published(sandbox: Workspace) -> None:
    issue(sandbox)
    for path in sandbox.seeds.glob("stroke.*"):
        path.unlink()
    (sandbox.seeds / "other.txt").write_text("A title\nA sentence.\n")
    rows = {row.document: row for row in status(sandbox).documents}
    assert (rows["stroke"].cause, rows["stroke"].online) == ("gone", "older")
    publish(sandbox, [])
    assert {row.document: row.online for row in status(sandbox).documents}["stroke"] == "as stated"


def test_without_a_site_the_command_asks_for_one(sandbox: Workspace, capsys: Capture) -> None:
    issue(sandbox)
    shutil.rmtree(sandbox.root / "build")
    assert online(sandbox) == ("leaflet", "not built")
    run = Run(sandbox, ["status"], capsys)
    assert "stroke (es): not built here: run `pipeline publish --site`" in run.out.splitlines()
    Run(sandbox, ["publish", "--site"], capsys)
    assert online(sandbox) == ("leaflet", "as stated")


def test_a_suspension_is_online_at_once_even_where_the_run_was_killed(
    sandbox: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(sandbox)
    with monkeypatch.context() as patched:
        patched.setattr(stage, "publish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            suspend(sandbox, ["stroke"], [], "luis", LATER, "a doubt")
    assert is_tombstone(sandbox.site / "es" / "stroke.html")
    assert online(sandbox) == ("tombstone", "as stated")
    publish(sandbox, [])
    assert online(sandbox) == ("tombstone", "as stated")


def test_a_run_says_first_what_it_took_down_and_counts_it_once(sandbox: Workspace, capsys: Capture) -> None:
    issue(sandbox)
    source(sandbox, WITHDRAWN)
    run = Run(sandbox, ["publish"], capsys)
    assert run.out.splitlines()[:2] == ["taken down: stroke (es): withdrawn", "build/site/es/stroke.html"]
    assert run.err.splitlines()[0] == "Refused: 1 leaflet."
    assert run.err.splitlines().count("stroke (es)") == 1
    assert "stays" not in run.err
    again = Run(sandbox, ["publish", "--json"], capsys)
    assert again.json["turned"] == []
    assert [row["view"] for row in again.json["files"]] == ["tombstone"]


def test_a_run_says_on_what_it_put_a_notice_and_what_stays_as_it_was(sandbox: Workspace, capsys: Capture) -> None:
    issue(sandbox)
    catalog = sandbox.catalog("es", "stroke")
    catalog.write_text(catalog.read_text().replace("No causa más", "Nunca causa"))
    stays = "Not published anew: what was signed before stays up"
    assert Run(sandbox, ["publish"], capsys).err.splitlines()[-1] == f"{stays} as it was: stroke (es)."
    source(sandbox, NEWER, OTHER)
    run = Run(sandbox, ["publish"], capsys)
    assert run.out.splitlines()[0] == "notice put on: stroke (es): its English has gone on"
    assert run.err.splitlines()[-1] == f"{stays}, with a notice that its English has gone on: stroke (es)."


def test_a_page_that_is_shown_no_more_is_said_to_be_taken_down(sandbox: Workspace, capsys: Capture) -> None:
    issue(sandbox)
    sandbox.record("es", "stroke").unlink()
    run = Run(sandbox, ["publish", "--site"], capsys)
    assert run.out.splitlines()[0] == "taken down: stroke (es): nothing of it may be shown"


def test_of_what_came_down_for_safety_no_day_is_claimed(sandbox: Workspace, capsys: Capture) -> None:
    issue(sandbox)
    source(sandbox, NEWER + 'class = "safety"\n', OTHER)
    Run(sandbox, ["publish"], capsys)
    history = Run(sandbox, ["status", "--history"], capsys).out
    assert history.splitlines()[1].endswith("signed off on 2026-11-22 by ana; came down (safety)")


def test_a_report_of_harm_is_told_on_the_day_it_comes_in(sandbox: Workspace, capsys: Capture) -> None:
    issue(sandbox)
    told = ["report", "add", "stroke", "--lang", "es", "--how", "e-mail", "--as", "ana", "--words"]
    assert Run(sandbox, [*told, "The title is long."], capsys).code == 0
    assert "reader's report" not in Run(sandbox, ["status"], capsys).out
    assert Run(sandbox, [*told, "The dose is wrong.", "--hurts"], capsys).code == 0
    out = Run(sandbox, ["status"], capsys).out
    assert "of what could hurt somebody:\n  “The dose is wrong.” (`pipeline report answer" in out
    assert "`pipeline suspend stroke --lang es --as NAME --why REASON`" in out
    assert "The title is long." not in out
    report = Run(sandbox, ["status", "--json"], capsys).json
    assert (len(report["harm_reports"]), report["overdue_reports"]) == (1, [])


def test_a_tombstone_leads_to_the_start_page_where_its_language_has_no_list_left(sandbox: Workspace) -> None:
    issue(sandbox)
    page = sandbox.site / "es" / "stroke.html"
    assert 'href="index.html"' in page.read_text()
    source(sandbox, WITHDRAWN)
    publish(sandbox, [])
    assert not (sandbox.site / "es" / "index.html").exists()
    links = [link for link in re.findall(r'href="([^"#:]+)"', page.read_text()) if ".html" in link]
    assert "../index.html" in links
    assert [link for link in links if not (page.parent / link).resolve().is_file()] == []


def test_the_history_tells_of_suspensions_and_reinstatements_among_the_issues(
    sandbox: Workspace, capsys: Capture
) -> None:
    issue(sandbox)
    suspend(sandbox, ["stroke"], [], "luis", LATER, "a doubt")
    sign(sandbox, "eva", LATER + timedelta(days=1))
    reinstate(sandbox, "stroke", "es", "eva", LATER + timedelta(days=1), "read again")
    lines = [line for line in Run(sandbox, ["status", "--history"], capsys).out.splitlines() if line[2:3].strip()]
    assert [re.sub("version .*; ", "", line) for line in lines[1:]] == [
        "  reinstated on 2026-11-26 by eva: read again",
        "  2. signed off on 2026-11-26 by eva",
        "  suspended on 2026-11-25 by luis: a doubt",
        "  1. signed off on 2026-11-22 by ana",
    ]
    rows = Run(sandbox, ["status", "--history", "--json"], capsys).json["register"]
    assert [(row["day"], row["lifts"], row["language"]) for row in rows] == [
        ("2026-11-25", False, "es"),
        ("2026-11-26", True, "es"),
    ]


def test_who_signs_off_what_is_suspended_is_told_how_it_comes_back(sandbox: Workspace, capsys: Capture) -> None:
    issue(sandbox)
    day = date.today()  # noqa: DTZ011  # the command's own day
    off = ["review", "signoff", "stroke", "--lang", "es", "--yes", "--as"]
    assert Run(sandbox, [*off, "eva"], capsys).out.endswith("signed off by eva: `pipeline publish --lang es stroke`\n")
    suspend(sandbox, ["stroke"], [], "luis", day + timedelta(days=1), "a doubt")
    told = Run(sandbox, [*off, "eva"], capsys).out
    assert f"suspended since {(day + timedelta(days=1)).isoformat()} by luis: a doubt\nThis sign-off does not" in told
    (sandbox.root / "i18n" / "register.toml").unlink()
    suspend(sandbox, ["stroke"], [], "luis", day, "a doubt")
    told = Run(sandbox, [*off, "eva"], capsys).out
    back = "To bring it back, one person runs `pipeline reinstate stroke --lang es --as NAME --why REASON`."
    assert told.splitlines()[-1] == back
    assert "pipeline publish" not in told
    assert Run(sandbox, ["reinstate", "stroke", "--lang", "es", "--as", "eva", "--why", "read again"], capsys).code == 0
