from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.queue.address import find_address


def test_the_default_is_a_file_in_var(tmp_path: Path) -> None:
    address = find_address(tmp_path / "there" / ".." / "var", "")
    assert (address.file, address.shown) == (tmp_path / "var/queue.sqlite3", f"{tmp_path}/var/queue.sqlite3")
    assert address.settings == {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"{tmp_path}/var/queue.sqlite3",
        "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE"},
    }


def test_a_sqlite_file_elsewhere(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a%20b.sqlite3"
    assert find_address(tmp_path / "var", url).file == tmp_path / "a b.sqlite3"


def test_postgresql_with_everything(tmp_path: Path) -> None:
    address = find_address(tmp_path, "postgres://ana:s%40crt%2F@db.example.org:5433/w%C3%B6rk?sslmode=require")
    assert (address.file, address.shown) == (None, "postgresql://db.example.org/wörk")
    assert address.settings == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "wörk",
        "USER": "ana",
        "PASSWORD": "s@crt/",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_postgresql_with_the_name_alone(tmp_path: Path) -> None:
    address = find_address(tmp_path, "postgresql:///work")
    assert {name: address.settings[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "work",
        "USER": "",
        "PASSWORD": "",
        "HOST": "",
        "PORT": "",
        "OPTIONS": {},
    }


@pytest.mark.parametrize(
    "url",
    [
        "mysql://ana:secret@host/work",
        "postgres://ana:secret@host",
        "postgres://ana:secret@host:port/work",
        "postgres://ana:secret@[host/work",
        "sqlite:///relative.sqlite3",
        "sqlite://host/file",
        "sqlite://",
        "work",
        "secret",
    ],
)
def test_other_addresses_are_refused_without_telling_the_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_address(tmp_path, url)
    assert str(caught.value).startswith("DATABASE_URL: ")
    assert str(caught.value).endswith("write postgresql://USER:PASSWORD@HOST:PORT/NAME or sqlite:////ABSOLUTE/PATH")
    assert "secret" not in str(caught.value)
