"""The contracts that a plugin fulfils: adding a file that meets one of them adds the feature.

A source format lives in `pipeline/sources/`, an engine in `pipeline/engines/`, a check of a sentence in
`pipeline/checks/`, of a whole translated document in `pipeline/document_checks/`, of an English original in
`pipeline/source_checks/`, an output format in `pipeline/renderers/`. Each module there (names with a leading underscore
are private) holds one module-level constant, `PLUGIN`, that meets the contract of its folder; third parties name theirs
under the entry point group `pipeline.<folder>`. `pipeline.registry` finds them. Importing a plugin must be cheap:
heavy libraries are imported inside the function that needs them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from pipeline.languages import Language
from pipeline.model.document import Block, Document, Key
from pipeline.model.finding import Finding, Subject
from pipeline.model.leaflet import Leaflet, RenderedFile


@dataclass(frozen=True, slots=True)
class ParsedSource:
    """What a source parser returns: unsplit blocks (one string in `segments` each) and the raw front matter."""

    blocks: tuple[Block, ...]
    front_matter: dict[str, Any]


class Source(Protocol):
    """A source format."""

    name: str
    suffixes: tuple[str, ...]

    def parse(self, text: str, headings: Callable[[str], bool]) -> ParsedSource:
        """Find the blocks of `text`: decoded, lines ended by a line feed alone, no BOM.

        `headings` says whether a line is one of the known standard headings of the source language.
        """
        ...


@dataclass(frozen=True, slots=True)
class Hop:
    """One installed step of a route: what an engine can do, from which package, under which licence.

    `source` and `target` are BCP 47 tags. `origin` says where the model came from (a path's name, a package). `size` is
    in bytes, 0 where unknown.
    """

    engine: str
    source: str
    target: str
    version: str
    licence: str
    origin: str
    size: int = 0

    @property
    def pair(self) -> str:
        """The pair as it is written in origins and reports: `en>pt`."""
        return f"{self.source}>{self.target}"


@dataclass(frozen=True, slots=True)
class Output:
    """What an engine returns for one sentence: a text, the words it did not know, or a problem and no text.

    `score` is the mean log-probability of the target's pieces, None where the engine does not say. `guessed` are words
    of the text that stand for unknown ones by likeness (`pipeline.cognates`); only a route fills it.
    """

    text: str
    unknown: tuple[str, ...] = ()
    problem: str = ""
    score: float | None = None
    guessed: tuple[str, ...] = ()


class Translator(Protocol):
    """An opened hop. Not thread-safe; belongs to the thread that opened it."""

    def translate(self, sentences: Sequence[str]) -> list[Output]:
        """Translate each sentence on its own; the list has the length and order of `sentences`.

        A sentence that fails comes back with `problem` set; the others are unaffected. Raises nothing.
        """
        ...

    def unknown_characters(self, text: str) -> frozenset[str]:
        """The characters of `text` that this engine would drop or alter; empty where it passes everything on."""
        ...

    def close(self) -> None:
        """Free the model, end its processes. May be called twice."""
        ...


class Engine(Protocol):
    """A machine translation engine."""

    name: str

    def hops(self) -> tuple[Hop, ...]:
        """What is installed and usable now; empty where the engine or its data are missing. Cheap, loads no model."""
        ...

    def open(self, hop: Hop) -> Translator:
        """Load one hop. Raises EngineError with the next step where that fails."""
        ...

    def install(self, file: Path) -> Hop:
        """Install a model package or folder. Raises PackageError, or EngineError where the engine takes none."""
        ...


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file of an offered model. `size` is in bytes; None, like an empty `sha256`, where the index is silent.

    `name` is a bare file name that is safe to write; `address` is printable and has no space.
    """

    name: str
    address: str
    size: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that an index offers. `source` and `target` are BCP 47 tags."""

    source: str
    target: str
    version: str
    licence: str
    files: tuple[RemoteFile, ...]

    @property
    def pair(self) -> str:
        """The pair as it is written in origins and reports."""
        return f"{self.source}>{self.target}"

    @property
    def size(self) -> int | None:
        """Bytes to download, None where the index does not state them."""
        sizes = [file.size for file in self.files]
        return None if None in sizes else sum(size for size in sizes if size)


class ModelIndex(Protocol):
    """How a list of models is read. It asks nothing of a network: `pipeline.stages.fetch` alone does that."""

    address: str
    """Where the list lies, unless another is named."""
    notice: str
    """What those who run the list ask of its users; empty where they ask nothing."""

    def read(self, data: object, address: str) -> tuple[Offer, ...]:
        """Every usable model that the JSON value `data` lists, the best of each pair first.

        `data` comes from a stranger. Raises PackageError where it is no such list or offers nothing usable.
        """
        ...

    def package(self, offer: Offer, folder: Path) -> Path:
        """What `install` takes, made of the files of `offer` in `folder`. Raises PackageError where they are not it."""
        ...


@runtime_checkable
class IndexedEngine(Protocol):
    """What an engine may be besides: one whose models are listed in a public index."""

    name: str
    index: ModelIndex

    def install(self, file: Path) -> Hop:
        """As `Engine.install`."""
        ...


class Check(Protocol):
    """A check of one segment. Pure: same subject, same findings.

    What it says is made of templates (`model.said.Said`), so that a reviewer can read it in their own language.
    """

    name: str
    explanation: str

    def covers(self, language: Language) -> bool:
        """Whether the data are there that the check needs in this language; where not, it says so and finds nothing."""
        ...

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """Every finding on `subject`, in the order of the target text."""
        ...


class Scope(StrEnum):
    """What a document check looks at in one go: a document, or all documents of a language."""

    DOCUMENT = "document"
    LANGUAGE = "language"


class DocumentCheck(Protocol):
    """A check that needs more than one sentence. Pure: same subjects, same findings."""

    name: str
    explanation: str
    scope: Scope

    def covers(self, language: Language) -> bool:
        """Whether the data are there that the check needs in this language."""
        ...

    def find(self, subjects: Sequence[Subject], language: Language) -> Iterable[tuple[int, Finding]]:
        """Every finding with the index of the subject it belongs to; subjects come in reading order."""
        ...


class SourceCheck(Protocol):
    """A check of an original before anything is translated: advice to its editor. Pure."""

    name: str
    explanation: str

    def covers(self, language: Language) -> bool:
        """Whether the data are there that the check needs in the original's language."""
        ...

    def find(self, document: Document, language: Language) -> Iterable[tuple[Key | None, Finding]]:
        """Every finding with the segment it belongs to, None for the document; spans are in the source."""
        ...


class Renderer(Protocol):
    """An output format."""

    name: str
    suffix: str

    def render(self, leaflet: Leaflet) -> RenderedFile:
        """The leaflet as bytes; the same leaflet gives the same bytes."""
        ...
