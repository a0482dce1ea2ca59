"""Holds the code to its drawing: layers, owners of libraries, sizes, what a start may load, what files may say."""

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = sorted((ROOT / "pipeline").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

# A part is a module or package of `pipeline`. Imports point downwards; within layer 3 they never cross.
LAYERS = {
    1: "model errors",
    2: "address bidi chrf cognates confidence config counterparts cues data_home dictionaries figures files inflection "
    "interface languages looks mending months normalise number_words numerals patterns placeables plugins quantities "
    "readability registry risk segmentation shipped sign_files spelt_out typography vocabulary wording",
    3: "sources engines checks document_checks source_checks faults renderers catalog memory phrases queue termbase",
    4: "stages",
    5: "cli review_app __main__",
}
PLUGINS = {"sources", "engines", "checks", "document_checks", "source_checks", "faults", "renderers"}
LAYER = {part: number for number, parts in LAYERS.items() for part in parts.split()}

# What a library is installed as, and the only parts that may import it.
OWNERS = {
    "argostranslate": ("argos-translate-lt", "engines"),
    "babel": ("babel", "dictionaries languages interface engines patterns review_app stages"),
    "click": ("click", "cli"),
    "ctranslate2": ("ctranslate2", "engines"),
    "distributed": ("distributed", "stages"),
    "django": ("django", "queue review_app"),
    "docx": ("python-docx", "renderers"),
    "fontTools": ("fonttools", "renderers"),
    "fxtranslate": ("fxtranslate", "engines"),
    "hunspell": ("chunspell", "dictionaries"),
    "jinja2": ("jinja2", "renderers review_app"),
    "markdown_it": ("markdown-it-py", "sources"),
    "markupsafe": ("markupsafe", "renderers review_app"),
    "polib": ("polib", "catalog"),
    "py3langid": ("py3langid", "checks"),
    "rapidfuzz": ("rapidfuzz", "catalog memory review_app stages"),
    "sacrebleu": ("sacrebleu", "stages"),
    "segno": ("segno", "renderers"),
    "sentencepiece": ("sentencepiece", "engines"),
    "simplemma": ("simplemma", "inflection"),
    "waitress": ("waitress", "review_app"),
    "weasyprint": ("weasyprint", "renderers"),
    "yaml": ("pyyaml", "sources"),
    "yasbd": ("yasbd-lib", "segmentation"),
}
ONLY_IN_FUNCTIONS = {"argostranslate", "ctranslate2", "fxtranslate", "hunspell", "py3langid", "sacrebleu"}
ONLY_IN_FUNCTIONS |= {"distributed", "docx", "fontTools", "segno", "sentencepiece", "simplemma", "weasyprint", "yasbd"}
NOT_AT_THE_START = {*ONLY_IN_FUNCTIONS, "babel", "django", "jinja2", "numpy", "polib", "waitress"}

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 40
BYTES_OF_A_FILE = 1_000_000
TOP_FOLDERS = {".ci", "i18n", "locales", "pipeline", "seeds", "tests"}
# Written in two halves, so that this file does not contain them.
FOREIGN = tuple(
    "".join(halves) for halves in (("/wor", "k/"), ("/tm", "p/"), ("/roo", "t/"), ("pyp", "i.org"), ("npm", "js"))
)


@dataclass(frozen=True)
class Import:
    """One import of a module by another, both with their full names."""

    importer: str
    line: int
    imported: str
    in_function: bool

    @property
    def parts(self) -> tuple[str, str]:
        """The parts of `pipeline` at both ends; empty for the package itself."""
        return part_of(self.importer), part_of(self.imported)

    def __str__(self) -> str:
        return f"{self.importer}, line {self.line}, imports {self.imported}"


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def part_of(module: str) -> str:
    """`catalog` for `pipeline.catalog.po`."""
    return module.partition(".")[2].partition(".")[0]


MODULES = {module_name(path): path for path in CODE}


def is_for_types_alone(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def names_of(statement: ast.Import | ast.ImportFrom) -> list[str]:
    """The modules that a statement names: `from pipeline.catalog import store` names `pipeline.catalog.store`."""
    if isinstance(statement, ast.Import):
        return [alias.name for alias in statement.names]
    module = str(statement.module)
    return [name if (name := f"{module}.{alias.name}") in MODULES else module for alias in statement.names]


def imports_below(node: ast.AST, importer: str, *, in_function: bool = False) -> Iterator[Import]:
    """The imports that can run, with those inside functions, without those for the type checker."""
    for child in ast.iter_child_nodes(node):
        if is_for_types_alone(child):
            continue
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield from (Import(importer, child.lineno, name, in_function) for name in names_of(child))
        function = in_function or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from imports_below(child, importer, in_function=function)


@cache
def all_imports() -> tuple[Import, ...]:
    return tuple(
        one for name, path in MODULES.items() for one in imports_below(ast.parse(path.read_text("utf-8")), name)
    )


def inner_imports() -> list[Import]:
    return [one for one in all_imports() if one.imported.split(".")[0] == "pipeline"]


def library_imports() -> list[tuple[str, Import]]:
    known = {*sys.stdlib_module_names, "pipeline"}
    return [(name, one) for one in all_imports() if (name := one.imported.split(".")[0]) not in known]


def test_every_part_has_a_layer() -> None:
    assert sorted({part_of(name) for name in MODULES} - {""}) == sorted(LAYER)


def test_imports_point_downwards() -> None:
    wrong = []
    for one in inner_imports():
        importer, imported = one.parts
        if importer in {imported, ""} or imported == "":
            continue
        above, below = LAYER.get(importer, 0), LAYER.get(imported, 0)
        if above < below or above == below == 3:
            wrong.append(str(one))
    assert wrong == []


def test_a_plugin_takes_nothing_from_its_neighbours_but_private_modules() -> None:
    wrong = []
    for one in inner_imports():
        importer, imported = one.parts
        neighbour = importer == imported and importer in PLUGINS and one.imported.count(".") > 1
        if neighbour and not one.imported.rpartition(".")[2].startswith("_"):
            wrong.append(str(one))
    assert wrong == []


def test_no_imports_in_a_circle() -> None:
    edges: dict[str, set[str]] = {name: set() for name in MODULES}
    for one in inner_imports():
        edges[one.importer].add(one.imported)
    while leaves := {name for name, targets in edges.items() if not targets & set(edges)}:
        edges = {name: targets for name, targets in edges.items() if name not in leaves}
    while unreached := set(edges) - set().union(*edges.values()):
        edges = {name: targets for name, targets in edges.items() if name not in unreached}
    assert {name: sorted(targets & set(edges)) for name, targets in edges.items()} == {}


def test_each_library_has_its_owners() -> None:
    wrong = [
        str(one) for name, one in library_imports() if name not in OWNERS or one.parts[0] not in OWNERS[name][1].split()
    ]
    assert wrong == []


def test_only_the_argos_engine_knows_argos() -> None:
    users = {one.importer for name, one in library_imports() if name in {"argostranslate", "ctranslate2"}}
    assert {name.removeprefix("pipeline.engines.").removeprefix("_").split("_")[0] for name in users} == {"argos"}


def test_only_the_paper_formats_know_weasyprint() -> None:
    users = {one.importer for name, one in library_imports() if name == "weasyprint"}
    assert {name.removeprefix("pipeline.renderers.").split("_text")[0] for name in users} == {"_pdf"}


def test_one_module_speaks_to_the_network() -> None:
    speaking = {"ftplib", "http", "smtplib", "socket", "socketserver", "ssl", "urllib.error", "urllib.request"}
    users = {one.importer for one in all_imports() if {one.imported, one.imported.split(".")[0]} & speaking}
    assert users == {"pipeline.stages.fetch", "pipeline.cli.site_server"}  # which shows the site on this machine
    mailing = {one.importer for one in all_imports() if one.imported.startswith("django.core.mail")}
    assert mailing == {"pipeline.review_app.mail"}


def test_heavy_libraries_are_imported_inside_functions() -> None:
    early = [str(one) for name, one in library_imports() if name in ONLY_IN_FUNCTIONS and not one.in_function]
    assert early == []


def test_what_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [line for name, extra in project["optional-dependencies"].items() if name != "dev" for line in extra]
    declared = {re.split(r"[<>=!~\[; ]", line)[0] for line in [*project["dependencies"], *extras]}
    assert {OWNERS[name][0] for name, _ in library_imports() if name in OWNERS} - declared == set()


def test_the_whole_setup_is_pinned_and_has_no_torch() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9A-Za-z.+]*", line)] == []
    pinned = {line.partition("==")[0].lower() for line in lines}
    wanted = {*project["dependencies"], *project["optional-dependencies"]["dev"]}
    assert {re.split(r"[<>=!~\[; ]", line)[0].lower() for line in wanted} - pinned == set()
    assert [name for name in pinned if name.startswith(("torch", "nvidia", "stanza"))] == []
    segmenter = [line for line in lines if line.startswith("yasbd-lib==")]
    assert [line for line in project["dependencies"] if line.startswith("yasbd-lib")] == segmenter


@pytest.mark.parametrize("start", ["import pipeline", "import pipeline.cli.main; pipeline.cli.main.main(['--help'])"])
def test_a_start_loads_nothing_heavy_and_leaves_nothing_behind(start: str, tmp_path: Path) -> None:
    report = (
        "import atexit, json, sys\natexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-W", "error", "-c", f"{report}\n{start}"],
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (0, 1), done.stderr
    loaded = {name.split(".")[0] for name in json.loads(done.stderr)}
    assert sorted(loaded & NOT_AT_THE_START) == []
    assert list(tmp_path.iterdir()) == []


def test_files_are_short() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in [*CODE, *TESTS]}
    assert {name: lines for name, lines in lengths.items() if lines >= LINES_OF_A_FILE} == {}


def test_functions_are_short() -> None:
    lengths = {
        f"{path.relative_to(ROOT)}: {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in [*CODE, *(ROOT / "tests").glob("test_*.py")]  # samples may be long lists
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LINES_OF_A_FUNCTION} == {}


@cache
def tracked_files() -> tuple[Path, ...]:
    """What git keeps or would keep, without what was deleted."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout")
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    paths = (ROOT / name for name in sorted(set(listed.stdout.decode().split("\0"))) if name)
    return tuple(path for path in paths if path.is_file())


def test_the_top_folders_are_the_agreed_ones() -> None:
    folders = {path.relative_to(ROOT).parts[0] for path in tracked_files() if len(path.relative_to(ROOT).parts) > 1}
    assert folders == TOP_FOLDERS


def test_no_file_is_huge() -> None:
    assert [path.name for path in tracked_files() if path.stat().st_size > BYTES_OF_A_FILE] == []


def test_no_file_speaks_of_one_machine() -> None:
    found = []
    for path in tracked_files():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in FOREIGN if word in text]
    assert found == []
