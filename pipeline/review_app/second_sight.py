"""The text of the box translated back into English: asked for by a person, shown once, kept nowhere, and no proof."""

import threading
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from pipeline.errors import PipelineError
from pipeline.interface import Interface
from pipeline.review_app import office
from pipeline.stages import packs
from pipeline.stages.route import Route
from pipeline.stages.translate_back import translate_back, way_back

PATIENCE = 20.0  # seconds that a person is kept waiting
_ENGINES = ThreadPoolExecutor(1, thread_name_prefix="way-back")  # engines are large: one text at a time
_FREE = threading.BoundedSemaphore()  # and one person who waits for it: the others have the pages to themselves


@dataclass(frozen=True, slots=True)
class Back:
    """The text as it came back and the engines it went through, or why it did not."""

    text: str
    route: str
    problem: str = ""


def leads_back(tag: str) -> bool:
    """Whether an engine leads back from a language; looked up once a process."""
    return _way(settings.PIPELINE_ROOT, tag) is not None


def look(tag: str, text: str, words: Interface) -> Back:
    """The text translated back, in a process of its own. Holds no lock; waits `PATIENCE` seconds at most."""
    way = _way(settings.PIPELINE_ROOT, tag)
    if way is None:
        return Back("", "", words.gettext("No engine on this machine leads back into English."))
    if not _FREE.acquire(blocking=False):
        return Back(
            "", way.describe(), words.gettext("The engine is at work for somebody else. Try again in a moment.")
        )
    asked = _ENGINES.submit(translate_back, way, text)
    asked.add_done_callback(lambda _: _FREE.release())
    try:
        output = asked.result(PATIENCE)
    except TooLate:
        asked.cancel()
        return Back("", way.describe(), words.gettext("The engine takes too long. Try again later."))
    except PipelineError as error:
        return Back("", way.describe(), str(error))
    return Back(output.text, way.describe(), output.problem)


@lru_cache(maxsize=64)
def _way(root: Path, tag: str) -> Route | None:
    workspace = office.workspace()
    del root  # the workspace that the answer holds for
    return way_back(workspace, packs.load(workspace, tag))
