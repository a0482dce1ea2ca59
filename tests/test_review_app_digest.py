"""The digest by e-mail: what it says, to whom it goes, and that nothing leaves the machine unless asked."""

import os
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from test_review_app_overview import TEXTS, decide, office, prepared  # noqa: F401  fixtures
from web import client

from pipeline.config import Workspace
from pipeline.errors import UsageError
from pipeline.model.decision import Verdict
from pipeline.review_app.mail import find_post, send
from pipeline.stages.review import Desk

Open = Callable[..., Desk]
ROOT = Path(__file__).resolve().parent.parent


class Letters(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it is given."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Postman)
        self.kept: list[bytes] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Postman(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            if line.upper().startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                lines = list(iter(self.rfile.readline, b".\r\n"))
                assert isinstance(self.server, Letters)
                self.server.kept.append(b"".join(lines))
            self.wfile.write(b"250 well\r\n")


@pytest.fixture
def letters() -> Iterator[Letters]:
    with Letters() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def told(office: Workspace, desk: Open) -> Workspace:  # noqa: F811  the fixture
    """A workspace where something happened to the texts of tom, who reads Spanish and gave an address."""
    from pipeline.review_app.models import Account

    Account.objects.filter(handle="tom").update(email="tom@example.org", language="es")
    mine = desk(office)
    changed, rejected = mine.segments()[2:4]
    decide(mine, changed, Verdict.SAVE, "tom", "Lo de Tom.")
    decide(mine, rejected, Verdict.SAVE, "tom", "No causa caídas.")
    decide(mine, changed, Verdict.SAVE, "ana", TEXTS[2])
    decide(mine, rejected, Verdict.REJECT, "luis", reason="omission: más")
    return office


def digest(workspace: Workspace, *options: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pipeline", "-C", str(workspace.root), "review", "digest", *options]
    names = os.environ | environment
    return subprocess.run(command, cwd=ROOT, env=names, capture_output=True, text=True, check=False, timeout=120)


def test_a_digest_says_what_happened_and_what_waits_in_the_persons_language(told: Workspace) -> None:
    from pipeline.review_app.digest import digests

    found = {one.handle: one for one in digests(7, "https://review.example.org")}
    assert set(found) == {"ana", "eva", "luis", "tom"}
    text = found["tom"].text
    assert found["tom"].subject == "Revisión: los últimos 7 días"
    assert text.index("luis lo rechazó: falta") < text.index(f"ana lo cambió: {TEXTS[2]}")
    assert "stroke (es): 9 oraciones" in text
    assert "https://review.example.org/account/email/" in text
    assert "WHAT OTHERS DID" not in found["luis"].text


def test_nothing_is_told_of_a_language_in_which_one_works_no_more(told: Workspace) -> None:
    from pipeline.review_app.digest import digests
    from pipeline.review_app.models import Account, Membership

    del told
    assert 'class="segment"' in client("tom").get("/feedback/").content.decode()
    assert "tom" in [one.handle for one in digests(7)]
    Membership.objects.filter(account=Account.objects.get(handle="tom")).update(role="reader")
    assert 'class="segment"' not in client("tom").get("/feedback/").content.decode()
    assert "tom" not in [one.handle for one in digests(7)]


def test_a_digest_reminds_of_claims_that_are_due_within_two_days(told: Workspace) -> None:
    from pipeline.review_app import team
    from pipeline.review_app.digest import digests
    from pipeline.review_app.models import Account

    tom, luis = (Account.objects.get(handle=handle) for handle in ("tom", "luis"))
    place = team.Place("es", "stroke")
    team.claim(tom, place, 3)
    assert "VENCEN" not in {one.handle: one.text for one in digests(7)}["tom"]
    team.extend(place, 2)
    team.join(luis, place)
    texts = {one.handle: one.text for one in digests(7)}
    assert texts["tom"].startswith("SUS DOCUMENTOS QUE VENCEN PRONTO\nstroke (es): vence en 2 días\n")
    assert "YOUR DOCUMENTS THAT ARE DUE SOON\nstroke (es): due in 2 days" in texts["luis"]
    assert "DUE SOON" not in texts["ana"]


def test_nothing_is_said_of_what_is_older_or_to_those_who_are_gone(told: Workspace) -> None:
    from pipeline.review_app.digest import digests
    from pipeline.review_app.models import Account

    Account.objects.filter(handle="ana").update(is_active=False)
    now = {one.handle: one.text for one in digests(0)}
    assert set(now) == {"eva", "luis", "tom"}
    assert "luis" not in now["tom"]


def test_without_send_nothing_leaves_and_with_it_only_those_with_an_address_get_mail(
    told: Workspace, letters: Letters
) -> None:
    server = {"EMAIL_URL": letters.url, "EMAIL_FROM": "review@example.org"}
    shown = digest(told, **server)
    assert (shown.returncode, letters.kept) == (0, [])
    assert "To: tom <tom@example.org>" in shown.stdout
    assert "Nothing was sent" in shown.stderr
    sent = digest(told, "--send", **server)
    assert sent.returncode == 0, sent.stderr
    assert "ana: gave no address" in sent.stderr
    (letter,) = letters.kept
    message = message_from_bytes(letter, policy=policy.default)
    assert (message["To"], message["From"]) == ("tom@example.org", "review@example.org")
    assert message["Subject"] == "Revisión: los últimos 7 días"
    assert "luis lo rechazó" in message.get_content()


def test_a_server_that_is_not_there_is_named(told: Workspace) -> None:
    post = find_post({"EMAIL_URL": "smtp://127.0.0.1:1", "EMAIL_FROM": "review@example.org"})
    assert "refused" in send(post, "tom@example.org", "subject", "text")


@pytest.mark.parametrize(
    ("url", "sender", "why"),
    [
        ("smtp://ana:secret@mail.example.org", "a@example.org", "password"),
        ("http://mail.example.org", "a@example.org", "cannot be used"),
        ("smtps://", "a@example.org", "cannot be used"),
        ("smtps://mail.example.org:port", "a@example.org", "not a URL"),
        ("smtps://mail.example.org", "", "EMAIL_FROM"),
    ],
)
def test_a_wrong_way_is_refused_and_shows_no_password(url: str, sender: str, why: str) -> None:
    with pytest.raises(UsageError, match=why) as caught:
        find_post({"EMAIL_URL": url, "EMAIL_FROM": sender})
    assert "secret" not in str(caught.value)


def test_the_ways_to_a_server_are_secure_by_their_names() -> None:
    for scheme, port, tls, ssl in (("smtps", 465, False, True), ("smtp+tls", 587, True, False)):
        post = find_post({"EMAIL_URL": f"{scheme}://ana:p%40ss@mail.example.org", "EMAIL_FROM": "a@example.org"})
        assert [post.options[name] for name in ("port", "use_tls", "use_ssl", "password")] == [port, tls, ssl, "p@ss"]
        assert "p@ss" not in post.shown
    assert find_post({}).shown == "the terminal"
