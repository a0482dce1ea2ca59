"""The log of decisions, kept in a database of its own so that a crash between two files loses nobody's work.

The catalogs hold the truth about text and signatures; here stands who decided what, when, and what became of it. A
decision is recorded, applied to the catalog and settled; one that was recorded but not settled is applied again, which
changes nothing where it was applied before. Deleting the database loses the log, the
bookmarks and what people said of the sentences, never a text.

Importing this package does not import Django; opening a queue does.
"""

from pipeline.queue.entry import LoggedDecision
from pipeline.queue.ledger import Queue, open_queue

__all__ = ["LoggedDecision", "Queue", "open_queue"]
