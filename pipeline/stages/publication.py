"""What a run of publishing reports: the files it wrote, what it refused and why, what went wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.model.finding import Problem


@dataclass(frozen=True, slots=True)
class Published:
    """A file that is there now; `path` is relative to the workspace. `changed`: this run wrote it.

    `view` is what a reader finds there, in the words of `life.View`; empty for a draft.
    """

    document: str
    language: str
    format: str
    path: str
    sha256: str
    draft: bool
    changed: bool = True
    view: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """One reason why a document is not published in a language."""

    document: str
    language: str
    why: str


@dataclass(frozen=True, slots=True)
class Turned:
    """A leaflet in whose place readers find a tombstone, a notice or nothing since this run.

    `view` in the words of `life.View`, `cause` in those of `life.Cause`.
    """

    document: str
    language: str
    view: str
    cause: str = ""


@dataclass(slots=True)
class Publication:
    """The report of a run. `figures` are those that the newer originals of published texts give up, by document.

    `formats` are those chosen for the site, where this run changed the committed choice.
    `damaged` are the leaflets, by document and language, whose record cannot be read: a notice stands in their place.
    """

    files: list[Published] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    turned: list[Turned] = field(default_factory=list)
    figures: dict[str, tuple[str, ...]] = field(default_factory=dict)
    formats: tuple[str, ...] | None = None
    damaged: list[tuple[str, str]] = field(default_factory=list)

    def ask(self, document: str, figures: Iterable[str]) -> None:
        """Add figures that a document gives up, each once."""
        if found := tuple(dict.fromkeys((*self.figures.get(document, ()), *figures))):
            self.figures[document] = found

    @property
    def clean(self) -> bool:
        """Whether all that was asked for is there."""
        return not self.refused and not self.problems
