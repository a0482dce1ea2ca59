"""Translation memory: approved translations by their source, exact and similar, and TMX for those of other tools."""

from pipeline.memory.exact import Match, Memory

__all__ = ["Match", "Memory"]
