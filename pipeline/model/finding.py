"""What a check says about a text: data, never an exception."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """An error blocks publishing until it is mended or dismissed by name; a warning asks; a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Fix:
    """What would mend a finding: `text` in the place of the characters `start` to `end` of the target."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark of one check on one segment; `message` is for a volunteer, not for an engineer.

    It is `Said` where it can be read in other languages than English; its English makes the code.
    `source_spans` and `target_spans` are (start, end) character offsets. A `fix` is there where only one is right.
    """

    check: str
    severity: Severity
    message: str
    source_spans: tuple[tuple[int, int], ...] = ()
    target_spans: tuple[tuple[int, int], ...] = ()
    fix: Fix | None = None

    @property
    def code(self) -> str:
        """What tells this finding from others of the same check on the same texts: `numbers/3f9a`."""
        said = repr((self.source_spans, self.target_spans, self.message)).encode("utf-8", "surrogatepass")
        return f"{self.check}/{hashlib.sha256(said).hexdigest()[:4]}"


@dataclass(frozen=True, slots=True)
class TermUse:
    """A term of the termbase met in a source text, with what the target may and may not say.

    `span` is the place in the source. `target` is the preferred form, `accepted` holds it and every other accepted
    form, `forbidden` what is wrong here. Only a `signed` row may do more than note. `gender` is that of the preferred
    form: `m`, `f`, `mpl`, `fpl`, or empty where it is not known.
    """

    term: str
    span: tuple[int, int]
    target: str
    accepted: tuple[str, ...]
    forbidden: tuple[str, ...]
    signed: bool
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A segment as a check sees it: both texts and what is known about the pair. Checks see nothing else.

    `document` is the slug of its document; only checks of whole documents need it.
    """

    context: str | None
    source: str
    target: str
    terms: tuple[TermUse, ...] = ()
    unknown: tuple[str, ...] = ()
    not_drafted: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class LocatedFinding:
    """A finding with the place it belongs to, as `check --json` and the review show it.

    `dismissed_by` are those who set it aside; `dismissed` says whether they are as many as the policy asks for.
    One that `blocks` has to be mended or set aside before the text is approved or published.
    """

    document: str
    language: str
    subject: Subject
    finding: Finding
    dismissed: bool = field(default=False)
    dismissed_by: tuple[str, ...] = ()
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A document (or a language) that could not be dealt with, and why; the others went on."""

    document: str
    why: str
