"""Builds the leaflet that a renderer shows from a record and the language's notices. Reads no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from babel.dates import format_date, format_skeleton

from pipeline.errors import LanguageError
from pipeline.interface import chrome
from pipeline.languages import Language
from pipeline.model.document import Key
from pipeline.model.leaflet import Fact, LanguageChoice, Leaflet, LeafletBlock, LeafletSentence, Original
from pipeline.placeables import plain
from pipeline.stages.packs import Pack
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

    `sandbox` marks the page as a test although the record was made outside one. Each of `anchors` goes to its sentence,
    where that comes first.
    """
    left = dict(anchors or {})
    record = replace(record, sandbox=record.sandbox or sandbox)
    words = Words(pack)
    language = pack.language
    titles = [s.target for b in record.blocks if b.kind == "title" for s in b.sentences]
    title = plain(language.joiner.join(t for t in titles if t.strip() not in ("", NOTHING)))
    return Leaflet(
        document=record.document,
        language=language.tag,
        direction=language.direction,
        joiner=language.joiner,
        fonts=language.fonts,
        title=title or plain(record.source.title),
        blocks=tuple(_block(block, record, left) for block in record.blocks if _is_shown(block)),
        banners=_banners(record, words, draft=draft),
        notices=_notices(record, words, draft=draft),
        facts=(*_facts(record, words), *_publisher(pack)),
        choices=tuple(choices),
        chrome=chrome(language.tag),
        about_heading=words("About this leaflet"),
        draft=draft,
        sandbox=record.sandbox,
        name=f"{record.document}-draft" if draft else record.document,
        original=_original(pack),
    )


def _original(pack: Pack) -> Original:
    source = pack.workspace.source_language
    return Original(source.tag, source.direction, source.joiner)


class Words:
    """The notices of a language, and dates as it writes them."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._language: Language = pack.language

    def __call__(self, notice: str, **values: str) -> str:
        """The notice with the values in its placeholders."""
        wording = self._pack.notices.get(notice, notice)
        try:
            return wording.format(**values)
        except (KeyError, IndexError, ValueError) as error:
            tag = self._language.tag
            raise LanguageError(
                f"i18n/notices/{tag}.po: {wording!r}: placeholders are not those of {notice!r}"
            ) from error

    def day(self, iso: str) -> str:
        """An ISO day or month in words."""
        if len(iso) == len("2026-11"):
            return format_skeleton("yMMMM", date.fromisoformat(f"{iso}-01"), locale=self._language.locale)
        return format_date(date.fromisoformat(iso), self._language.style.date_pattern, self._language.locale)


def _is_shown(block: RecordedBlock) -> bool:
    """Whether anything of the block is left to show; an empty cell is part of its table."""
    return not block.sentences or any(sentence.target.strip() != NOTHING for sentence in block.sentences)


def _block(block: RecordedBlock, record: Record, anchors: dict[Key, str]) -> LeafletBlock:
    """The block; the anchors that its sentences take are gone from `anchors`."""
    sentences = tuple(
        LeafletSentence(
            s.target or s.source,
            record.language if s.target else record.source.language,
            s.state,
            anchors.pop(Key(s.context, s.source), ""),
            s.source,
        )
        for s in block.sentences
        if s.target.strip() != NOTHING
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
        key_messages=block.key_messages,
    )


def _banners(record: Record, words: Words, *, draft: bool) -> tuple[str, ...]:
    banners = [words("Test output, not for patients.")] if record.sandbox else []
    if draft:
        banners.append(words("Draft for checking. Not for patients."))
        banners.append(words("This text is a machine draft. Nobody has checked it yet.")) if _untouched(
            record
        ) else None
        missing = any(not sentence.target for block in record.blocks for sentence in block.sentences)
        if missing:
            banners.append(words("Sentences marked in this way have no translation yet and are shown in English."))
    return tuple(banners)


def _untouched(record: Record) -> bool:
    """Whether no sentence has been signed by anyone."""
    return not any(sentence.signatures for block in record.blocks for sentence in block.sentences)


def _notices(record: Record, words: Words, *, draft: bool) -> tuple[str, ...]:
    """What the leaflet says of itself: how it was made, who checked it, what it is and is not."""
    notices = [] if draft else _made_by(record, words)
    source = record.source
    if source.published:
        notices.append(words("Published on {date}", date=words.day(source.published)))
    if source.evidence_date:
        notices.append(words("Evidence up to date to {date}", date=words.day(source.evidence_date)))
    notices.append(words("If the translation and the English original differ, the English original prevails."))
    notices.append(
        words(
            "This leaflet gives general information. It does not replace the advice of your doctor or another health"
            " professional."
        )
    )
    return tuple(notices)


def _made_by(record: Record, words: Words) -> list[str]:
    """How the text was made and checked; nothing where machine drafts were approved in bulk, as sandboxes may."""
    if any(_unread(sentence) for block in record.blocks for sentence in block.sentences):
        return []
    one = record.checkers == 1
    if record.machine_drafted:
        how = (
            "Drafted by machine and checked sentence by sentence by one person."
            if one
            else "Drafted by machine and checked sentence by sentence by two people."
        )
    else:
        how = (
            "Translated by people and checked sentence by sentence by one person."
            if one
            else "Translated by people and checked sentence by sentence by two people."
        )
    notices = [words(how)]
    if record.credits:
        notices.append(words("Checked by {names}.", names=", ".join(record.credits)))
    if record.signed_off:
        day = words.day(record.signed_off.split(" ")[0])
        notices.append(words("Read as a whole and signed off on {date}.", date=day))
    return notices


def _unread(sentence: RecordedSentence) -> bool:
    """Whether a machine's text was signed without being read by itself."""
    return sentence.origin.startswith("mt ") and any(line.endswith(" bulk") for line in sentence.signatures)


def _publisher(pack: Pack) -> tuple[Fact, ...]:
    """Who publishes the page, as `pipeline.toml` says, with the way to reach them."""
    settings = pack.workspace.settings
    if not settings.publisher:
        return ()
    mail = settings.contact and "@" in settings.contact and "://" not in settings.contact
    url = f"mailto:{settings.contact}" if mail else settings.contact
    return (Fact(chrome(pack.language.tag)["Page made for"], settings.publisher, url),)


def _facts(record: Record, words: Words) -> tuple[Fact, ...]:
    source = record.source
    url = source.source_url or (f"https://doi.org/{source.doi}" if source.doi else "")
    rows = (
        Fact(words("English original"), plain(source.title), url, source.language),
        Fact(words("Version"), source.version),
        Fact("DOI", source.doi),
        Fact(words("Authors"), ", ".join(source.authors)),
        Fact(words("Rights holder"), source.rights_holder),
        Fact(words("Licence"), source.licence),
        Fact(words("Document"), f"{record.document} · {record.language} · {source.sha256[:10]}"),
    )
    return tuple(fact for fact in rows if fact.value)
