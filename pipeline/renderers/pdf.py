"""The leaflet on A4 paper, as tagged PDF."""

from pipeline.renderers._paper import A4
from pipeline.renderers._pdf import PdfRenderer

PLUGIN = PdfRenderer("pdf", ".pdf", A4)
