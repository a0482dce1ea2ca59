"""Sixteen people, ten sentences, a server that is killed -9 in mid-storm: nothing is lost, nothing is done twice."""

import time
from collections.abc import Callable
from pathlib import Path

import crowd
import pytest

from pipeline.stages.review import Desk

pytestmark = pytest.mark.slow
KILLS = 3


def test_nothing_is_lost_and_nothing_is_done_twice(tmp_path: Path, desk: Callable[..., Desk]) -> None:
    made = crowd.prepare(tmp_path / "w")
    with made.server():
        pass  # it has its port now
    with made.crowd():
        for turn in range(KILLS + 1):
            with made.server():
                time.sleep(2 + turn / 7)
                if turn == KILLS:
                    made.over.set()
                    time.sleep(2)
    counted = crowd.count(made, desk(made.workspace, crowd.SLUG, crowd.TAG))
    assert (counted.lost, counted.doubled) == ((), ())
    assert counted.theirs > 0
    assert counted.statuses[200] >= 10, counted
    assert len(crowd.texts_of(made.workspace)) == len(crowd.WORDS)
