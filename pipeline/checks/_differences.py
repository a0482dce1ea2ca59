"""The sentences by which several checks say how two texts differ: what one says and the other does not."""

from pipeline.model.said import Said


def changed(original: str, said: str, other: str) -> Said:
    """Both texts say something, and not the same."""
    return Said.gettext(
        "The {original} says {said}; the translation says {other}.", original=original, said=said, other=other
    )


def missing(original: str, said: str) -> Said:
    """The translation certainly lacks what the original says."""
    return Said.gettext("The {original} says {said}; the translation does not.", original=original, said=said)


def added(original: str, said: str) -> Said:
    """The translation certainly says what the original does not."""
    return Said.gettext("The translation says {said}; the {original} does not.", original=original, said=said)


def unfound(original: str, said: str) -> Said:
    """Nothing was found in the translation that says what the original does."""
    return Said.gettext(
        "The {original} says {said}; the translation does not seem to say that.", original=original, said=said
    )


def unfounded(original: str, said: str) -> Said:
    """Nothing was found in the original that says what the translation does."""
    return Said.gettext(
        "The translation says {said}; the {original} does not seem to say that.", original=original, said=said
    )
