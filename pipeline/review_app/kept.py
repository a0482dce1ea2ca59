"""Keeps glances in the work database, between two starts and for the other processes; deletable, like all of it.

A row counts for the code, the language data and the settings that it was made with, and for as long as the files look
as they did (`stages.glance`); what cannot be read is looked at anew.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils import timezone

from pipeline.config import FILE, Workspace
from pipeline.review_app.kept_glance import KeptGlance
from pipeline.stages.glance import Glance, Kept, Waiting
from pipeline.stages.glance_files import Place
from pipeline.stages.progress import Figures

_CODE = Path(__file__).resolve().parents[1]
_OVERLAP = timedelta(seconds=10)  # rows may be seen later than they were written: a transaction, another clock
_AT_ONCE = 200  # rows in a statement
_DAYS = ("since", "signed_on")


def made_with(workspace: Workspace) -> str:
    """What every glance depends on beside its own files, as it is now; of our own layer, this file."""
    data = [path for folder in workspace.languages.folders for path in sorted(folder.rglob("*")) if path.is_file()]
    above = [_CODE / "cli", _CODE / "review_app"]
    code = [path for path in sorted(_CODE.rglob("*.py")) if not any(map(path.is_relative_to, above))]
    found = sha256()
    for path in (*code, Path(__file__), *data, workspace.root / FILE):
        found.update(sha256(path.read_bytes()).digest())
    return found.hexdigest()


@dataclass(slots=True)
class Rows:
    """The rows that were made with the same."""

    made_with: str
    _seen: datetime | None = None
    _read: dict[Place, str] = field(default_factory=dict)

    def news(self) -> Mapping[Place, Kept]:
        """What was kept since the last call, by anybody; the first time, all."""
        rows = KeptGlance.objects.filter(made_with=self.made_with)
        now = timezone.now()
        recent = rows.filter(kept_at__gte=self._seen - _OVERLAP) if self._seen else rows
        columns = recent.values_list("language", "document", "look", "digest", "settled", "glance")
        found = {}
        for tag, slug, look, digest, settled, text in columns.iterator():
            place = (tag, slug)
            if self._read.get(place) != look + digest and (glance := _read(place, text)):
                found[place] = Kept(bytes.fromhex(look), bytes.fromhex(digest), settled, glance)
                self._read[place] = look + digest
        self._seen = now
        return found

    def keep(self, made: Mapping[Place, Kept]) -> None:
        """Keep the glances that were made; what is broken is looked at anew after a start."""
        KeptGlance.objects.bulk_create(
            self._rows(made),
            batch_size=_AT_ONCE,
            update_conflicts=True,
            unique_fields=("document", "language"),
            update_fields=("made_with", "look", "digest", "settled", "glance", "kept_at"),
        )

    def _rows(self, made: Mapping[Place, Kept]) -> Iterator[KeptGlance]:
        now = timezone.now()
        for (tag, slug), one in made.items():
            if isinstance(one.found, Glance):
                look, digest = one.look.hex(), one.digest.hex()
                self._read[(tag, slug)] = look + digest
                yield KeptGlance(
                    language=tag,
                    document=slug,
                    made_with=self.made_with,
                    look=look,
                    digest=digest,
                    settled=one.settled,
                    glance=_written(one.found),
                    kept_at=now,
                )


def _written(glance: Glance) -> str:
    figures: dict[str, Any] = asdict(glance.figures)
    figures |= {name: day.isoformat() for name in _DAYS if (day := figures[name])}
    waiting = [[w.segments, w.risky, w.errors, w.words, sorted(w.not_for), w.held] for w in glance.waiting]
    day = glance.written.isoformat() if glance.written else None
    return json.dumps({"figures": figures, "written": day, "waiting": waiting})


def _read(place: Place, text: str) -> Glance | None:
    try:
        data = json.loads(text)
        figures = data["figures"] | {name: _day(data["figures"][name]) for name in _DAYS}
        figures["people"] = tuple(figures["people"])
        waiting = tuple(
            Waiting(int(segments), int(risky), int(errors), int(words), frozenset(who), bool(held))
            for segments, risky, errors, words, who, held in data["waiting"]
        )
        glance = Glance(Figures(**figures), _day(data["written"]), waiting)
    except (ValueError, KeyError, TypeError):
        return None
    return glance if glance.place == place else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
