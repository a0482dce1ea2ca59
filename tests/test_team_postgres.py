"""Two at the same moment, two processes, a real PostgreSQL: one claims, each signs once, one holds the sentence."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TypeVar

import postgres
import pytest
from careless import draft
from conftest import make_workspace
from review_pictures import TEXTS
from test_review_app_servers import Visitor, gunicorn
from web import DOCUMENT, PASSWORD, account, fields, open_office

from pipeline.catalog import store
from pipeline.config import Workspace
from pipeline.model.decision import Outcome
from pipeline.model.document import Key
from pipeline.queue import open_queue
from pipeline.review_app.page import identity
from pipeline.stages.extract import extract, read_all

pytestmark = pytest.mark.slow
Answer = TypeVar("Answer")
ASKED_ABOUT = "Walking practice probably helps people walk faster."  # a check asks about its draft


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, dict[str, Visitor]]]:
    """A workspace under two-person, and its people signed in: ana twice, in two browsers."""
    workspace = make_workspace(tmp_path_factory.mktemp("team") / "w", sandbox=False, review="two-person")
    extract(workspace)
    draft(workspace, "stroke", "es", TEXTS)
    with postgres.server() as url, pytest.MonkeyPatch.context() as patch:
        from django.db import connection

        patch.setenv("DATABASE_URL", url)
        open_office(workspace)
        for handle in ("ana", "luis"):
            account(handle, "reviewer")
        account("lea", "lead")
        for _, port in gunicorn(workspace):
            names = ("ana", "ana again", "luis", "lea")
            people = {name: Visitor(port, address=f"192.0.2.{n}") for n, name in enumerate(names, 1)}
            for name, one in people.items():
                assert one.send("/login/", handle=name.split()[0], password=PASSWORD)[0] == 303
            yield workspace, people
        connection.close()


def at_once(*acts: Callable[[], Answer]) -> list[Answer]:
    """What each is answered, all of them sent at the same moment."""
    start = Barrier(len(acts))

    def act(one: Callable[[], Answer]) -> Answer:
        start.wait()
        return one()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def sentences(workspace: Workspace) -> Sequence[Key]:
    (document,) = read_all(workspace, ["stroke"]).documents
    return [key for key in document.keys if key.source != ASKED_ABOUT]


def test_of_two_who_claim_at_once_one_has_the_document(office: tuple[Workspace, dict[str, Visitor]]) -> None:
    from pipeline.review_app import team
    from pipeline.review_app.team import Place

    _, people = office
    place = Place("es", "stroke")
    for _ in range(6):
        forms = {name: fields(people[name].ask("GET", DOCUMENT)[2], f"{DOCUMENT}claim/") for name in ("ana", "luis")}
        answers = at_once(*(partial(people[n].send, f"{DOCUMENT}claim/", **form) for n, form in forms.items()))
        held = team.held(place)
        assert sorted(status for status, _ in answers) == [303, 409]
        assert held is not None
        assert len(held.people) == 1
        assert team.take_back(place)


def test_two_people_and_one_of_them_twice_are_two_signatures(office: tuple[Workspace, dict[str, Visitor]]) -> None:
    workspace, people = office
    raced = sentences(workspace)[:4]
    for key in raced:
        address = f"{DOCUMENT}?open={identity(key)}&draft=1&anyway=1"
        names = ("ana", "ana again", "luis")
        forms = {name: fields(people[name].ask("GET", address)[2], f"{DOCUMENT}edit/") for name in names}
        answers = at_once(*(partial(people[n].send, f"{DOCUMENT}approve/", **form) for n, form in forms.items()))
        assert {status for status, _ in answers} <= {303, 422}
        assert answers[2][0] == 303
    active = (store.read(workspace.catalog("es", "stroke")) or pytest.fail("no catalog")).active
    log = open_queue(workspace.var).log("stroke", "es")
    for key in raced:
        assert sorted(one.person for one in active[key].signatures) == ["ana", "luis"]
        assert active[key].approved(2)
        applied = [one.decision.person for one in log if one.decision.key == key and one.outcome is Outcome.APPLIED]
        assert sorted(applied) == ["ana", "luis"]


def test_a_sentence_that_one_has_open_is_held_until_its_time_is_over(
    office: tuple[Workspace, dict[str, Visitor]],
) -> None:
    from django.utils import timezone

    from pipeline.review_app.models import Presence

    workspace, people = office
    address = f"{DOCUMENT}?open={identity(sentences(workspace)[5])}&draft=1"
    assert "<textarea" in people["ana"].ask("GET", address)[2]
    told = people["luis"].ask("GET", address)[2]
    assert ('name="text"' in told, "ana" in told) == (False, True)
    Presence.objects.filter(account__handle="ana").update(held_until=timezone.now())
    assert 'name="text"' in people["luis"].ask("GET", address)[2]


def test_one_person_in_two_browsers_is_noted_once_and_neither_browser_fails(
    office: tuple[Workspace, dict[str, Visitor]],
) -> None:
    from pipeline.review_app.models import Presence

    workspace, people = office
    opened = [f"{DOCUMENT}?open={identity(key)}&draft=1&anyway=1" for key in sentences(workspace)[4:6]]
    for _ in range(6):
        Presence.objects.filter(account__handle="ana").delete()
        browsers = zip(("ana", "ana again"), opened, strict=True)
        acts = [partial(people[name].ask, "GET", address) for name, address in browsers]
        assert [answer[0] for answer in at_once(*acts)] == [200, 200]
        assert Presence.objects.filter(account__handle="ana").count() == 1
