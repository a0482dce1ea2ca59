"""My work: its figures are those of the catalogs at that moment, its order is that of what is most urgent."""

from datetime import timedelta

import pytest
from django.test import Client
from test_review_app_claims import Clock, Open, later, page
from web import DOCUMENT, account, client, fields, open_office
from working_copies import decided

from pipeline.config import FILE, Workspace
from pipeline.model.decision import Verdict
from pipeline.model.talk import ENGLISH
from pipeline.review_app.page import identity
from pipeline.review_app.views import overview, work
from pipeline.stages import glance, glance_files
from pipeline.stages.extract import extract
from pipeline.stages.glance import Glances
from pipeline.stages.review import Desk, waits_for
from pipeline.stages.talk import answer

__all__ = ["later"]


def test_my_work_opens_no_document_that_has_not_changed(
    normal: Workspace, desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract(normal, tags=["es"])
    open_office(normal)
    account("ana", "reviewer")
    opened: list[str] = []
    look = Glances._look  # noqa: SLF001

    def counted(self: Glances, document: object, pack: object) -> object:
        opened.append("stroke")
        return look(self, document, pack)  # type: ignore[arg-type]

    monkeypatch.setattr(Glances, "_look", counted)
    browser = client("ana")
    assert "9 of 9" in browser.get("/").content.decode()
    assert "9 of 9" in browser.get("/").content.decode()
    assert len(opened) == 1
    approve_one(browser, desk(normal))
    assert "8 of 9" in browser.get("/").content.decode()
    outside = normal.catalog("es", "stroke")
    outside.write_text(outside.read_text("utf-8").replace("Lo esencial", "Lo principal"), "utf-8")
    assert "9 of 9" in browser.get("/").content.decode()  # another program changed the text: its seal is broken
    source = normal.seeds / "stroke.txt"
    source.write_text(source.read_text("utf-8") + "One more sentence.\n", "utf-8")
    assert "stroke (es)" in browser.get("/").content.decode()
    assert len(opened) == 4


def test_the_figures_are_those_of_the_page_while_people_talk(normal: Workspace, desk: Open) -> None:
    from pipeline.review_app import office

    extract(normal, tags=["es"])
    open_office(normal)
    account("ana", "reviewer")
    approve_one(client("ana"), desk(normal))
    mine = desk(normal)
    held, other = mine.segments()[1:3]
    mine.decide(decided(mine, other.entry.key, Verdict.SAVE, "tom", target="Otra."))

    def agree(expected: int) -> None:
        for again in (False, True):
            if again:
                office._glances.cache_clear()  # noqa: SLF001  as a server that starts
            (found,) = office.glances(["es"]).glances
            segments = desk(normal).segments()
            assert found.all_waiting().segments == sum(bool(s.need) for s in segments) == expected
            for person in ("ana", "luis"):
                assert found.for_person(person).segments == sum(waits_for(s, person) for s in segments)

    agree(8)
    mine.talk.report(held.entry.key, "luis", "Which one?", "en")
    agree(9)
    mine.talk.withdraw(held.entry.key, "luis")
    agree(8)
    mine.decide(decided(mine, other.entry.key, Verdict.REJECT, "ana", reason=f"{ENGLISH}: which one?"))
    agree(8)
    answer(mine.queue, mine.talk.holds()[other.entry.key], "carla", "It is the usual word.", "en")
    agree(8)
    mine.decide(decided(mine, other.entry.key, Verdict.REJECT, "luis", reason="too blunt"))
    agree(8)


def test_a_server_that_starts_again_remembers_the_figures_of_the_same_language_data(normal: Workspace) -> None:
    from pipeline.review_app import office
    from pipeline.review_app.kept_glance import KeptGlance

    extract(normal, tags=["es"])
    open_office(normal)
    account("ana", "reviewer")
    assert "9 of 9" in page("ana", "/")
    kept = KeptGlance.objects.get()
    KeptGlance.objects.update(glance=kept.glance.replace("Does walking", "What was kept: does walking"))
    office._glances.cache_clear()  # noqa: SLF001  as a server that starts
    assert "What was kept" in page("ana", "/")
    (normal.seeds / "stroke.toml").write_text("# of another kind\n", "utf-8")
    assert "What was kept" not in page("ana", "/")
    for spoilt in ("{}", "[", '{"figures": 1}', kept.glance.replace('"waiting": [[', '"waiting": [[1, '), "[1]"):
        KeptGlance.objects.update(glance=spoilt)
        office._glances.cache_clear()  # noqa: SLF001
        assert "9 of 9" in page("ana", "/")


def test_a_server_knows_the_lists_before_the_first_person_comes_and_opens_no_document_for_it(
    normal: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connection

    from pipeline.review_app import office
    from pipeline.review_app.kept import Rows
    from pipeline.review_app.warm import warm

    extract(normal, tags=["es"])
    open_office(normal)
    account("ana", "reviewer")
    opened: list[object] = []
    taken_in: list[int] = []
    look, news = Glances._look, Rows.news  # noqa: SLF001

    def looked(self: Glances, document: object, pack: object) -> object:
        opened.append(document)
        return look(self, document, pack)  # type: ignore[arg-type]

    def told(self: Rows) -> object:
        found = news(self)
        taken_in.append(len(found))
        return found

    monkeypatch.setattr(Glances, "_look", looked)
    monkeypatch.setattr(Rows, "news", told)
    warm()
    assert opened == []  # nothing was counted yet: that is for whoever asks
    assert "9 of 9" in page("ana", "/")
    office._glances.cache_clear()  # noqa: SLF001  as a server that starts
    taken_in.clear()
    warm()
    assert connection.connection is None  # a process that forks now shares none
    assert "9 of 9" in page("ana", "/")
    assert taken_in == [1, 0]
    assert len(opened) == 1


def test_what_was_kept_with_other_language_data_or_settings_is_not_believed(normal: Workspace) -> None:
    from pipeline.review_app import office
    from pipeline.review_app.kept_glance import KeptGlance

    extract(normal, tags=["es"])
    open_office(normal)
    account("ana", "reviewer")
    assert "9 of 9" in page("ana", "/")
    kept = KeptGlance.objects.get()
    KeptGlance.objects.update(glance=kept.glance.replace("Does walking", "What was kept: does walking"))
    settings = normal.root / FILE
    settings.write_text(settings.read_text("utf-8") + "# another\n", "utf-8")
    office._glances.cache_clear()  # noqa: SLF001  as a server that starts
    assert "What was kept" not in page("ana", "/")


def test_what_one_process_has_counted_another_takes_over(normal: Workspace, desk: Open) -> None:
    from pipeline.review_app import office

    extract(normal, tags=["es"])
    open_office(normal)
    account("ana", "reviewer")
    (mine,) = office.glances(["es"]).glances
    own = office._glances(normal.root)  # noqa: SLF001
    other = office._glances.__wrapped__(normal.root)  # noqa: SLF001
    with pytest.MonkeyPatch.context() as watched:
        watched.setattr(Glances, "_look", lambda *_: pytest.fail("counted again"))
        (theirs,) = other.all([office._current("es")]).glances  # noqa: SLF001
    assert (theirs.figures, theirs.waiting) == (mine.figures, mine.waiting)
    approve_one(client("ana"), desk(normal))
    assert other.all([office._current("es")]).glances[0].figures.reviewed == 1  # noqa: SLF001
    with pytest.MonkeyPatch.context() as watched:
        watched.setattr(Glances, "_look", lambda *_: pytest.fail("counted again"))
        assert own.all([office._current("es")]).glances[0].figures.reviewed == 1  # noqa: SLF001


def test_of_very_many_documents_what_was_decided_is_seen_at_once_and_the_rest_in_turn(
    normal: Workspace, desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.review_app import office

    names = [f"d{number}" for number in range(6)]
    for name in names:
        (normal.seeds / f"{name}.txt").write_text("Does it help?\nKey messages\nIt may not.\n", "utf-8")
    extract(normal, tags=["es"])
    open_office(normal)
    account("ana", "reviewer")
    approve_one(client("ana"), desk(normal))

    def waiting() -> dict[str, int]:
        found = office.glances(["es"], seconds=60).glances
        return {one.place[1]: one.all_waiting().segments for one in found}

    before = waiting()
    monkeypatch.setattr(glance_files, "_LEAST", 1)
    monkeypatch.setattr(glance, "_SWEEP", -1.0)
    monkeypatch.setattr(glance, "_FRONT", 0)
    monkeypatch.setattr(glance_files, "_SETTLED_NS", -1)
    for _ in range(8):
        assert waiting() == before
    mine = desk(normal)
    mine.decide(decided(mine, mine.segments()[2].entry.key, Verdict.SAVE, "tom", target="Otra."))
    mine.decide(decided(mine, mine.segments()[1].entry.key, Verdict.REJECT, "luis", reason="term"))
    assert waiting() == before | {"stroke": before["stroke"] + 1}
    path = normal.catalog("es", "d3")
    path.write_text(path.read_text("utf-8").replace('msgid "It may not."', 'msgid "It does not."'), "utf-8")
    seen = [waiting() for _ in range(7)]
    assert "d3" not in seen[-1]  # its sentence is gone from the catalog: a problem, and no longer in the list


def approve_one(browser: Client, mine: Desk) -> None:
    segment = mine.segments()[1]
    shown = browser.get(DOCUMENT, {"open": identity(segment.entry.key), "draft": "1"}).content.decode()
    form = fields(shown, f"{DOCUMENT}edit/") | {"text": "Lo esencial"}
    answer = browser.post(f"{DOCUMENT}edit/", form)
    if answer.status_code == 422:
        again = fields(answer.content.decode(), f"{DOCUMENT}edit/") | {"text": "Lo esencial"}
        answer = browser.post(f"{DOCUMENT}edit/", again)
    assert answer.status_code == 303


def test_the_list_goes_by_due_date_then_risk_then_what_is_new(normal: Workspace, later: Clock) -> None:
    from pipeline.review_app import team
    from pipeline.review_app.models import Account

    def add(slug: str, text: str) -> None:
        (normal.seeds / f"{slug}.txt").write_text(text, "utf-8")
        extract(normal, [slug], tags=["es"])

    add("calm", "What helps people sleep?\nPeople sleep well in a dark room.\n")
    add("stroke", (normal.seeds / "stroke.txt").read_text("utf-8"))
    open_office(normal)
    ana = account("ana", "reviewer")
    slugs = ("calm", "calmer", "stroke", "late")

    def order() -> list[str]:
        shown = page("ana", "/")
        there = [slug for slug in slugs if f'href="/documents/es/{slug}/"' in shown]
        return sorted(there, key=lambda slug: shown.index(f'href="/documents/es/{slug}/"'))

    assert order() == ["stroke", "calm"]
    later(timedelta(hours=1))
    add("calmer", "What helps people rest?\nPeople rest well in a quiet room.\n")
    assert order() == ["stroke", "calmer", "calm"]
    assert team.claim(ana, team.Place("es", "calm"), 5)
    assert team.claim(ana, team.Place("es", "calmer"), 3)
    assert order() == ["calmer", "calm", "stroke"]
    assert team.claim(Account.objects.make("luis", "x", coordinator=True), team.Place("es", "stroke"))
    add("late", "What helps people read?\nPeople read well in a bright room.\n")
    assert order() == ["calmer", "calm", "late", "stroke"]


def test_documents_for_which_there_was_no_time_come_the_next_time(
    normal: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract(normal, tags=["es"])
    open_office(normal)
    account("ana", "lead")
    with monkeypatch.context() as hurried:
        for module in (work, overview):
            hurried.setattr(module, "PATIENCE", -1.0)
        for address in ("/", "/overview/"):
            shown = page("ana", address)
            assert "1 document is still to be counted: load the page again." in shown
            assert DOCUMENT not in shown
    for address in ("/", "/overview/"):
        assert DOCUMENT in page("ana", address)
        assert "still to be counted" not in page("ana", address)


def test_a_long_list_shows_the_most_urgent_and_leads_to_the_rest(
    normal: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("another", "third"):
        (normal.seeds / f"{name}.txt").write_text("Does it help?\nKey messages\nIt may not.\n", "utf-8")
    extract(normal, tags=["es"])
    open_office(normal)
    account("ana", "lead")
    for module, address in ((work, "/"), (overview, "/overview/")):
        monkeypatch.setattr(module, "_SHOWN", 1)
        shown = page("ana", address)
        assert shown.count('<th scope="row"') - shown.count("Together") == 1
        assert f'<a href="{address}?all=es#in-es">Show 2 more documents</a>' in shown
        whole = page("ana", address, all="es")
        assert ("/documents/es/third/" in whole, "more document" in whole) == (True, False)
