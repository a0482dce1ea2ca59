"""Tags and addresses that are lost, crossed or altered."""

import re
from collections.abc import Iterator

from pipeline.faults._fault import Fault, Pair
from pipeline.faults._text import ADDRESS, TAG
from pipeline.faults._words import Words
from pipeline.interface import N_


def _lost(pair: Pair, words: Words) -> Iterator[str]:
    """One tag of a pair, or both."""
    del words
    for match in TAG.finditer(pair.target):
        yield pair.target[: match.start()] + pair.target[match.end() :]
    name = re.search(r"<(\w+)[^<>]*>", pair.target)
    if name:
        yield re.sub(rf"</?{name[1]}(?:\s[^<>]*)?/?>", "", pair.target)


def _crossed(pair: Pair, words: Words) -> Iterator[str]:
    """Opening and closing tag in each other's place."""
    del words
    for match in re.finditer(r"(<(\w+)(?:\s[^<>]*)?>)([^<>]*)(</\2>)", pair.target):
        opening, _, inner, closing = match.groups()
        yield pair.target[: match.start()] + closing + inner + opening + pair.target[match.end() :]


def _address(pair: Pair, words: Words) -> Iterator[str]:
    """A digit or a letter of an address or identifier changed, or its end lost."""
    del words
    for match in ADDRESS.finditer(pair.target):
        if match[0] not in pair.source:
            continue
        for i in range(match.start() + 8, match.end()):
            if pair.target[i].isdigit():
                yield f"{pair.target[:i]}{(int(pair.target[i]) + 1) % 10}{pair.target[i + 1 :]}"
        yield pair.target[: match.end() - 2] + pair.target[match.end() :]


FAULTS = (
    Fault("tag-lost", "markup", N_("A tag is lost."), _lost),
    Fault("tags-crossed", "markup", N_("The closing tag stands before the opening one."), _crossed),
    Fault("address-altered", "markup", N_("A link, DOI or trial number is not that of the source."), _address),
)
