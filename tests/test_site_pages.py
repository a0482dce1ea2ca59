"""The pages around the leaflets: their links, what the search knows, what machines are told."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from conftest import DAY
from published_site import make_site, sign, target_of
from test_site import formats, tree  # noqa: F401  # a fixture

from pipeline.config import FILE, Workspace
from pipeline.model.leaflet import FormatChoice
from pipeline.plugins import Renderer
from pipeline.renderers._site import Frame, Listed, ListPage, list_page
from pipeline.stages.extract import read_all
from pipeline.stages.packs import load
from pipeline.stages.publish import publish
from pipeline.stages.site_pages import _short
from pipeline.stages.site_words import site_words
from pipeline.stages.suspend import suspend

TAGS = ["es", "ar", "pt"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two leaflets in three languages, published."""
    workspace = make_site(tmp_path_factory.mktemp("site") / "w", 2, TAGS, sentences=3)
    publish(workspace, ())
    return workspace


class Links(HTMLParser):
    """The addresses that a page leads to: by `a`, and by `link` with its relation and language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pages: list[str] = []
        self.machines: list[tuple[str, str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.pages.append(found["href"])
        if tag == "link":
            self.machines.append((found["rel"], found.get("hreflang", ""), found["href"]))


def inside(files: dict[str, bytes], path: str) -> Iterator[str]:
    """The pages of the site that a page leads to."""
    for address in Links(files[path].decode()).pages:
        if not re.match(r"#|[a-z]+:", address):
            root = address.removeprefix("/")
            yield root if address.startswith("/") else normpath(join(dirname(path), root))


def configured(workspace: Workspace, text: str) -> Workspace:
    path = workspace.root / FILE
    lines = [line for line in path.read_text().splitlines() if not line.startswith(text.partition(" ")[0])]
    path.write_text("\n".join([text, *lines]) + "\n")
    return Workspace(workspace.root)


def test_every_link_leads_to_a_page_and_ones_language_is_two_clicks_away_at_most(made: Workspace) -> None:
    files = tree(made)
    pages = [path for path in files if path.endswith(".html")]
    ways = {path: set(inside(files, path)) for path in pages}
    assert {path: sorted(to - set(files)) for path, to in ways.items() if to - set(files)} == {}
    lists = {f"{tag}/index.html" for tag in TAGS}
    for path in pages:
        one_click = {path} | ways[path]
        assert lists - one_click.union(*(ways[to] for to in one_click)) == set(), path


def test_languages_are_offered_in_their_own_names_and_directions(made: Workspace) -> None:
    page = tree(made)["index.html"].decode()
    for tag, direction, name in (("ar", "rtl", "العربية"), ("es", "ltr", "español")):
        word = site_words(load(made, tag))["Leaflets"]
        assert f'<li lang="{tag}" dir="{direction}"><a href="{tag}/index.html" hreflang="{tag}">' in page
        assert f"<strong>{name}</strong> <span>{word}: 2</span>" in page
    arabic = tree(made)["ar/index.html"].decode()
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "نص تجريبي، ليس للمرضى." in arabic  # the warning of a sandbox


def test_a_list_is_plain_and_in_the_order_of_its_titles(made: Workspace) -> None:
    page = tree(made)["es/index.html"].decode()
    titles = re.findall(r'<h2><a href="(doc-\d+\.html)">(.*?)</a>', page)
    assert titles == [
        (f"doc-000{n}.html", f"¿Ayuda el tratamiento {n} a que las personas se sientan mejor?") for n in range(2)
    ]
    assert "hidden" in re.findall(r"<form[^>]*>", page)[0]  # until a script runs that can search


def test_pages_run_one_script_of_our_own_and_load_nothing_else(made: Workspace) -> None:
    for path, data in tree(made).items():
        if path.endswith(".html"):
            page = data.decode()
            assert re.findall(r"<script[^>]*>", page) in ([], ['<script src="../site.js" defer>']), path
            assert re.findall(r'\son\w+="|style="|src="(?!\.\./site\.js)', page) == [], path
            assert "default-src 'none'" in page


def test_what_was_taken_down_is_nowhere(made: Workspace, tmp_path: Path) -> None:
    workspace = make_site(tmp_path / "w", 2, ["es", "pt"], sentences=3)
    (document,) = read_all(workspace, ["doc-0001"]).documents
    for tag in ("es", "pt"):
        sign(workspace, document, tag, instead="Tome cien veces la dosis.")
    publish(workspace, ())
    words = re.escape(target_of(document.keys[2].source)).encode()
    assert sum(bool(re.search(words, data)) for data in tree(workspace).values()) == 6  # leaflets, lists, indexes
    suspend(workspace, ["doc-0001"], [], "luis", DAY + timedelta(days=3), "the dose is wrong")
    assert [path for path, data in tree(workspace).items() if re.search(words, data) or b"cien veces" in data] == []
    build = [path for path in (workspace.root / "build").rglob("*") if path.is_file()]
    assert [path.name for path in build if b"cien veces" in path.read_bytes()] == []


def test_without_an_address_machines_get_relative_links_and_no_canonical_one(made: Workspace) -> None:
    assert Links(tree(made)["es/doc-0000.html"].decode()).machines == [
        ("alternate", "ar", "../ar/doc-0000.html"),
        ("alternate", "es", "../es/doc-0000.html"),
        ("alternate", "pt", "../pt/doc-0000.html"),
        ("alternate", "x-default", "../index.html"),
    ]
    assert "sitemap.xml" not in tree(made)


def test_with_an_address_links_for_machines_are_whole_and_there_is_a_sitemap(tmp_path: Path) -> None:
    made = make_site(tmp_path / "w", 1, ["es", "pt"], sentences=2)
    workspace = configured(made, 'site_address = "https://leaflets.example.org/help"')
    publish(workspace, ())
    base = "https://leaflets.example.org/help/"
    leaflet, listed = (Links(tree(workspace)[f"es/{name}.html"].decode()).machines for name in ("doc-0000", "index"))
    assert leaflet == [
        ("canonical", "", f"{base}es/doc-0000.html"),
        ("alternate", "es", f"{base}es/doc-0000.html"),
        ("alternate", "pt", f"{base}pt/doc-0000.html"),
        ("alternate", "x-default", base),
    ]
    assert listed[:2] == [("canonical", "", f"{base}es/"), ("alternate", "es", f"{base}es/")]
    assert 'href="/help/es/index.html"' in tree(workspace)["404.html"].decode()
    assert "sitemap.xml" not in tree(workspace)  # no search engine is to find a test
    path = workspace.root / FILE
    path.write_text(path.read_text().replace("sandbox = true", "sandbox = false"))
    publish(Workspace(workspace.root), ())
    assert tree(workspace)["sitemap.xml"].decode().count("<loc>") == 1  # what a sandbox made is taken down


def test_a_leaflet_leads_to_its_other_formats(tmp_path: Path, formats: dict[str, Renderer]) -> None:  # noqa: F811
    workspace = make_site(tmp_path / "w", 1, ["es"], sentences=2)
    formats["pdf"] = formats.pop("loud")
    formats["pdf"].name, formats["pdf"].suffix = "pdf", ".pdf"
    publish(workspace, (), formats=["pdf"])
    assert "doc-0000.pdf" in Links(tree(workspace)["es/doc-0000.html"].decode()).pages
    assert '<ul class="formats" aria-label="Otros formatos">' in tree(workspace)["es/index.html"].decode()


def test_a_full_page_of_a_list_in_all_formats_is_under_100_kb(sandbox: Workspace) -> None:
    choices = tuple(FormatChoice("Two languages, print (PDF)", f"{'a' * 60}-bilingual.pdf") for _ in range(7))
    listed = tuple(Listed(f"{'a' * 60}.html", "औषधि " * 20, "औषधि " * 36, "", choices) for _ in range(40))
    frame = Frame("hi", "ltr", ("Noto Sans Devanagari",), site_words(load(sandbox, "hi")), "Example Press")
    assert len(list_page(ListPage(frame, "हिन्दी", listed, (), pages=("index.html", "index.2.html")))) < 100_000


def test_a_long_list_has_pages(tmp_path: Path) -> None:
    workspace = make_site(tmp_path / "w", 41, ["es"], sentences=1)
    publish(workspace, ())
    files = tree(workspace)
    assert files["es/index.html"].count(b"<h2>") == 40
    assert files["es/index.2.html"].count(b"<h2>") == 1
    assert "index.2.html" in Links(files["es/index.html"].decode()).pages
    assert files["es/search.index.js"].count(b".html") == 41


@pytest.mark.parametrize(
    "text", [f"{'y' * 160} más de 10 000 personas", f"{'药' * 176}12345人", f"{'y' * 168} (p < 0,001) al final"]
)
def test_no_summary_ends_within_or_behind_a_figure(text: str) -> None:
    short = _short(text)
    assert text.startswith(short)
    assert not any(map(str.isdecimal, short))


def test_a_raised_figure_stays_one_in_lists_search_and_titles(tmp_path: Path) -> None:
    workspace = make_site(tmp_path / "w", 1, ["es"], records=False)
    path = workspace.seeds / "doc-0000.md"
    path.write_text("# Does treatment 10<sup>6</sup> help?\n\n## Key messages\n\n- We gave 10<sup>6</sup> units.\n")
    (workspace.seeds / "doc-0000.txt").unlink()
    (document,) = read_all(workspace, ["doc-0000"]).documents
    sign(workspace, document, "es")
    publish(workspace, ())
    assert "<title>" in (page := (workspace.site / "es" / "doc-0000.html").read_text("utf-8"))
    assert "10⁶" in page.partition("<title>")[2].partition("</title>")[0]
    for name in ("index.html", "search.index.js"):
        assert (workspace.site / "es" / name).read_text("utf-8").count("10⁶") == 2  # title and text
