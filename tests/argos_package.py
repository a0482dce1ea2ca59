"""Builds a small, valid Argos package without training one: a CTranslate2 model whose weights are set by hand.

The model copies its input piece by piece and may exchange single words. It is a real encoder-decoder Transformer, so
everything around it (packages, tokenizer, batching, processes) is tried with the real libraries and no download.

How it copies: a token is embedded as [code | 0] and a position as [0 | place], rows of +1 and -1 that sum to zero, so
that layer normalisation leaves them alone. All layers add nothing but one, the cross-attention of the last decoder
layer: its queries and keys look at the place, so that step i of the output attends to piece i of the input, and its
values carry the code, which the projection turns back into the token. The end of the sentence is copied as well.
"""

import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

CORPUS = (
    "The doctor gave the patient a new medicine for the heart.",
    "People who took the tablets every day had fewer strokes than people who did not.",
    "We found 12 studies with 3456 adults; 7 of 10 felt better after 8 weeks, 90% stayed well.",
    "What is a stroke? Talk to your nurse (or pharmacist) before you stop: it may harm you!",
    "Quick brown foxes jump over lazy dogs, and vexed wizards mix a big quota of jars.",
)
Floats = NDArray[np.float32]


def build_package(
    file: Path,
    *,
    source: str = "en",
    target: str = "eo",
    version: str = "1.0",
    words: Mapping[str, str] | None = None,
    corpus: Iterable[str] = CORPUS,
    half: int = 64,
    layers: int = 1,
    inner: int = 8,
    vocabulary: int = 0,
    learnt: int = 400,
    noise: float = 0.0,
) -> Path:
    """Write the package `file`; the same arguments give the same members.

    `words` maps a source word to the word that is written for it. `half` is half the model's width, `inner` the width
    of its feed-forward layers, `vocabulary` the least number of pieces, `learnt` how many the tokenizer takes from the
    corpus at most. With `noise` the other layers add something at random, so that every sentence has scores of its own.
    """
    words = words or {}
    tokenizer = _tokenizer(corpus, words, learnt)
    pieces = _pieces(tokenizer, words, vocabulary)
    root = f"translate-{source}_{target}-{version.replace('.', '_')}"
    metadata = {
        "package_version": version,
        "argos_version": "1.9.0",
        "from_code": source,
        "from_name": source,
        "to_code": target,
        "to_name": target,
    }
    with tempfile.TemporaryDirectory() as folder:
        _save_model(
            Path(folder), pieces, {f"▁{old}": f"▁{new}" for old, new in words.items()}, half, layers, inner, noise
        )
        members = {f"model/{path.name}": path.read_bytes() for path in sorted(Path(folder).iterdir())}
    members |= {"metadata.json": json.dumps(metadata).encode(), "sentencepiece.model": tokenizer}
    members["README.md"] = b"A model that copies. For tests.\n"
    return write_zip(file, {f"{root}/{name}": content for name, content in members.items()})


def write_zip(file: Path, members: Mapping[str, bytes]) -> Path:
    """A zip archive with these members in their order, dated 1980."""
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file


def read_zip(file: Path) -> dict[str, bytes]:
    """The members of a zip archive, in their order."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _tokenizer(corpus: Iterable[str], words: Iterable[str], learnt: int) -> bytes:
    from sentencepiece import SentencePieceTrainer

    model = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter(corpus),
        model_writer=model,
        vocab_size=learnt,
        hard_vocab_limit=False,
        user_defined_symbols=[f"▁{word}" for word in words],
        character_coverage=1.0,
        minloglevel=2,
        num_threads=1,
    )
    return model.getvalue()


def _pieces(tokenizer: bytes, words: Mapping[str, str], least: int) -> list[str]:
    """The tokenizer's pieces in its order, then the words that only the output uses, then filling."""
    from sentencepiece import SentencePieceProcessor

    processor = SentencePieceProcessor(model_proto=tokenizer)
    pieces = [processor.id_to_piece(number) for number in range(processor.get_piece_size())]
    pieces += [piece for new in words.values() if (piece := f"▁{new}") not in pieces]
    return pieces + [f"<filling {number}>" for number in range(len(pieces), least)]


def _save_model(
    folder: Path,
    pieces: list[str],
    exchanged: Mapping[str, str],
    half: int,
    layers: int,
    inner: int,
    noise: float = 0.0,
) -> None:
    from ctranslate2.specs import transformer_spec  # type: ignore[import-untyped]

    numbers = np.random.default_rng(1)
    codes, places = _signs(numbers, len(pieces), half), _signs(numbers, 256, half)
    spec = transformer_spec.TransformerSpec.from_config((layers, layers), 2, pre_norm=True)
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = False
        side.position_encodings.encodings = _beside(np.zeros_like(places), places)
        _set_norm(side.layer_norm, half)
        for layer in side.layer:
            _set_idle(layer, half, inner, numbers, noise)
    spec.encoder.embeddings[0].weight = _beside(codes, np.zeros_like(codes))
    spec.decoder.embeddings.weight = np.zeros((len(pieces), 2 * half), np.float32)
    _set_copying(spec.decoder.layer[-1].attention, half)
    _set_linear(spec.decoder.projection, _beside(_written(codes, pieces, exchanged), np.zeros_like(codes)))
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.add_source_eos = True
    spec.config.decoder_start_token = "<s>"
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))


def _written(codes: Floats, pieces: list[str], exchanged: Mapping[str, str]) -> Floats:
    """The code that calls up each piece: its own, or for an exchanged word the code of the word it stands for."""
    written = codes.copy()
    for old, new in exchanged.items():
        written[pieces.index(new)] = codes[pieces.index(old)]
        written[pieces.index(old)] = 0
    return written


def _signs(numbers: np.random.Generator, rows: int, width: int) -> Floats:
    """Rows with as many +1 as -1, each in an order of its own."""
    row = np.repeat(np.array([1, -1], np.float32), width // 2)
    return np.stack([numbers.permutation(row) for _ in range(rows)])


def _beside(left: Floats, right: Floats) -> Floats:
    return np.concatenate([left, right], axis=1)


def _set_norm(norm: Any, half: int) -> None:
    norm.gamma, norm.beta = np.ones(2 * half, np.float32), np.zeros(2 * half, np.float32)


def _set_linear(linear: Any, weight: Floats) -> None:
    linear.weight, linear.bias = np.ascontiguousarray(weight), np.zeros(weight.shape[0], np.float32)


def _set_idle(layer: Any, half: int, inner: int, numbers: np.random.Generator, noise: float) -> None:
    """A layer that adds nothing, or noise, to what passes through it."""
    width = 2 * half

    def weight(rows: int, columns: int) -> Floats:
        return (noise * numbers.standard_normal((rows, columns))).astype(np.float32)

    attentions = [layer.self_attention, *([layer.attention] if hasattr(layer, "attention") else [])]
    for attention in attentions:
        _set_norm(attention.layer_norm, half)
        shapes = (3 * width, width) if len(attention.linear) == 2 else (width, 2 * width, width)
        for linear, rows in zip(attention.linear, shapes, strict=True):
            _set_linear(linear, weight(rows, width))
    _set_norm(layer.ffn.layer_norm, half)
    _set_linear(layer.ffn.linear_0, weight(inner, width))
    _set_linear(layer.ffn.linear_1, weight(width, inner))


def _set_copying(attention: Any, half: int) -> None:
    """Two heads, each of them with every second row of the places to look at and half of the code to carry."""
    width, one = 2 * half, np.eye(half, dtype=np.float32)
    nothing = np.zeros_like(one)
    look = _beside(nothing, one)[np.arange(width) % half]
    carry = np.zeros((width, width), np.float32)
    carry[: half // 2, : half // 2] = one[: half // 2, : half // 2]
    carry[half : half + half // 2, half // 2 : half] = one[: half // 2, : half // 2]
    _set_linear(attention.linear[0], 8 * look)
    _set_linear(attention.linear[1], np.concatenate([look, carry]))
    _set_linear(attention.linear[2], 8 * np.ascontiguousarray(carry.T))
