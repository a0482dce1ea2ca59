"""Workspaces of very many segments, for `review_load.py`: made in minutes, every segment drafted."""

import os
import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

from pipeline.catalog import store
from pipeline.catalog.entry import Catalog
from pipeline.catalog.remarks import Origin
from pipeline.config import Workspace
from pipeline.stages.extract import extract
from pipeline.stages.workspace import init

SEGMENTS = 60  # of a document
_PAIRS = (
    ("Walking probably reduces pain in group {n}.", "Andar probablemente reduce el dolor en el grupo {n}."),
    ("The review included {n} studies.", "La revisión incluyó {n} estudios."),
    ("People in group {n} walked for 10 minutes.", "Las personas del grupo {n} caminaron durante 10 minutos."),
    ("Group {n} did not have more falls.", "El grupo {n} no tuvo más caídas."),
    ("We found {n} reports about rest at home.", "Encontramos {n} informes sobre el reposo en casa."),
)  # fmt: skip
_TITLE = ("What helps people in group {n}?", "¿Qué ayuda a las personas del grupo {n}?")
_SIDECAR = 'version = "1"\npublished = 2026-11-22\nauthors = ["A"]\nrights_holder = "A"\nlicence = "CC BY 4.0"\n'


def make(root: Path, documents: int) -> None:
    """A workspace of so many documents, every segment of them drafted."""
    workspace = init(root, languages=["es"])
    for number in range(documents):
        lines = [_TITLE[0].format(n=number), "Key messages"]
        lines += [_PAIRS[n % len(_PAIRS)][0].format(n=number * SEGMENTS + n) for n in range(SEGMENTS - 2)]
        (workspace.seeds / f"doc-{number:06}.txt").write_text("\n".join(lines) + "\n", "utf-8")
        (workspace.seeds / f"doc-{number:06}.toml").write_text(_SIDECAR, "utf-8")
    slices = [[f"doc-{n:06}" for n in range(first, documents, 2)] for first in range(2)]
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_draft_all, repeat(root), slices))


def _draft_all(root: Path, slugs: list[str]) -> None:
    workspace = Workspace(root)
    extract(workspace, slugs)
    for slug in slugs:
        store.update(workspace.catalog("es", slug), workspace.locks, _drafted)


def _drafted(catalog: Catalog | None) -> Catalog:
    assert catalog is not None
    texts = {"Key messages": "Mensajes clave"}
    for entry in catalog.entries:
        number = re.search(r"\d+", entry.key.source)
        for source, target in (*_PAIRS, _TITLE):
            if number and entry.key.source == source.format(n=number[0]):
                texts[entry.key.source] = target.format(n=number[0])
    origin = [Origin("mt", "firefox en>pt 2.0, apertium pt>es 1.1")]
    return replace(catalog, entries=tuple(entry.drafted(texts[entry.key.source], origin) for entry in catalog.entries))


def sign_in(root: Path, people: int) -> list[str]:
    """Session cookies of so many leads."""
    return _in_a_process_of_its_own("sign_in", root, people).split()


def count(root: Path, processes: int) -> None:
    """Let so many processes count all documents and keep the figures, as servers do."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        list(pool.map(_count, repeat(root, processes)))


def count_one(root: Path) -> None:
    """Keep the figures of one document as those of all, which are made alike: what counting all of them leaves.

    And make the memory, as `translate` does before it drafts.
    """
    _in_a_process_of_its_own("count_one", root, 0)


def _in_a_process_of_its_own(what: str, root: Path, number: int) -> str:
    command = [sys.executable, __file__, what, str(root), str(number)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ).stdout


def _start(root: Path) -> None:
    from pipeline.review_app.start import start_django

    start_django(Workspace(root))


def _count(root: Path) -> None:
    _start(root)
    from pipeline.review_app import office

    while office.glances(["es"], seconds=5).left:
        pass


def _count_one(root: Path) -> None:
    _start(root)
    from pipeline.review_app import office
    from pipeline.review_app.kept import Rows, made_with
    from pipeline.stages.glance import Glance, Kept, glance
    from pipeline.stages.glance_files import Round
    from pipeline.stages.memory import Recollection
    from pipeline.stages.reading import source_files

    place = office.workspace()
    with Recollection(place, "es"):
        pass
    known = Rows(made_with(place)).news()
    round_, queue = Round(place), office.queue()
    missing = [one for where, one in round_.there(["es"], source_files(place).paths).items() if where not in known]
    if not missing:
        return
    with office.desk("es", missing[0].place[1]) as desk:
        first = glance(desk)
    made = {}
    for files in missing:
        tag, slug = files.place
        number = int(slug.removeprefix("doc-"))
        figures = replace(first.figures, document=slug, title=_TITLE[0].format(n=number))
        look, settled = files.look(b"")
        digest = files.digest(b"", queue.last_number(slug, tag))
        made[files.place] = Kept(look, digest, settled, Glance(figures, first.written, first.waiting))
    Rows(made_with(place)).keep(made)


def _sign_in(root: Path, people: int) -> None:
    _start(root)
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from pipeline.review_app.models import Account, members
    from pipeline.review_app.permissions import Role

    for number in range(people):
        name = f"person{number}"
        one = Account.objects.filter(handle=name).first() or Account.objects.make(name, "a long and quiet river")
        members(one, Role.LEAD, ["es"])
        session = SessionStore()
        session[SESSION_KEY] = str(one.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = one.get_session_auth_hash()
        session.save()
        print(session.session_key)  # noqa: T201


if __name__ == "__main__":
    if sys.argv[1] == "sign_in":
        _sign_in(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        _count_one(Path(sys.argv[2]))
