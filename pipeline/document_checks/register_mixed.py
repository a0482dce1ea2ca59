"""Looks for a document that addresses its reader in more than one way.

Rules. Forms and words: `pipeline/address.py`. The document's form is the style's where any sentence uses it, else the
most frequent. Each other form is a warning, once, on the first sentence that uses it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline import address
from pipeline.address import Use
from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said
from pipeline.plugins import Scope
from pipeline.wording import NOTHING, plain


class RegisterMixed:
    """One form of address throughout."""

    name = N_("register_mixed")
    explanation = "A document addresses its reader in one way from beginning to end."
    scope = Scope.DOCUMENT

    def covers(self, language: Language) -> bool:
        """Whether the words are listed that tell the forms apart."""
        return language.source is not None and language.lexicon.has(address.TOPIC)

    def find(self, subjects: Sequence[Subject], language: Language) -> Iterable[tuple[int, Finding]]:
        """One finding for each form that is not the document's."""
        if language.source is None:
            return
        used = [_uses(subject, language) for subject in subjects]
        sentences = Counter(form for there in used for form in {use.form for use in there})
        style = address.allowed(language.style.form_of_address)
        main = max(sentences, key=lambda form: (form in style, sentences[form], form), default="")
        seen = {main, *style}
        for place, there in enumerate(used):
            for use in there:
                if use.form not in seen:
                    seen.add(use.form)
                    yield place, self._finding(subjects[place], use, main, sentences)

    def _finding(self, subject: Subject, use: Use, main: str, sentences: Counter[str]) -> Finding:
        shown = plain(subject.target)
        word = shown.text[use.start : use.end]
        message = Said.gettext(
            "“{word}” addresses the reader as {form} (sentences: {count}), others as {main} "
            "(sentences: {number}): use one form throughout.",
            word=word,
            form=use.form,
            count=sentences[use.form],
            main=main,
            number=sentences[main],
        )
        return Finding(self.name, Severity.WARNING, message, (), (shown.origin(use.start, use.end),))


PLUGIN = RegisterMixed()


def _uses(subject: Subject, language: Language) -> list[Use]:
    target = subject.target.strip()
    if not target or target == NOTHING:
        return []
    return address.uses(plain(subject.target), plain(subject.source), language)
