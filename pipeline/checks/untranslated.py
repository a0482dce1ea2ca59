"""Reports what has no translation yet, with the reason where an engine gave one.

Rule. A target without anything to read (nothing, spaces, tags, or punctuation alone where the source has more) is an
error, so that nothing incomplete is published.
"""

from collections.abc import Iterable

from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said
from pipeline.wording import NOTHING, plain


class Untranslated:
    """A text in every target."""

    name = N_("untranslated")
    explanation = "Every sentence needs a translation."

    def covers(self, language: Language) -> bool:  # noqa: ARG002  # the contract's
        """Needs no data."""
        return True

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """One finding where the target is empty."""
        target = subject.target.strip()
        shown = plain(target).text.strip()
        if target == NOTHING or (shown and (_is_read(shown) or not _is_read(plain(subject.source).text))):
            return
        spans = ((0, len(subject.source)),) if subject.source else ()
        message = Said.gettext("There is no translation into {language} yet.", language=language.english_name)
        if subject.not_drafted:
            reason = subject.not_drafted.rstrip(".")
            message = message.then(Said.gettext("No draft was made: {reason}.", reason=reason))
        yield Finding(self.name, Severity.ERROR, message, spans)


PLUGIN = Untranslated()


def _is_read(text: str) -> bool:
    return any(map(str.isalnum, text))
