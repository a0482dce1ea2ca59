"""Reads and writes the golden cases of the checks, `golden/checks/<check>.txt`, which translators can extend.

    [es] good
    Take 10 mg.
    Tome 10 mg.

    [es] error: The English says 10 mg; the translation says 100 mg. That is 10 times as much.
    Take 10 mg.
    Tome 100 mg.

A case is the language, `good` or a line per finding (severity and message), the English, the translation (`[empty]` for
none), and where a check needs it `unknown: word, word`, `not drafted: reason` and `term: term | target | accepted,
accepted | forbidden, forbidden | signed`. `\\u{202E}` stands for a character that cannot be seen. `#` begins a comment.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.model.finding import Subject, TermUse

FOLDER = Path(__file__).parent / "golden" / "checks"


@dataclass(frozen=True, slots=True)
class Case:
    check: str
    language: str
    expected: tuple[str, ...]
    subject: Subject
    line: int


def cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.txt")):
        line = 1
        for block in re.split(r"\n(?=\n|$)", path.read_text("utf-8")):
            if rows := [row for row in block.split("\n") if row and not row.startswith("#")]:
                yield _case(path.stem, rows, line + block.startswith("\n"))
            line += block.count("\n") + 1


def _case(check: str, rows: list[str], line: int) -> Case:
    heads = [row for row in rows if re.match(r"\[\w\w\] ", row)]
    source, target, *facts = (_visible(row) for row in rows[len(heads) :])
    subject = Subject(None, source, "" if target == "[empty]" else target)
    for name, _, value in (fact.partition(": ") for fact in facts):
        match name:
            case "unknown":
                subject = replace(subject, unknown=tuple(value.split(", ")))
            case "not drafted":
                subject = replace(subject, not_drafted=value)
            case "term":
                subject = replace(subject, terms=(*subject.terms, *_uses(value, source)))
            case _:
                raise ValueError(f"{check}.txt:{line}: {name!r}: write unknown, not drafted or term")
    expected = tuple(head[5:] for head in heads if head[5:] != "good")
    return Case(check, heads[0][1:3], expected, subject, line)


def _uses(row: str, source: str) -> Iterator[TermUse]:
    term, target, accepted, forbidden, status = (cell.strip() for cell in row.split("|"))
    forms = (target, *filter(None, accepted.split(", ")))
    for match in re.finditer(re.escape(term).replace("\\-", "[-\u2010]"), source, re.IGNORECASE):
        yield TermUse(term, match.span(), target, forms, tuple(filter(None, forbidden.split(", "))), status == "signed")


def _visible(row: str) -> str:
    return re.sub(r"\\u\{([0-9A-F]+)\}", lambda match: chr(int(match[1], 16)), row)
