"""Builds the leaflet that a renderer shows from a record and the language's notices. Reads no clock."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.languages import Language
from pipeline.model.document import Key
from pipeline.model.leaflet import LanguageChoice, Leaflet, LeafletBlock, LeafletSentence, Original
from pipeline.placeables import legible
from pipeline.stages import imprint
from pipeline.stages.packs import Pack
from pipeline.stages.page_words import Words
from pipeline.stages.record import Record, RecordedBlock, RecordedSentence
from pipeline.wording import NOTHING


def leaflet(
    record: Record,
    pack: Pack,
    choices: Sequence[LanguageChoice],
    *,
    draft: bool,
    sandbox: bool = False,
    anchors: Mapping[Key, str] | None = None,
) -> Leaflet:
    """The leaflet of a record. A draft shows English where a translation is missing, and says so.

    `sandbox` marks the page as a test. Each of `anchors` goes to its sentence, where that comes first.
    """
    record = replace(record, sandbox=record.sandbox or sandbox)
    words, language, source = Words(pack), pack.language, original(pack)
    address = "" if draft else page_address(pack, record.document)
    return Leaflet(
        document=record.document,
        language=language.tag,
        direction=language.direction,
        joiner=language.joiner,
        fonts=language.fonts,
        title=_title(record, language),
        blocks=_blocks(record, source.joiner, dict(anchors or {})),
        banners=imprint.banners(record, words, draft=draft),
        notices=imprint.notices(record, pack, words, draft=draft),
        facts=imprint.facts(record, pack, words, address),
        choices=tuple(choices),
        chrome=words.chrome,
        about_heading=words("About this leaflet"),
        draft=draft,
        sandbox=record.sandbox,
        name=f"{record.document}-draft" if draft else record.document,
        original=source,
        byline=imprint.byline(record, words, draft=draft),
        address=address,
        numbering_system=language.numbering_system,
        reference=imprint.reference(record),
        in_english=words.in_english,  # last: by now all has been said
    )


def _blocks(record: Record, joiner: str, anchors: dict[Key, str]) -> tuple[LeafletBlock, ...]:
    return tuple(_block(block, record, joiner, anchors) for block in record.blocks if _is_shown(block))


def page_address(pack: Pack, document: str) -> str:
    """Where a reader finds the document's page in this language; empty where `pipeline.toml` names no site."""
    site = pack.workspace.settings.site_address
    return f"{site}/{pack.language.tag}/{document}.html" if site else ""


def original(pack: Pack) -> Original:
    """The language of the originals, for a leaflet."""
    source = pack.workspace.source_language
    return Original(source.tag, source.direction, source.joiner)


def _title(record: Record, language: Language) -> str:
    titles = [s.target for b in record.blocks if b.kind == "title" for s in b.sentences]
    said = legible(language.joiner.join(t for t in titles if t.strip() not in ("", NOTHING)))
    return said or legible(record.source.title)


def _is_shown(block: RecordedBlock) -> bool:
    """Whether anything of the block is left to show; an empty cell is part of its table."""
    return not block.sentences or any(sentence.target.strip() != NOTHING for sentence in block.sentences)


def _with_originals(sentences: Sequence[RecordedSentence], joiner: str) -> Iterator[tuple[RecordedSentence, str]]:
    """The sentences that are shown, each with what it says of the original: its own, and those said nearby."""
    before: list[str] = []
    last: RecordedSentence | None = None
    for sentence in sentences:
        shown = sentence.target.strip() != NOTHING
        if shown and last:
            yield last, joiner.join(before)
            before = []
        before.append(sentence.source)
        last = sentence if shown else last
    if last:
        yield last, joiner.join(before)


def _block(block: RecordedBlock, record: Record, joiner: str, anchors: dict[Key, str]) -> LeafletBlock:
    """The block; the anchors that its sentences take are gone from `anchors`."""
    sentences = tuple(
        LeafletSentence(
            s.target or s.source,
            record.language if s.target else record.source.language,
            s.state,
            anchors.pop(Key(s.context, s.source), ""),
            said,
        )
        for s, said in _with_originals(block.sentences, joiner)
    )
    return LeafletBlock(
        kind=block.kind,
        sentences=sentences,
        level=block.level,
        ordered=block.ordered,
        table=block.table,
        row=block.row,
        column=block.column,
        header=block.header,
        links=block.links,
        picture=block.picture,
        key_messages=block.key_messages,
    )
