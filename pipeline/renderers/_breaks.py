"""Where lines may end on paper: what the formatter does not know by itself, said by characters without width.

- **Burmese** has no spaces between words. A zero-width space (U+200B) stands between syllables, where a line may end by
  the typographers' own rule: before a consonant or an independent vowel (U+1000-102A, 103F), unless it is stacked under
  the one before (behind U+1039) or closes that syllable (before U+103A or U+1039). Syllables are less than words; to
  find words takes a dictionary.
- **Korean** lines end between words, not within them (`word-break: keep-all`, which WeasyPrint does not know): a word
  joiner (U+2060) stands between syllables.
- **Everywhere** a figure stays with its unit, a range and a comparison stay whole ("9–12 g", "p < 0.001"): a word
  joiner stands where they could break. Who reads "10" at the end of a line may not see "mg" at the start of the next.
- **Beyond Latin letters** the short word behind a figure is its unit or what it counts ("4 غ", "3 أيام"): a space that
  ends no line stands between, on screens too, where a browser knows no more of it than paper does (`tied`).
- **Hebrew** ties a preposition to a figure by a maqaf (U+05BE): a word joiner keeps them together.

Thai, Chinese and Japanese are broken well by Pango. None of these characters is in the text that the page says
(`_pdf_text`).
"""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

NO_BREAK_SPACE = "\u00a0"
ZERO_WIDTH_SPACE, WORD_JOINER = "\u200b", "\u2060"

_SYLLABLE = re.compile("(?<=[\u1000-\u109f])(?<![\u1039\u200b])(?=[\u1000-\u102a\u103f](?!\u1037?[\u1039\u103a]))")
_WITHIN_KOREAN_WORD = re.compile("(?<=[\uac00-\ud7a3])(?=[\uac00-\ud7a3])")
_BEFORE_UNIT = re.compile(r"(?<=\d )(?=[%٪°]|[^\W\d_]{1,4}(?![^\W\d_]))")  # a short word will be one
_IN_COMPARISON = re.compile(r"(?<=[<>=≤≥±−] )(?=[\d.])|(?<=\b[A-Za-z] )(?=[<>=≤≥])")
_IN_RANGE = re.compile(r"(?<=\d)(?=[–~～-]\d)|(?<=\d[–~～-])(?=\d)")
_HEBREW_PREFIX = re.compile(r"(?<=\u05be)(?=\d|$)")
_KOREAN_TAIL = re.compile("(?<=[0-9A-Za-z%)])(?=[\uac00-\ud7a3])")
_LATIN = r"A-Za-z\u00aa-\u024f\u1e00-\u1eff"  # with the sign of micro
_BEFORE_WORD = re.compile(rf"(?:(?<=\d)|(?<=[\d%]\u2069)) (?=(?!μ[A-Za-z])[^\W\d_{_LATIN}]\S{{0,8}}(?!\S))")


def tied(pieces: Sequence[str], space: str = NO_BREAK_SPACE) -> list[str]:
    """The pieces of one text with such a space between a figure and the short word behind it, wherever they are cut."""
    text = _BEFORE_WORD.sub(space, "".join(pieces))
    ends = list(accumulate(map(len, pieces)))
    return [text[start:end] for start, end in pairwise((0, *ends))]


def with_breaks(text: str, language: str) -> str:
    """The text with such characters in it; `language` is the text's tag. What they stand between stays as it is."""
    base = language.partition("-")[0]
    for pattern in (_BEFORE_UNIT, _IN_COMPARISON, _IN_RANGE, _HEBREW_PREFIX):
        text = pattern.sub(WORD_JOINER, text)
    if base == "ko":
        text = _KOREAN_TAIL.sub(WORD_JOINER, _WITHIN_KOREAN_WORD.sub(WORD_JOINER, text))
    elif base == "my":
        text = _SYLLABLE.sub(ZERO_WIDTH_SPACE, text)
    return text
