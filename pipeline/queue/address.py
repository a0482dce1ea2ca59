"""Where the work database is: a SQLite file in `var/`, or what `DATABASE_URL` says."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from pipeline.errors import UsageError

FILE = "queue.sqlite3"
_FORMS = "write postgresql://USER:PASSWORD@HOST:PORT/NAME or sqlite:////ABSOLUTE/PATH"


@dataclass(frozen=True, slots=True)
class Address:
    """The place of a database. `file` is None for PostgreSQL; `shown` is for people and holds no password."""

    shown: str
    file: Path | None
    settings: dict[str, Any]


def sqlite_address(file: Path) -> Address:
    """The database in a SQLite file, with what concurrent writers need: locks taken at once, and time to wait."""
    options = {"timeout": 30, "transaction_mode": "IMMEDIATE"}
    settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": options}
    return Address(str(file), file, settings)


def find_address(var: Path, url: str) -> Address:
    """The database of the workspace whose work folder is `var`; `url` overrides the default where it is not empty.

    One database serves one workspace. Raises UsageError for a URL that is neither PostgreSQL nor SQLite.
    """
    if not url:
        return sqlite_address(var.resolve() / FILE)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UsageError(f"DATABASE_URL: not a URL; {_FORMS}") from error
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme == "sqlite" and not parts.netloc and name.startswith("/"):
        return sqlite_address(Path(name).resolve())
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise UsageError(f"DATABASE_URL: {parts.scheme or 'no scheme'}:// cannot be used as it is written; {_FORMS}")
    host = unquote(parts.hostname or "")
    settings = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
    return Address(f"postgresql://{host}/{name}", None, settings)
