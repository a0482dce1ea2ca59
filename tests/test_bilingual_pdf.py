"""Both languages on paper: the tags say what the page says, in its order, and the file is PDF/UA-1."""

from pathlib import Path

import pytest
from paper import pdf_ua, said, shown
from record_samples import made

from pipeline import registry


@pytest.mark.parametrize("language", ["es", "ar"])
def test_the_tags_say_what_the_bilingual_page_says(language: str, tmp_path: Path) -> None:
    leaflet = made(tmp_path / "w", language)
    pdf = registry.renderer("bilingual-pdf").render(leaflet).content
    assert said(pdf) == shown(registry.renderer("bilingual").render(leaflet).content)


@pytest.mark.slow
def test_both_languages_on_paper_are_pdf_ua(tmp_path: Path) -> None:
    files = [tmp_path / f"{language}.pdf" for language in ("es", "ar")]
    for path in files:
        leaflet = made(tmp_path / path.stem, path.stem)
        path.write_bytes(registry.renderer("bilingual-pdf").render(leaflet).content)
    assert list(pdf_ua(files)) == [f"PASS {path}" for path in files]
