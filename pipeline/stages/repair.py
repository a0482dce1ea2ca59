"""What is wrong with a draft's terms, and with which form a wrong term is replaced."""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from pipeline.model.finding import TermUse
from pipeline.wording import contains, fold, words

_STEM = 5  # letters that two inflected forms of a word share in the languages we have terms for
_ALIKE = 60.0  # rapidfuzz's ratio, 0 to 100, from which a form is taken for an inflection of the preferred one


def lacking(uses: Iterable[TermUse], target: str) -> list[TermUse]:
    """The terms that the target has wrong: a forbidden form is there, or nothing like an accepted one is."""
    return [use for use in uses if _is_wrong(use, target)]


def _is_wrong(use: TermUse, target: str) -> bool:
    if any(contains(target, form) for form in use.forbidden):
        return True
    return not any(contains(target, form) or _scattered(form, target) for form in use.accepted)


def _scattered(form: str, target: str) -> bool:
    """Whether the words of a form of several words are all there, inflected or apart from each other.

    "Electronic and robotic devices" holds "robotic devices", and so does its translation.
    """
    parts = [word.text for word in words(form) if len(word.text) >= _STEM]
    stems = {word.text[:_STEM] for word in words(target)}
    return len(parts) > 1 and all(part[:_STEM] in stems for part in parts)


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


def no_worse(uses: Sequence[TermUse], before: str, after: str) -> bool:
    """Whether `after` has no term wrong that `before` had right."""
    return set(lacking(uses, after)) <= set(lacking(uses, before))
