"""A leaflet: everything a renderer needs to know, and nothing that it may decide."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.model.document import BlockKind, Link


@dataclass(frozen=True, slots=True)
class LeafletSentence:
    """One sentence as it will be read. `language` differs from the leaflet's where English stands in for a missing
    translation; `state` is `initial`, `translated`, `reviewed` or `final`. `text` holds inline markup in our notation,
    and so does `original`, the sentence that it translates and those that the translation says in this one too.
    `anchor` is its name within the page, where it has one.
    """

    text: str
    language: str
    state: str
    anchor: str = ""
    original: str = ""


@dataclass(frozen=True, slots=True)
class LeafletBlock:
    """A block of the source with the sentences that stand for it, in order; fields as in `model.document.Block`."""

    kind: BlockKind
    sentences: tuple[LeafletSentence, ...]
    level: int = 0
    ordered: bool = False
    table: int = 0
    row: int = 0
    column: int = 0
    header: bool = False
    links: tuple[Link, ...] = ()
    key_messages: bool = False
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled line of the imprint, in the leaflet's language: `Version`, `1.0`. `url` makes the value a link;
    `language` is that of the value where it is another one (the original's title).
    """

    label: str
    value: str
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader must know before the first word: a newer original, a text that came down. `url` is where to go on,
    in `language` where that is not the leaflet's; `link` are the words that lead there.
    """

    text: str
    link: str = ""
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """The language of the originals, for whoever shows them beside the translation."""

    language: str = "en"
    direction: str = "ltr"
    joiner: str = " "


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """An entry of the language switch: the tag, the language's own name, and the address relative to this page."""

    language: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class FormatChoice:
    """The same leaflet in another format: the words for it, in English, and its address."""

    word: str
    address: str


@dataclass(frozen=True, slots=True)
class SiteLinks:
    """What leads from a leaflet into its site. Addresses are relative to the page.

    `home` is the list of leaflets in its language, `start` the page that offers the languages. `canonical` and
    `alternates` are for machines: full addresses where the site has one. `alternates` holds the page itself too, and
    `x-default`, which is `start`.
    """

    home: str
    start: str
    canonical: str = ""
    alternates: tuple[LanguageChoice, ...] = ()
    formats: tuple[FormatChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaflet:
    """One document in one language, ready to be rendered.

    `joiner` stands between sentences. `banners` are notices that come before the title (draft, test output),
    `status` what has become of the text since it was signed, also before the title. `notices` close the page: what the
    leaflet says about itself. `facts` are its imprint. `chrome` holds the page's own words, already translated, by
    their English (`Skip to the text`). `name` is the file's stem. `byline` says how the text was made and checked, and
    stands by the title. `address` is the page's own on the web, where it has one. `in_english` are the texts among
    banners, notices, labels and chrome that have no translation yet. `numbering_system` is that of the page's own
    counts, `reference` what a reader quotes who writes about the leaflet. `site` is None where the page stands by
    itself. A leaflet that is `down` is a tombstone: it stands at the address of a text that came down, and no search
    engine may list it.
    """

    document: str
    language: str
    direction: str
    joiner: str
    fonts: tuple[str, ...]
    title: str
    blocks: tuple[LeafletBlock, ...]
    banners: tuple[str, ...]
    notices: tuple[str, ...]
    facts: tuple[Fact, ...]
    choices: tuple[LanguageChoice, ...]
    chrome: dict[str, str]
    about_heading: str
    draft: bool
    sandbox: bool
    name: str
    status: tuple[Notice, ...] = ()
    original: Original = Original()
    byline: str = ""
    address: str = ""
    in_english: frozenset[str] = frozenset()
    numbering_system: str = "latn"
    reference: str = ""
    site: SiteLinks | None = None
    down: bool = False


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A file to be written, its path relative to the output folder of the language."""

    path: PurePosixPath
    content: bytes
