"""Runs every check over the segments of documents, and tells which findings people have set aside."""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline import registry
from pipeline.catalog import store
from pipeline.catalog.entry import Catalog, Entry
from pipeline.config import Workspace
from pipeline.errors import CatalogError, WorkspaceError
from pipeline.languages import Language
from pipeline.model.document import Document, Key
from pipeline.model.finding import Finding, LocatedFinding, Problem, Severity, Subject
from pipeline.plugins import Scope
from pipeline.stages import packs
from pipeline.stages.extract import read_all
from pipeline.stages.packs import Pack

# A wrong figure, unit, "not" or "may" can hurt: what these checks call an error stays one in every workspace.
NEVER_LOWERED = ("numbers", "units", "negation", "certainty")
# What these only ask has to be answered, by mending the text or by a dismissal, before a patient may read it.
ANSWERED = (*NEVER_LOWERED, "direction", "small_words", "leftover", "omission")
Placed = list[tuple[str, Entry]]  # every segment of a language with the slug of its document, in reading order


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings in reading order, how many segments were looked at, and the seconds it took.

    `not_checked` names, by language, the checks that have no data for it: their silence says nothing.
    """

    findings: tuple[LocatedFinding, ...]
    segments: int
    seconds: float
    problems: tuple[Problem, ...] = ()
    not_checked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Whether there is no problem and nothing but notes and dismissed findings."""
        open_ones = (f for f in self.findings if not f.dismissed and f.finding.severity is not Severity.NOTE)
        return not self.problems and not any(open_ones)


def check(workspace: Workspace, tags: Sequence[str], names: Sequence[str] = ()) -> CheckReport:
    """Check the catalogs of `tags` against the sources as they are now."""
    started = time.monotonic()
    read = read_all(workspace, names)
    findings: list[LocatedFinding] = []
    problems = list(read.problems)
    segments = 0
    for tag in tags:
        pack = packs.load(workspace, tag)
        placed: Placed = []
        for document in read.documents:
            try:
                catalog = store.read(workspace.catalog(tag, document.slug))
            except CatalogError as error:
                problems.append(Problem(f"{document.slug} ({tag})", str(error)))
                continue
            placed += [(document.slug, entry) for entry in entries_of(document, catalog)]
        segments += len(placed)
        findings += [one for group in check_entries(placed, pack, Scope.LANGUAGE) for one in group]
    missing = {tag: not_checked(workspace.languages.get(tag)) for tag in tags}
    return CheckReport(tuple(findings), segments, time.monotonic() - started, tuple(problems), missing)


def not_checked(language: Language) -> tuple[str, ...]:
    """The checks that have no data for the language, first those whose findings have to be answered."""
    alone = [name for name, one in registry.checks().items() if not one.covers(language)]
    together = [name for name, one in registry.document_checks().items() if not one.covers(language)]
    return tuple(sorted(alone + together, key=lambda name: (name not in ANSWERED, name)))


def entries_of(document: Document, catalog: Catalog | None) -> list[Entry]:
    """The distinct messages of a document in reading order, empty ones where the catalog has none."""
    active = catalog.active if catalog else {}
    return [active.get(key, Entry(key)) for key in dict.fromkeys(document.keys)]


def check_document(document: Document, catalog: Catalog | None, pack: Pack) -> dict[Key, list[LocatedFinding]]:
    """The findings on each segment of a document, in reading order; segments without findings have empty lists."""
    entries = entries_of(document, catalog)
    found = check_entries([(document.slug, entry) for entry in entries], pack, Scope.DOCUMENT)
    return {entry.key: findings for entry, findings in zip(entries, found, strict=True)}


def check_entry(document: str, entry: Entry, pack: Pack, together: Sequence[Finding] = ()) -> list[LocatedFinding]:
    """The findings on one message as it stands: alone, and `together`, what is known of it as part of its document."""
    subject = subject_of(document, entry, pack)
    return _located(document, entry, subject, [*find(subject, pack), *together], pack)


def check_entries(placed: Placed, pack: Pack, scope: Scope) -> list[list[LocatedFinding]]:
    """The findings on each of these messages, alone and as parts of their documents (and of the language)."""
    together = find_together(placed, pack, scope)
    return [
        check_entry(document, entry, pack, found) for (document, entry), found in zip(placed, together, strict=True)
    ]


def find_together(placed: Placed, pack: Pack, scope: Scope) -> list[list[Finding]]:
    """What the checks of documents say of each message; those that look at all documents only for that scope."""
    subjects = [subject_of(document, entry, pack) for document, entry in placed]
    found: list[list[Finding]] = [[] for _ in placed]
    levels = severities(pack)
    for one in registry.document_checks().values():
        if not one.covers(pack.language) or (one.scope is Scope.LANGUAGE and scope is not Scope.LANGUAGE):
            continue
        spans = _documents(placed) if one.scope is Scope.DOCUMENT else [(0, len(subjects))]
        for first, last in spans:
            for index, finding in one.find(subjects[first:last], pack.language):
                found[first + index].append(_weighed(finding, levels))
    return found


def _documents(placed: Placed) -> Iterable[tuple[int, int]]:
    """The first place of each document and the place after its last."""
    starts = [n for n, (slug, _) in enumerate(placed) if n == 0 or placed[n - 1][0] != slug]
    return zip(starts, [*starts[1:], len(placed)], strict=True) if starts else ()


def subject_of(document: str, entry: Entry, pack: Pack) -> Subject:
    """The message as checks see it."""
    terms = tuple(pack.terms.find(entry.key.source))
    return Subject(entry.key.context, entry.key.source, entry.target, terms, entry.unknown, entry.not_drafted, document)


def find(subject: Subject, pack: Pack) -> Iterable[Finding]:
    """Every finding of every check on a pair of texts."""
    levels = severities(pack)
    for one in registry.checks().values():
        for finding in one.find(subject, pack.language):
            yield _weighed(finding, levels)


def severities(pack: Pack) -> Mapping[str, Severity]:
    """What the workspace says of the severity of checks in this language, by check.

    Raises WorkspaceError for a check that does not exist, and for lowering one that protects patients.
    """
    levels = pack.workspace.settings.severities
    chosen = {**levels.get(pack.language.base, {}), **levels.get(pack.language.tag, {})}
    if unknown := sorted(set(levels) - set(pack.workspace.languages.tags)):
        raise WorkspaceError(f"pipeline.toml, [checks.{unknown[0]}]: i18n/languages.toml knows no such language")
    for name, severity in chosen.items():
        where = f"pipeline.toml, [checks.{pack.language.tag}] {name} = {severity.value!r}"
        if name not in registry.checks() and name not in registry.document_checks():
            known = ", ".join((*registry.checks(), *registry.document_checks()))
            raise WorkspaceError(f"{where}: there is no such check; there are {known}")
        if name in NEVER_LOWERED and severity is not Severity.ERROR:
            raise WorkspaceError(f"{where}: errors of {', '.join(NEVER_LOWERED)} cannot be lowered")
    return chosen


def _weighed(finding: Finding, levels: Mapping[str, Severity]) -> Finding:
    severity = levels.get(finding.check, finding.severity)
    return finding if severity is finding.severity else replace(finding, severity=severity)


def _located(
    document: str, entry: Entry, subject: Subject, findings: Sequence[Finding], pack: Pack
) -> list[LocatedFinding]:
    """The findings with their place, and by whom each was set aside: as many people as sign a text, for it to count."""
    if not findings:
        return []
    policy = pack.workspace.settings.policy
    by: dict[str, list[str]] = defaultdict(list)
    for dismissal in entry.dismissals:
        by[dismissal.check].append(dismissal.person)
    several = [finding.check for finding in findings]
    located = []
    for finding in findings:
        alone = by[finding.check] if by and several.count(finding.check) == 1 else []
        people = tuple(dict.fromkeys((*alone, *(by[finding.code] if by else ()))))
        dismissed = len(people) >= policy.signatures
        blocks = not dismissed and _must_be_answered(finding, sandbox=policy.sandbox)
        located.append(LocatedFinding(document, pack.language.tag, subject, finding, dismissed, people, blocks))
    return located


def _must_be_answered(finding: Finding, *, sandbox: bool) -> bool:
    """Errors, and outside sandboxes the warnings of what can hurt most."""
    if is_advice(finding.check):
        return False
    asks = finding.severity is Severity.WARNING and finding.check in ANSWERED and not sandbox
    return finding.severity is Severity.ERROR or asks


def is_advice(check: str) -> bool:
    """Whether a check compares documents with each other: no single text is wrong by itself."""
    one = registry.document_checks().get(check)
    return one is not None and one.scope is Scope.LANGUAGE


def blocking(findings: Iterable[LocatedFinding]) -> list[LocatedFinding]:
    """The findings that nobody has set aside and that block approval and publishing."""
    return [one for one in findings if one.blocks]
