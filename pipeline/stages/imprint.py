"""What a leaflet says of itself: how it was made, who vouches for it, what it comes from, where to report an error."""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from pipeline.model.leaflet import Fact
from pipeline.placeables import legible
from pipeline.stages.packs import Pack
from pipeline.stages.page_words import Words
from pipeline.stages.people import credit_names
from pipeline.stages.record import Record, RecordedSentence

_COMMONS = re.compile(r"CC[ -](?P<terms>BY(?:-NC)?(?:-SA|-ND)?)[ -](?P<version>[1-4]\.0)", re.IGNORECASE)
_PEOPLE = ", from "  # what stands between a person and what their text was made from
_CHECKED = frozenset(("reviewed", "final"))


def banners(record: Record, words: Words, *, draft: bool) -> tuple[str, ...]:
    """The warnings before the title. That a machine drafted the text stays there until all of it has been read."""
    said = [words("Test output, not for patients.")] if record.sandbox else []
    if draft:
        said.append(words("Draft for checking. Not for patients."))
    if record.machine_drafted and not any(sentence.signatures for sentence in _sentences(record)):
        said.append(words("This text is a machine draft. Nobody has checked it yet."))
    elif record.machine_drafted and not _all_read(record):
        said.append(words("This text was drafted by machine. Not every sentence has been checked yet."))
    if draft and any(not sentence.target for sentence in _sentences(record)):
        said.append(words("Sentences marked in this way have no translation yet and are shown in English."))
    return tuple(said)


def byline(record: Record, words: Words, *, draft: bool) -> str:
    """How the text was made and checked; nothing where that is not done."""
    if draft or not _all_read(record):
        return ""
    one = record.checkers == 1
    if record.machine_drafted:
        return words(
            "Drafted by machine and checked sentence by sentence by one person."
            if one
            else "Drafted by machine and checked sentence by sentence by two people."
        )
    return words(
        "Translated by people and checked sentence by sentence by one person."
        if one
        else "Translated by people and checked sentence by sentence by two people."
    )


def notices(record: Record, pack: Pack, words: Words, *, draft: bool) -> tuple[str, ...]:
    """Who made and checked the text, how old it is, what it is and is not, and what to do about an error."""
    said = [] if draft or not _all_read(record) else list(_people(record, pack, words))
    source = record.source
    if source.published:
        said.append(words.dated("The English original was published on {date}.", source.published))
    if source.evidence_date:
        said.append(words.dated("Evidence up to date to {date}", source.evidence_date))
    said.append(words("If the translation and the English original differ, the English original prevails."))
    said.append(
        words(
            "This leaflet gives general information. It does not replace the advice of your doctor or another health"
            " professional."
        )
    )
    if pack.workspace.settings.contact_for(pack.language):
        said.append(words("If you find a mistake in this leaflet, please tell us. Give the document number below."))
    return tuple(said)


def facts(record: Record, pack: Pack, words: Words, address: str) -> tuple[Fact, ...]:
    """The imprint: the original and the rights in it, who publishes the page, how to reach them, and its number."""
    source, settings = record.source, pack.workspace.settings
    doi = f"https://doi.org/{quote(source.doi)}" if source.doi else ""
    contact = settings.contact_for(pack.language)
    rows = (
        Fact(words("English original"), legible(source.title), source.source_url or doi, source.language),
        Fact("DOI", source.doi, doi),
        Fact(words("Version translated"), source.version),
        Fact(words("Authors"), words.names(source.authors)),
        Fact(words("Rights holder"), source.rights_holder, language=source.language),
        Fact(words("Licence"), source.licence, _licence(source.licence)),
        Fact(words("Page made for"), settings.publisher),
        Fact(words("Report an error"), contact, _way(contact, reference(record))),
        Fact(words("This leaflet on the web"), address.partition("://")[2], address),
        Fact(words("Document number"), reference(record)),
    )
    return tuple(fact for fact in rows if fact.value)


def reference(record: Record) -> str:
    """What names the leaflet and the text it was made from."""
    return f"{record.document} · {record.language} · {record.source.sha256[:10]}"


def _sentences(record: Record) -> Iterator[RecordedSentence]:
    return (sentence for block in record.blocks for sentence in block.sentences)


def _all_read(record: Record) -> bool:
    """Whether people have checked every sentence. A machine's text that was signed unread, as sandboxes may, is not."""
    return not any(
        sentence.state not in _CHECKED
        or (sentence.origin.startswith("mt ") and any(line.endswith(" bulk") for line in sentence.signatures))
        for sentence in _sentences(record)
    )


def _people(record: Record, pack: Pack, words: Words) -> Iterator[str]:
    """Translators and checkers by the names under which they wish to be thanked today, and when the whole was read."""
    names = credit_names(pack.workspace)
    if not record.machine_drafted:
        written = {_writer(sentence.origin) for sentence in _sentences(record) if not _is_stock(sentence.origin)}
        yield from _credit(words, written, names, "Translated by {names}.", _OTHER_TRANSLATORS)
    signed = {line.split(" ")[1] for sentence in _sentences(record) for line in sentence.signatures}
    yield from _credit(words, signed, names, "Checked by {names}.", _OTHER_CHECKERS)
    if record.signed_off:
        yield words.dated("Read as a whole and signed off on {date}.", record.signed_off.split(" ")[0])


_OTHER_TRANSLATORS = "Translated by {names} and others who are not named."
_OTHER_CHECKERS = "Checked by {names} and others who are not named."


def _credit(words: Words, people: Iterable[str], names: Mapping[str, str], all_named: str, some: str) -> Iterator[str]:
    """The line that names these people; none where nobody wishes to be named."""
    thanked = {person: names.get(person, "") for person in people}
    if named := sorted({name for name in thanked.values() if name}):
        yield words(all_named if all(thanked.values()) else some, names=words.names(named))


def _writer(origin: str) -> str:
    """The handle of the person whose text it is; empty where the catalog does not say."""
    return origin.removeprefix("person ").partition(_PEOPLE)[0]


def _is_stock(origin: str) -> bool:
    return origin.startswith("phrase ")


def _licence(name: str) -> str:
    """Where the text of a Creative Commons licence stands; empty for any other."""
    found = _COMMONS.fullmatch(name.strip())
    return f"https://creativecommons.org/licenses/{found['terms'].lower()}/{found['version']}/" if found else ""


def _way(contact: str, number: str) -> str:
    """The link to a contact: a letter that names the document for a mail address, a page as it is."""
    mail = "@" in contact and "://" not in contact
    return f"mailto:{contact}?subject={quote(number)}" if mail else contact
