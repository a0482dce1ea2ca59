"""The pages around the leaflets, as files: what each language has, its search, the start page, the sitemap."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from pipeline.config import Workspace
from pipeline.languages import Language
from pipeline.model.document import BlockKind
from pipeline.model.leaflet import FormatChoice, LanguageChoice
from pipeline.placeables import legible, unescape
from pipeline.renderers import _site
from pipeline.renderers._site import Frame, Listed, ListPage, StartPage, Tongue
from pipeline.stages import packs
from pipeline.stages.edition import Page
from pipeline.stages.manifest import PAGES, FileRow
from pipeline.stages.record import Record
from pipeline.stages.site_words import format_word, site_words
from pipeline.wording import NOTHING

_A_PAGE = 40  # leaflets of a list that stay under 100 kB with all their formats
_SUMMARY = 180  # characters of the key messages that tell what a leaflet is about
_SEARCHED = 800  # characters of them that the search looks through
_FIGURE_AT_THE_END = re.compile(r"[<>=≤≥±+−–-]?\s?\d[\d\W]*\Z")
_TEST = "Test output, not for patients."


@dataclass(frozen=True, slots=True)
class SitePage:
    """A file of the site that shows no leaflet."""

    path: str
    language: str
    content: bytes

    @property
    def row(self) -> FileRow:
        """Its row of the manifest."""
        sha256 = hashlib.sha256(self.content).hexdigest()
        return FileRow(self.path, sha256, "", self.language, PAGES, sha256)


@dataclass(frozen=True, slots=True)
class Entry:
    """A leaflet in the list of its language: the formats it is there in, by name, with the paths of their files."""

    page: Page
    paths: Mapping[str, str]


def site_pages(workspace: Workspace, entries: Sequence[Entry]) -> list[SitePage]:
    """Every page of the site that is no leaflet. `entries` are the leaflets that a reader may find."""
    tags = sorted({entry.page.record.language for entry in entries}, key=lambda tag: _sorted(_name(workspace, tag)))
    frames = {tag: _frame(workspace, workspace.languages.get(tag), tags) for tag in tags}
    by_tag = {tag: _listed(workspace, tag, entries) for tag in tags}
    tongues = [_tongue(workspace, tag, len(by_tag[tag])) for tag in tags]
    source = workspace.source_language
    start = _frame(workspace, source, ())
    lost = urlsplit(workspace.settings.site_base).path or "/"
    pages = [
        SitePage("index.html", "", _site.start_page(StartPage(start, _from(tongues, "")))),
        SitePage("404.html", "", _site.start_page(StartPage(replace(_bare(start), lost=True), _from(tongues, lost)))),
        SitePage("site.js", "", _site.script()),
    ]
    for tag in tags:
        pages += _lists(workspace, frames[tag], by_tag[tag], _from(tongues, "../"))
        pages.append(SitePage(f"{tag}/search.index.js", tag, _site.search_index(by_tag[tag])))
    if workspace.settings.site_base and not workspace.settings.policy.sandbox:
        pages.append(SitePage("sitemap.xml", "", _sitemap(workspace, tags, entries)))
    return pages


def _lists(workspace: Workspace, frame: Frame, listed: Sequence[Listed], tongues: Sequence[Tongue]) -> list[SitePage]:
    """The list of one language, in pages."""
    parts = [listed[start : start + _A_PAGE] for start in range(0, len(listed), _A_PAGE)]
    names = ["index.html", *(f"index.{number}.html" for number in range(2, len(parts) + 1))]
    pages, base = [], workspace.settings.site_base
    for number, (name, part) in enumerate(zip(names, parts, strict=True), start=1):
        own = frame if number == 1 else _bare(frame, f"{base}{frame.language}/{name}" if base else "")
        page = ListPage(own, _name(workspace, frame.language), tuple(part), tuple(tongues), number, tuple(names))
        pages.append(SitePage(f"{frame.language}/{name}", frame.language, _site.list_page(page)))
    return pages


def _frame(workspace: Workspace, language: Language, tags: Sequence[str]) -> Frame:
    """The frame of the first page of a list, or of the start page where no `tags` are given."""
    settings = workspace.settings
    base = settings.site_base
    path = f"{language.tag}/" if tags else ""
    others = [*tags, "x-default"] if len(tags) > 1 else []
    notices = packs.load(workspace, language.tag).notices
    return Frame(
        language=language.tag,
        direction=language.direction,
        fonts=language.fonts,
        words=site_words(packs.load(workspace, language.tag)),
        publisher=settings.publisher,
        marked=notices.get(_TEST, _TEST) if settings.policy.sandbox else "",
        marked_in="" if _TEST in notices or language.tag == settings.source_language else settings.source_language,
        canonical=f"{base}{path}" if base else "",
        alternates=tuple(LanguageChoice(tag, "", _full(base, tag)) for tag in others),
    )


def _bare(frame: Frame, canonical: str = "") -> Frame:
    """The frame of a page that has no counterpart in other languages."""
    return replace(frame, canonical=canonical, alternates=())


def _full(base: str, tag: str) -> str:
    """The list of a language as machines want it; that of no language is the start page."""
    path = "" if tag == "x-default" else f"{tag}/"
    return f"{base}{path}" if base else f"../{path}index.html"


def _tongue(workspace: Workspace, tag: str, count: int) -> Tongue:
    language = workspace.languages.get(tag)
    word = site_words(packs.load(workspace, tag))["Leaflets"]
    return Tongue(language.tag, language.direction, language.name, f"{language.tag}/index.html", count, word)


def _from(tongues: Iterable[Tongue], where: str) -> tuple[Tongue, ...]:
    """The languages with their addresses as seen from a page; `where` leads to the site's root."""
    return tuple(replace(one, address=f"{where}{one.address}") for one in tongues)


def _listed(workspace: Workspace, tag: str, entries: Iterable[Entry]) -> list[Listed]:
    """The leaflets of a language, by title."""
    joiner = workspace.languages.get(tag).joiner
    listed = [_row(entry, joiner) for entry in entries if entry.page.record.language == tag]
    return sorted(listed, key=lambda one: (_sorted(one.title), one.address))


def _row(entry: Entry, joiner: str) -> Listed:
    record = entry.page.record
    title = joiner.join(_said(record, title=True)) or unescape(legible(record.source.title))
    text = joiner.join(_said(record, title=False))[:_SEARCHED]
    first, *rest = entry.paths.items()
    formats = tuple(FormatChoice(format_word(name), path.partition("/")[2]) for name, path in rest)
    return Listed(first[1].partition("/")[2], title, _short(text), text, formats)


def _said(record: Record, *, title: bool) -> list[str]:
    """The sentences of the title, or those of the key messages below their heading; of the whole text without them."""
    chosen = [
        block
        for block in record.blocks
        if (block.kind is BlockKind.TITLE if title else block.kind not in (BlockKind.TITLE, BlockKind.HEADING))
    ]
    if not title and any(block.key_messages for block in chosen):
        chosen = [block for block in chosen if block.key_messages]
    texts = (sentence.target for block in chosen for sentence in block.sentences)
    return [unescape(legible(text)) for text in texts if text.strip() not in ("", NOTHING)]


def _short(text: str) -> str:
    """The beginning of a text, cut between words where there are any, and never within or behind a figure."""
    cut = text[:_SUMMARY]
    return cut if cut == text else _FIGURE_AT_THE_END.sub("", cut.rpartition(" ")[0] or cut)


def _sorted(title: str) -> str:
    """The title as a list is ordered by: without accents, capitals and opening marks."""
    letters = (letter for letter in unicodedata.normalize("NFKD", title.casefold()))
    return "".join(letter for letter in letters if letter.isalnum() or letter == " ").strip()


def _name(workspace: Workspace, tag: str) -> str:
    return workspace.languages.get(tag).name


def _sitemap(workspace: Workspace, tags: Sequence[str], entries: Iterable[Entry]) -> bytes:
    """The start page, the lists, and each leaflet in the first of its formats, with its other languages."""
    base = workspace.settings.site_base
    lists = [LanguageChoice(tag, "", _full(base, tag)) for tag in [*tags, "x-default"]]
    pages = [(base, lists), *((_full(base, tag), lists) for tag in tags)]
    by_document: dict[str, list[tuple[str, str]]] = {}
    for entry in entries:
        first = f"{base}{next(iter(entry.paths.values()))}"
        by_document.setdefault(entry.page.record.document, []).append((entry.page.record.language, first))
    for rows in by_document.values():
        others = [LanguageChoice(tag, "", address) for tag, address in rows]
        alternates = [*others, LanguageChoice("x-default", "", base)] if len(rows) > 1 else []
        pages += [(address, alternates) for _, address in rows]
    return _site.sitemap(pages)
