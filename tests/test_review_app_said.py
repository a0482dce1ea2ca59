"""What the pages tell a reviewer of findings, confidence, origins and refusals: in the language of the interface."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from test_review_app_work import office, opened, send
from web import DOCUMENT, client

from pipeline import registry
from pipeline.catalog import store
from pipeline.catalog.remarks import Origin, Unknown
from pipeline.config import Workspace
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.stages.review import Desk, ReviewSegment

Open = Callable[..., Desk]
__all__ = ["office"]
WRONG = "Encontramos 62 estudios con 2404 personas."
ROUTE = "firefox en>pt 2.0, apertium pt>es 1.1"
ENGLISH = frozenset(
    ["the", "this", "that", "is", "are", "says", "said", "does", "not", "of", "and", "it", "has", "with"]
)


def wrong(desk: Desk) -> ReviewSegment:
    """The segment with 2440 people, its draft now with another number, a word put in and one not known."""
    segment = next(one for one in desk.segments() if "2440" in one.entry.key.source)
    origin, unknown = Origin("mt", f"{ROUTE}, repaired: ictus"), Unknown(("estudios",))
    drafted = replace(segment.entry, target=WRONG, fuzzy=True).with_statements([origin, unknown])
    path = desk.workspace.catalog("es", "stroke")
    store.update(path, desk.workspace.locks, lambda _: desk.catalog().with_entries({drafted.key: drafted}))
    return desk.segment(segment.entry.key)


@pytest.mark.parametrize(
    ("language", "finding", "reason", "origin"),
    [
        (
            "es",
            "[números] <span>El texto inglés dice 2440; la traducción dice 2404.</span>",
            "el motor no conocía una palabra",
            f"máquina: {ROUTE}, reparado: ictus",
        ),
        (
            "ar",
            "[الأرقام] <span>يقول الأصل (الإنجليزية): \u20682440\u2069؛ وتقول الترجمة: \u20682404\u2069.</span>",
            "لم يعرف المحرك إحدى الكلمات",
            f"آلة: \u2068{ROUTE}\u2069، مصحَّح: \u2068ictus\u2069",
        ),
    ],
)
def test_a_page_says_findings_reasons_and_origins_in_its_language(
    office: Workspace,
    desk: Open,
    language: str,
    finding: str,
    reason: str,
    origin: str,
) -> None:
    segment = wrong(desk(office))
    page = unescape(opened(client("ana", headers={"Accept-Language": language}), segment))
    assert (finding in page, reason in page, origin in page) == (True, True, True)
    (about,) = [block for block in re.findall(r"<dl>.*?</dl>", page, re.DOTALL) if origin in block]
    found = "".join(re.findall(r'<ul class="findings".*?</ul>', page, re.DOTALL))
    words = re.sub(r"<[^>]*>|«.*?»", " ", about.replace(ROUTE, "") + found)
    assert ('lang="en"' in about + found, ENGLISH.isdisjoint(re.findall(r"\w+", words.lower()))) == (False, True), words


def test_findings_while_one_types_come_in_the_language_of_the_page_and_the_api_in_english(
    office: Workspace,
    desk: Open,
) -> None:
    segment = wrong(desk(office))
    browser = client("ana", headers={"Accept-Language": "es"})
    answer: Any = send(browser, opened(browser, segment), "check", text=WRONG).json()
    said = [(one["check"], one["message"], one["english"]) for one in answer["findings"] if "2404" in one["message"]]
    assert said == [("números", "El texto inglés dice 2440; la traducción dice 2404.", False)]
    listed: Any = browser.get("/api/v1/documents/es/stroke/segments").json()
    (there,) = [one for one in listed["segments"] if one["target"] == WRONG]
    assert "The English says 2440; the translation says 2404." in [one["message"] for one in there["findings"]]
    assert "the engine did not know a word" in there["confidence"]["reasons"]


def test_why_something_was_not_done_is_said_in_the_language_of_the_page(
    office: Workspace,
    desk: Open,
) -> None:
    segment = wrong(desk(office))
    browser = client("ana", headers={"Accept-Language": "es"})
    page = send(browser, opened(browser, segment), "approve").content.decode()
    assert "<p>hay observaciones abiertas que impiden aprobar: números: El texto inglés dice 2440; " in page
    page = browser.get(DOCUMENT).content.decode()
    assert "Sentence " not in page


class OfAnotherHouse:
    """A check that knows no templates."""

    name = "house"
    explanation = "A check."

    def covers(self, language: Language) -> bool:
        return language.tag == "es"

    def find(self, subject: Subject, language: Language) -> Iterator[Finding]:
        del subject, language
        yield Finding(self.name, Severity.NOTE, "The house says so.")


def test_a_check_that_only_knows_english_is_marked_as_english(
    office: Workspace,
    desk: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = {**registry.checks(), "house": OfAnotherHouse()}
    monkeypatch.setattr(registry, "checks", lambda: known)
    page = opened(client("ana", headers={"Accept-Language": "es"}), wrong(desk(office)))
    assert '[house] <span lang="en" dir="ltr">The house says so.</span>' in page
