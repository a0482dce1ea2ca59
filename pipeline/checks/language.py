"""Looks for a translation in another language, or in letters that the language is not written in.

Rules. A longer text with few of its language's small words, or with a letter it does not write, is put to a language
identifier, where one is installed (langid.py's model: Lui and Baldwin 2012); an answer that it is hardly in its
language is an error. Without the identifier only a text with mostly small words of the original's language is found. A
word that mixes the letters of two scripts is an error where one of the letters only looks right (Unicode Technical
Standard 39: Cyrillic "а" in "paciente"), unless the original has the word. A text mostly in another script is an error,
a word of it a warning.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Fix, Severity, Subject
from pipeline.model.said import LanguageName, Said
from pipeline.vocabulary import Vocabulary
from pipeline.wording import NOTHING, Plain, plain, word_texts, words

_LONG = 80  # characters of a text in which a language can be told
_ENOUGH = 10  # words
_USUAL = 0.3  # of the words of most texts are small words of their language
_SCARCELY = 0.01  # how probable the language is that a text is certainly not in
_THEIRS = 0.25  # of the words of nearly every text in the original's language are small words of it
_ALIKE = str.maketrans(
    "авеіјкмнорѕстухѵԁԛԝАВЕІЈКМНОРЅСТУХԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ", "abeijkmhopsctyxvdqwABEIJKMHOPSCTYXQWABEZHIKMNOPTYXovp"
)
_BEYOND = re.compile("[\u0250-\u1dff\u2c00-\ua71f\ua800-\ufaff\ufb07-\U0010ffff]")  # where no Latin letters stand
_LATIN = "LATIN"
_LETTERS = ("LETTER", "IDEOGRAPH", "SYLLABLE")  # what a letter of a script is called in Unicode
_Rank = Callable[[str], list[tuple[str, float]]]


class WrittenLanguage:
    """The right language in the right letters."""

    name = N_("language")
    explanation = "The translation must be in its language, and in the letters of that language."

    def covers(self, language: Language) -> bool:
        """Whether the small words of the language are listed: they tell it from others, and show its letters."""
        return bool(language.vocabulary.stop_words)

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """One finding for a text in another language or script, else one per word, in the order of the target."""
        shown = plain(subject.target)
        if shown.text == NOTHING or subject.target.strip() == NOTHING or not language.vocabulary.stop_words:
            return
        if len(shown.text) >= _LONG and (other := _other(shown.text, plain(subject.source).text, language)):
            message = Said.gettext(
                "This seems to be {other}, not {language}.", other=other, language=language.english_name
            )
            yield Finding(self.name, Severity.ERROR, message, (), ((0, len(subject.target)),))
            return
        script = _script_of(language.vocabulary)
        if script and not (script == _LATIN and shown.text.isascii()):
            yield from _foreign(shown, subject, language, script)


PLUGIN = WrittenLanguage()


def _other(text: str, source: str, language: Language) -> str:
    """The name of the language that a long text is in, if that is certainly another one; else nothing."""
    there = word_texts(text)
    small = language.vocabulary.stop_words
    if len(there) < _ENOUGH or text == source:
        return ""
    usual = sum(map(small.__contains__, there)) >= _USUAL * len(there)
    if usual and (text.isascii() or not _unwritten(language.vocabulary).search(text)):
        return ""
    rank = identifier()
    if rank:
        ranked = rank(text)
        own = language.babel.partition("_")[0]
        return _name(ranked[0][0], language) if dict(ranked).get(own, 1.0) < _SCARCELY else ""
    theirs = (language.source.vocabulary if language.source else Vocabulary()).stop_words - small
    if language.source and sum(word in theirs for word in there) >= _THEIRS * len(there):
        return language.source.english_name
    return ""


@lru_cache(maxsize=64)
def _unwritten(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Finds a Latin letter with an accent that the language does not write; nothing where its letters are not known."""
    accented = (chr(number) for number in range(0xC0, 0x250) if chr(number).isalpha())
    foreign = [letter for letter in accented if letter.lower() not in vocabulary.letters]
    return re.compile(f"[{''.join(foreign)}]" if vocabulary.letters else "(?!)")


@lru_cache(maxsize=1)
def identifier() -> _Rank | None:
    """The language identifier, which gives languages probabilities; loaded once, None where it is not installed."""
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]
    except ImportError:
        return None
    rank: _Rank = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True).rank
    return rank


def _name(tag: str, language: Language) -> str:
    """The name of a language in the language of the originals."""
    names = (language.source or language).locale.languages
    return LanguageName(names[tag], tag) if tag in names else Said.gettext("another language")


@lru_cache(maxsize=64)
def _script_of(vocabulary: Vocabulary) -> str:
    """The script of most letters of the small words."""
    scripts = [script for word in vocabulary.stop_words for letter in word if (script := _script(letter))]
    return max(sorted(set(scripts)), key=scripts.count, default="")


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """The first word of a letter's name in Unicode, which is its script; empty for what is no letter of a script."""
    if not letter.isalpha():
        return ""
    script, _, rest = unicodedata.name(letter, "").partition(" ")
    return script if any(kind in rest for kind in _LETTERS) and script != "MODIFIER" else ""


def _foreign(shown: Plain, subject: Subject, language: Language, script: str) -> Iterator[Finding]:
    if script == _LATIN and not _BEYOND.search(shown.text):
        return
    source = set(word_texts(plain(subject.source).text))
    found = [word for word in words(shown.text) if word.text not in source and not _is(script, word.text)]
    letters = sum(len(word.text) for word in words(shown.text))
    if sum(len(word.text) for word in found if len(word.text) > 1 and _is_whole(word.text)) > letters / 2 > 0:
        message = Said.gettext("The translation is not in the letters of {language}.", language=language.english_name)
        yield Finding(WrittenLanguage.name, Severity.ERROR, message, (), ((0, len(subject.target)),))
        return
    for word in found:
        written, span = shown.text[word.start : word.end], shown.origin(word.start, word.end)
        mended = written.translate(_ALIKE)
        if script == _LATIN and mended != written and _is(script, mended) and _is_mixed(written):
            letter = next(one for one in written if _script(one) not in (script, ""))
            message = Said.gettext(
                "“{word}” holds a letter that only looks like “{letter}”: write “{mended}”.",
                word=written,
                letter=letter.translate(_ALIKE),
                mended=mended,
            )
            yield Finding(WrittenLanguage.name, Severity.ERROR, message, (), (span,), Fix(*span, mended))
        elif len(written) > 1 and _is_whole(written):
            message = Said.gettext(
                "“{word}” is not in the letters of {language}.", word=written, language=language.english_name
            )
            yield Finding(WrittenLanguage.name, Severity.WARNING, message, (), (span,))


def _is(script: str, word: str) -> bool:
    """Whether all letters of a word belong to the script."""
    return all(_script(letter) in (script, "") for letter in word)


def _is_mixed(word: str) -> bool:
    """Whether a word has letters of several scripts, or is one letter that is no sign of science."""
    return not _is_whole(word) or (len(word) == 1 and _script(word) == "CYRILLIC")


def _is_whole(word: str) -> bool:
    """Whether all letters of a word belong to one script."""
    return len({_script(letter) for letter in word} - {""}) == 1
