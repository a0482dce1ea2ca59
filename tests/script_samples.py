"""One small leaflet in every script and language that paper is proved on; the texts stand in `tests/samples/`.

They were written for these tests, are as plain as a leaflet's and hold what breaks pages: figures, units, ranges, marks
above the line, Latin words in texts of other scripts, a link, a list and a table.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from leaflet_samples import words as page_words

from pipeline import shipped
from pipeline.languages import Languages
from pipeline.model.document import BlockKind, Link
from pipeline.model.leaflet import Fact, Leaflet, LeafletBlock, LeafletSentence

FOLDER = Path(__file__).resolve().parent / "samples"
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != "en"))
WHO = Link(1, "https://www.who.int/news-room/fact-sheets/detail/hypertension")


@cache
def leaflet(tag: str) -> Leaflet:
    """The sample in the language `tag`, as `publish` would hand it to a renderer."""
    language = Languages((shipped.language_data(),)).get(tag)
    words, english = _read(tag), _read("en")
    originals = dict(zip(_texts(words), _texts(english), strict=True))

    def block(kind: BlockKind, *texts: str, **fields: object) -> LeafletBlock:
        sentences = tuple(LeafletSentence(text, tag, "final", original=originals[text]) for text in texts)
        return LeafletBlock(kind, sentences, **fields)  # type: ignore[arg-type]

    cells = [
        block(BlockKind.CELL, text, table=1, row=row, column=column, header=row == 0 or column == 0)
        for row, texts in enumerate(words["table"])
        for column, text in enumerate(texts)
    ]
    return Leaflet(
        document="salt",
        language=tag,
        direction=language.direction,
        joiner=language.joiner,
        fonts=language.fonts,
        title=words["title"],
        blocks=(
            block(BlockKind.TITLE, words["title"], level=1),
            block(BlockKind.HEADING, words["key_heading"], level=2, key_messages=True),
            *(block(BlockKind.ITEM, text, level=1, key_messages=True) for text in words["keys"]),
            block(BlockKind.HEADING, words["what_heading"], level=2),
            block(BlockKind.PARAGRAPH, *words["what"], links=(WHO,)),
            block(BlockKind.PARAGRAPH, words["do_intro"]),
            *(block(BlockKind.ITEM, text, level=1, ordered=True) for text in words["do"]),
            block(BlockKind.HEADING, words["found_heading"], level=2),
            block(BlockKind.PARAGRAPH, *words["found"]),
            *cells,
        ),
        banners=(),
        notices=(words["notice"],),
        facts=(
            Fact("English original", english["title"], "https://example.org/salt", "en"),
            Fact(words["version"], "1.2"),
            Fact("DOI", "10.1000/example.CD000123.pub2"),
        ),
        choices=(),
        chrome=dict(page_words(tag).chrome),
        about_heading=words["about"],
        draft=False,
        sandbox=False,
        name="salt",
        numbering_system=language.numbering_system,
        reference=f"salt · {tag} · 0123456789",
        address=f"https://example.org/{tag}/salt.html",
        in_english=page_words(tag).in_english,
    )


def _read(tag: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{tag}.toml").read_text("utf-8"))


def _texts(words: Any) -> Iterator[str]:
    """Every text of a sample, in order."""
    if isinstance(words, str):
        yield words
        return
    for part in words.values() if isinstance(words, dict) else words:
        yield from _texts(part)
