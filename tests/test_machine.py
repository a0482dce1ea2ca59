"""What `make` says where it cannot install what is missing."""

from pathlib import Path

import machine
import pytest
from machine import Need, advice


@pytest.fixture(autouse=True)
def outside_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a developer's machine, wherever the tests run."""
    monkeypatch.delenv("CI", raising=False)


def test_a_need_is_met_by_a_program_a_file_or_a_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "apertium"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    needs = {
        "a program": Need("a", "", programs=("other", "apertium")),
        "no program": Need("a", "", programs=("other",)),
        "a file": Need("a", "", files=(str(tmp_path / "gone"), str(program))),
        "no file": Need("a", "", files=(str(tmp_path / "gone"),)),
        "a module": Need("a", "", module="json"),
        "no module": Need("a", "", module="no_module_of_this_name"),
        "a library": Need("a", "", library="c"),
        "no library": Need("a", "", library="no-library-of-this-name"),
    }
    assert [name for name, need in needs.items() if need.met] == ["a program", "a file", "a module", "a library"]


def test_without_apt_the_rest_goes_on_with_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    missing = Need("apertium", "no Spanish drafts", programs=("apertium",))
    monkeypatch.setitem(machine.TARGETS, "demo", (missing, Need("b", "nothing", module="json")))
    machine.main("demo")
    assert capsys.readouterr().out == advice([missing], machine.NO_APT)


@pytest.mark.parametrize("code", [0, 100])
def test_an_apt_that_fails_or_brings_nothing_stops_nothing(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    apt = tmp_path / "apt-get"
    apt.write_text(f'#!/bin/sh\necho "E: $*"\ncase "$*" in *install*) exit {code};; esac\n', encoding="utf-8")
    apt.chmod(0o755)
    monkeypatch.setattr(machine, "administrator", lambda: [str(apt)])
    monkeypatch.setattr(machine, "LOG", tmp_path / "var" / "machine.log")
    missing = Need("apertium", "no Spanish drafts", files=(str(tmp_path / "gone"),))
    monkeypatch.setitem(machine.TARGETS, "demo", (missing,))
    machine.main("demo")
    install = "install --yes --no-install-recommends apertium"
    assert (tmp_path / "var" / "machine.log").read_text("utf-8") == f"E: update\nE: {install}\n"
    why = f"apt-get failed:\n    E: update\n    E: {install}" if code else machine.NOT_BROUGHT
    assert capsys.readouterr().out.partition("Missing")[2] == advice([missing], why).partition("Missing")[2]


def test_the_advice_names_package_loss_and_way() -> None:
    needs = [Need("gettext", "no second opinion on catalogs"), Need("chromium", "no browser tests")]
    assert advice(needs, "no right to use apt-get") == (
        "Missing on this machine (no right to use apt-get):\n"
        "  gettext: without it no second opinion on catalogs\n"
        "  chromium: without it no browser tests\n"
        "On Debian or Ubuntu an administrator runs: apt-get install gettext chromium\n"
        "On other systems, install the programs of these names. The rest goes on without them.\n"
    )


def test_in_ci_a_missing_program_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = machine.Need("no-such-package", "nothing is tested", programs=("no-such-program",))
    monkeypatch.setattr(machine, "TARGETS", {"test": (absent,)})
    monkeypatch.setattr(machine, "install", lambda _: "")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SystemExit, match="With CI=true nothing may be missing"):
        machine.main("test")
    assert "no-such-package: without it nothing is tested" in capsys.readouterr().out
