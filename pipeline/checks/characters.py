"""Looks for characters that must not be in a text, and for signs of the source that vanished on the way.

Rules. Errors: control characters, the replacement character, noncharacters, lone surrogates, letters read in the wrong
encoding ("Ã±"), overrides of the writing direction, and isolates or embeddings that are not closed (Unicode Standard
Annex 9). A warning: a sign that carries a meaning (≥ ± × µ °, letters like β among them) is in the source, and neither
it nor a wording that the language's list accepts for it is in the target. Invisible characters that neither the script
of the language needs (`invisible` in `i18n/style/`: joiners in Persian and Hindi, direction marks in Arabic and Hebrew)
nor the source has: a warning for those that cut a word in two for search and for a screen reader, and for private ones
that another machine shows as a box; a note for soft hyphens and direction marks. Joiners belong in emoji everywhere
(Unicode Standard, chapter 23; Technical Standard 51).
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Fix, Severity, Subject
from pipeline.model.said import Said
from pipeline.wording import NOTHING, plain, whole_words

_FORBIDDEN_ONES = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ufffd\ufffe\uffff\ud800-\udfff"
_FORBIDDEN = re.compile(f"[{_FORBIDDEN_ONES}]")
_ENCODING = re.compile("[ÃÂÐÑ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u00bf™œž˜¢¦]|ï»¿")
_INVISIBLE_ONES = (
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028\u2029\u2061-\u2064\u206a-\u206f\u3164\ue000-\uf8ff\ufeff"
    "\uffa0\ufff9-\ufffb\U000e0000-\U000e00ff\U000f0000-\U0010fffd"
)
_INVISIBLE = re.compile(f"[{_INVISIBLE_ONES}]")
_UNUSUAL = re.compile(f"[{_FORBIDDEN_ONES}{_INVISIBLE_ONES}\u2066-\u2069\u202a-\u202eÃÂÐÑâï]")
_HARMLESS = frozenset("\u00ad\u061c\u200e\u200f")
_JOINER = "\u200d"
_MODIFIERS = "\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"  # of an emoji
_ASCII = re.compile(r"[%$&+<=>^`|~]")  # the only signs of an ASCII text
_ISOLATES = re.compile("[\u2066-\u2069\u202a-\u202e]")
_CLOSES = {"\u2069": "\u2066\u2067\u2068", "\u202c": "\u202a\u202b\u202d\u202e"}
_SHOWN = 30  # characters of a garbled word
_JOINING = frozenset("+~")
_UNLISTED = frozenset("&/#*_\\|^`´¨¸¯©®™§¶†‡•<>=+~$")  # those from < on count where a language lists them

_FREQUENT = {
    "\u00ad": Said.gettext("soft hyphen"),
    "\u200b": Said.gettext("zero width space"),
    "\u200c": Said.gettext("zero width non-joiner"),
    "\u200d": Said.gettext("zero width joiner"),
    "\u200e": Said.gettext("left-to-right mark"),
    "\u200f": Said.gettext("right-to-left mark"),
    "\u202e": Said.gettext("right-to-left override"),
    "\ufeff": Said.gettext("zero width no-break space"),
    "\ufffd": Said.gettext("replacement character"),
}


class Characters:
    """No character that harms, none that means something lost."""

    name = N_("characters")
    explanation = "Invisible characters can garble a text, and signs such as ≥ or ± must not get lost."

    def covers(self, language: Language) -> bool:  # noqa: ARG002  # the contract's
        """Needs no data: it looks at characters."""
        return True

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """Harmful characters in the order of the target, then the signs of the source that are gone."""
        target = subject.target
        if _UNUSUAL.search(target):
            yield from _harmful(subject, language)
        if target.strip() and target.strip() != NOTHING:
            yield from _vanished(subject, language)


PLUGIN = Characters()


def _harmful(subject: Subject, language: Language) -> Iterator[Finding]:
    target = subject.target
    garbled = _garbled(subject)
    for match in _FORBIDDEN.finditer(target):
        if not _is_within(match.start(), garbled):
            message = Said.gettext(
                "The translation holds an invisible or broken character: {name}. Delete it.", name=_called(match[0])
            )
            yield Finding(Characters.name, Severity.ERROR, message, (), (match.span(),))
    if garbled:
        message = Said.gettext(
            "“{word}” holds letters that were read in the wrong encoding.", word=_word_at(target, garbled[0][0])
        )
        yield Finding(Characters.name, Severity.ERROR, message, (), garbled)
    yield from _invisible(subject, language, garbled)
    for place in _unclosed(target):
        message = Said.gettext("A mark that turns the direction of writing is not closed. Delete it, or close it.")
        yield Finding(Characters.name, Severity.ERROR, message, (), ((place, place + 1),))


def _called(character: str) -> str:
    """The name of a character, where it is a frequent one in words that are translated."""
    return _FREQUENT.get(character) or unicodedata.name(character, "").lower() or f"U+{ord(character):04X}"


def _garbled(subject: Subject) -> tuple[tuple[int, int], ...]:
    """Where letters stand that were read in the wrong encoding."""
    matches = list(_ENCODING.finditer(subject.target))
    wrong = [m for m in matches if m[0] not in subject.source and not _within_capitals(subject.target, m.start())]
    return tuple(match.span() for match in wrong)


def _is_within(place: int, spans: tuple[tuple[int, int], ...]) -> bool:
    following = bisect_right(spans, (place, 1 << 62))
    return following > 0 and place < spans[following - 1][1]


def _word_at(text: str, place: int) -> str:
    """What a reader sees of the word at a place."""
    start = max(text.rfind(" ", 0, place) + 1, place - _SHOWN)
    word, *_ = text[start : place + _SHOWN].split(" ", maxsplit=1)
    return "".join(filter(str.isprintable, word))


def _within_capitals(text: str, place: int) -> bool:
    """Whether the letter ends a word of capitals that a sign or space follows: MANHÃ», DE MANHÃ."""
    return text[place + 1] in "»ªº\u00a0…”“’‘–—•›" and place > 0 and text[place - 1].isupper()


def _invisible(subject: Subject, language: Language, garbled: tuple[tuple[int, int], ...]) -> Iterator[Finding]:
    """Invisible characters that the script does not need, beyond those of the source."""
    target = subject.target
    for match in _INVISIBLE.finditer(target):
        character, place = match[0], match.start()
        if character in language.style.invisible or character in subject.source or _in_emoji(target, place):
            continue
        if _is_within(place, garbled):
            continue
        severity = Severity.NOTE if character in _HARMLESS else Severity.WARNING
        message = Said.gettext(
            "An invisible character stands here that this language does not need: {name}.", name=_called(character)
        )
        deletable = character not in "\u2028\u2029" and unicodedata.category(character) != "Co"
        fix = Fix(place, place + 1, "") if deletable else None
        yield Finding(Characters.name, severity, message, (), (match.span(),), fix)


def _in_emoji(text: str, place: int) -> bool:
    """Whether a joiner stands between two pictures that it makes one of."""
    if text[place] != _JOINER or not 0 < place < len(text) - 1:
        return False
    before, after = text[place - 1], text[place + 1]
    return (before in _MODIFIERS or _is_picture(before)) and _is_picture(after)


def _is_picture(character: str) -> bool:
    return unicodedata.category(character) == "So"


def _unclosed(text: str) -> list[int]:
    """Where isolates and embeddings stand that have no partner."""
    opened: list[int] = []
    lone: list[int] = []
    for match in _ISOLATES.finditer(text):
        if match[0] not in _CLOSES:
            opened.append(match.start())
        elif opened and text[opened[-1]] in _CLOSES[match[0]]:
            opened.pop()
        else:
            lone.append(match.start())
    return sorted(place for place in lone + opened if not _FORBIDDEN.match(text[place]))


def _vanished(subject: Subject, language: Language) -> Iterator[Finding]:
    source = plain(subject.source).text
    if source.isascii() and not _ASCII.search(source):
        return
    signs = [character for character in dict.fromkeys(source) if _is_sign(character)]
    target = plain(subject.target).text
    for sign in signs:
        wordings = language.vocabulary.signs.get(sign, ())
        if (sign in _UNLISTED and not wordings) or sign in target or (sign in _JOINING and _joins(sign, source)):
            continue
        if not _said(sign, wordings, target):
            spans = tuple(m.span() for m in re.finditer(re.escape(sign), subject.source))
            message = Said.gettext(
                "The sign “{sign}” is gone, and no words that mean the same stand in its place.", sign=sign
            )
            yield Finding(Characters.name, Severity.WARNING, message, spans)


def _joins(sign: str, source: str) -> bool:
    """Whether the sign stands for "and" or "to" between two words or figures, everywhere: A+B, 10~20."""
    return not re.search(rf"(?<!\w){re.escape(sign)}|{re.escape(sign)}(?!\w)", source)


def _said(sign: str, wordings: tuple[str, ...], target: str) -> bool:
    """Whether one of the wordings is there: as whole words, for letters within a word too (IFNβ, IFNbeta)."""
    if sign.isalpha():
        return any(wording in target.lower() for wording in wordings)
    if any(wording in target for wording in wordings if len(wording) == 1 and not wording.isascii()):
        return True  # º for °
    return whole_words(wordings).search(target) is not None


@lru_cache(maxsize=1024)
def _is_sign(character: str) -> bool:
    """Mathematical and other symbols, currencies, per cent, raised digits, fractions, and Greek letters."""
    if character in "%‰°":
        return True
    if "\u0370" <= character <= "\u03ff" or character == "µ":
        return True
    return unicodedata.category(character) in ("Sm", "Sc", "So", "No")
