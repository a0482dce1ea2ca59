"""What a reviewer's hands do on 60 drafts of which 20 want an edit: on our page, and in OmegaT on the same catalog.

    .venv/bin/python tests/bench/keystrokes.py

Sentences, drafts (of the route en>pt>es, as it wrote them) and edits stand in `keystrokes.tsv`. Both sides are driven
by real events, a browser by Playwright, OmegaT under Xvfb (omegat.py); both must end with the texts that are wanted.
Keys, pointing and waiting are weighed by the keystroke-level model (hands.py), which also finds the shortest way to
make an edit, for both by one function. Neither side takes the mouse: hardly a way inside a sentence is longer than a
hand's way to it and back. Thinking (M) is left out, since it is the same. Opening the programs and signing in is left
out too.
"""

# ruff: noqa: T201  a measurement prints

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from hands import CHROMIUM, MOUSE, OMEGAT, K, Press, edit, pressed, typed

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import omegat
import our_page
from careless import draft
from conftest import SIDECAR
from web import account, open_office, start_django

from pipeline.catalog import store
from pipeline.config import Workspace
from pipeline.stages.extract import extract
from pipeline.stages.workspace import init

ROOT = Path(__file__).resolve().parents[2]
SLUG, TAG = "walking", "es"
ROUTE = "firefox en>pt 2.0, apertium pt>es 1.1.6-1"
WAYS = {"Ctrl+Enter, as it comes": Press("Enter", frozenset({"ctrl"})), "Enter, chosen under Keyboard": Press("Enter")}
RECALLED = 6  # a command from the shell's history: Ctrl+R, three letters, Enter


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence of the data: its draft, and what a reviewer makes of it."""

    source: str
    draft: str
    after: str


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the work: keys and seconds of waiting."""

    name: str
    keys: int
    wait: float = 0.0


def main() -> None:
    """Both sides, then the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--ours-alone", action="store_true", help="without OmegaT")
    chosen = options.parse_args()
    start_django()
    rows = read(Path(__file__).with_suffix(".tsv"))
    print(f"{len(rows)} sentences, {sum(one.draft != one.after for one in rows)} to be edited")
    longest = max(_longest_way(one) for one in rows if one.draft != one.after)
    print(f"longest way to a place: {longest} keys, {longest * K:.1f} s (by mouse {MOUSE:.1f} s)")
    theirs = {} if chosen.ours_alone else in_omegat(rows)
    for name, approve in WAYS.items():
        ours = on_our_page(rows, approve, name)
        compare(ours, theirs)


def read(path: Path) -> list[Row]:
    """The data: English, draft and, where it is edited, what it becomes."""
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    return [Row(source, drafted, *(after or [drafted])) for source, drafted, *after in lines]


def on_our_page(rows: list[Row], approve: Press, name: str) -> list[Share]:
    """Everything in the browser; at the end every sentence is approved with the text that is wanted."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = prepared(Path(folder) / "w", rows, approve)
        with _server(workspace) as address, our_page.opened(address, SLUG) as tab:
            done = our_page.work(tab, {one.source: one.after for one in rows}, approve)
        _expect(workspace, rows, approved=len(rows))
    shares = [*(Share(*one) for one in done.keys.items()), Share("waiting for the page", 0, sum(done.waits))]
    _show(f"Our page, {name}", shares)
    ordered = sorted(done.next_after)
    print(
        f"approved until the next box has the focus: median {statistics.median(ordered) * 1000:.0f} ms,"
        f" 95 % {ordered[int(len(ordered) * 0.95)] * 1000:.0f} ms, of {len(ordered)}"
    )
    return shares


def in_omegat(rows: list[Row]) -> dict[str, list[Share]]:
    """The exported catalog in OmegaT, taken in again, signed; what is left is read in the terminal."""
    if missing := [name for name in omegat.NEEDS if shutil.which(name) is None]:
        raise SystemExit(f"missing: {', '.join(missing)}; {(omegat.__doc__ or '').splitlines()[2].strip()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = prepared(folder / "w", rows, Press("Enter"))
        commands: list[Share] = []
        out = folder / "out"
        commands.append(_command(workspace, "export", SLUG, "--lang", TAG, "--output", str(out)))
        with omegat.opened(out / f"{SLUG}.{TAG}.po", folder / "omegat") as editor:
            edits, waits = 0, []
            for row in rows:
                presses = edit(row.draft, row.after, OMEGAT)
                editor.send(presses)
                edits += pressed(presses)
                waits.append(editor.go_on())
            target, wrote = editor.write()
        written = store.read(target)
        assert written is not None
        texts = {key.source: entry.target for key, entry in written.active.items()}
        wrong = [(r.after, found) for r in rows if (found := texts[r.source]) != r.after]
        assert not wrong, wrong
        shares = [Share("edits", edits), Share("going on", len(rows)), Share("waiting for OmegaT", 0, sum(waits))]
        _show("OmegaT", shares)
        print(f"Enter until the next draft is in the box: median {statistics.median(waits) * 1000:.0f} ms")
        commands.append(Share("Ctrl+D", 2, wrote))
        commands.append(_command(workspace, "import", str(target), "--lang", TAG, "--as", "ana"))
        sign = _command(workspace, "sign", SLUG, "--lang", TAG, "--as", "ana")
        commands.append(sign)
        _show("There and back", commands)
        left = _expect(workspace, rows)
        rest = Share(f"the {left} that sign leaves, in the terminal: a letter and Enter each", 2 * left)
        _show("What cannot be signed unread", [rest])
    recalled = [Share(one.name, min(one.keys, RECALLED), one.wait) for one in commands]
    return {
        "without any command": shares,
        "with the command that signs": [*shares, sign],
        "there and back, commands from the shell's history": [*shares, *recalled],
        "there and back, commands typed": [*shares, *commands],
        "until all is approved": [*shares, *commands, rest],
    }


def prepared(root: Path, rows: list[Row], approve: Press) -> Workspace:
    """A normal workspace with all drafts, and a reviewer who approves with this key."""
    from pipeline.review_app import keys

    workspace = init(root, languages=[TAG])
    (workspace.seeds / f"{SLUG}.txt").write_text("\n\n".join(one.source for one in rows) + "\n", "utf-8")
    (workspace.seeds / f"{SLUG}.toml").write_text(SIDECAR, "utf-8")
    extract(workspace)
    draft(workspace, SLUG, TAG, {one.source: one.draft for one in rows}, ROUTE)
    open_office(workspace)
    ana = account("ana", "reviewer")
    name = "+".join([*(one.title() for one in approve.held), approve.key])
    keys.keep(ana, replace(keys.DEFAULT, keys={**keys.DEFAULT.keys, "approve": name}))
    return workspace


@contextmanager
def _server(workspace: Workspace) -> Iterator[str]:
    command = [sys.executable, "-m", "pipeline", "-C", str(workspace.root), "review", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found, "the server did not start"
            yield found[0]
        finally:
            process.terminate()


def _command(workspace: Workspace, *arguments: str) -> Share:
    """Run a command of the review as typed in a shell; the folders of this run count as one short name."""
    said = " ".join(Path(one).name if "/" in one else one for one in arguments)
    began = time.perf_counter()
    command = [sys.executable, "-m", "pipeline", "-C", str(workspace.root), "review", *arguments]
    done = subprocess.run(command, cwd=ROOT, input="y\n", capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    answer = 2 if arguments[0] == "sign" else 0  # y and Enter
    return Share(said, typed(f"pipeline review {said}") + 1 + answer, time.perf_counter() - began)


def _expect(workspace: Workspace, rows: list[Row], approved: int | None = None) -> int:
    """Every text is as wanted; returns how many are not approved, which has to be right where it is given."""
    catalog = store.read(workspace.catalog(TAG, SLUG))
    assert catalog is not None
    assert {key.source: entry.target for key, entry in catalog.active.items()} == {r.source: r.after for r in rows}
    left = sum(not entry.approved(1) for entry in catalog.active.values())
    assert approved is None or left == len(rows) - approved, left
    return left


def _show(title: str, shares: list[Share]) -> None:
    print(f"\n{title}")
    for one in shares:
        print(f"  {one.name:64} {one.keys:4} keys  {one.wait:6.2f} s waiting")
    print(f"  {'together':64} {sum(s.keys for s in shares):4} keys  {seconds(shares):6.1f} s in all")


def seconds(shares: list[Share]) -> float:
    """What the model makes of it: keys at K each, and the waits as they were."""
    return sum(one.keys * K + one.wait for one in shares)


def compare(ours: list[Share], theirs: dict[str, list[Share]]) -> None:
    """Ours against each way of counting theirs."""
    mine = seconds(ours)
    for name, shares in theirs.items():
        other, keys = seconds(shares), sum(one.keys for one in shares)
        ratio = f"time {mine / other:.2f}, keys {sum(s.keys for s in ours) / keys:.2f}"
        print(f"ours / OmegaT {name}: {ratio}  ({mine:.0f} s / {other:.0f} s)")


def _longest_way(row: Row) -> int:
    """Keys to the farthest place of an edit, in the editor in which it is the farthest."""
    ways: list[list[Press]] = [[]]
    for editor in (OMEGAT, CHROMIUM):
        for one in edit(row.draft, row.after, editor):
            ways = [*ways[:-1], [*ways[-1], one]] if one.key not in ("", "Delete", "BackSpace") else [*ways, []]
        ways.append([])
    return max(map(pressed, ways))


if __name__ == "__main__":
    main()
