"""Translates with installed Apertium pairs: the programs of a pair answer a sentence at a time.

Apertium is a set of separate programs under the GPL; nothing of it is imported.
"""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from pipeline.engines._apertium_modes import Mode, installed_modes
from pipeline.engines._apertium_pipe import Line
from pipeline.errors import EngineError
from pipeline.plugins import Hop, Output

# Pairs that are worse than the way round through Firefox's en>pt, and would win for having fewer hops. BLEU: en>es 21,
# en>pt>es 35 (TICO-19); en>ca 31, en>pt>ca 45 (tests/references); en>gl 28, en>pt>gl 51 (the first 30 of them).
AVOIDED = frozenset({"en>ca", "en>es", "en>gl"})
_LICENCE = "GPL-2.0-or-later (separate program)"
_SECONDS = 20.0
# Ends a sentence: a blank that Apertium passes on as it is, so that the last word is complete for every program.
_FIRST_LETTER = re.compile(r"[^\W\d_]")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?= )")
_SINGLE = re.compile(r"[A-ZÀ-Ý] [a-zß-ÿ]")  # a word of one letter, and no acronym behind it
_NAMED = re.compile(r"(?<=\S )[A-ZÀ-Ý]\w*")  # what may be a name: the text may have it elsewhere
_OPENING = "¿¡\"'«“( "
_END = "[][\n]"
_RESERVED = re.compile(r"[\\\[\]{}^$/<>]")
# Signs that Apertium writes itself (* not in the dictionary, @ no translation, # no such form) or drops (~). In a
# source they travel as private-use characters, so that a mark in the output is always Apertium's.
_MARKS = "*@#"
_TRAVELLING = {ord(sign): chr(0x100000 + ord(sign)) for sign in f"{_MARKS}~"}
_ARRIVING = {ord(stand_in): chr(sign) for sign, stand_in in _TRAVELLING.items()}
_ESCAPE_OR_MARK = re.compile(r"\\(.)|([*@#])", re.DOTALL)


class Apertium:
    """The engine `apertium`."""

    name = "apertium"

    def hops(self) -> tuple[Hop, ...]:
        """The installed pairs that are worth using; none where Apertium's programs are missing."""
        return tuple(
            Hop(self.name, mode.source, mode.target, mode.version, _LICENCE, mode.package)
            for mode in installed_modes()
            if mode.pair not in AVOIDED
        )

    def open(self, hop: Hop) -> "ApertiumTranslator":
        """Start the programs of a pair. Raises EngineError where the pair is gone."""
        for mode in installed_modes():
            if mode.pair == hop.pair:
                return ApertiumTranslator(mode)
        raise EngineError(f"apertium {hop.pair}: no such pair is installed; see `pipeline engines list`")

    def install(self, file: Path) -> Hop:
        """Apertium pairs come with the operating system."""
        raise EngineError(f"{file}: Apertium pairs are packages of the system, e.g. `apt-get install apertium-es-pt`")


PLUGIN = Apertium()


class ApertiumTranslator:
    """One pair, kept running, and started anew whenever it dies or hangs."""

    def __init__(self, mode: Mode, seconds: float = _SECONDS) -> None:
        """`seconds` is what one sentence may take. Raises EngineError where the pair does not answer."""
        self._mode = mode
        self._seconds = seconds
        self._closed = False
        self._line: Line | None = None
        if problem := self._translate("1.").problem:
            raise EngineError(f"{problem}; install the package {mode.package or 'of this pair'} again")

    @property
    def process_ids(self) -> tuple[int, ...]:
        """The numbers of the running programs, in the order of the pipe."""
        return self._line.process_ids if self._line else ()

    def translate(self, sentences: Sequence[str]) -> list[Output]:
        """As in `pipeline.plugins.Translator`. `unknown` holds the words Apertium passed on untranslated."""
        return [self._translate(sentence) if sentence.strip() else Output("") for sentence in sentences]

    def unknown_characters(self, text: str) -> frozenset[str]:
        """Nothing but NUL and our own stand-ins: Apertium copies what it does not know."""
        return frozenset("\0").union(_TRAVELLING.values()).intersection(text)

    def close(self) -> None:
        """End the programs. May be called twice; afterwards every sentence is a problem."""
        self._closed = True
        self._end()

    def _translate(self, sentence: str) -> Output:
        try:
            question = write_question(sentence).encode() + b"\0"
            answer = self._running().ask(question, self._seconds)
            text, unknown = read_answer(answer.removesuffix(b"\0").decode())
            problem = "" if text.strip() else "returned nothing"
        except (EngineError, UnicodeError) as error:
            self._end()
            problem = str(error)
        except BaseException:
            self._end()
            raise
        if problem:
            return Output("", problem=f"apertium {self._mode.pair}: {problem}")
        return Output(without_moved_capital(text, unknown, sentence), unknown)

    def _running(self) -> Line:
        if self._closed:
            raise EngineError("is closed")
        if self._line is None or not self._line.alive:
            self._end()
            self._line = Line(self._mode.commands)
        return self._line

    def _end(self) -> None:
        if self._line:
            self._line.end()
        self._line = None


def write_question(sentence: str) -> str:
    """`sentence` in Apertium's stream format."""
    plain = sentence.replace("\0", " ").translate(_TRAVELLING)
    return _RESERVED.sub(r"\\\g<0>", plain) + _END


def read_answer(answer: str) -> tuple[str, tuple[str, ...]]:
    """The text of an answer in stream format without Apertium's marks, and the words that carried one, each once.

    Raises EngineError where the answer is not that of one sentence.
    """
    if answer.count(_END) != 1:
        raise EngineError(f"broke off after {answer[:80]!r}")
    stream = answer.replace(_END, "")
    unknown = [_word(stream[match.end() :]) for match in _ESCAPE_OR_MARK.finditer(stream) if match[2]]
    text = _ESCAPE_OR_MARK.sub(lambda match: match[1] or "", stream).translate(_ARRIVING)
    return text, tuple(dict.fromkeys(filter(None, unknown)))


def without_moved_capital(text: str, unknown: tuple[str, ...], sentence: str) -> str:
    """The text without the capitals that some pairs give to the word behind an unknown one, or behind a figure.

    "A fala" becomes "EL habla": a word of one letter counts as written in capitals.
    """
    text = _without_two_capitals(text, sentence)
    first, moved = _FIRST_LETTER.search(sentence), _FIRST_LETTER.search(text)
    if first and moved and moved.start() and text[0].isdigit() and first[0].islower():
        return text[: moved.start()] + moved[0].lower() + text[moved.end() :]
    named = _NAMED.findall(sentence)
    for word in unknown:
        pattern = re.compile(rf"(?<!\w){re.escape(word)}[^\w\s]{{0,2}} ([^\W\d_])")
        behind, moved = pattern.search(sentence), pattern.search(text)
        certain = moved is not None and (not text[: moved.start()].strip(_OPENING) or set(named) <= set(unknown))
        if behind and behind[1].islower() and moved and certain and not text[moved.end() : moved.end() + 1].isupper():
            text = text[: moved.start(1)] + moved[1].lower() + text[moved.end(1) :]
    return text


def _without_two_capitals(text: str, sentence: str) -> str:
    """The text with one capital in its first word, where the sentence begins with a word of one letter."""
    single, first = _SINGLE.match(sentence), _FIRST_WORD.match(text)
    if not single or not first or not first[0].isupper() or first[0] in sentence.split():
        return text
    return first[0].capitalize() + text[first.end() :]


def _word(text: str) -> str:
    """The word at the start of `text`: its letters, accents and digits."""
    for position, character in enumerate(text):
        if unicodedata.category(character)[0] not in "LMN":
            return text[:position]
    return text
