"""What a run of publishing changed for readers: which texts it took down, and on which it put a notice."""

from collections.abc import Iterable, Iterator, Mapping

from pipeline.stages.life import View
from pipeline.stages.manifest import FileRow
from pipeline.stages.publication import Turned

_Place = tuple[str, str]


def turned(before: Iterable[FileRow], after: Iterable[FileRow], causes: Mapping[_Place, str]) -> Iterator[Turned]:
    """The leaflets that readers find otherwise than before; `causes` are those of tombstones, by leaflet."""
    then, now = _views(before), _views(after)
    for place, view in sorted(then.items()):
        seen = now.get(place, View.NOTHING.value)
        if view not in (seen, View.TOMBSTONE) and seen != View.LEAFLET:
            yield Turned(*place, seen, causes.get(place, ""))


def _views(rows: Iterable[FileRow]) -> dict[_Place, str]:
    return {row.place: row.view for row in rows if row.document}
