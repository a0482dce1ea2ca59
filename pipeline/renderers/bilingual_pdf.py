"""The leaflet with its original beside it on A4 paper, as tagged PDF."""

from pipeline.renderers._paper import A4
from pipeline.renderers._pdf import PdfRenderer

PLUGIN = PdfRenderer("bilingual-pdf", "-bilingual.pdf", A4, pairs=True)
