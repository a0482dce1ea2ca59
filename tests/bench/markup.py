"""Measures how often inline tags come back around the right words, way by way, with the engines that are installed.

    python tests/bench/markup.py WORKSPACE [LANGUAGE ...]

The sentences and the right spans are those of `tests/references/markup.tsv`. A span counts where its words stand in the
draft at all; an article before them may be inside or outside.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipeline.config import Workspace
from pipeline.placeables import TAG
from pipeline.stages import packs, tagging
from pipeline.stages.drafting import Drafter
from pipeline.stages.engine_text import prepare
from pipeline.stages.workshop import open_drafter

FILE = Path(__file__).parent.parent / "references" / "markup.tsv"
LANGUAGES = ("pt", "es")
Span = tuple[int, int]
Wanted = list[tuple[str, int]]


def rows(column: int) -> list[tuple[str, list[Wanted]]]:
    """Each sentence with, for every tag, the right spans: words and which time they stand there."""
    found = []
    for line in FILE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            cells = line.split("\t")
            spans = [[_wanted(one) for one in cell.split(" / ")] for cell in cells[column].split(" | ")]
            found.append((cells[0], spans))
    return found


def _wanted(text: str) -> tuple[str, int]:
    words, _, number = text.strip().partition("#")
    return words, int(number or 1)


def right_spans(target: str, wanted: Wanted, articles: str) -> list[Span]:
    """Where in the target the tag may stand; empty where its words are not there."""
    spans: list[Span] = []
    for words, number in wanted:
        if words == "*":
            spans += [(0, len(target)), (0, len(target.rstrip(".?!")))]
            continue
        there = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", target, re.IGNORECASE)]
        for start, end in there[number - 1 : number]:
            spans.append((start, end))
            if article := re.search(rf"(?<!\w)(?:{articles}) $", target[:start], re.IGNORECASE):
                spans.append((article.start(), end))
    return spans


def ways(drafter: Drafter, source: str, articles: str, wanted: list[Wanted]) -> Iterator[tuple[str, str]]:
    """What became of each tag by each way: `right`, `wrong` or `none`."""
    text = prepare(source, drafter.rules)
    target = drafter._draft([text])[0].target  # noqa: SLF001 - the draft before tags are put in
    for fragment, one in zip(text.fragments, wanted, strict=True):
        right = right_spans(target, one, articles)
        if not right:
            yield "words not there", "skipped"
            continue
        asked = tagging.Asked(*(d.target for d in drafter._draft(tagging.questions(text, fragment))))  # noqa: SLF001
        yield "found alone", _judged(tagging.found(text.text, fragment, target, asked.alone), right)
        yield "quoted", _judged(tagging.between_quotes(target, asked.quoted), right)
        yield "left out", _judged(tagging.left_out(target, asked.without), right)
        yield "these three", _judged(tagging.place(text, fragment, target, asked), right)
        around = [d.target for d in drafter._draft(tagging.surroundings(text, fragment))]  # noqa: SLF001
        yield "between", _judged(tagging.between(target, *around), right)
    yield from (("the draft", what) for what in _compared(_tagged(drafter.draft([source])[0]), wanted, articles))


def _judged(span: Span | None, right: list[Span]) -> str:
    return "none" if span is None else "right" if span in right else "wrong"


def _tagged(draft: object) -> tuple[str, list[Span]] | None:
    """A draft without tags, and the span of each pair in the order in which they open."""
    if draft is None:
        return None
    opened: list[list[int]] = []
    stack: list[list[int]] = []
    plain, position = "", 0
    target = getattr(draft, "target", "")
    for match in TAG.finditer(target):
        if match["name"] in ("sub", "sup"):
            continue
        plain += target[position : match.start()]
        position = match.end()
        if match["slash"]:
            stack.pop().append(len(plain))
        else:
            stack.append([len(plain)])
            opened.append(stack[-1])
    return plain + target[position:], [(start, end) for start, end in opened]


def _compared(tagged: tuple[str, list[Span]] | None, wanted: list[Wanted], articles: str) -> Iterator[str]:
    target, spans = tagged or ("", [])
    for place, one in enumerate(wanted):
        right = right_spans(target, one, articles)
        if tagged and not right:
            yield "skipped"
        elif len(spans) != len(wanted):
            yield "right" if tagged and set(spans) & set(right) else "none"
        else:
            yield "right" if spans[place] in right or set(spans) & set(right) else "wrong"


def main() -> None:
    """Print right, wrong and none of each way."""
    workspace, tags = Workspace(Path(sys.argv[1])), sys.argv[2:] or LANGUAGES
    for tag in tags:
        pack = packs.load(workspace, tag)
        listed = {word for table in pack.language.style.articles.values() for word in (*table, *table.values())}
        with open_drafter(workspace, pack, ()) as (drafter, route):
            count: Counter[tuple[str, str]] = Counter()
            for source, wanted in rows(1 + LANGUAGES.index(tag)):
                if TAG.search(source):
                    count.update(ways(drafter, source, "|".join(sorted(listed, key=len)), wanted))
        lines = [f"{tag}: {route}", f"  not in the draft: {count['words not there', 'skipped']}"]
        for way in ("found alone", "quoted", "left out", "these three", "between", "the draft"):
            right, wrong, none = (count[way, what] for what in ("right", "wrong", "none"))
            share = right / max(1, right + wrong + none)
            lines.append(f"  {way:12} {share:4.0%} right, {wrong} wrong, {none} not found")
        sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
