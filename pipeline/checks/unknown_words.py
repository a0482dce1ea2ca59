"""Reports the words that an engine did not know and that are still in the translation.

Rules. Each unknown word that the target still has, as a whole word, is a warning of its own. One with a letter that the
language does not write is a word of another language: an error, so that "feijão" never reaches a Spanish reader. Words
that the dictionary of the language has ("metformina") and units ("mmol") are right.
"""

from collections.abc import Iterable

from pipeline import dictionaries
from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said
from pipeline.wording import occurrences


class UnknownWords:
    """No word left as the engine found it."""

    name = N_("unknown_words")
    explanation = "A word that the translation engine did not know was left as it was, or half translated."

    def covers(self, language: Language) -> bool:  # noqa: ARG002  # the contract's
        """Needs no data but what the engine reported."""
        return True

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """A finding per word, in the order of the target."""
        if not subject.unknown:
            return
        dictionary = dictionaries.of(language)
        units = language.vocabulary.units.names
        unknown = dict.fromkeys(word for word in subject.unknown if word not in units)
        found = ((occurrences(subject.target, (word,)), word) for word in unknown)
        letters = language.vocabulary.letters
        for spans, word in sorted((spans, word) for spans, word in found if spans):
            foreign = sorted({c for c in word.lower() if c.isalpha() and not c.isascii() and c not in letters})
            if letters and foreign:
                message = Said.gettext(
                    "“{word}” is not {language}, which has no “{letter}”: translate it.",
                    word=word,
                    language=language.english_name,
                    letter=foreign[0],
                )
                yield Finding(self.name, Severity.ERROR, message, (), spans)
            elif not (dictionary and all(dictionary.knows(part) for part in word.split())):
                message = Said.gettext(
                    "The engine did not know “{word}”: check that it is right, or translate it.", word=word
                )
                yield Finding(self.name, Severity.WARNING, message, (), spans)


PLUGIN = UnknownWords()
