"""Finds the characters of a sentence that a model's vocabulary would drop or silently turn into something else.

A SentencePiece model first rewrites its input (½ to 1⁄2, ⁶ to 6, µ to μ) and then replaces what it has no piece for.
Neither shows in the translation: "≥ 65" comes out as "- 65", "10⁶" as "106". Whoever calls an engine must know.
"""

import unicodedata
from collections.abc import Callable, Iterable

_PIECE_SPACE = "▁"
# Compatibility characters whose plain spelling says something else: 10⁶ is not 106, 1½ is not 11/2.
_CHANGES_MEANING = ("<super>", "<sub>", "<fraction>", "<circle>")
# Spaces, invisible marks, quotation marks and dashes may be spelled in another way; the reader loses nothing.
_HARMLESS = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Pi", "Pf", "Pd"})


def altered(text: str, lost_pieces: Iterable[str], rewrite: Callable[[str], str]) -> frozenset[str]:
    """The characters of `text` that do not reach the model as they are.

    `lost_pieces` are the pieces of the whole text that the vocabulary does not hold; `rewrite` is the model's own
    normalisation. Decomposed letters are judged in their composed form and returned as they stand in `text`.
    """
    lost = set("".join(lost_pieces)) - {_PIECE_SPACE}
    found: set[str] = set()
    for character in unicodedata.normalize("NFC", text):
        rewritten = rewrite(character).replace(_PIECE_SPACE, "")
        if lost.intersection(rewritten) or _means_something_else(character, rewritten):
            found.update(character if character in text else unicodedata.normalize("NFD", character))
    return frozenset(found)


def _means_something_else(character: str, rewritten: str) -> bool:
    if rewritten == character or unicodedata.category(character) in _HARMLESS:
        return False
    if unicodedata.decomposition(character).startswith(_CHANGES_MEANING):
        return True
    return rewritten != unicodedata.normalize("NFKC", character)
