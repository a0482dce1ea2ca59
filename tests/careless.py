"""A reviewer who approves without reading, as fast as each door of the review lets it; for the test of what escapes."""

import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from web import account, client, open_office

from pipeline.catalog import store
from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.remarks import Origin
from pipeline.cli.main import main
from pipeline.config import Workspace
from pipeline.faults import Fault, Pair, Words, all_faults, load
from pipeline.languages import Languages
from pipeline.model.document import Key
from pipeline.segmentation import split

if TYPE_CHECKING:
    from django.test import Client

CRITICAL = ("certainty", "negation", "unit", "number", "omission", "half")  # families, those with few places first
_PROMPT = "Your choice:"


@dataclass(frozen=True, slots=True)
class Planted:
    """A sentence with a person's translation and the same translation spoilt."""

    source: str
    good: str
    bad: str
    family: str
    kind: str


def planted(pairs: list[tuple[str, str]], tag: str, languages: Languages, wanted: int) -> list[Planted]:
    """So many pairs with one fault each, the families and kinds in turn; a pair is spoilt once."""
    words = load(languages, tag)
    kinds = [fault for fault in all_faults() if fault.family in CRITICAL]
    kinds.sort(key=lambda fault: (sum(other.family == fault.family for other in kinds), fault.name))
    free = dict.fromkeys(pair for pair in pairs if len(split(pair[0], "en")) == 1)
    made: list[Planted] = []
    while len(made) < wanted:
        before = len(made)
        for family in CRITICAL:
            for fault in (fault for fault in kinds if fault.family == family):
                one = next(_spoilt(fault, list(free), words), None)
                if one and len(made) < wanted:
                    made.append(one)
                    del free[one.source, one.good]
                    kinds.remove(fault)
                    kinds.append(fault)
                    break
        if len(made) == before:
            raise ValueError(f"only {len(made)} faults find a place")
    return made


def _spoilt(fault: Fault, pairs: Iterable[tuple[str, str]], words: Words) -> Iterator[Planted]:
    for source, target in pairs:
        pair = Pair(source, target)
        if (bad := fault.plant(pair, words, fault.seed(pair))) is not None:
            yield Planted(source, target, bad, fault.family, fault.name)


def draft(workspace: Workspace, slug: str, tag: str, texts: dict[str, str], by: str = "test") -> None:
    """Put these texts into the catalog as machine drafts."""

    def drafted(entry: Entry) -> Entry:
        text = texts.get(entry.key.source)
        return entry.drafted(text, [Origin("mt", by)]) if text is not None else entry

    def change(catalog: Catalog | None) -> Catalog:
        assert catalog is not None
        return replace(catalog, entries=tuple(map(drafted, catalog.entries)))

    store.update(workspace.catalog(tag, slug), workspace.locks, change)


def pipeline(workspace: Workspace, *arguments: str) -> int | str | None:
    """Run a command as a person would; returns its exit code."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        try:
            main(["-C", str(workspace.root), *arguments])
        except SystemExit as ended:
            return ended.code
    return 0


def by_review_start(workspace: Workspace, slug: str, tag: str) -> None:
    """Press "a" at every sentence, "v" first where the draft is folded away, and "s" where "a" is refused."""
    command = [sys.executable, "-m", "pipeline", "-C", str(workspace.root)]
    command += ["review", "start", slug, "--lang", tag, "--as", "robot"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as session:
        assert session.stdin is not None
        assert session.stdout is not None
        said, before = b"", b""
        while byte := session.stdout.read(1):
            said += byte
            if said.endswith(_PROMPT.encode()):
                here = said[said.rfind(b"Sentence ") :].split(b"\n", 1)[0]
                letter = b"s" if here == before else b"v" if b"[v]" in said else b"a"
                session.stdin.write(letter + b"\n")
                session.stdin.flush()
                said, before = b"", b"" if letter == b"v" else here
            elif said.endswith(b"[y/N]:"):
                session.stdin.write(b"y\n")
                session.stdin.flush()
                said = b""


def by_approve(workspace: Workspace, slug: str, tag: str) -> None:
    """Approve in bulk, then each sentence by its key."""
    pipeline(workspace, "review", "approve", slug, "--lang", tag, "--all", "--as", "robot")
    catalog = store.read(workspace.catalog(tag, slug))
    assert catalog is not None
    for key in catalog.active:
        where = ("--key", key.context or "", key.source)
        pipeline(workspace, "review", "approve", slug, "--lang", tag, *where, "--as", "robot")


def by_clearing_flags(workspace: Workspace, slug: str, tag: str) -> None:
    """Take every fuzzy flag out of the file by hand."""
    path = workspace.catalog(tag, slug)
    path.write_text(re.sub(r"^#, fuzzy\n", "", path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")


def by_sign(workspace: Workspace, slug: str, tag: str) -> None:
    """Touch every text in an editor, so that it passes for a person's work, clear the flags, and sign all of it."""
    catalog = store.read(workspace.catalog(tag, slug))
    assert catalog is not None
    texts = {entry.key.source: entry.target.replace(" ", "  ", 1) for entry in catalog.active.values()}
    path = workspace.catalog(tag, slug)
    text = path.read_text("utf-8")
    for entry in catalog.active.values():
        text = text.replace(_po(entry.target), _po(texts[entry.key.source]))
    path.write_text(text, "utf-8")
    by_clearing_flags(workspace, slug, tag)
    pipeline(workspace, "review", "sign", slug, "--lang", tag, "--as", "robot", "--yes")


def by_page(workspace: Workspace, slug: str, tag: str) -> None:
    """Press "Approve" at every sentence of the page, with what its form would send of the text that is shown."""
    address = f"/documents/{tag}/{slug}/"
    browser = _signed_in(workspace, tag)
    page = browser.get(address).content.decode()
    for part in page.partition('class="whole"')[0].split('<div class="segment')[1:]:
        name, texts = re.search(r'id="s-(\w+)"', part), re.findall(rf'<p[^>]* lang="{tag}"[^>]*>(.*?)</p>', part)
        assert name
        browser.post(f"{address}approve/", {"key": name[1], "replaces": unescape(texts[0]), "draft": "1"})


def by_api(workspace: Workspace, slug: str, tag: str) -> None:
    """Approve every segment as it stands, whatever the API says of it."""
    address = f"/api/v1/documents/{tag}/{slug}/"
    browser = _signed_in(workspace, tag)
    for one in browser.get(f"{address}segments").json()["segments"]:
        body = {"segment": one["id"], "replaces": one["target"], "objections": one["objections"]}
        browser.post(f"{address}approve", body, "application/json")


def _signed_in(workspace: Workspace, tag: str) -> "Client":
    open_office(workspace)
    account("robot", "reviewer", tag)
    return client("robot")


def by_import(workspace: Workspace, slug: str, tag: str) -> None:
    """Touch every text of an exported file, clear its flags, take it in, and sign all of it."""
    folder = workspace.root / "handed-out"
    pipeline(workspace, "review", "export", slug, "--lang", tag, "--output", str(folder))
    path = folder / f"{slug}.{tag}.po"
    text = re.sub(r"^#, fuzzy\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(re.sub(r'^(msgstr "[^" ]+) ', r"\1  ", text, flags=re.MULTILINE), "utf-8")
    pipeline(workspace, "review", "import", str(path), "--lang", tag, "--as", "robot")
    pipeline(workspace, "review", "sign", slug, "--lang", tag, "--as", "robot", "--yes")


def _po(target: str) -> str:
    return 'msgstr "' + target.replace("\\", "\\\\").replace('"', '\\"') + '"'


DOORS: dict[str, Callable[[Workspace, str, str], None]] = {
    "review start": by_review_start,
    "review approve": by_approve,
    "cleared flags": by_clearing_flags,
    "review sign": by_sign,
    "the page": by_page,
    "the API": by_api,
    "review import": by_import,
}


def approved(workspace: Workspace, slug: str, tag: str) -> dict[Key, Entry]:
    """What is approved now."""
    catalog = store.read(workspace.catalog(tag, slug))
    assert catalog is not None
    return {key: entry for key, entry in catalog.active.items() if entry.approved(1)}


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """English and translation, one pair a line."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return [(row[0], row[1]) for row in rows if len(row) > 1]
