"""What every output format promises; a new file in `pipeline/renderers/` is tested by being there."""

from pathlib import PurePosixPath

import pytest
from leaflet_samples import SAMPLES

from pipeline import registry
from pipeline.plugins import Renderer

RENDERERS = list(registry.renderers().values())


def test_html_is_there_and_folders_and_private_modules_are_no_formats() -> None:
    assert [r.name for r in RENDERERS if r.name.startswith("_") or r.name == "templates"] == []
    assert "html" in registry.renderers()


@pytest.mark.parametrize("renderer", RENDERERS, ids=lambda renderer: renderer.name)
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_same_leaflet_gives_the_same_file(renderer: Renderer, sample: str) -> None:
    leaflet = SAMPLES[sample]()
    file = renderer.render(leaflet)
    assert file == renderer.render(SAMPLES[sample]())
    assert file.path == PurePosixPath(leaflet.name + renderer.suffix)
