"""Says which sentences a person must read one by one, and why: what is in them can hurt a reader when it goes wrong."""

import re
from collections.abc import Mapping
from functools import lru_cache

from pipeline.wording import plain, whole_words

_FIGURE = re.compile(r"[\d½¼¾⅐-⅞]")
_KINDS = {"units": "unit"}  # the cue lists are named in the plural where a segment has one


def kinds(
    source: str,
    context: str | None,
    key_message: bool,  # noqa: FBT001  # a fact about the segment, not a switch
    cues: Mapping[str, tuple[str, ...]],
) -> frozenset[str]:
    """The risks of a segment: `number`, `unit`, `negation`, `certainty`, `title`, `key message`.

    `cues` are the cue words by kind of the source's language (`Style.risk`); a cue counts as whole words, in any case
    and any spelling of hyphen and apostrophe, through inline markup. `key_message` says that the segment stands under
    the heading of the key messages.
    """
    text = plain(source).text
    found = {_KINDS.get(kind, kind) for kind, words in cues.items() if _pattern(words).search(text)}
    if _FIGURE.search(text):
        found.add("number")
    if context == "title":
        found.add("title")
    if key_message:
        found.add("key message")
    return frozenset(found)


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return whole_words(words, after_figure=True)
