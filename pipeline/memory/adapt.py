"""Judges whether a translation of a similar sentence may serve, and puts new figures in the place of old ones.

Rule. Two sentences that differ in what is denied, how sure it is, which way it goes, how much at least or how often do
not share a translation, however alike they look. Where they differ in figures alone, each changed figure is replaced if
its old value stands once in both texts; otherwise the translation does not serve.
"""

from collections import Counter
from dataclasses import dataclass

from pipeline import numerals, quantities
from pipeline.languages import Language
from pipeline.wording import plain

_TOPICS = ("negation", "certainty", "direction", "limits", "frequency")


@dataclass(frozen=True, slots=True)
class Adapted:
    """A translation that may serve, and the figures that were replaced: (old, new) as the target writes them."""

    target: str
    changed: tuple[tuple[str, str], ...] = ()


def adapt(before: str, now: str, target: str, source_language: Language, language: Language) -> Adapted | None:
    """The translation `target` of the source `before` as one of the source `now`; None where it does not serve."""
    if before == now:
        return Adapted(target)
    if _meant(before, source_language) != _meant(now, source_language):
        return None
    read = quantities.reading(source_language)
    old, new = quantities.find(before, read), quantities.find(now, read)
    if [q.unit for q in old] != [q.unit for q in new]:
        return None
    changed = [(one.value, other.value) for one, other in zip(old, new, strict=True) if one.value != other.value]
    if not changed:
        return Adapted(target)
    there = quantities.find(target, quantities.reading(language))
    counts, ours = Counter(q.value for q in old), Counter(q.value for q in there)
    if any(counts[value] != 1 or ours[value] != 1 for value, _ in changed):
        return None
    return _replaced(target, there, dict(changed), language)


def _meant(source: str, language: Language) -> list[tuple[str, str]]:
    """What a sentence denies, how sure it is and so on: topics and categories, in order."""
    shown = plain(source)
    return [(topic, cue.category) for topic in _TOPICS for cue in language.lexicon.find(topic, shown)]


def _replaced(target: str, there: tuple[quantities.Quantity, ...], values: dict, language: Language) -> Adapted | None:  # type: ignore[type-arg]
    changed = []
    for quantity in sorted(there, key=lambda one: one.span, reverse=True):
        if quantity.value not in values:
            continue
        start, end = quantity.span
        written = target[start:end]
        old = numerals.localise(quantity.value, language.style)
        if written.count(old) != 1:
            return None  # a word for a number, or a form that we would not write
        new = numerals.localise(values[quantity.value], language.style)
        target = target[:start] + written.replace(old, new) + target[end:]
        changed.append((old, new))
    return Adapted(target, tuple(reversed(changed)))
