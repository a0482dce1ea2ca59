"""The contract of `pipeline.plugins.Engine`, held by every engine there is: a new file is tested by existing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from argos_package import build_package

from pipeline.engines import apertium, argos, firefox, pseudo
from pipeline.errors import EngineError
from pipeline.plugins import Engine, Hop, Output
from pipeline.registry import engines

OURS: tuple[Engine, ...] = (apertium.PLUGIN, argos.PLUGIN, firefox.PLUGIN, pseudo.PLUGIN)  # for the type checker
ENGINES = engines()


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A data folder of our own, in which Argos has a package."""
    folder = tmp_path_factory.mktemp("home")
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_DATA_HOME", str(folder))
    argos.PLUGIN.install(build_package(folder / "en_eo.argosmodel"))


def a_hop(engine: Engine) -> Hop:
    hops = engine.hops()
    if not hops:
        pytest.skip(f"{engine.name} has nothing installed here")
    return hops[0]


every = pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)


def test_four_engines_come_with_the_code() -> None:
    assert tuple(engine for engine in ENGINES.values() if engine.__module__.startswith("pipeline.")) == OURS


@every
def test_hops_are_complete_unique_and_always_the_same(engine: Engine) -> None:
    hops = engine.hops()
    assert engine.hops() == hops
    assert len({hop.pair for hop in hops}) == len(hops)
    for hop in hops:
        assert hop.engine == engine.name
        assert all((hop.source, hop.target, hop.version, hop.licence)), hop
        assert not set(" ,~\n") & set(hop.version), "an origin line could not be read back"


@every
def test_sentences_keep_their_number_and_order(engine: Engine) -> None:
    translator = engine.open(a_hop(engine))
    try:
        first, blank, second, again = translator.translate(["No 12.", " ", "No 34.", "No 12."])
        assert blank == Output("")
        assert first == again
        assert [("12" in output.text, "34" in output.text) for output in (first, second)] == [
            (True, False),
            (False, True),
        ]
        assert translator.translate([]) == []
    finally:
        translator.close()


@every
def test_closing_twice_is_closing_once(engine: Engine) -> None:
    translator = engine.open(a_hop(engine))
    translator.close()
    translator.close()


@every
def test_a_pair_that_is_not_there_is_an_error(engine: Engine) -> None:
    with pytest.raises(EngineError, match=f"^{engine.name} xx>yy: "):
        engine.open(Hop(engine.name, "xx", "yy", "1", "", ""))


@every
def test_a_file_that_is_not_there_is_an_error(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="nowhere: "):
        engine.install(tmp_path / "nowhere")


def test_finding_engines_and_hops_is_quick_and_touches_nothing(tmp_path: Path) -> None:
    code = (
        "import sys; from pipeline.registry import engines; [e.hops() for e in engines().values()];"
        "print(sorted({'numpy', 'ctranslate2', 'argostranslate', 'fxtranslate', 'sentencepiece'} & set(sys.modules)))"
    )
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    root = Path(__file__).parents[1]
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root, env=environment)
    assert run.stdout == "[]\n"
    assert list(tmp_path.iterdir()) == []
