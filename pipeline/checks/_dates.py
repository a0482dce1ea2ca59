"""Finds dates in figures that stay as they are where the two languages read them in another order.

Rules. 3/11/2020 is 11 March to an American and 3 November to most others; which order a language has is CLDR's. A date
whose day cannot be a month (3/25/2020) is plainly foreign; one that can be read both ways has to be asked about.
"""

import re
from collections.abc import Iterator

from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said

_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?![\d/-])")
_MONTHS = 12


def unchanged(check: str, subject: Subject, language: Language) -> Iterator[Finding]:
    """Dates in figures that stand in the target as in the source, in the order of the source's language."""
    dates = list(_DATE.finditer(subject.target)) if language.source and _DATE.search(subject.source) else []
    if not dates or language.source is None or _day_first(language.source) or not _day_first(language):
        return
    for date in dates:
        month, day = int(date[1]), int(date[2])
        if date[0] not in subject.source or month == day or month > _MONTHS:
            continue
        name = language.english_name
        if day > _MONTHS:
            message = Said.gettext(
                "“{date}” is read with the day first in {language}, and is no date that way.",
                date=date[0],
                language=name,
            )
        else:
            message = Said.gettext(
                "“{date}” is read with the day first in {language}; check which is the month, or write it in words.",
                date=date[0],
                language=name,
            )
        yield Finding(check, Severity.WARNING, message, (), (date.span(),))


def _day_first(language: Language) -> bool:
    pattern: str = language.locale.date_formats["short"].pattern
    return pattern.find("d") < pattern.find("M")
