"""Sets Django up for one workspace: its secret key, its database, and the tables of accounts beside the queue's."""

import os
import secrets
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.config import Workspace
from pipeline.errors import StoreError
from pipeline.files import locked, storing
from pipeline.queue import open_queue
from pipeline.queue.address import Address, find_address
from pipeline.review_app.settings import LOOPBACK, settings_for

if TYPE_CHECKING:
    from django.db.migrations.loader import MigrationLoader

KEY = "secret.key"
_APPS = ("contenttypes", "auth", "sessions", "review_app")
_SHORTEST = 50


def start_django(workspace: Workspace, *, hosts: Sequence[str] = LOOPBACK, https: bool = False) -> None:
    """Set Django up for the workspace and bring all tables up to date. Raises StoreError where that fails."""
    import django
    from django.conf import settings

    address = find_address(workspace.var, os.environ.get("DATABASE_URL", ""))
    values = settings_for(workspace.root, address.settings, secret_key(workspace), hosts=hosts, https=https)
    if settings.configured:
        raise StoreError("Django is set up already; start the server in a process of its own")
    settings.configure(**values)
    django.setup()
    make_tables(workspace, address)


def make_tables(workspace: Workspace, address: Address) -> None:
    """Bring the tables of the queue and then those of the accounts up to date, one process at a time."""
    from django.db import Error, connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    open_queue(workspace.var).close()
    try:
        with locked(address.file or workspace.locks / "postgresql", workspace.locks):
            executor = MigrationExecutor(connection)
            targets = [node for app in _APPS for node in executor.loader.graph.leaf_nodes(app)]
            _refuse_newer(executor.loader, address)
            if executor.migration_plan(targets):
                connection.disable_constraint_checking()  # SQLite changes tables in a transaction only without
                try:
                    with transaction.atomic():
                        executor.migrate(targets)
                finally:
                    connection.enable_constraint_checking()
            _clear()
            _keep_to_ourselves(address.file)
    except Error as error:
        raise StoreError(f"{address.shown}: the tables of accounts cannot be made: {error}; put that right") from error
    finally:
        connection.close()


def _clear() -> None:
    """Forget sessions and attempts that are over: nobody asks for them again."""
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from pipeline.review_app import throttle

    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    throttle.prune()


def _refuse_newer(loader: "MigrationLoader", address: Address) -> None:
    ours = {name for app, name in loader.applied_migrations if app == "review_app"}
    if newer := sorted(ours - {name for app, name in loader.disk_migrations if app == "review_app"}):
        raise StoreError(f"{address.shown}: made by a newer pipeline ({newer[-1]}); upgrade this one")


def _keep_to_ourselves(file: Path | None) -> None:
    """Let other accounts of the machine read no sessions and no hashes; the files beside it follow SQLite's rule."""
    for path in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")) if file else ():
        with suppress(FileNotFoundError):
            path.chmod(stat.S_IMODE(path.stat().st_mode) & 0o660)


def secret_key(workspace: Workspace) -> str:
    """The key that signs cookies' contents: made at the first start, readable by this account alone."""
    path = workspace.var / KEY
    with locked(path, workspace.locks), storing(path):
        if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise StoreError(f"{path}: others may read it; delete it (everybody signs in anew) or run chmod 600 on it")
        if path.is_file() and len(key := path.read_text("ascii").strip()) >= _SHORTEST:
            return key
        path.unlink(missing_ok=True)
        key = secrets.token_urlsafe(64)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{key}\n")
    return key
