"""Extract, draft, review and publish translations of plain-language health summaries."""

__version__ = "0.1.0"
