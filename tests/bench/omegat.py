"""OmegaT 3.6 at work on an exported catalog, driven by real key events: under Xvfb, by xdotool.

    apt-get install omegat xvfb xdotool openbox default-jre

It is set up as somebody would who works in it every day: an empty box is filled with the draft that the file has, with
no mark before it, so that Enter takes it and goes on. (As it comes, a box holds the English; Ctrl+R takes the draft.)
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from hands import Press

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from test_exchange_editors import PROJECT

NEEDS = ("omegat", "Xvfb", "xdotool", "openbox")
_SETTINGS = """<?xml version="1.0" encoding="UTF-8" ?>
<omegat><preference version="1.0">
<wf_noSourceText>true</wf_noSourceText><wf_insertBestMatch>true</wf_insertBestMatch>
<wf_minimalSimilarity>60</wf_minimalSimilarity><wf_explanatoryText></wf_explanatoryText>
<project_files_show_on_load>false</project_files_show_on_load>
<screen_width>1270</screen_width><screen_height>960</screen_height>
</preference></omegat>
"""
_SHOWN = "Time for find matches"  # what it logs when the draft of a sentence has been looked up
_REST = 0.15  # seconds between what is asked of it and the next key, so that no event is lost; not counted


class OmegaT:
    """A running OmegaT with a project of one file; `send` presses keys."""

    def __init__(self, project: Path, log: Path, screen: str) -> None:
        self.project = project
        self._log = log
        self._environment = {**os.environ, "DISPLAY": screen}

    def send(self, presses: list[Press]) -> None:
        """Press the keys one by one, modifiers held as long as they stay."""
        down: frozenset[str] = frozenset()
        for one in [*presses, Press()]:
            for name in sorted(down - one.held):
                self._x("keyup", name)
            for name in sorted(one.held - down):
                self._x("keydown", name)
            down = one.held
            if one.key:
                self._x("key", one.key)
            elif one.text:
                self._x("type", "--delay", "40", one.text)
        time.sleep(_REST)

    def go_on(self) -> float:
        """Press Enter; the seconds until the next sentence has its draft in the box."""
        before = self.looked_up()
        began = time.perf_counter()
        self.send_at_once("Return")
        while self.looked_up() == before:
            time.sleep(0.002)
            if time.perf_counter() - began > 20:
                raise TimeoutError("OmegaT does not go on")
        took = time.perf_counter() - began
        time.sleep(_REST)
        return took

    def write(self) -> tuple[Path, float]:
        """Save and write the finished file, as Ctrl+D does; the seconds it took."""
        target = self.project / "target" / next((self.project / "source").iterdir()).name
        began = time.perf_counter()
        self.send_at_once("ctrl+d")
        while not target.exists() or target.stat().st_size == 0:
            time.sleep(0.002)
            if time.perf_counter() - began > 30:
                raise TimeoutError("OmegaT writes no file")
        took = time.perf_counter() - began
        time.sleep(1)
        return target, took

    def send_at_once(self, key: str) -> None:
        """One key, or one with Ctrl."""
        self._x("key", key)

    def looked_up(self) -> int:
        """How many sentences have been looked up since it began."""
        return self._log.read_text("utf-8", "replace").count(_SHOWN)

    def _x(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._environment, check=True)


@contextmanager
def opened(exported: Path, folder: Path) -> Iterator[OmegaT]:
    """OmegaT with this file, its first sentence open."""
    project, home = folder / "project", folder / "home"
    for name in ("source", "target", "omegat", "tm", "glossary", "dictionary"):
        (project / name).mkdir(parents=True)
    (project / "source" / exported.name).write_bytes(exported.read_bytes())
    (project / "omegat.project").write_text(PROJECT, "utf-8")
    (home / ".omegat").mkdir(parents=True)
    (home / ".omegat" / "omegat.prefs").write_text(_SETTINGS, "utf-8")
    with ExitStack() as stack:
        screen = stack.enter_context(_screen())
        environment = {**os.environ, "DISPLAY": screen, "HOME": str(home), "LC_ALL": "C.UTF-8"}
        stack.enter_context(_running(["openbox"], environment, folder / "openbox.log"))
        command = ["java", f"-Duser.home={home}", "-jar", "/usr/share/omegat/OmegaT.jar", str(project)]
        log = folder / "omegat.log"
        stack.enter_context(_running(command, environment, log))
        made = OmegaT(project, log, screen)
        for _ in range(600):
            if made.looked_up():
                break
            time.sleep(0.1)
        time.sleep(2)
        find = ["xdotool", "search", "--onlyvisible", "--name", "OmegaT 3", "windowactivate", "--sync"]
        subprocess.run(find, env=environment, check=True)
        time.sleep(1)
        made.go_on()  # past the header of the file, which it takes for a sentence
        yield made


@contextmanager
def _screen() -> Iterator[str]:
    """A screen that nobody sees."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            yield ":" + process.stdout.readline().strip()
        finally:
            process.terminate()


@contextmanager
def _running(command: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("w") as out, subprocess.Popen(command, env=environment, stdout=out, stderr=out) as process:
        try:
            yield
        finally:
            process.terminate()
