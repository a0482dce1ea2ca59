"""The leaflet in large print: 18 points, no hyphens, on A4 paper, as tagged PDF."""

from pipeline.renderers._paper import LARGE
from pipeline.renderers._pdf import PdfRenderer

PLUGIN = PdfRenderer("pdf-large", "-large.pdf", LARGE)
