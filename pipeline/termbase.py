"""The termbase of a language: which health terms have an agreed translation, and where a source text uses them."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.errors import LanguageError
from pipeline.model.finding import TermUse
from pipeline.wording import fold, plain, whole_words

COLUMNS = ("term", "target", "accepted", "forbidden", "note", "status")
_GENDERS = ("m", "f", "mpl", "fpl")
_STATUSES = ("proposed", "signed")


@dataclass(frozen=True, slots=True)
class Term:
    """A row: `variants` are the term and its other English forms, `accepted` begins with the preferred `target`."""

    variants: tuple[str, ...]
    target: str
    accepted: tuple[str, ...]
    forbidden: tuple[str, ...]
    note: str = ""
    signed: bool = False

    @property
    def gender(self) -> str:
        """`m`, `f`, `mpl` or `fpl`, as the note begins; empty where it begins otherwise."""
        first = self.note.split(";")[0].strip()
        return first if first in _GENDERS else ""

    @property
    def name(self) -> str:
        """The English term."""
        return self.variants[0]


class Termbase:
    """The terms of one language; a later row replaces an earlier one for the same term or variant."""

    def __init__(self, terms: Iterable[Term]) -> None:
        rows = {fold(term.name): term for term in terms}
        self.terms = tuple(rows.values())
        self._by_variant = {fold(variant): term for term in self.terms for variant in term.variants}
        self._by_variant.update(rows)

    def row(self, name: str) -> Term:
        """The row of a term, by its English name."""
        return self._by_variant[fold(name)]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return whole_words(tuple(self._by_variant))

    def find(self, source: str) -> list[TermUse]:
        """Every use of a term in a source text, in order: the longest term where several begin, none inside another.

        Whole words, in any case and with any hyphen; inline markup is looked through. Time is linear in the text.
        """
        shown = plain(source)
        found = ((self._by_variant.get(fold(m[0])), m.span()) for m in self._pattern.finditer(shown.text))
        return [_use(term, shown.origin(*span)) for term, span in found if term]


def _use(term: Term, span: tuple[int, int]) -> TermUse:
    return TermUse(term.name, span, term.target, term.accepted, term.forbidden, term.signed, term.gender)


def load(paths: Iterable[Path]) -> Termbase:
    """The termbase of these files, the strongest last. Raises LanguageError as `read` does."""
    return Termbase(term for path in paths for term in read(path))


def read(path: Path) -> list[Term]:
    """The rows of a CSV file (UTF-8, comma, the columns of `COLUMNS`, lists divided by `|`).

    Raises LanguageError with `path:line` for a file that is not UTF-8, another header, a row of another length, an
    empty term or target, an unknown status, a term that is there twice, or a form both accepted and forbidden.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LanguageError(f"{path}: not UTF-8 at byte {error.start}; save the file as CSV UTF-8") from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise LanguageError(f"{path}:{line}: a NUL character; delete it")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    terms: list[Term] = []
    seen: dict[str, int] = {}
    try:
        _check_header(next(reader, []))
        for row in reader:
            if row:
                terms.append(_term(row))
                _check_new(terms[-1], seen, reader.line_num)
    except (csv.Error, ValueError) as error:
        raise LanguageError(f"{path}:{max(reader.line_num, 1)}: {error}") from error
    return terms


def _check_header(row: list[str]) -> None:
    if tuple(row) != COLUMNS:
        raise ValueError(f"the first line is {','.join(row)!r}; write {','.join(COLUMNS)!r}")


def _check_new(term: Term, seen: dict[str, int], line: int) -> None:
    for variant in term.variants:
        earlier = seen.setdefault(fold(variant), line)
        if earlier != line:
            raise ValueError(f"“{variant}” stands in line {earlier} too; keep one of them")


def _term(row: list[str]) -> Term:
    """The row as a term. Raises ValueError that says what is wrong with it."""
    if len(row) != len(COLUMNS):
        raise ValueError(
            f"{len(row)} columns where {len(COLUMNS)} are needed; put a field with a comma in double quotes"
        )
    variants, target = _forms(row[0], "term"), row[1].strip()
    accepted, forbidden, status = _forms(row[2], "accepted"), _forms(row[3], "forbidden"), row[5].strip()
    if not variants:
        raise ValueError("the term is empty")
    if not target or "|" in target:
        raise ValueError(f"the target of “{variants[0]}” must be one form; others go under accepted")
    if status not in _STATUSES:
        raise ValueError(f"the status of “{variants[0]}” is {status!r}; write {' or '.join(_STATUSES)}")
    accepted = tuple(dict.fromkeys((target, *accepted)))
    if both := sorted({fold(form) for form in accepted} & {fold(form) for form in forbidden}):
        raise ValueError(f"“{both[0]}” is both accepted and forbidden for “{variants[0]}”")
    return Term(variants, target, accepted, forbidden, row[4].strip(), signed=status == "signed")


def _forms(cell: str, column: str) -> tuple[str, ...]:
    """The forms of a cell. Raises ValueError for an empty one between two `|`."""
    if not cell.strip():
        return ()
    forms = tuple(form.strip() for form in cell.split("|"))
    if not all(forms):
        raise ValueError(f"an empty form under {column}: {cell!r}")
    return forms
