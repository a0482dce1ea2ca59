"""Compares what a translation copies letter by letter: addresses, DOIs, trial numbers, marks of references, authors.

Rules. Every web address, e-mail address, DOI and registered trial number (ClinicalTrials.gov, ISRCTN, EudraCT and the
others of the WHO's network) of the source stands in the target as it is, and no other does; capitals count only where
the thing that is named tells them apart, a slash at the end of an address does not. So do the marks of references: [3],
[1-4], † and ‡. All are errors: one character leads a reader to nothing, or to another trial. A web address
that differs in the name of the language alone (/en/ and /es/) is a warning: the other page may exist. How often a thing
stands does not matter. The author before an "et al." is named in the target, whatever stands there for "et al."; in
another script names are written otherwise, and not compared.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said
from pipeline.placeables import placeables
from pipeline.wording import NOTHING

_HINTS = ("://", "www.", "@", "10.", "[", "†", "‡", "et al")
_TRIAL = re.compile(r"\d{6}")  # every trial number has as many digits on end
_REFERENCE = re.compile(r"\[\d{1,3}(?:\s?[,;–‐‑-]\s?\d{1,3}){0,20}\]|[†‡]")
_AUTHOR = re.compile(r"(?<!\w)(\w[\w'’-]{0,40}),?\s+et\s+al(?!\w)")
_BEYOND_LATIN = "\u0250"  # the first letter behind the Latin blocks
_PARTS = re.compile(r"[/.?&=#:_-]+")
_REGION = re.compile(r"(?<=[/=.])([a-z]{2})[-_][a-z]{2}(?=[/.&#]|$)")  # pt-br
_NEAR = 3  # characters in which two may differ and still be meant for the same
_NAMES = {
    "url": Said.gettext("web address"),
    "email": Said.gettext("e-mail address"),
    "doi": Said.gettext("DOI"),
    "trial": Said.gettext("trial number"),
    "reference": Said.gettext("reference mark"),
    "author": Said.gettext("author’s name"),
}
_Kept = dict[str, tuple[str, str, tuple[int, int]]]  # by what tells two apart: kind, text, place


class Placeables:
    """Addresses, identifiers and reference marks as in the source."""

    name = N_("placeables")
    explanation = "Web addresses, DOIs, trial numbers and reference marks are copied letter by letter."

    def covers(self, language: Language) -> bool:  # noqa: ARG002  # the contract's
        """Needs no data: it compares characters."""
        return True

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """What is lost or changed, in the order of the source, then what is only in the target."""
        source, target = subject.source, subject.target
        if not (_has_hint(source) or _has_hint(target)) or not target.strip() or target.strip() == NOTHING:
            return
        ours, theirs = _kept(source), _kept(target)
        lost = {key: one for key, one in ours.items() if key not in theirs and not _is_named(one, target)}
        added = {
            key: one
            for key, one in theirs.items()
            if key not in ours and not _interval(one, ours) and not _is_named(one, source)
        }
        for kind, text, span in lost.values():
            other = _counterpart(kind, text, lost, added, language)
            if not other:
                message = Said.gettext("The {kind} “{text}” of the original is missing.", kind=_NAMES[kind], text=text)
                yield Finding(self.name, Severity.ERROR, message, (span,))
                continue
            yield self._changed(kind, (text, span), added.pop(other)[1:], language)
        for kind, text, span in added.values():
            message = Said.gettext("The {kind} “{text}” is not in the original.", kind=_NAMES[kind], text=text)
            yield Finding(self.name, Severity.ERROR, message, (), (span,))

    def _changed(
        self, kind: str, ours: tuple[str, tuple[int, int]], theirs: tuple[str, tuple[int, int]], language: Language
    ) -> Finding:
        spans = (ours[1],), (theirs[1],)
        if kind == "url" and _in_other_language(ours[0], theirs[0], language):
            message = Said.gettext(
                "The original has “{text}”, the translation “{other}”. Does that page exist?",
                text=ours[0],
                other=theirs[0],
            )
            return Finding(self.name, Severity.WARNING, message, *spans)
        message = Said.gettext(
            "The {kind} is changed: the original has “{text}”, the translation “{other}”.",
            kind=_NAMES[kind],
            text=ours[0],
            other=theirs[0],
        )
        return Finding(self.name, Severity.ERROR, message, *spans)


PLUGIN = Placeables()


def _has_hint(text: str) -> bool:
    return any(hint in text for hint in _HINTS) or _TRIAL.search(text) is not None


def _kept(text: str) -> _Kept:
    """What a translation copies, the first of each, in order."""
    found: _Kept = {}
    spans = []
    for one in placeables(text):
        if one.kind != "markup":
            found.setdefault(_IDENTITY[one.kind](one.text), (one.kind, one.text, (one.start, one.end)))
            spans.append((one.start, one.end))
    inside = {place for start, end in spans for place in range(start, end)}
    for match in _REFERENCE.finditer(text):
        if match.start() not in inside:
            found.setdefault(_reference(match[0]), ("reference", match[0], match.span()))
    for match in _AUTHOR.finditer(text) if "et al" in text else ():
        found.setdefault(match[1], ("author", match[1], match.span(1)))
    return found


def _is_named(one: tuple[str, str, tuple[int, int]], other: str) -> bool:
    """Whether the other text names an author ("He y colaboradores"), or is in another script and cannot."""
    kind, name, _ = one
    if kind != "author":
        return False
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", other) is not None or not _is_latin(other)


def _is_latin(text: str) -> bool:
    """Whether most letters of a text are Latin ones."""
    letters = [character for character in text if character.isalpha()]
    return 2 * sum(character < _BEYOND_LATIN for character in letters) > len(letters)


def _url(address: str) -> str:
    """The address with the name of its host in small letters, and without a slash at its end."""
    scheme, mark, rest = address.rpartition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{mark}{host}".lower() + (slash + path).rstrip("/")


def _interval(one: tuple[str, str, tuple[int, int]], ours: _Kept) -> bool:
    """Whether what looks like a mark of several references is an interval: [1,2; 1,5] for [1.2, 1.5]."""
    if one[0] != "reference" or not re.search(r"[,;]", one[1]):
        return False
    return all(kind != "reference" for kind, *_ in ours.values())


def _reference(mark: str) -> str:
    return re.sub(r"[–‐‑]", "-", re.sub(r"\s", "", mark)).replace(";", ",")


_IDENTITY: dict[str, Callable[[str], str]] = {"url": _url, "email": str.lower, "doi": str.lower, "trial": str}


def _counterpart(kind: str, text: str, lost: _Kept, added: _Kept, language: Language) -> str:
    """The key of what stands in the place of a lost one: the only one of its kind, else one that is nearly the same."""
    candidates = [key for key, one in added.items() if one[0] == kind][:50]
    if len(candidates) == 1 and sum(one[0] == kind for one in lost.values()) == 1:
        return candidates[0]
    near = [
        key
        for key in candidates
        if _alike(text, added[key][1]) or (kind == "url" and _in_other_language(text, added[key][1], language))
    ]
    return near[0] if near else ""


def _alike(one: str, other: str) -> bool:
    """Whether two texts differ in one stretch of up to three characters, or in the order of two."""
    shorter = min(len(one), len(other))
    before = next((i for i in range(shorter) if one[i] != other[i]), shorter)
    after = next((i for i in range(shorter - before) if one[-1 - i] != other[-1 - i]), shorter - before)
    return max(len(one), len(other)) - before - after <= _NEAR


def _in_other_language(ours: str, theirs: str, language: Language) -> bool:
    """Whether two addresses differ in the name of the language alone."""
    first, second = (_PARTS.split(_REGION.sub(r"\1", text.lower().rstrip("/"))) for text in (ours, theirs))
    if len(first) != len(second) or not language.source:
        return False
    differing = {pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]}
    return bool(differing) and all(a in _called(language.source) and b in _called(language) for a, b in differing)


@lru_cache(maxsize=64)
def _named(tag: str, names: tuple[str, ...]) -> frozenset[str]:
    regions = frozenset(part.lower() for part in tag.split("-"))
    return regions | frozenset(name.lower().split(" (")[0] for name in names)


def _called(language: Language) -> frozenset[str]:
    """What an address may call a language: `es`, `español`, `spanish`."""
    return _named(language.tag, (language.name, language.english_name, language.locale.language))
