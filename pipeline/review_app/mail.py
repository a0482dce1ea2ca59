"""Where e-mail goes: to the terminal, unless the environment names a server (`EMAIL_URL`, `EMAIL_FROM`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from pipeline.errors import UsageError

_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
_HERE = ("localhost", "127.0.0.1", "::1")
_PATIENCE = 30  # seconds
_FORMS = "write smtps://USER:PASSWORD@HOST, smtp+tls://USER:PASSWORD@HOST (STARTTLS) or smtp://localhost"


@dataclass(frozen=True, slots=True)
class Post:
    """A way to send: Django's backend with its options, and whom the messages are from. `shown` holds no password."""

    backend: str
    shown: str
    sender: str
    options: Mapping[str, Any]


def find_post(environment: Mapping[str, str]) -> Post:
    """The way that the environment says. Raises UsageError for one that cannot be, or shows a password to a network."""
    url, sender = environment.get("EMAIL_URL", ""), environment.get("EMAIL_FROM", "")
    if not url:
        console = "django.core.mail.backends.console.EmailBackend"
        return Post(console, "the terminal", sender or "review@localhost", {})
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UsageError(f"EMAIL_URL: not a URL; {_FORMS}") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise UsageError(f"EMAIL_URL: {parts.scheme or 'no scheme'}:// cannot be used as it is written; {_FORMS}")
    if parts.scheme == "smtp" and parts.password and parts.hostname not in _HERE:
        raise UsageError(f"EMAIL_URL: smtp:// sends the password for everybody to read; {_FORMS}")
    if not sender:
        raise UsageError("EMAIL_FROM: say whom the messages are from, such as review@example.org")
    options = {
        "host": parts.hostname,
        "port": port or _PORTS[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+tls",
        "use_ssl": parts.scheme == "smtps",
        "timeout": _PATIENCE,
    }
    shown = f"{parts.scheme}://{parts.hostname}:{options['port']}"
    return Post("django.core.mail.backends.smtp.EmailBackend", shown, sender, options)


def send(post: Post, to: str, subject: str, text: str) -> str:
    """Send one message; why it could not be sent, empty where it was."""
    from django.core.mail import EmailMessage, get_connection

    try:
        connection = get_connection(post.backend, **post.options)
        EmailMessage(subject, text, post.sender, [to], connection=connection).send()
    except (OSError, ValueError) as error:  # what a mail server says is an OSError too
        return str(error)
    return ""
