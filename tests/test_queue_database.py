import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from child_programs import PROLOGUE, decide, finish, sources, spawn

from pipeline.errors import StoreError
from pipeline.model.decision import Applied, Outcome
from pipeline.queue import Queue, open_queue


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    with open_queue(tmp_path / "var", "") as opened:
        yield opened


# --- what importing and opening does to the process


def test_importing_the_package_imports_no_django(tmp_path: Path) -> None:
    program = "import pipeline.queue, sys; print([name for name in sys.modules if name.startswith('django')])"
    assert finish(spawn(program, tmp_path)) == "[]\n"


def test_opening_prints_nothing_and_leaves_the_process_as_it_was(tmp_path: Path) -> None:
    program = (
        PROLOGUE
        + """
import logging
def seen():
    return os.environ.get("TZ"), time.tzname, logging.getLogger().handlers, logging.getLogger("django").handlers
before = seen()
open_queue(var).close()
print(before == seen())
"""
    )
    output = finish(spawn(program, tmp_path / "var", DJANGO_SETTINGS_MODULE="no.such.settings", TZ="Asia/Tokyo"))
    assert output == "True\n"
    assert sorted(path.name for path in (tmp_path / "var").iterdir()) == ["locks", "queue.sqlite3"]


def test_the_environment_names_the_database(tmp_path: Path) -> None:
    program = PROLOGUE + "open_queue(var).record(decide('a'), '1')"
    elsewhere = tmp_path / "elsewhere" / "work.sqlite3"
    finish(spawn(program, tmp_path / "var", DATABASE_URL=f"sqlite:///{elsewhere}"))
    assert not (tmp_path / "var" / "queue.sqlite3").exists()
    with open_queue(tmp_path / "var", f"sqlite:///{elsewhere}") as queue:
        assert sources(queue) == ["a"]


OTHER_PROGRAM = """
import django
from django.conf import settings
default = {{"ENGINE": "django.db.backends.sqlite3", "NAME": {file!r}, "OPTIONS": {{"transaction_mode": "IMMEDIATE"}}}}
settings.configure(INSTALLED_APPS={apps}, DATABASES={{"default": default}}, USE_TZ=True)
django.setup()
try:
    queue = open_queue(var)
    print(queue.record(decide("a"), "1"), queue._database.alias)
except StoreError as error:
    print(error)
"""


def test_a_program_with_django_of_its_own_shares_its_connection(tmp_path: Path) -> None:
    other = OTHER_PROGRAM.format(apps=["pipeline.queue"], file=str(tmp_path / "queue.sqlite3"))
    assert finish(spawn(PROLOGUE + other, tmp_path)) == "1 default\n"


def test_a_program_with_django_of_its_own_must_name_the_app(tmp_path: Path) -> None:
    other = OTHER_PROGRAM.format(apps=[], file=str(tmp_path / "queue.sqlite3"))
    assert finish(spawn(PROLOGUE + other, tmp_path)) == (
        "Django runs here without pipeline.queue; add it to INSTALLED_APPS and call django.setup() first\n"
    )


# --- tables


def test_opening_again_is_quick(tmp_path: Path) -> None:
    open_queue(tmp_path, "").close()
    times = []
    for _ in range(5):
        start = time.perf_counter()
        open_queue(tmp_path, "").close()
        times.append(time.perf_counter() - start)
    assert min(times) < 0.05


def test_the_migrations_make_the_tables_that_the_models_describe(queue: Queue) -> None:
    from django.core.management import call_command

    assert queue.pending() == []  # Django is up
    call_command("makemigrations", "queue", check=True, dry_run=True, verbosity=0)


def test_the_database_is_set_up_for_many_writers(tmp_path: Path) -> None:
    open_queue(tmp_path, "").close()
    with closing(sqlite3.connect(tmp_path / "queue.sqlite3")) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_database_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    open_queue(tmp_path, "").close()
    with closing(sqlite3.connect(tmp_path / "queue.sqlite3")) as database, database:
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('queue', '9999_later', '')")
    with pytest.raises(StoreError) as caught:
        open_queue(tmp_path, "")
    assert str(caught.value) == (
        f"{tmp_path}/queue.sqlite3: made by a newer pipeline (9999_later); upgrade this one, or move the file away"
    )


# --- what the database refuses


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE queue_decision SET target = 'other'",
        "UPDATE queue_decision SET context = ''",
        "UPDATE queue_decision SET state = 'conflict' WHERE source = 'settled'",
        "UPDATE queue_decision SET state = 'pending', applied_at = NULL WHERE source = 'settled'",
        "UPDATE queue_decision SET found = 'other' WHERE source = 'settled'",
        "UPDATE queue_decision SET found = 'other' WHERE source = 'waiting'",
        "UPDATE queue_decision SET state = 'applied', applied_at = '2026-01-01', person = 'eva'",
        "UPDATE queue_decision SET state = 'applied' WHERE source = 'waiting'",
        "UPDATE queue_decision SET state = 'odd', applied_at = '2026-01-01' WHERE source = 'waiting'",
        "DELETE FROM queue_decision",
        "INSERT OR REPLACE INTO queue_decision SELECT * FROM queue_decision",
    ],
)
def test_the_database_itself_refuses_to_change_the_log(tmp_path: Path, statement: str) -> None:
    with open_queue(tmp_path, "") as queue:
        queue.settle(queue.record(decide("settled"), "1"), Applied(decide("settled"), Outcome.APPLIED))
        queue.record(decide("waiting"), "2")
        before = queue.log()
        with closing(sqlite3.connect(tmp_path / "queue.sqlite3")) as database, pytest.raises(sqlite3.IntegrityError):
            database.execute(statement)
        assert queue.log() == before


def test_the_models_refuse_to_change_the_log(queue: Queue) -> None:
    from pipeline.queue.models import DecisionRow

    number = queue.record(decide("a"), "1")
    rows = DecisionRow.objects.using(queue._database.alias)  # noqa: SLF001  behind the queue's back
    row = rows.get(pk=number)
    row.target = "other"
    changes = (
        row.save,
        row.delete,
        rows.delete,
        lambda: rows.update(target="other"),
        lambda: rows.bulk_update([row], ["target"]),
        lambda: rows.update_or_create(token="1", defaults={"target": "other"}),
    )
    for change in changes:
        with pytest.raises(StoreError, match="the log of decisions is never changed"):
            change()
    assert queue.pending() == [(number, decide("a"))]


# --- trouble


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "queue.sqlite3").write_bytes(b"nothing of the kind " * 100)
    with pytest.raises(StoreError) as caught:
        open_queue(tmp_path, "")
    assert str(caught.value) == (
        f"{tmp_path}/queue.sqlite3: the work database fails: file is not a database; move the file away; "
        "a new one is made, and the catalogs still hold every text and signature"
    )


def test_a_folder_in_the_place_of_the_database(tmp_path: Path) -> None:
    (tmp_path / "queue.sqlite3").mkdir()
    with pytest.raises(StoreError, match="unable to open database file; allow this account to write there"):
        open_queue(tmp_path, "")


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    with pytest.raises(StoreError, match=r"var/locks/.*: cannot be locked: Not a directory"):
        open_queue(tmp_path / "var", "")
    with pytest.raises(StoreError, match="var/deep: cannot be made: Not a directory"):
        open_queue(tmp_path, f"sqlite:///{tmp_path}/var/deep/work.sqlite3")


def test_a_full_disk_is_told_and_costs_nothing_that_was_recorded(tmp_path: Path) -> None:
    program = (
        PROLOGUE
        + """
import resource
queue = open_queue(var)
queue.record(decide("small"), "1")
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
try:
    queue.record(decide("large" * 100_000), "2")
except StoreError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
queue.record(decide("after"), "3")
"""
    )
    output = finish(spawn(program, tmp_path))
    assert output.startswith(f"{tmp_path}/queue.sqlite3: the work database fails: d")
    assert output.endswith(" and try again\n")
    with open_queue(tmp_path, "") as queue:
        assert sources(queue) == ["small", "after"]


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    open_queue(tmp_path / "old", "").close()
    (tmp_path / "new").mkdir()
    limited = ("setpriv", "--inh-caps=-all", "--bounding-set=-dac_override") if os.geteuid() == 0 else ()
    if limited and not shutil.which("setpriv"):
        pytest.skip("the super-user may write anywhere")
    program = (
        PROLOGUE
        + """
try:
    open_queue(var).record(decide("a"), "1")
except StoreError as error:
    print(error)
"""
    )
    outputs = []
    for name in ("new", "old"):
        for path in [tmp_path / name, *(tmp_path / name).iterdir()]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        outputs.append(finish(spawn(program, tmp_path / name, before=limited)))
        (tmp_path / name).chmod(0o755)
    lock = next((tmp_path / "old" / "locks").iterdir())
    allow = "allow this account to write there and try again\n"
    assert outputs == [
        f"{tmp_path}/new/locks/{lock.name}: cannot be locked: Permission denied; {allow}",
        f"{tmp_path}/old/queue.sqlite3: the work database fails: attempt to write a readonly database; {allow}",
    ]


def test_postgresql_without_its_driver_says_what_to_install(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['psycopg'] = sys.modules['psycopg2'] = None\n"
        "from pathlib import Path; from pipeline.errors import StoreError; from pipeline.queue import open_queue\n"
        "try: open_queue(Path(sys.argv[1]), 'postgresql://ana:secret@localhost/work')\n"
        "except StoreError as error: print(error)"
    )
    assert finish(spawn(program, tmp_path)) == (
        "postgresql://localhost/work: the work database fails: Error loading psycopg2 or psycopg module; "
        "install psycopg for PostgreSQL, or unset DATABASE_URL\n"
    )
