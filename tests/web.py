"""The review's pages in a test: one process, many workspaces, each with its own database."""

import os
import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.config import Workspace
from pipeline.queue.address import find_address
from pipeline.review_app.settings import settings_for
from pipeline.review_app.start import make_tables

if TYPE_CHECKING:
    from django.test import Client

    from pipeline.review_app.models import Account

PASSWORD = "a long and quiet river"
DOCUMENT = "/documents/es/stroke/"


def start_django() -> None:
    """Set Django up with a database in memory; `open_office` takes a real one."""
    import django
    from django.conf import settings

    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    settings.configure(**settings_for(Path(), database, "k" * 60, hosts=("testserver", "127.0.0.1")))
    django.setup()


def open_office(workspace: Workspace) -> None:
    """Serve this workspace from now on, its database made as the server makes it."""
    from django.conf import settings
    from django.db import connections

    address = find_address(workspace.var, os.environ.get("DATABASE_URL", ""))
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = connections.configure_settings({"default": address.settings})["default"]
    settings.PIPELINE_ROOT = workspace.root
    make_tables(workspace, address)


def account(handle: str, role: str = "", *languages: str) -> "Account":
    """An account with a role in languages, or as the coordinator."""
    from pipeline.review_app.models import Account, members
    from pipeline.review_app.permissions import Role

    made = Account(handle=handle, password=hashed(), coordinator=role == "coordinator")
    made.save(force_insert=True)
    if role not in ("", "coordinator"):
        members(made, Role(role), languages or ("es",))
    return made


@cache
def hashed() -> str:
    """The password's hash, made once: it takes its time, as it should."""
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


def client(handle: str = "", **options: Any) -> "Client":
    """A browser, signed in where a handle is given."""
    from django.test import Client

    made = Client(**options)
    if handle:
        from pipeline.review_app.models import Account

        made.force_login(Account.objects.get(handle=handle), "django.contrib.auth.backends.ModelBackend")
    return made


def bare(page: str) -> str:
    """The page without the marks that isolate a name from the direction of its line."""
    return re.sub(r"</?bdi[^>]*>", "", page)


def fields(page: str, action: str) -> dict[str, str]:
    """What the first form that leads to `action` would send: its hidden fields and its box."""
    form = next(f for f in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'action="{action}"' in f.split(">")[0])
    own = re.search(r' id="([^"]+)"', form.split(">")[0])
    beside = re.findall(rf'<input type="hidden" form="{own[1]}" name="([^"]+)" value="([^"]*)"', page) if own else []
    hidden = [*beside, *re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)]
    box = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", form, re.DOTALL)
    return {name: unescape(value) for name, value in hidden} | ({"text": unescape(box[1])} if box else {})
