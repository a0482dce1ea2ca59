"""What is wrong with a draft's terms, and with which form a wrong term is replaced."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Protocol

from rapidfuzz import fuzz, process

from pipeline.model.finding import TermUse
from pipeline.wording import contains, fold, occurrences, words

_STEM = 5  # letters that two inflected forms of a word share in the languages we have terms for
_SAME_ROOT = 80.0  # rapidfuzz's ratio from which an unknown word is taken for a form of the term
_ALIKE = 60.0  # rapidfuzz's ratio, 0 to 100, from which a form is taken for an inflection of the preferred one


class Text(Protocol):
    """A draft as far as repairs need it."""

    @property
    def target(self) -> str:
        """The text."""
        ...

    @property
    def unknown(self) -> tuple[str, ...]:
        """The words that the engine left as they were."""
        ...


def lacking(uses: Iterable[TermUse], target: str, unknown: Sequence[str] = ()) -> list[TermUse]:
    """The terms that the target has wrong: a forbidden form is there, or nothing like an accepted one is.

    A word that is `unknown` to the engine is no inflection of an accepted form, however alike they look.
    """
    return [use for use in uses if _is_wrong(use, target, {fold(word) for word in unknown})]


def _is_wrong(use: TermUse, target: str, unknown: set[str]) -> bool:
    if any(contains(target, form) for form in use.forbidden):
        return True
    return not any(contains(target, form) or _scattered(form, target, unknown) for form in use.accepted)


def _scattered(form: str, target: str, unknown: set[str]) -> bool:
    """Whether the words of a form of several words are all there, inflected or apart from each other.

    "Electronic and robotic devices" holds "robotic devices", and so does its translation.
    """
    parts = [word.text for word in words(form) if len(word.text) >= _STEM]
    stems = {word.text[:_STEM] for word in words(target) if word.text not in unknown}
    return len(parts) > 1 and all(part[:_STEM] in stems for part in parts)


def reworded(target: str, use: TermUse, form: str, unknown: Sequence[str]) -> str:
    """The target with `form` in the place of the one wrong wording of the term; the same target where that is not sure.

    Wrong is a forbidden form that stands there once, or words with an unknown one among them that are spelt much like
    an accepted form ("exacerbação" for "exacerbación").
    """
    wrong = list(occurrences(target, use.forbidden)) or _cognates(target, use, unknown)
    if len(wrong) != 1:
        return target
    start, end = wrong[0]
    written = form[0].upper() + form[1:] if target[start].isupper() and form[0].islower() else form
    return target[:start] + written + target[end:]


def _cognates(target: str, use: TermUse, unknown: Sequence[str]) -> list[tuple[int, int]]:
    """Where the target has as many words as an accepted form, one of them unknown, spelt much like it."""
    strange, said = {fold(word) for word in unknown}, words(target)
    sizes = {len(form.split()) for form in use.accepted}
    runs = [said[i : i + size] for size in sizes for i in range(len(said) - size + 1)]
    spans = [(run[0].start, run[-1].end) for run in runs if strange.intersection(word.text for word in run)]
    alike = [
        (score[1], span)
        for span in spans
        if (score := process.extractOne(target[slice(*span)], use.accepted, scorer=fuzz.ratio, processor=_bare))
    ]
    best = max(alike, default=None)
    return [best[1]] if best and best[0] >= _SAME_ROOT else []


def _bare(text: str) -> str:
    """The letters alone, without accents: ç and ã stand where Spanish has c and a."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def form_for(use: TermUse, found: str) -> str:
    """The form to put in for the English words `found`: for a plural, the accepted plural nearest to the preferred one.

    The termbase names one preferred form, in the singular where there is one, and lists the others without saying what
    they are. Plurals in -s are told by their ending (English, Spanish, Portuguese, Catalan, French); where no such form
    is listed, the preferred one stands.
    """
    plural = fold(found) != fold(use.term) and fold(found).endswith("s") and not fold(use.term).endswith("s")
    if not plural or use.target.split()[0].endswith("s"):
        return use.target
    forms = [form for form in use.accepted if _is_plural_of(form, use.target)]
    return max(forms, key=lambda form: fuzz.ratio(form, use.target), default=use.target)


def _is_plural_of(form: str, target: str) -> bool:
    first, preferred = form.split(), target.split()
    alike = len(first) == len(preferred) and fuzz.ratio(form, target) >= _ALIKE
    return alike and first[0].endswith("s") and first[0][:3].casefold() == preferred[0][:3].casefold()


def gender_of(use: TermUse, form: str) -> str:
    """The gender of a form: that of the preferred one, plural where the form is its plural."""
    plural = form != use.target and use.gender in ("m", "f")
    return f"{use.gender}pl" if plural else use.gender


def agree(target: str, token: str, gender: str, articles: dict[str, dict[str, str]]) -> str:
    """The target with the article before `token` in the gender of the term that will stand there.

    An engine takes a token for a masculine singular, most of the time.
    """
    table = articles.get(gender, {})
    if not table:
        return target

    def other(match: re.Match[str]) -> str:
        article = table[match[1].lower()]
        return (article[0].upper() + article[1:] if match[1][0].isupper() else article) + match[2]

    known = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return re.sub(rf"(?<!\w)({known})(\s+{token}(?!\w))", other, target, flags=re.IGNORECASE)


def no_worse(uses: Sequence[TermUse], before: Text, after: Text) -> bool:
    """Whether `after` has no term wrong that `before` had right."""
    wrong = set(lacking(uses, before.target, before.unknown))
    return set(lacking(uses, after.target, after.unknown)) <= wrong
