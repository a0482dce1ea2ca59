"""A program that speaks to the API in a test, with a personal token and nothing else."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import make_workspace
from web import client, open_office

from pipeline.config import FILE, Workspace
from pipeline.review_app.api.problems import TYPE
from pipeline.stages.translate import translate

DOCUMENT = "documents/es/stroke/"


@dataclass(frozen=True, slots=True)
class Program:
    """Sends JSON to the API; every answer that is no success has to be a problem."""

    token: str

    def get(self, address: str, **query: Any) -> tuple[int, Any]:
        return self._read(client().get(f"/api/v1/{address}", query, headers=self._headers()))

    def post(self, address: str, key: str = "", **members: Any) -> tuple[int, Any]:
        more = {"Idempotency-Key": key} if key else {}
        return self.send(address, json.dumps(members).encode(), **more)

    def send(self, address: str, data: bytes, kind: str = "application/json", **headers: str) -> tuple[int, Any]:
        browser = client(enforce_csrf_checks=True)
        return self._read(browser.post(f"/api/v1/{address}", data, kind, headers=self._headers() | headers))

    def segments(self) -> list[Any]:
        status, answer = self.get(f"{DOCUMENT}segments")
        assert status == 200
        found: list[Any] = answer["segments"]
        return found

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @staticmethod
    def _read(answer: Any) -> tuple[int, Any]:
        body = json.loads(answer.content)
        if answer.status_code != 200:
            assert answer.headers["Content-Type"] == TYPE
            assert {"type", "title", "status", "detail", "instance", "advice"} <= set(body)
            assert body["status"] == answer.status_code
        return answer.status_code, body


def program(handle: str, *, read_only: bool = False) -> Program:
    """A program with a new token of this account."""
    from pipeline.review_app import tokens
    from pipeline.review_app.models import Account

    return Program(tokens.make(Account.objects.get(handle=handle), "a test", 1, read_only=read_only))


def drafted(folders: pytest.TempPathFactory) -> Path:
    """A workspace with Spanish drafts, to be copied: engines are slow."""
    workspace = make_workspace(folders.mktemp("drafts") / "w", sandbox=False)
    translate(workspace, ["es"])
    return workspace.root


def served(drafts: Path, root: Path, *, review: str = "one-person") -> Workspace:
    """A copy of it, served, under this policy."""
    shutil.copytree(drafts, root)
    text = (root / FILE).read_text("utf-8")
    (root / FILE).write_text(text.replace('review = "one-person"', f'review = "{review}"'), "utf-8")
    workspace = Workspace(root)
    open_office(workspace)
    return workspace


def people(**roles: str) -> None:
    """Accounts that sign in with nothing but tokens and sessions: a password takes long to keep."""
    from pipeline.review_app.models import Account, members
    from pipeline.review_app.permissions import Role

    for handle, role in roles.items():
        made = Account.objects.create(handle=handle, password="!", coordinator=role == "coordinator")
        if role != "coordinator":
            members(made, Role(role), ["es"])
