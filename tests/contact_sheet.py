"""Draws the sheet of all languages for README: `python tests/contact_sheet.py OUT.png`. Needs pdftoppm (poppler-utils).

The first page of the sample in each language that paper is proved on, then large print, then both languages.
"""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import script_samples
from PIL import Image, ImageDraw, ImageFont

from pipeline import registry, shipped
from pipeline.languages import Languages
from pipeline.renderers._fonts import files_of

COLUMNS, WIDTH, GAP, LABEL = 6, 330, 12, 22
COLOURS = 24
MORE = (("es", "pdf-large", "Spanish, large print"), ("ar", "bilingual-pdf", "Arabic and English"))


def first_page(tag: str, name: str) -> Image.Image:
    """The first page of the sample in a language and format."""
    pdf = registry.renderer(name).render(script_samples.leaflet(tag)).content
    command = ["pdftoppm", "-png", "-f", "1", "-l", "1", "-scale-to-x", str(WIDTH), "-scale-to-y", "-1", "-"]
    return Image.open(BytesIO(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout)).convert(
        "RGB"
    )


def sheet() -> Image.Image:
    """All pages with what they are."""
    languages = Languages((shipped.language_data(),))
    wanted = [(tag, "pdf", languages.get(tag).english_name) for tag in script_samples.LANGUAGES]
    pages = [(first_page(tag, name), label) for tag, name, label in [*wanted, *MORE]]
    height = max(page.height for page, _ in pages) + LABEL
    rows = -(-len(pages) // COLUMNS)
    whole = Image.new("RGB", (COLUMNS * (WIDTH + GAP) + GAP, rows * (height + GAP) + GAP), "#d9dedd")
    draw = ImageDraw.Draw(whole)
    font = ImageFont.truetype(files_of("Noto Sans")[1].path, 13)
    for number, (page, label) in enumerate(pages):
        row, column = divmod(number, COLUMNS)
        place = (GAP + column * (WIDTH + GAP), GAP + row * (height + GAP))
        draw.text(place, label, fill="#10343a", font=font)
        whole.paste(page, (place[0], place[1] + LABEL))
    return whole


def main(arguments: list[str]) -> int:
    """Draw the sheet into the file that is named."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python tests/contact_sheet.py OUT.png\n")
        return 2
    few = sheet().quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(Path(arguments[0]), optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
