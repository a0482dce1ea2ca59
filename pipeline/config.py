"""The workspace: its folders, and what its `pipeline.toml` says. Unknown keys are errors, so a typo is never silent."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline import shipped
from pipeline.errors import WorkspaceError
from pipeline.languages import Language, Languages
from pipeline.model.finding import Severity

FILE = "pipeline.toml"


@dataclass(frozen=True, slots=True)
class Policy:
    """Who has to vouch for a text before a reader may see it.

    `signatures` is how many different people sign each segment (1 or 2). A `sandbox` allows more in bulk and marks
    every page as a test.
    """

    signatures: int = 1
    sandbox: bool = False


@dataclass(frozen=True, slots=True)
class Drafts:
    """What machines may do. `second_look`: each draft is translated back, so that its confidence is known better.

    `without_machine` are the languages in which phrases and the memory draft alone: `[drafts.es] machine = false`.
    """

    second_look: bool = True
    without_machine: frozenset[str] = frozenset()

    def by_machine(self, language: Language) -> bool:
        """Whether engines may draft in a language; what is said of the language it comes from holds for it too."""
        return not self.without_machine.intersection((language.tag, language.base))


@dataclass(frozen=True, slots=True)
class Settings:
    """`pipeline.toml`: `engines` is the order of preference between routes of equal length.

    `severities` says, by language and check, what severity the findings of a check have there: `[checks.es]`.
    `contacts` are the mail or web addresses for readers of a language, where that is another than `contact`.
    `site_address` is the web address at which the site will stand, without a slash at its end.
    `formats` are the output formats of the site: `[publish] formats`.
    `report_days` is how long a reader's report may stay open: `[reports] days`.
    """

    source_language: str = "en"
    languages: tuple[str, ...] = ()
    engines: tuple[str, ...] = ("argos", "firefox", "apertium")
    publisher: str = ""
    contact: str = ""
    policy: Policy = field(default_factory=Policy)
    severities: Mapping[str, Mapping[str, Severity]] = field(default_factory=dict)
    drafts: Drafts = field(default_factory=Drafts)
    memory_threshold: float = 0.85
    formats: tuple[str, ...] = ("html",)
    site_address: str = ""
    contacts: Mapping[str, str] = field(default_factory=dict)
    report_days: int = 14

    @property
    def site_base(self) -> str:
        """What addresses of the site begin with, a slash at its end; empty where it has none."""
        return f"{self.site_address}/" if self.site_address else ""

    def contact_for(self, language: Language) -> str:
        """Where a reader of the language reports an error; a regional language has its base's contact."""
        named = (self.contacts.get(tag, "") for tag in (language.tag, language.base))
        return next(filter(None, named), self.contact)


_LEAST_LIKE = 0.7  # below that, translating afresh is less work than mending
_LONGEST_WAIT = 365  # days that a reader may wait for an answer
_SITE = re.compile(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?")
_POLICIES = {"one-person": 1, "two-person": 2}


@dataclass(frozen=True)
class Workspace:
    """A folder with a `pipeline.toml`. Nothing is created by looking at it."""

    root: Path

    @cached_property
    def settings(self) -> Settings:
        """What `pipeline.toml` says. Raises WorkspaceError naming the key that is wrong."""
        path = self.root / FILE
        try:
            return _settings(tomllib.loads(path.read_text("utf-8")))
        except FileNotFoundError as error:
            raise WorkspaceError(f"{path}: no such file; make a workspace with `pipeline init {self.root}`") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError) as error:
            raise WorkspaceError(f"{path}: {error}") from error

    @cached_property
    def languages(self) -> Languages:
        """The languages we ship with the workspace's own data on top."""
        ours = shipped.language_data()
        own = self.root / "i18n"
        folders = (ours,) if own.resolve() == ours.resolve() else (ours, own)
        return Languages(folders, self.settings.source_language)

    @property
    def source_language(self) -> Language:
        """The language the sources are written in."""
        return self.languages.get(self.settings.source_language)

    @property
    def seeds(self) -> Path:
        """The source documents."""
        return self.root / "seeds"

    @property
    def templates(self) -> Path:
        """The templates made by `extract`."""
        return self.root / "i18n" / "templates"

    def template(self, slug: str) -> Path:
        """The template of a document."""
        return self.templates / f"{slug}.pot"

    def catalog(self, language: str, slug: str) -> Path:
        """The catalog of a document in a language: the truth about its text."""
        return self.root / "locales" / language / "LC_MESSAGES" / f"{slug}.po"

    def record(self, language: str, slug: str) -> Path:
        """The record of what was last published."""
        return self.root / "locales" / language / "published" / f"{slug}.json"

    @property
    def site(self) -> Path:
        """What is published."""
        return self.root / "build" / "site"

    @property
    def generations(self) -> Path:
        """The folders that `site` leads to, one after the other."""
        return self.root / "build" / "generations"

    @property
    def preview(self) -> Path:
        """Drafts for checking."""
        return self.root / "build" / "preview"

    @property
    def var(self) -> Path:
        """The work database, locks and caches: deletable."""
        return self.root / "var"

    @property
    def locks(self) -> Path:
        """The lock files."""
        return self.var / "locks"


def find_workspace(start: Path) -> Workspace:
    """The workspace of the nearest folder upwards from `start` that has a `pipeline.toml`."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / FILE).is_file():
            return Workspace(folder)
    raise WorkspaceError(f"no {FILE} in {start} or above; make a workspace with `pipeline init DIR`")


def settings_here(start: Path) -> Settings:
    """The settings of the workspace that `start` is in, the defaults outside one."""
    try:
        return find_workspace(start).settings
    except WorkspaceError:
        return Settings()


def _settings(data: dict[str, Any]) -> Settings:
    policy = data.pop("policy", {})
    if not isinstance(policy, dict):
        raise ValueError("policy: write a table, [policy], with its keys on lines of their own")  # noqa: TRY004
    levels = _severities(data.pop("checks", {}))
    drafts, least = _drafts(data.pop("drafts", {})), _threshold(data.pop("memory", {}))
    own: dict[str, Any] = {
        "policy": _policy(policy),
        "severities": levels,
        "drafts": drafts,
        "memory_threshold": least,
        "contacts": _contacts(data.pop("contacts", {})),
        "report_days": _report_days(data.pop("reports", {})),
        "formats": _formats(data.pop("publish", {})),
    }
    _refuse_unknown(data, set(_KINDS), "")
    _refuse_unknown(policy, {"review", "sandbox"}, "[policy] ")
    return Settings(**own, **{key: _KINDS[key](key, value) for key, value in data.items()})


def _contacts(data: object) -> dict[str, str]:
    if not isinstance(data, dict):
        raise ValueError('contacts: write a table, [contacts], with lines like es = "errores@example.org"')  # noqa: TRY004
    return {tag: _text(f"[contacts] {tag}", value) for tag, value in data.items()}


def _severities(data: object) -> dict[str, dict[str, Severity]]:
    if not isinstance(data, dict) or not all(isinstance(row, dict) for row in data.values()):
        raise ValueError('checks: write a table for each language, [checks.es], with lines like register = "error"')
    levels: dict[str, dict[str, Severity]] = {}
    for tag, row in data.items():
        for name, value in row.items():
            if value not in list(Severity):
                raise ValueError(f"[checks.{tag}] {name} = {value!r}: choose from {', '.join(Severity)}")
            levels.setdefault(tag, {})[name] = Severity(value)
    return levels


def _drafts(data: object) -> Drafts:
    if not isinstance(data, dict):
        raise ValueError("drafts: write a table, [drafts], with its keys on lines of their own")  # noqa: TRY004
    languages = {tag: row for tag, row in data.items() if isinstance(row, dict)}
    _refuse_unknown({key: data[key] for key in data if key not in languages}, {"second_look"}, "[drafts] ")
    for tag, row in languages.items():
        _refuse_unknown(row, {"machine"}, f"[drafts.{tag}] ")
    off = (tag for tag, row in languages.items() if not _switch(f"[drafts.{tag}] machine", row.get("machine", True)))
    return Drafts(_switch("[drafts] second_look", data.get("second_look", True)), frozenset(off))


def _threshold(data: object) -> float:
    """From which likeness on a similar sentence's translation is a draft."""
    if not isinstance(data, dict):
        raise ValueError("memory: write a table, [memory], with its keys on lines of their own")  # noqa: TRY004
    _refuse_unknown(data, {"threshold"}, "[memory] ")
    value = data.get("threshold", 0.85)
    if isinstance(value, bool) or not isinstance(value, int | float) or not _LEAST_LIKE <= value <= 1:
        raise ValueError(f"[memory] threshold = {value!r}: write a number from {_LEAST_LIKE} to 1")
    return float(value)


def _report_days(data: object) -> int:
    if not isinstance(data, dict):
        raise ValueError("reports: write a table, [reports], with its keys on lines of their own")  # noqa: TRY004
    _refuse_unknown(data, {"days"}, "[reports] ")
    days = data.get("days", 14)
    if type(days) is not int or not 1 <= days <= _LONGEST_WAIT:
        raise ValueError(f"[reports] days = {days!r}: write a number from 1 to {_LONGEST_WAIT}")
    return days


def _formats(data: object) -> tuple[str, ...]:
    """The output formats of the site; whether there are such is for whoever renders them."""
    if not isinstance(data, dict):
        raise ValueError("publish: write a table, [publish], with its keys on lines of their own")  # noqa: TRY004
    _refuse_unknown(data, {"formats"}, "[publish] ")
    formats = _texts("[publish] formats", data.get("formats", ["html"]))
    if not formats:
        raise ValueError('[publish] formats = []: name one at least, like ["html", "pdf"]')
    return tuple(dict.fromkeys(formats))


def _switch(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{key} = {value!r}: write true or false, without quotes")  # noqa: TRY004
    return value


def _policy(data: dict[str, Any]) -> Policy:
    review = _text("[policy] review", data.get("review", "one-person"))
    if review not in _POLICIES:
        raise ValueError(f"[policy] review = {review!r}: choose from {', '.join(_POLICIES)}")
    return Policy(_POLICIES[review], _switch("[policy] sandbox", data.get("sandbox", False)))


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{key} = {value!r}: write a text in quotes")  # noqa: TRY004
    return value


def _site(key: str, value: object) -> str:
    """The address of a site, without a slash at its end."""
    text = _text(key, value)
    if text and not (_SITE.fullmatch(text) and text.isprintable()):
        raise ValueError(f"{key} = {text!r}: write a web address, like https://leaflets.example.org")
    return text.rstrip("/")


def _texts(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f'{key} = {value!r}: write a list of texts, like ["one", "two"]')
    return tuple(value)


_KINDS: dict[str, Callable[[str, object], Any]] = {
    "source_language": _text,
    "languages": _texts,
    "engines": _texts,
    "publisher": _text,
    "contact": _text,
    "site_address": _site,
}


def _refuse_unknown(data: dict[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(set(data) - known):
        raise ValueError(f"{where}unknown key {', '.join(unknown)}: known are {', '.join(sorted(known))}")
