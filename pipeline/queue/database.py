"""Opens a work database through Django's ORM, and speaks of its troubles in our own errors: the border to Django."""

import os
import pkgutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import StoreError
from pipeline.files import locked
from pipeline.queue.address import Address

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

APP = "pipeline.queue"
_STARTING = threading.Lock()
_HINTS = {
    "locked": "another program holds it; let that end and try again",
    "full": "free some space and try again",
    "disk i/o": "see that the disk has space and is sound, and try again",
    "readonly": "allow this account to write there and try again",
    "unable to open": "allow this account to write there and try again",
    "malformed": "move the file away; a new one is made, and the catalogs still hold every text and signature",
    "not a database": "move the file away; a new one is made, and the catalogs still hold every text and signature",
    "psycopg": "install psycopg for PostgreSQL, or unset DATABASE_URL",
}


@dataclass(frozen=True, slots=True)
class Database:
    """A database that Django knows by `alias`. Each thread and each process has a connection of its own."""

    address: Address
    alias: str
    locks: Path
    _seen: threading.local = field(default_factory=threading.local, repr=False, compare=False)

    @contextmanager
    def session(self) -> Iterator[str]:
        """The alias, with the tables ready behind it. Raises StoreError for all that goes wrong in the database."""
        from django.core.exceptions import ImproperlyConfigured
        from django.db import Error

        try:
            self._ready()
            yield self.alias
        except (Error, ImproperlyConfigured) as error:
            text = str(error).strip().partition("\n")[0]
            hint = next((hint for word, hint in _HINTS.items() if word in text.lower()), "put that right and try again")
            raise StoreError(f"{self.address.shown}: the work database fails: {text}; {hint}") from error

    def close(self) -> None:
        """Close this thread's connection; the next session opens it again."""
        from django.db import connections

        self._seen.identity = None
        connections[self.alias].close()

    def _ready(self) -> None:
        """Connect and migrate: once in each thread, and again where the file was deleted or we are a forked child."""
        if getattr(self._seen, "identity", None) == (identity := self._identity()) and identity:
            return
        from django.db import connections

        connection = connections[self.alias]
        connection.close()
        with locked(self.address.file or self.locks / "postgresql", self.locks):
            if self.address.file:
                _make_folder(self.address.file.parent)
                with connection.cursor() as cursor:
                    cursor.execute("PRAGMA journal_mode=WAL")
            migrate(connection, self.address.shown)
        self._seen.identity = self._identity()

    def _identity(self) -> tuple[int, ...] | None:
        if self.address.file is None:
            return (os.getpid(),)
        try:
            there = self.address.file.stat()
        except OSError:
            return None
        return (os.getpid(), there.st_dev, there.st_ino)


def open_database(address: Address, locks: Path) -> Database:
    """Make the database known to Django, starting Django where no program has; nothing is connected yet.

    A database that the program has set up itself is used under the alias it has there.
    """
    from django.db import connections

    with _STARTING:
        _start_django()
        same = ("ENGINE", "NAME", "HOST", "PORT", "USER")
        for alias, known in connections.settings.items():
            if all(str(known.get(name, "")) == str(address.settings.get(name, "")) for name in same):
                return Database(address, alias, locks)
        alias = f"queue-{sha256(address.shown.encode()).hexdigest()[:16]}"
        filled = connections.configure_settings({"default": {}, alias: dict(address.settings)})
        connections.settings[alias] = filled[alias]
    return Database(address, alias, locks)


def migrate(connection: "BaseDatabaseWrapper", shown: str) -> None:
    """Bring the tables of the queue up to date in one transaction; the caller keeps others away.

    Raises StoreError where a newer program has made the tables.
    """
    from django.db import transaction
    from django.db.migrations.executor import MigrationExecutor
    from django.db.migrations.recorder import MigrationRecorder

    from pipeline.queue import migrations

    known = {module.name for module in pkgutil.iter_modules(migrations.__path__) if module.name[0].isdigit()}
    applied = {name for app, name in MigrationRecorder(connection).applied_migrations() if app == "queue"}
    if newer := sorted(applied - known):
        raise StoreError(f"{shown}: made by a newer pipeline ({newer[-1]}); upgrade this one, or move the file away")
    if applied == known:
        return
    executor = MigrationExecutor(connection)
    connection.disable_constraint_checking()  # SQLite changes tables in a transaction only without
    try:
        with transaction.atomic(using=connection.alias):
            executor.migrate(executor.loader.graph.leaf_nodes("queue"))
    finally:
        connection.enable_constraint_checking()


def _start_django() -> None:
    from django.apps import apps
    from django.conf import settings

    if not settings.configured:
        import django

        from pipeline.queue import settings as ours

        settings.configure(**{name: value for name, value in vars(ours).items() if name.isupper()})
        django.setup()
    if not apps.ready or not apps.is_installed(APP):
        raise StoreError(f"Django runs here without {APP}; add it to INSTALLED_APPS and call django.setup() first")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made: {error.strerror}; put that right and try again") from error
