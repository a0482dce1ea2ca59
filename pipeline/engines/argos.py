"""Translates with Argos packages: their tokenizer and CTranslate2 in batches, a sentence in and a sentence out.

argostranslate's own `translate` looks for a sentence splitter on the network and reaches for a telemetry host. It is
never imported, only `argostranslate.package` is, in the child process, with every such switch off.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline import data_home
from pipeline.engines import _argos_index, _installed
from pipeline.engines._argos_package import METADATA, Metadata, examine, read_metadata, unpack
from pipeline.engines._characters import altered
from pipeline.engines._hosted import HostedTranslator, Hosting, prove
from pipeline.errors import EngineError, PackageError
from pipeline.plugins import Hop, ModelIndex, Output

# OpenNMT, with which these models are made, trains on sentences of up to 150 pieces. CTranslate2 stops writing at 256.
_MOST_PIECES = 150
_MOST_WRITTEN = 256
_BATCH_SENTENCES = 256  # in a request: enough to find sentences of one length among them
# Sentences go through the model together, but a draft must not depend on its neighbours. What lies beside a sentence
# does not change its scores, what it is padded to does, in their last digits. So each is padded to the next multiple of
# `_STEP` pieces, whoever goes with it, alone too; with steps of one the batches would be small.
_STEP = 8
_TOGETHER = 32
_LENGTH_PENALTY = 0.2
_OFFLINE = {
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
    "ARGOS_MODEL_PROVIDER": "OPENNMT",
    "ARGOS_DEBUG": "0",
    "PYTHONUTF8": "1",
}


class Argos:
    """The engine `argos`."""

    name = "argos"
    index: ModelIndex = _argos_index.INDEX

    def hops(self) -> tuple[Hop, ...]:
        """The packages found, one a pair: ours before those of `argospm`, then the highest version."""
        return tuple(hop for hop, _ in _found().values())

    def open(self, hop: Hop) -> HostedTranslator:
        """Load a package in a process of its own. Raises EngineError where it is gone or does not load."""
        if hop.pair not in (found := _found()):
            raise EngineError(f"argos {hop.pair}: no such package is installed; see `pipeline engines list`")
        return HostedTranslator(_hosting(hop.pair, found[hop.pair][1]))

    def install(self, file: Path) -> Hop:
        """Install an `.argosmodel` file: examined, unpacked in part, opened and tried before it takes its place.

        Raises PackageError saying what is unsafe or missing.
        """
        if not file.is_file():
            raise PackageError(f"{file}: give an .argosmodel file")
        metadata = examine(file)
        with _installed.installing(data_home.models("argos") / f"{metadata.source}_{metadata.target}") as folder:
            unpack(file, folder)
            prove(_hosting(metadata.pair, folder))
        return _found()[metadata.pair][0]


PLUGIN = Argos()


def load(folder: str) -> "_Model":
    """In the child process: the package in `folder`."""
    return _Model(Path(folder))


class _Model:
    """A loaded package."""

    def __init__(self, folder: Path) -> None:
        from argostranslate import settings  # type: ignore[import-untyped]
        from argostranslate.package import Package  # type: ignore[import-untyped]
        from ctranslate2 import Translator  # type: ignore[import-untyped]

        package = Package(folder)
        self._tokenizer = package.tokenizer
        self._prefix: str = package.target_prefix
        self._beam_size: int = settings.beam_size
        self._vocabulary = _vocabulary(folder / "model")
        self._translator = Translator(
            str(folder / "model"),
            device=settings.device,
            compute_type="default" if settings.compute_type == "auto" else settings.compute_type,
            inter_threads=settings.inter_threads,
            intra_threads=settings.intra_threads,
        )
        self._tokenizer.encode("a")

    def translate(self, sentences: Sequence[str]) -> list[Output]:
        pieces = [self._tokenizer.encode(sentence) for sentence in sentences]
        outputs = [_refused(len(words)) for words in pieces]
        pending = [(places, self._start([pieces[place] for place in places], n)) for n, places in _batches(pieces)]
        for places, results in pending:
            for place, result in zip(places, results, strict=False):
                outputs[place] = self._output(result.result())
        return outputs

    def unknown_characters(self, text: str) -> frozenset[str]:
        lost = [piece for piece in self._tokenizer.encode(text) if piece not in self._vocabulary]
        # Argos's tokenizer writes every underscore as a space.
        return altered(text, lost, self._rewrite) | frozenset("_▁").intersection(text)

    def _start(self, pieces: list[list[str]], length: int) -> list[Any]:
        """Begin to translate sentences padded to `length` pieces, with the settings that argostranslate itself uses.

        Where none is as long as that, the first one is said over and over to that length, and the answer not asked for.
        """
        if max(map(len, pieces)) < length:
            pieces = [*pieces, (pieces[0] * length)[:length]]
        results: list[Any] = self._translator.translate_batch(
            pieces,
            target_prefix=[[self._prefix]] * len(pieces) if self._prefix else None,
            replace_unknowns=True,
            beam_size=self._beam_size,
            length_penalty=_LENGTH_PENALTY,
            max_decoding_length=_MOST_WRITTEN,
            return_scores=True,
            asynchronous=True,
        )
        return results

    def _output(self, result: Any) -> Output:
        pieces = result.hypotheses[0]
        if len(pieces) >= _MOST_WRITTEN:
            return Output("", problem=f"the translation did not end within {_MOST_WRITTEN} pieces")
        score = result.scores[0] * _longer(len(pieces)) / (len(pieces) + 1)
        return Output(str(self._tokenizer.decode(pieces)).removeprefix(self._prefix).strip(), score=round(score, 4))

    def _rewrite(self, text: str) -> str:
        processor = getattr(self._tokenizer, "processor", None)
        return str(processor.normalize(text)) if processor else text


def _batches(pieces: Sequence[Sequence[str]]) -> Iterator[tuple[int, list[int]]]:
    """Which sentences go together, the longest first, and to what length they are padded; not those we refuse."""
    alike: dict[int, list[int]] = defaultdict(list)
    for place, words in enumerate(pieces):
        if 0 < len(words) <= _MOST_PIECES:
            alike[-(-len(words) // _STEP) * _STEP].append(place)
    for length, places in sorted(alike.items(), reverse=True):
        count = -(-len(places) // _TOGETHER)
        yield from ((length, places[start::count]) for start in range(count))


def _longer(pieces: int) -> float:
    """What CTranslate2 has divided the sum of the log-probabilities by."""
    return float((pieces + 1) ** _LENGTH_PENALTY)


def _refused(pieces: int) -> Output:
    if not pieces:
        return Output("")
    return Output("", problem=f"the sentence is too long: {pieces} pieces, the model reads {_MOST_PIECES}")


def _vocabulary(model: Path) -> frozenset[str]:
    """Every piece the model reads. Raises OSError where the package holds none of the known files."""
    for name in ("shared_vocabulary", "source_vocabulary"):
        if (path := model / f"{name}.json").is_file():
            return frozenset(json.loads(path.read_text("utf-8")))
        if (path := model / f"{name}.txt").is_file():
            return frozenset(path.read_text("utf-8").split("\n"))
    raise FileNotFoundError(f"{model}: no vocabulary")


def _found() -> dict[str, tuple[Hop, Path]]:
    """Every usable package by pair, sorted."""
    found: dict[str, tuple[Hop, Path]] = {}
    for metadata, folder in (*_packages(data_home.models("argos")), *_packages(_of_argospm())):
        if metadata.pair not in found:
            size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
            licence = "see the package's README.md"
            hop = Hop("argos", metadata.source, metadata.target, metadata.version, licence, folder.name, size)
            found[metadata.pair] = (hop, folder)
    return dict(sorted(found.items()))


def _packages(parent: Path) -> list[tuple[Metadata, Path]]:
    """The sound packages in `parent`, the best of a pair first: made for this variety, then the highest version."""
    packages = []
    for folder in _installed.folders(parent):
        try:
            metadata = read_metadata((folder / METADATA).read_text("utf-8"), folder)
        except (PackageError, OSError, UnicodeDecodeError):
            continue
        if (folder / "model" / "model.bin").is_file():
            packages.append((metadata, folder))
    return sorted(packages, key=lambda package: package[0].merit, reverse=True)


def _of_argospm() -> Path:
    """Where Argos's own package manager installs."""
    stated = os.environ.get("ARGOS_PACKAGES_DIR")
    return Path(stated) if stated else data_home.base() / "argos-translate" / "packages"


def _hosting(pair: str, folder: Path) -> Hosting:
    threads = {"ARGOS_INTER_THREADS": str(min(4, os.cpu_count() or 1)), "ARGOS_INTRA_THREADS": "1"}
    # argostranslate makes folders and reads settings at import: here it finds neither the user's nor makes any there.
    own = str(data_home.models("argos") / ".argostranslate")
    folders = dict.fromkeys(("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), own)
    environment = {**threads, **os.environ, **_OFFLINE, **folders}
    environment.pop("ARGOS_PACKAGES_DIR", None)
    return Hosting(__name__, "load", (str(folder),), f"argos {pair}", _BATCH_SENTENCES, environment=environment)
