"""Reads the golden cases of the checks, `golden/checks/<language>/<check>.txt`, which translators can extend.

    good
    Take 10 mg.
    Tome 10 mg.

    error: The English says 10 mg; the translation says 100 mg. That is 10 times as much.
    Take 10 mg.
    Tome 100 mg.

A case is `good` or a line per finding (severity and message), the English, the translation (`[empty]` for none), and
where a check needs it `context: title`, `unknown: word, word`, `not drafted: reason` and `term: term | target |
accepted, accepted | forbidden, forbidden | signed`. `\\u{202E}` stands for a character that cannot be seen. `#` begins
a comment.

A check of whole documents has several pairs a case, with a line `--` between them; its findings begin with the number
of the pair they belong to: `2 warning: ...`. `document: name` says where a pair comes from (the first: `a`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.model.finding import Subject, TermUse

FOLDER = Path(__file__).parent / "golden" / "checks"
_HEAD = re.compile(r"good|(?:\d+ )?(?:error|warning|note): .*")


@dataclass(frozen=True, slots=True)
class Case:
    """`expected` are lines as they stand in the file; a check of sentences has one subject a case."""

    check: str
    language: str
    expected: tuple[str, ...]
    subjects: tuple[Subject, ...]
    line: int

    @property
    def subject(self) -> Subject:
        (subject,) = self.subjects
        return subject

    def __str__(self) -> str:
        return f"{self.language}/{self.check}.txt:{self.line}"


def cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*/*.txt")):
        line = 1
        for block in re.split(r"\n(?=\n|$)", path.read_text("utf-8")):
            if rows := [row for row in block.split("\n") if row and not row.startswith("#")]:
                yield _case(path, rows, line + block.startswith("\n"))
            line += block.count("\n") + 1


def _case(path: Path, rows: list[str], line: int) -> Case:
    heads = []
    while rows and _HEAD.fullmatch(rows[0]):
        heads.append(rows.pop(0))
    pairs = "\n".join(rows).split("\n--\n")
    subjects = tuple(_subject(pair.split("\n"), f"{path.parent.name}/{path.name}:{line}") for pair in pairs)
    expected = tuple(head for head in heads if head != "good")
    if not heads:
        raise ValueError(f"{path}:{line}: begin the case with `good` or with the finding that is expected")
    return Case(path.stem, path.parent.name, expected, subjects, line)


def _subject(rows: list[str], place: str) -> Subject:
    source, target, *facts = map(_visible, rows)
    subject = Subject(None, source, "" if target == "[empty]" else target, document="a")
    for name, _, value in (fact.partition(": ") for fact in facts):
        match name:
            case "context" | "document":
                subject = replace(subject, **{name: value})  # type: ignore[arg-type]
            case "unknown":
                subject = replace(subject, unknown=tuple(value.split(", ")))
            case "not drafted":
                subject = replace(subject, not_drafted=value)
            case "term":
                subject = replace(subject, terms=(*subject.terms, *_uses(value, source)))
            case _:
                raise ValueError(f"{place}: {name!r}: write context, document, unknown, not drafted or term")
    return subject


def _uses(row: str, source: str) -> Iterator[TermUse]:
    term, target, accepted, forbidden, status = (cell.strip() for cell in row.split("|"))
    forms = (target, *filter(None, accepted.split(", ")))
    for match in re.finditer(re.escape(term).replace("\\-", "[-\u2010]"), source, re.IGNORECASE):
        yield TermUse(term, match.span(), target, forms, tuple(filter(None, forbidden.split(", "))), status == "signed")


def _visible(row: str) -> str:
    return re.sub(r"\\u\{([0-9A-F]+)\}", lambda match: chr(int(match[1], 16)), row)
