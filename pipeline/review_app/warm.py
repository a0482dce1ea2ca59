"""Reads code, templates, language data and lists before the first person comes, who would wait for it for seconds."""

import gc
import threading
from contextlib import suppress
from pathlib import Path

from django.db import DatabaseError, connection
from django.template import loader
from django.urls import get_resolver

from pipeline.catalog.entry import Entry
from pipeline.catalog.remarks import Origin
from pipeline.errors import PipelineError
from pipeline.model.document import Key
from pipeline.plugins import Scope
from pipeline.review_app import office
from pipeline.segmentation import split
from pipeline.stages.check import check_entry, find_together
from pipeline.stages.confidence import judge_entry

_SENTENCE = "The review found 2 studies with 120 people who took 10 mg of the medicine."
_GARBAGE = (20_000, 20, 20)  # objects before it is looked for: a list of thousands of documents makes as many
_TEMPLATES = Path(__file__).parent / "templates"


def warm() -> None:
    """Check a sentence in each language, for this thread alone; take in what is known of every document, open none.

    What cannot be read is told to who opens a page. The connection to the database is closed: a process that forks
    after this must not share it.
    """
    get_resolver().url_patterns  # noqa: B018  reading them imports every view
    for path in _TEMPLATES.glob("*.jinja"):
        loader.get_template(path.name)
    with suppress(PipelineError):
        for tag in office.languages():
            with office.pack(tag) as pack:
                text = split(_SENTENCE, office.workspace().source_language.tag)[0]
                entry = Entry(Key(None, text)).drafted(text, [Origin("mt", "none")])
                judge_entry(entry, check_entry("", entry, pack), pack)
                find_together([("", entry)], pack, Scope.DOCUMENT)
    with suppress(PipelineError, DatabaseError):
        office.glances(list(office.languages()), seconds=0)
    connection.close()
    gc.collect()
    gc.freeze()  # what was read stays: to go through it again and again takes longer than a page
    gc.set_threshold(*_GARBAGE)


def warm_soon() -> None:
    """The same beside what else is done."""
    threading.Thread(target=warm, daemon=True).start()
