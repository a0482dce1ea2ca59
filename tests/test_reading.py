import hashlib
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from pipeline.config import Workspace
from pipeline.errors import SourceError, UsageError, WorkspaceError
from pipeline.model.document import Document, Key, SourceClass, SourceRecord
from pipeline.model.finding import Problem
from pipeline.stages.extract import read_all
from pipeline.stages.reading import SourceFiles, read_document, show, source_files

GOLD = Path(__file__).parent / "golden" / "sources"
STANDARD = {
    "key messages",
    "what did we want to find out?",
    "what did we find?",
    "what are the limitations of the evidence?",
}


def standard(line: str) -> bool:
    return line.casefold() in STANDARD


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "pipeline.toml").write_text('source_language = "en"\n', "utf-8")
    (tmp_path / "seeds").mkdir()
    return Workspace(tmp_path)


def put(workspace: Workspace, name: str, content: str | bytes) -> Path:
    path = workspace.seeds / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(workspace: Workspace, name: str, content: str | bytes) -> Document:
    return read_document(workspace, put(workspace, name, content), standard)


@pytest.mark.parametrize("path", sorted(GOLD.glob("*.*")), ids=lambda path: path.name)
def test_golden(workspace: Workspace, path: Path) -> None:
    """`name.txt.expected` is what `pipeline extract --show name` prints for `name.txt`."""
    if path.suffix == ".expected":
        assert path.with_suffix("").is_file()
        return
    document = read(workspace, path.name, path.read_bytes())
    assert show(document) + "\n" == path.with_name(f"{path.name}.expected").read_text("utf-8")


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["summary.txt", "summary.md"])
def test_line_ends_and_byte_order_mark_do_not_matter(workspace: Workspace, name: str, mark: bytes, ending: str) -> None:
    text = (GOLD / name).read_text("utf-8")
    assert (
        read(workspace, name, mark + text.replace("\n", ending).encode()).blocks == read(workspace, name, text).blocks
    )


def test_one_line_gives_the_same_messages(workspace: Workspace) -> None:
    text = (GOLD / "summary.txt").read_text("utf-8")
    one_line = " ".join(row.strip() for row in text.splitlines())
    assert read(workspace, "b.txt", one_line).keys == read(workspace, "a.txt", text).keys


def test_a_document(workspace: Workspace) -> None:
    facts = 'version = "1.0"\nclass = "safety"\n'
    put(workspace, "Stroke.toml", facts)
    document = read(
        workspace, "Stroke.txt", "What is a stroke? A summary\nIt is an illness. It is <b>bad. Very</b> bad.\n"
    )
    assert (document.slug, document.path, document.language) == ("stroke", "seeds/Stroke.txt", "en")
    assert document.sha256 == hashlib.sha256((workspace.seeds / "Stroke.txt").read_bytes() + facts.encode()).hexdigest()
    assert document.record == SourceRecord(version="1.0", source_class=SourceClass.SAFETY)
    assert document.keys == (
        Key("title", "What is a stroke?"),
        Key("title", "A summary"),
        Key(None, "It is an illness."),
        Key(None, "It is <b>bad.</b>"),
        Key(None, "<b>Very</b> bad."),
    )


def test_a_changed_sidecar_changes_the_hash(workspace: Workspace) -> None:
    before = read(workspace, "a.txt", "A title\n").sha256
    put(workspace, "a.toml", "withdrawn = true\n")
    assert read(workspace, "a.txt", "A title\n").sha256 != before


EVERY_KEY = SourceRecord(
    version="2.1",
    doi="10.1000/example.42",
    published=date(2024, 5, 6),
    evidence_date="2024-02",
    authors=("A. Writer", "B. Reader"),
    rights_holder="A. Writer",
    licence="CC BY 4.0",
    translation_permission="The licence allows it",
    source_url="https://example.org/walking",
    source_class=SourceClass.SAFETY,
    withdrawn=False,
    sources=("A study",),
)


def test_front_matter_and_sidecar_say_the_same(workspace: Workspace) -> None:
    put(
        workspace,
        "b.toml",
        """
        version = "2.1"
        doi = "10.1000/example.42"
        published = 2024-05-06
        evidence_date = "2024-02"
        authors = ["A. Writer", "B. Reader"]
        rights_holder = "A. Writer"
        licence = "CC BY 4.0"
        translation_permission = "The licence allows it"
        source_url = "https://example.org/walking"
        class = "safety"
        withdrawn = false
        sources = ["A study"]
        """,
    )
    assert read(workspace, "a.md", (GOLD / "summary.md").read_bytes()).record == EVERY_KEY
    assert read(workspace, "b.txt", "A title\n").record == EVERY_KEY


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (
            "verison = '1'",
            "unknown key verison: known are version, doi, published, evidence_date, authors, rights_holder,",
        ),
        ("version = 1.1", 'version: write a text in quotes, like "1.0", not a number'),
        ("withdrawn = 'no'", "withdrawn: write true, false or the day, like 2024-03-31"),
        ("authors = 'Ana'", "authors: write a list of texts"),
        ("authors = ['Ana', 1]", "authors: write a list of texts"),
        ("class = 'minor'", "class: choose from editorial, content, safety"),
        ("class = ['safety']", "class: choose from editorial, content, safety"),
        ("published = 2024-01-01T10:00:00", "published: write a day, like 2024-03-31"),
        ("published = '2024-13-01'", "published: month must be in 1..12"),
        ("evidence_date = '2024'", "evidence_date: write a month or a day"),
        ("evidence_date = '2024-00'", "evidence_date: month must be in 1..12"),
        ("evidence_date = 2024", "evidence_date: write a month or a day"),
        ("version '1'", "Expected '=' after a key"),
    ],
)
def test_a_wrong_record_is_an_error(workspace: Workspace, facts: str, message: str) -> None:
    put(workspace, "a.toml", facts)
    with pytest.raises(SourceError) as caught:
        read(workspace, "a.txt", "A title\n")
    assert str(caught.value).startswith(f"seeds/a.toml: {message}")


@pytest.mark.parametrize("day", ["2024-03", "2024-03-01", "2024-03-31"])
def test_evidence_dates_are_kept_as_written(workspace: Workspace, day: str) -> None:
    put(workspace, "a.toml", f'evidence_date = "{day}"')
    assert read(workspace, "a.txt", "A title\n").record.evidence_date == day


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"One\r\ntwo\r\ncaf\xe9", "seeds/a.txt:3: byte 14 (0xe9) is not UTF-8; save the file as UTF-8"),
        ("a.txt", b"\xef\xbb\xbfcaf\xe9", "seeds/a.txt:1: byte 7 (0xe9) is not UTF-8; save the file as UTF-8"),
        ("a.txt", "Title\n".encode("utf-16"), "seeds/a.txt: this is UTF-16; save the file as UTF-8"),
        ("a.txt", "Title\nbro\ufffdken", "seeds/a.txt:2: U+FFFD is no character of a text; write what belongs there"),
        ("a.txt", "Title\n\nnul\0", "seeds/a.txt:3: U+0000 is no character of a text; write what belongs there"),
        ("a.txt", "", "seeds/a.txt: the file is empty; write the text, or remove the file"),
        ("a.txt", "\ufeff \n\u2028\n", "seeds/a.txt: the file is empty; write the text, or remove the file"),
        ("a.md", "<!-- later -->\n", "seeds/a.md: there is no text in it; write one, or remove the file"),
        ("a.md", "---\nversion: '1'\n---\n", "seeds/a.md: there is no text in it; write one, or remove the file"),
        ("a.txt", "## Key messages\nIt helps.", "seeds/a.txt:1: the text has no title; write it above,"),
        ("a.md", "Words.\n", "seeds/a.md:1: the text has no title; write it above, in Markdown as `# Title`"),
        ("a.md", "# T\n\n![x](y)", "seeds/a.md:3: picture 'y': a picture is a file beside the text"),
        ("a.md", "# T\n\n![x](../y.png)", "seeds/a.md:3: picture '../y.png': a picture is a file beside the text"),
        ("a.md", "# T\n\n![x](y.png)", "seeds/a.md:3: picture 'y.png': No such file"),
        ("a.docx", "x", "seeds/a.docx: no source format has this suffix; known are .markdown, .md, .txt"),
    ],
)
def test_what_cannot_be_read(workspace: Workspace, name: str, content: str | bytes, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(workspace, name, content)
    assert str(caught.value).startswith(message)


def test_two_records_are_one_too_many(workspace: Workspace) -> None:
    put(workspace, "a.toml", "withdrawn = true")
    with pytest.raises(SourceError, match=r"^seeds/a\.md: has front matter and a sidecar, a\.toml: keep one of them$"):
        read(workspace, "a.md", "---\nwithdrawn: false\n---\n# T\n")


def test_files_by_slug_or_by_name(workspace: Workspace) -> None:
    paths = {
        name: put(workspace, name, "T") for name in ("b.txt", "A.md", "c-2.TXT", "LICENCE", ".hidden.txt", "b.toml")
    }
    (workspace.seeds / "folder.txt").mkdir()
    assert source_files(workspace) == SourceFiles((paths["A.md"], paths["b.txt"], paths["c-2.TXT"]))
    named = source_files(workspace, ["c-2", "B.txt", "seeds/b.txt"])
    assert named == SourceFiles((paths["c-2.TXT"], paths["b.txt"]))


@pytest.mark.parametrize(
    ("names", "document", "why"),
    [
        (["a.txt", "a.md"], "a", "seeds/a.txt: a.md has the same name 'a'; rename one of them"),
        (["a.txt", "A.md"], "a", "seeds/a.txt: A.md has the same name 'a'; rename one of them"),
        (["b.toml"], "b", "seeds/b.toml: describes a document that is not there; give both the same name"),
    ],
)
def test_files_that_do_not_fit_together_stop_no_other(
    workspace: Workspace, names: list[str], document: str, why: str
) -> None:
    sound = put(workspace, "sound.txt", "T")
    for name in names:
        put(workspace, name, "T")
    assert source_files(workspace) == SourceFiles((sound,), (Problem(document, why),))


_RULE = "a name has the letters a to z, digits and hyphens between them; call it"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Notes To Self.txt", f"{_RULE} notes-to-self.txt"),
        ("Été_1.md", f"{_RULE} t-1.md"),
        ("-.txt", f"{_RULE} document.txt"),
        ("-all.md", f"{_RULE} all.md"),
        ("app .txt", f"{_RULE} app-text.txt"),
        ("app.txt", "the name 'app' belongs to the application's own strings; choose another"),
    ],
)
def test_a_name_that_is_none_is_a_problem_of_its_file_alone(workspace: Workspace, name: str, why: str) -> None:
    put(workspace, "a.txt", "A title\n")
    put(workspace, name, "Another title\n")
    problem = Problem(Path(name).stem.lower(), f"seeds/{name}: {why}")
    everything = read_all(workspace)
    assert ([document.slug for document in everything.documents], everything.problems) == (["a"], (problem,))
    assert read_all(workspace, ["a"]).problems == ()
    named = read_all(workspace, [name])
    assert (named.documents, named.problems) == ((), (problem,))


def test_two_names_that_are_none_are_two_problems(workspace: Workspace) -> None:
    put(workspace, "a b.md", "# T\n")
    put(workspace, "A b.txt", "T\n")
    assert read_all(workspace).problems == (
        Problem("a b", f"seeds/A b.txt: {_RULE} a-b.txt"),
        Problem("a b", f"seeds/a b.md: {_RULE} a-b.md"),
    )


@pytest.mark.parametrize("sidecar", ["Stroke.TOML", "stroke.toml", "STROKE.Toml"])
def test_a_sidecar_in_other_capitals_is_refused_with_its_document(workspace: Workspace, sidecar: str) -> None:
    put(workspace, "a.txt", "A title\n")
    put(workspace, "Stroke.txt", "A title\n")
    put(workspace, sidecar, "withdrawn = true\n")
    found = read_all(workspace)
    why = f"seeds/{sidecar}: the sidecar of Stroke.txt is called Stroke.toml; rename it"
    assert ([document.slug for document in found.documents], found.problems) == (["a"], (Problem("stroke", why),))


def test_a_second_sidecar_in_other_capitals_is_refused(workspace: Workspace) -> None:
    put(workspace, "a.txt", "A title\n")
    put(workspace, "a.toml", "version = '1'\n")
    put(workspace, "a.TOML", "withdrawn = true\n")
    assert read_all(workspace).problems == (
        Problem("a", "seeds/a.TOML: the sidecar of a.txt is called a.toml; rename it"),
    )


def test_a_document_that_is_not_there(workspace: Workspace) -> None:
    put(workspace, "a.txt", "T")
    put(workspace, "b.txt", "T")
    with pytest.raises(UsageError, match=r"^no document c, d in .*seeds: there are a, b$"):
        source_files(workspace, ["a", "c", "d"])


def test_importing_loads_no_library() -> None:
    code = (
        "import sys, pipeline.stages.reading; from pipeline import registry; registry.sources();"
        " print([name for name in ('yasbd', 'markdown_it', 'yaml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_no_document_at_all(workspace: Workspace) -> None:
    put(workspace, "LICENCE", "T")
    with pytest.raises(
        WorkspaceError, match=r"no source document here; put one in, with the suffix \.markdown, \.md, \.txt$"
    ):
        source_files(workspace)
