"""Keeps text out of the database that not every database can hold, so that SQLite and PostgreSQL agree."""

from pipeline.errors import StoreError


def storable(text: str, name: str) -> str:
    """The text itself. Raises StoreError with its `name` where it holds a NUL or a surrogate (half a character)."""
    if "\0" in text or (not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)):
        raise StoreError(f"{name} {text[:60]!r}: holds a NUL or half a character; remove it and decide again")
    return str(text)
