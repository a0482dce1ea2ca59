"""Makes the leaflet that a reader finds at an address: the text, the text with a notice, or a tombstone."""

from dataclasses import replace

from pipeline.model.leaflet import Leaflet, Notice
from pipeline.stages.leaflets import leaflet
from pipeline.stages.life import Shown, View
from pipeline.stages.packs import Pack
from pipeline.stages.tombstones import READ_ON, tombstone
from pipeline.stages.voice import Voice


def present(shown: Shown, pack: Pack, *, sandbox: bool = False) -> Leaflet:
    """The leaflet to be rendered; it depends on these arguments, the pack's files and `pipeline.toml` alone."""
    if shown.view is View.TOMBSTONE:
        return tombstone(shown, pack, sandbox=sandbox)
    page = leaflet(shown.record, pack, (), draft=False, sandbox=sandbox)
    return _with_notice(page, shown, pack) if shown.view is View.NOTICE else page


def _with_notice(page: Leaflet, shown: Shown, pack: Pack) -> Leaflet:
    """The leaflet with the word that the English has gone on, of which day, and the way to it."""
    voice = Voice(pack)
    dated = shown.day not in ("", shown.record.source.published)
    text = voice(_DATED, shown.day) if dated else voice(_UNDATED)
    link = voice(READ_ON)
    english = {said.text for said in (text, link) if said.language != page.language}
    notice = Notice(text.text, link.text, shown.url, page.original.language)
    return replace(page, status=(*page.status, notice), in_english=page.in_english | english)


_DATED = (
    "A newer version of the English original exists ({date}). This leaflet still tells what the earlier version said."
)
_UNDATED = "A newer version of the English original exists. This leaflet still tells what the earlier version said."
