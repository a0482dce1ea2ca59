"""Sixteen people, ten sentences, a server that is killed -9 in mid-storm: nothing is lost, nothing is done twice."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import storm

from pipeline.stages.review import Desk

pytestmark = pytest.mark.slow
KILLS = 3


def test_nothing_is_lost_and_nothing_is_done_twice(tmp_path: Path, desk: Callable[..., Desk]) -> None:
    made = storm.prepare(tmp_path / "w")
    with made.server():
        pass  # it has its port now
    with made.crowd():
        for turn in range(KILLS + 1):
            with made.server():
                time.sleep(2 + turn / 7)
                if turn == KILLS:
                    made.over.set()
                    time.sleep(2)
    counted = storm.count(made, desk(made.workspace, storm.SLUG, storm.TAG))
    assert (counted.lost, counted.doubled) == ((), ())
    assert counted.statuses[200] >= 10, counted
    assert len(storm.texts_of(made.workspace)) == len(storm.WORDS)
