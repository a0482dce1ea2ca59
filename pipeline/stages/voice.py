"""What a page says of its own fate, in the reader's language where it has the words, else in English and marked so."""

from dataclasses import dataclass

from pipeline.stages import packs
from pipeline.stages.packs import Pack
from pipeline.stages.page_words import Words


@dataclass(frozen=True, slots=True)
class Said:
    """A notice as it is said, the language it is in, and its English."""

    text: str
    language: str
    english: str


class Voice:
    """The notices of a pack, each with its English."""

    def __init__(self, pack: Pack) -> None:
        source = packs.load(pack.workspace, pack.workspace.settings.source_language)
        self._pack, self._source = pack, source
        self._words, self._english = Words(pack), Words(source)

    def __call__(self, notice: str, day: str = "") -> Said:
        """The notice, with an ISO day where it has a place for one: a sentence and its date are in one language."""
        english = _fill(self._english, notice, day)
        if notice not in self._pack.notices:  # the date in it is to be English too
            return Said(english, self._source.language.tag, english)
        return Said(_fill(self._words, notice, day), self._pack.language.tag, english)


def _fill(words: Words, notice: str, day: str) -> str:
    return words.dated(notice, day) if day else words(notice)
