"""The inline notation of a segment, and the spans of it that every translation keeps as they are.

The notation is `<b> <i> <sub> <sup> <code>` and `<a1>...</a1>` (numbers from 1). A tag is a tag only with its partner:
a closing tag takes the nearest open one of its name, and what is still open between the two is text. So "p < 0.001",
"a <b" and a lonely `<b>` are text.
"""

import re
from dataclasses import dataclass

NAMES = ("b", "i", "sub", "sup", "code")

TAG = re.compile(r"<(?P<slash>/?)(?P<name>b|i|sub|sup|code|a[1-9][0-9]*)>")
_RAISED = str.maketrans("0123456789+-−()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿⁱ")
_MARK = "\u2060"  # word joiner: invisible, and no tag holds one
_OPENS_LIKE_TAG = re.compile(rf"<(?=/?(?:b|i|sub|sup|code|a[1-9][0-9]*)>|{_MARK})")
_KEPT = re.compile(
    r"""(?P<url>(?:https?://|\bwww\.)[^\s<>"“”]*[\w/#=&%~+-])
    |(?P<email>(?<![\w.+%-])[\w.+%-]++@\w[\w-]*+(?:\.\w[\w-]*+)++)
    |(?P<doi>(?<![\w./])10\.[0-9]{4,9}/[^\s<>"“”]*\w)
    |(?P<trial>\b(?:NCT[0-9]{8}|ISRCTN[0-9]{8}|ACTRN[0-9]{14}p?|ChiCTR[\w-]*[0-9]|PACTR[0-9]{15,16}|UMIN[0-9]{9}
        |DRKS[0-9]{8}|CTRI/[0-9]{4}/[0-9]{2,3}/[0-9]{6}|IRCT[0-9N]{8,20}|jRCT[0-9s]{8,12}|CRD[0-9]{11}|CD[0-9]{6}
        |20[0-9]{2}-[0-9]{6}-[0-9]{2}(?:-[0-9]{2})?)(?![\w-]))""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of a segment as it stands there: text where `name` is empty, else the tag of that name."""

    text: str
    name: str = ""
    closing: bool = False


@dataclass(frozen=True, slots=True)
class Placeable:
    """A span that a translation keeps: `kind` is `markup`, `url`, `email`, `doi` or `trial`."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """Text and tags in order; joined they are `text`. The tags are well formed: paired, and never crossing."""
    found: list[Token] = []
    position = 0
    matches = list(TAG.finditer(text))
    for number in sorted(_paired(matches)):
        match = matches[number]
        if match.start() > position:
            found.append(Token(text[position : match.start()]))
        found.append(Token(match[0], match["name"], bool(match["slash"])))
        position = match.end()
    if position < len(text):
        found.append(Token(text[position:]))
    return tuple(found)


def plain(text: str) -> str:
    """The text without its tags."""
    return "".join(token.text for token in tokens(text) if not token.name)


def legible(text: str) -> str:
    """The text without its tags, for what can set none and is read all the same: titles, lists, words for a picture."""
    said, raising = [], False
    for token in tokens(text):
        raising = not token.closing if token.name == "sup" else raising
        if not token.name:
            said.append(raised(token.text) if raising else token.text)
    return "".join(said)


def raised(text: str) -> str:
    """What a raised text is where it cannot be set as one: "10<sup>6</sup>" is "10⁶" and never "106"."""
    bare = text.strip()
    if not any(c.isdigit() for c in bare):
        return text
    known = all(ord(c) in _RAISED for c in bare)
    return text.replace(bare, bare.translate(_RAISED) if known else f"^({bare})")


def tags(text: str) -> tuple[str, ...]:
    """The tags in order, as they are written: `("<b>", "</b>")`."""
    return tuple(token.text for token in tokens(text) if token.name)


def unpaired(text: str) -> tuple[str, ...]:
    """What looks like a tag and has no partner, in order; such a tag is shown to the reader as it is written."""
    matches = list(TAG.finditer(text))
    paired = _paired(matches)
    return tuple(match[0] for number, match in enumerate(matches) if number not in paired)


def well_formed(text: str) -> bool:
    """Whether every tag has its partner and no two pairs cross."""
    return not unpaired(text)


def escape(text: str) -> str:
    """`text` as literal text of a segment: whatever looks like a tag gets an invisible word joiner after its `<`."""
    return _OPENS_LIKE_TAG.sub(f"<{_MARK}", text)


def unescape(text: str) -> str:
    """The text that `escape` was given."""
    return text.replace(f"<{_MARK}", "<")


def placeables(text: str) -> tuple[Placeable, ...]:
    """The spans of a segment that a translation keeps, in order: tags, web and mail addresses, DOIs, trial ids.

    Trial ids are those of the registries of the WHO's network, of PROSPERO and of the Cochrane Library.
    """
    found: list[Placeable] = []
    position = 0
    for token in tokens(text):
        if token.name:
            found.append(Placeable("markup", token.text, position, position + len(token.text)))
        else:
            matches = _KEPT.finditer(token.text)
            found += (Placeable(m.lastgroup or "", m[0], position + m.start(), position + m.end()) for m in matches)
        position += len(token.text)
    return tuple(found)


def _paired(matches: list[re.Match[str]]) -> set[int]:
    """The numbers of the tags that have a partner. Each tag is opened and dropped once, so time is linear."""
    paired: set[int] = set()
    waiting: list[int] = []
    unclosed: dict[str, int] = {}
    for number, match in enumerate(matches):
        name = match["name"]
        if not match["slash"]:
            waiting.append(number)
            unclosed[name] = unclosed.get(name, 0) + 1
        elif unclosed.get(name):
            opened = waiting.pop()
            unclosed[matches[opened]["name"]] -= 1
            while matches[opened]["name"] != name:
                opened = waiting.pop()
                unclosed[matches[opened]["name"]] -= 1
            paired |= {opened, number}
    return paired
