"""The leaflet on US Letter paper, as tagged PDF."""

from pipeline.renderers._paper import LETTER
from pipeline.renderers._pdf import PdfRenderer

PLUGIN = PdfRenderer("pdf-letter", "-letter.pdf", LETTER)
