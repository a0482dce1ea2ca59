"""The wheel: what it carries, and that `pipeline` works from it alone, outside the checkout."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from pipeline import __version__

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
DATA = "pipeline/data/"


def run(*command: str | Path, folder: Path) -> str:
    """The standard output of a command that must succeed, run without anything of the checkout on its path."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, folder=ROOT)
    (sdist,) = folder.glob("*.tar.gz")
    offline = ("--quiet", "--no-index", "--no-deps", "--no-build-isolation")
    run(sys.executable, "-m", "pip", "wheel", *offline, "--wheel-dir", folder, sdist, folder=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of a fresh environment that has the wheel; libraries come from the one that runs the tests."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    libraries = next(path for path in map(Path, sys.path) if path.name == "site-packages")
    fresh = next(folder.glob("lib/python*/site-packages"))
    install = ("-m", "pip", "--python", folder / "bin" / "python", "install", "--quiet", "--no-index", "--no-deps")
    run(sys.executable, *install, wheel, folder=folder)
    (fresh / "libraries.pth").write_text(f"{libraries}\n", encoding="utf-8")
    return folder / "bin"


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_installs_the_package_and_nothing_beside_it(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names(wheel)}
    assert tops == {"pipeline", f"plain_language_pipeline-{__version__}.dist-info"}


def test_the_wheel_carries_the_data_and_no_work_of_ours(wheel: Path) -> None:
    folders = [folder for folder in (ROOT / "i18n").iterdir() if folder.is_dir() and folder.name != "templates"]
    language_data = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    interface = (ROOT / "locales").glob("*/LC_MESSAGES/app.po")
    wanted = {*(ROOT / "i18n").glob("*.toml"), *language_data, *interface, *(ROOT / "seeds").iterdir()}
    carried = {name.removeprefix(DATA) for name in names(wheel) if name.startswith(DATA)}
    assert carried == {path.relative_to(ROOT).as_posix() for path in wanted}
    assert {name.split("/")[0] for name in carried} == {"i18n", "locales", "seeds"}


def test_the_wheel_carries_the_code_whole_and_the_licence(wheel: Path) -> None:
    code = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "pipeline").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in names(wheel) if name.startswith("pipeline/") and not name.startswith(DATA)} == code
    with zipfile.ZipFile(wheel) as archive:
        licence = archive.read(f"plain_language_pipeline-{__version__}.dist-info/licenses/LICENSE")
    assert licence == (ROOT / "LICENSE").read_bytes()


def test_the_installed_command_makes_a_workspace_that_runs_there(programs: Path, tmp_path: Path) -> None:
    pipeline = programs / "pipeline"
    assert run(pipeline, "--version", folder=tmp_path).strip().endswith(__version__)
    assert run(pipeline, "--help", folder=tmp_path).startswith("Usage: pipeline [OPTIONS] COMMAND")
    assert list(tmp_path.iterdir()) == []
    run(pipeline, "init", "trial", "--sandbox", "--lang", "pt", folder=tmp_path)
    copied = {path.name for path in (tmp_path / "trial" / "seeds").iterdir()}
    assert copied == {path.name for path in (ROOT / "seeds").iterdir()}
    listed = json.loads(run(pipeline, "-C", "trial", "languages", "list", "--json", folder=tmp_path))["languages"]
    assert {"es", "pt", "zh-Hant", "ar"} <= {row["language"] for row in listed}


def test_the_installed_command_drafts_and_shows_in_portuguese(programs: Path, tmp_path: Path) -> None:
    pipeline, document = programs / "pipeline", "gait-training-after-stroke"
    run(pipeline, "init", "trial", "--sandbox", "--lang", "pt", folder=tmp_path)
    drafted = json.loads(run(pipeline, "-C", "trial", "translate", "--json", document, folder=tmp_path))
    (row,) = drafted["documents"]
    assert (row["document"], row["drafted"]) == (document, row["segments"])
    assert row["phrase"] > 0
    shown = json.loads(run(pipeline, "-C", "trial", "publish", "--draft", "--json", document, folder=tmp_path))
    (page,) = shown["files"]
    assert 'lang="pt"' in (tmp_path / "trial" / page["path"]).read_text("utf-8")


def test_the_installed_command_finds_its_data_inside_the_package(programs: Path, tmp_path: Path) -> None:
    report = (
        "from pipeline import shipped; from pipeline.interface import Interface;"
        "print(shipped.language_data(), shipped.seeds(), Interface('es').gettext('Draft'), sep='\\n')"
    )
    *folders, draft = run(programs / "python", "-c", report, folder=tmp_path).splitlines()
    package = next(programs.parent.glob("lib/python*/site-packages")) / "pipeline"
    assert folders == [str(package / "data" / "i18n"), str(package / "data" / "seeds")]
    assert draft == "Borrador"
