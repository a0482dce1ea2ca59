"""Whether readers of the site that was built here find what is said of each leaflet, or still what stood before."""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.config import Workspace
from pipeline.stages.edition import Before, sha256_of
from pipeline.stages.life import Cause, Place, Shown, View, settled
from pipeline.stages.manifest import FileRow


class Online(StrEnum):
    """What the site that was built here shows of a leaflet."""

    AS_STATED = "as stated"
    OLDER = "older"
    NOT_BUILT = "not built"


@dataclass(slots=True)
class Site:
    """The site of this workspace as it is on the disk, leaflet by leaflet."""

    workspace: Workspace
    before: Before = field(init=False)
    rows: dict[tuple[str, str], list[FileRow]] = field(init=False)

    def __post_init__(self) -> None:
        self.before = Before(self.workspace.site)
        self.rows = defaultdict(list)
        for row in self.before.manifest.files:
            self.rows[row.place].append(row)

    def shows(self, document: str, language: str, shown: Shown | None, place: Place) -> Online:
        """Whether what is `shown` of the record as it is to be kept is what readers find; `place` is around it."""
        rows = self.rows.get((document, language), [])
        wanted = shown.view if shown else View.NOTHING
        if wanted is View.NOTHING or shown is None:
            return Online.OLDER if rows else Online.AS_STATED
        if not rows:
            return Online.NOT_BUILT
        return Online.AS_STATED if all(self._holds(row, shown, place) for row in rows) else Online.OLDER

    def _holds(self, row: FileRow, shown: Shown, place: Place) -> bool:
        if sha256_of(self.before.site / row.path) != row.sha256:
            return shown.cause is Cause.SUSPENDED  # a suspension takes files down before the manifest knows
        record = shown.record
        kept = sha256_of(self.workspace.record(record.language, record.document))
        return row.view == shown.view and row.record_sha256 == kept and settled(record, place) == record
