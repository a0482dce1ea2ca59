"""Looks at how a sentence addresses the reader: as the style says, and in one way.

Rules. Forms and words: `pipeline/address.py`. A sentence that mixes two forms, or uses another one than the style's, is
a warning. Where no style is set, mixing alone is reported.
"""

from collections.abc import Iterable, Sequence

from pipeline import address
from pipeline.address import Use
from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said, quotations
from pipeline.wording import NOTHING, plain

_SHOWN = 3


class Register:
    """One form of address, the style's."""

    name = N_("register")
    explanation = "The text addresses the reader in one way (tú or usted, du or Sie), the one of the house style."

    def covers(self, language: Language) -> bool:
        """Whether the words are listed that tell the forms apart."""
        return language.source is not None and language.lexicon.has(address.TOPIC)

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """At most one finding, on every word of a wrong form."""
        target = subject.target.strip()
        if not target or target == NOTHING or language.source is None:
            return
        shown = plain(subject.target)
        used = address.uses(shown, plain(subject.source), language)
        style = address.allowed(language.style.form_of_address)
        wrong = [use for use in used if use.form not in style]
        right = [use for use in used if use.form in style]
        if not right and not style:
            right = [use for use in wrong if use.form == wrong[0].form]
            wrong = [use for use in wrong if use.form != right[0].form] if right else []
        if not wrong:
            return
        if right:
            message = Said.gettext(
                "{one} and {other}: address the reader in one way.",
                one=_listed(shown.text, [right[0]]),
                other=_listed(shown.text, wrong),
            )
        else:
            message = Said.gettext(
                "{words}: the style addresses the reader as {form}.",
                words=_listed(shown.text, wrong),
                form=language.style.form_of_address,
            )
        spans = tuple(shown.origin(use.start, use.end) for use in wrong)
        yield Finding(self.name, Severity.WARNING, message, (), spans)


PLUGIN = Register()


def _listed(text: str, used: Sequence[Use]) -> Said:
    """`“tu”, “puedes” (tú)`: the words of the first form."""
    form = used[0].form
    listed = dict.fromkeys(text[use.start : use.end] for use in used if use.form == form)
    return Said.gettext("{words} ({form})", words=quotations(list(listed)[:_SHOWN]), form=form)
