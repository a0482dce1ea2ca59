"""What bulk approval may trust: approved segments, exact alone, gathered from the catalogs themselves at each run."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from pipeline.model.document import Key


@dataclass(frozen=True, slots=True)
class Match:
    """An approved translation of the same source in the same context; `score` is 1.0 for an exact match."""

    target: str
    document: str
    score: float = 1.0


class Memory:
    """The approved segments of one language. Holds nothing of its own: delete the catalogs and it is empty."""

    def __init__(self) -> None:
        self._documents: defaultdict[Key, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))

    def add(self, key: Key, target: str, document: str) -> None:
        """Take in an approved segment of `document`."""
        self._documents[key][target].append(document)

    def find(self, key: Key) -> Match | None:
        """The translation that most documents share; between equals, that of the first document by name."""
        targets = self._documents.get(key)
        if not targets:
            return None
        counts = Counter({target: len(documents) for target, documents in targets.items()})
        most = max(counts.values())
        document, target = min((min(documents), t) for t, documents in targets.items() if counts[t] == most)
        return Match(target, document)
