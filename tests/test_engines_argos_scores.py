"""What the Argos engine says of its own words, on models that are unsure of every one of them."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from argos_package import CORPUS, build_package

from pipeline.engines import argos
from pipeline.engines._hosted import HostedTranslator

LINES = [line.split() for line in CORPUS]
TEXTS = [" ".join(line[:end]) for line in LINES for end in range(1, len(line) + 1)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An unpacked package whose layers add noise: the last digits of its sums matter."""
    parent = tmp_path_factory.mktemp("noise")
    with zipfile.ZipFile(build_package(parent / "noise.argosmodel", noise=0.12, layers=2)) as archive:
        archive.extractall(parent)
    return next(path for path in parent.iterdir() if path.is_dir())


@pytest.fixture
def translator(folder: Path) -> Iterator[HostedTranslator]:
    opened = HostedTranslator(argos._hosting("en>eo", folder))  # noqa: SLF001
    yield opened
    opened.close()


def test_a_sentence_and_its_score_do_not_depend_on_its_neighbours(translator: HostedTranslator) -> None:
    alone = [translator.translate([text])[0] for text in TEXTS]
    assert translator.translate(TEXTS) == alone
    assert translator.translate(TEXTS[::-1]) == alone[::-1]
    scores = {output.score for output in alone if output.score is not None}
    assert len(scores) > len(TEXTS) // 2
    assert min(scores) < -0.1


def test_the_score_is_the_mean_of_the_pieces(folder: Path) -> None:
    """Held against CTranslate2's own scoring of the same words, the end of the sentence included."""
    from ctranslate2 import Translator  # type: ignore[import-untyped]

    model = argos._Model(folder)  # noqa: SLF001
    scorer = Translator(str(folder / "model"))
    scored = 0
    for text in TEXTS:
        pieces = model._tokenizer.encode(text)  # noqa: SLF001
        written = model._start([pieces], len(pieces))[0].result().hypotheses[0]  # noqa: SLF001
        if len(pieces) % 8 or len(written) > 200:  # padded, or cut
            continue
        log_probs = scorer.score_batch([pieces], [written])[0].log_probs
        if log_probs[0] > -1:  # otherwise it was second to ending at once, which translating does not allow
            assert model.translate([text])[0].score == pytest.approx(sum(log_probs) / len(log_probs), abs=0.002)
            scored += 1
    assert scored > 4
