"""The review of a team: real server processes behind a proxy's headers, on a real PostgreSQL."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import postgres
import pytest
from conftest import make_workspace
from web import DOCUMENT, PASSWORD, account, fields, open_office

from pipeline.catalog import store
from pipeline.config import Workspace
from pipeline.model.decision import Outcome
from pipeline.queue import open_queue
from pipeline.review_app import throttle
from pipeline.review_app.page import identity
from pipeline.review_app.wsgi import behind_proxy
from pipeline.stages.extract import read_all
from pipeline.stages.translate import translate

ROOT = Path(__file__).resolve().parent.parent
HOST = "review.example.org"


@dataclass
class Visitor:
    """A browser behind the proxy: it speaks HTTPS to the proxy, which says so."""

    port: int
    scheme: str = "https"
    address: str = "192.0.2.1"
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, dict[str, str], str]:
        headers = {"Host": HOST, "X-Forwarded-Proto": self.scheme, "X-Forwarded-For": f"10.0.0.9, {self.address}"}
        headers["Origin"] = f"https://{HOST}"
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, urlencode(form) if form is not None else None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
                assert all(word in value for word in ("Secure", "Path=/", "HttpOnly", "SameSite=Strict"))
        connection.close()
        return answer.status, dict(answer.getheaders()), text

    def send(self, path: str, **form: str) -> tuple[int, str]:
        """Send a form of ours."""
        _, _, page = self.ask("GET", "/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        status, _, text = self.ask("POST", path, {"csrfmiddlewaretoken": token[1], **form})
        return status, text


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, int]]:
    """A workspace on PostgreSQL, and the port on which two processes of gunicorn serve it."""
    workspace = make_workspace(tmp_path_factory.mktemp("team") / "normal", sandbox=False)
    translate(workspace, ["es"])
    with postgres.server() as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        open_office(workspace)
        account("ana", "reviewer")
        account("luis", "reviewer")
        yield from gunicorn(workspace)
        from django.db import connection

        connection.close()


def gunicorn(workspace: Workspace) -> Iterator[tuple[Workspace, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = f"pipeline.review_app.wsgi:application({str(workspace.root)!r}, {HOST!r})"
    command = [sys.executable, "-m", "gunicorn", served, "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None
            time.sleep(0.1)
        yield workspace, port
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors, errors


@pytest.mark.slow
def test_two_people_in_two_processes_decide_and_neither_overwrites_the_other(team: tuple[Workspace, int]) -> None:
    workspace, port = team
    people = {name: Visitor(port, address=f"192.0.2.{number}") for number, name in enumerate(("ana", "luis"), 1)}
    assert people["ana"].ask("GET", "/")[0] == 302
    for name, visitor in people.items():
        assert visitor.send("/login/", handle=name, password=PASSWORD)[0] == 303
    document = read_all(workspace, ["stroke"]).documents[0]
    raced = document.keys[2:6]
    for key in raced:
        name = identity(key)
        pages = {who: one.ask("GET", f"{DOCUMENT}?open={name}&draft=1&anyway=1")[2] for who, one in people.items()}
        forms = {who: fields(page, f"{DOCUMENT}edit/") | {"text": f"Texto de {who}."} for who, page in pages.items()}

        def save(who: str, forms: dict[str, dict[str, str]] = forms) -> int:
            return people[who].send(f"{DOCUMENT}save/", **forms[who])[0]

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(save, people)) == [200, 409]
    active = (store.read(workspace.catalog("es", "stroke")) or pytest.fail("no catalog")).active
    log = open_queue(workspace.var).log("stroke", "es")
    for key in raced:
        both = {one.outcome: one.decision for one in log if one.decision.key == key}
        assert set(both) == {Outcome.APPLIED, Outcome.CONFLICT}
        assert active[key].target == both[Outcome.APPLIED].target != both[Outcome.CONFLICT].target


@pytest.mark.slow
def test_the_logs_are_only_added_to_on_postgresql_too(team: tuple[Workspace, int]) -> None:
    from django.db import Error, connection
    from django.utils import timezone

    from pipeline.review_app.models import Act

    Act.objects.create(made_at=timezone.now(), actor="eva", act="closed", subject="ana")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO queue_decision SELECT * FROM (SELECT 1000000 AS id, 't', 'd', 'es', NULL, 's', 'save', 'ana',"
            " now()::date, '', '', '', '', '', '', now(), 'pending', '', '', NULL::timestamptz) AS one"
        )
        cursor.execute("UPDATE queue_decision SET state = 'applied', applied_at = now() WHERE id = 1000000")
    for statement in (
        "UPDATE review_app_act SET actor = 'luis'",
        "DELETE FROM review_app_act",
        "TRUNCATE review_app_act",
        "UPDATE queue_decision SET person = 'luis'",
        "UPDATE queue_decision SET state = 'pending', applied_at = NULL",
        "DELETE FROM queue_decision",
        "TRUNCATE queue_decision",
    ):
        with pytest.raises(Error, match="is never changed"), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Act.objects.filter(actor="eva").count() == 1


@pytest.mark.slow
def test_what_the_proxy_says_is_believed_and_plain_http_is_sent_to_https(team: tuple[Workspace, int]) -> None:
    _, port = team
    status, headers, _ = Visitor(port, scheme="http").ask("GET", "/login/")
    assert (status, headers["Location"]) == (301, f"https://{HOST}/login/")
    guesser, other = Visitor(port, address="198.51.100.7"), Visitor(port, address="198.51.100.8")
    status, headers, _ = guesser.ask("GET", "/login/")
    assert (status, headers["Strict-Transport-Security"]) == (200, "max-age=31536000")
    assert set(guesser.cookies) == {"__Host-review_csrf"}
    for number in range(throttle.FROM_AN_ADDRESS - 1):
        throttle.attempt(f"guess-{number}", guesser.address)
    assert guesser.send("/login/", handle="guess", password="x")[0] == 401
    assert guesser.send("/login/", handle="ana", password=PASSWORD)[0] == 429
    assert other.send("/login/", handle="ana", password=PASSWORD)[0] == 303


@pytest.mark.parametrize(
    ("peer", "told", "address"),
    [
        ("127.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("", "203.0.113.1, 192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("192.0.2.9", "127.0.0.1", "192.0.2.9"),
    ],
)
def test_a_visitor_has_the_address_that_the_proxy_on_this_machine_saw(peer: str, told: str, address: str) -> None:
    served = behind_proxy(lambda environ, _: [str(environ["REMOTE_ADDR"]).encode()])
    assert served({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": told}, lambda *_: None) == [address.encode()]


@pytest.mark.slow
def test_django_finds_nothing_to_say_of_the_application_for_teams(sandbox: Workspace) -> None:
    program = (
        "import sys; from pipeline.review_app.wsgi import application\n"
        f"application(sys.argv[1], {HOST!r})\n"
        "from django.core.management import call_command\n"
        "call_command('check', deploy=True, fail_level='WARNING')\n"
    )
    command = [sys.executable, "-W", "error", "-c", program, str(sandbox.root)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout
