"""The leaflet that stands where a text came down: when and why it did, and where to read on. No word of the text."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pipeline.model.document import BlockKind, Link
from pipeline.model.leaflet import Leaflet, LeafletBlock, LeafletSentence
from pipeline.stages.leaflets import leaflet
from pipeline.stages.life import Cause, Shown, View
from pipeline.stages.packs import Pack
from pipeline.stages.record import Record, RecordedSource
from pipeline.stages.voice import Said, Voice

_DOWN = "This leaflet has been taken down."
READ_ON = "Read the original in English"
_WHY = {
    Cause.WITHDRAWN: "The original was withdrawn.",
    Cause.GONE: "The original was withdrawn.",
    Cause.SAFETY: "Important safety information has changed.",
    Cause.SUSPENDED: "The text is being checked again.",
}


def tombstone(shown: Shown, pack: Pack, *, sandbox: bool = False) -> Leaflet:
    """The leaflet in the place of the one that was taken down: its title, and nothing else of its text.

    It is a leaflet like any other, so that every format has it. A sentence for which the language has no wording yet
    is English, and says so.
    """
    titles = tuple(block for block in shown.record.blocks if block.kind is BlockKind.TITLE)
    stub = replace(shown.record, blocks=titles, machine_drafted=False, credits=(), signed_off="")
    page = leaflet(stub, pack, (), draft=False, sandbox=sandbox)
    return replace(page, blocks=(*page.blocks, *_blocks(shown, pack)), notices=(), byline="", down=True)


def bare_tombstone(pack: Pack, day: date | None = None) -> Leaflet:
    """A tombstone for every leaflet of a language that was suspended on this day: it does not say which it was.

    Without a day it stands for what cannot be read any more.
    """
    title, sandbox = Voice(pack)(_DOWN), pack.workspace.settings.policy.sandbox
    shown = Shown(no_record(pack), View.TOMBSTONE, Cause.SUSPENDED, day.isoformat() if day else "")
    page = tombstone(shown, pack, sandbox=sandbox)
    heading = LeafletBlock(BlockKind.TITLE, (_sentence(title),), level=1)
    first, *others = page.blocks
    said = replace(first, sentences=first.sentences[1:])  # its first sentence is the title here
    return replace(page, title=title.text, blocks=(heading, said, *others), facts=(), reference="", address="")


def no_record(pack: Pack, document: str = "") -> Record:
    """What stands for a record where none has been read."""
    source = RecordedSource(
        path="",
        sha256="",
        language=pack.workspace.settings.source_language,
        title=_DOWN,
        version="",
        doi="",
        published="",
        evidence_date="",
        authors=(),
        rights_holder="",
        licence="",
        translation_permission="",
        source_url="",
    )
    return Record(
        document=document,
        language=pack.language.tag,
        source=source,
        blocks=(),
        machine_drafted=False,
        checkers=1,
        credits=(),
        signed_off="",
        sandbox=False,
        catalog_sha256="",
        code_version="",
    )


def _blocks(shown: Shown, pack: Pack) -> Iterator[LeafletBlock]:
    voice = Voice(pack)
    first = [_bold(_sentence(voice(_DOWN)))]
    if shown.day:
        first.append(_sentence(voice("It was taken down on {date}.", shown.day)))
    if shown.cause:
        first.append(_sentence(voice(_WHY[shown.cause])))
    yield _paragraph(*first)
    yield _paragraph(_sentence(voice("It may be wrong. Do not use copies of it.")))
    yield _paragraph(
        _sentence(voice("Do not stop or change your treatment on your own. Talk to your doctor, nurse or pharmacist."))
    )
    if shown.url:
        read_on = _sentence(voice(READ_ON))
        linked = replace(read_on, text=f"<a1>{read_on.text}</a1>", original=f"<a1>{read_on.original}</a1>")
        yield _paragraph(linked, links=(Link(1, shown.url),))


def _paragraph(*sentences: LeafletSentence, links: tuple[Link, ...] = ()) -> LeafletBlock:
    return LeafletBlock(BlockKind.PARAGRAPH, sentences, links=links)


def _sentence(said: Said) -> LeafletSentence:
    return LeafletSentence(said.text, said.language, "final", original=said.english)


def _bold(sentence: LeafletSentence) -> LeafletSentence:
    return replace(sentence, text=f"<b>{sentence.text}</b>", original=f"<b>{sentence.original}</b>")
