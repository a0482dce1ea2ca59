"""What a run of publishing reports: the files it wrote, what it refused and why, what went wrong."""

from dataclasses import dataclass, field

from pipeline.model.finding import Problem


@dataclass(frozen=True, slots=True)
class Published:
    """A file that is there now; `path` is relative to the workspace. `changed`: this run wrote it."""

    document: str
    language: str
    format: str
    path: str
    sha256: str
    draft: bool
    changed: bool = True


@dataclass(frozen=True, slots=True)
class Refused:
    """One reason why a document is not published in a language."""

    document: str
    language: str
    why: str


@dataclass(slots=True)
class Publication:
    """The report of a run.

    `formats` are those chosen for the site, where this run changed the committed choice.

    `damaged` are the leaflets, by document and language, whose record cannot be read: a notice stands in their place.
    """

    files: list[Published] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    formats: tuple[str, ...] | None = None
    damaged: list[tuple[str, str]] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether all that was asked for is there."""
        return not self.refused and not self.problems
