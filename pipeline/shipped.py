"""Where the data that comes with the code lies: in the checkout's `i18n/`, or inside the installed package."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def language_data() -> Path:
    """The folder with `languages.toml`, `phrases/`, `termbase/`, `style/` and `notices/` that we ship."""
    return _first(_PACKAGE.parent / "i18n", _PACKAGE / "data" / "i18n")


def interface_catalogs() -> Path:
    """The folder with `<language>/LC_MESSAGES/app.po`, the application's own strings."""
    return _first(_PACKAGE.parent / "locales", _PACKAGE / "data" / "locales")


def seeds() -> Path:
    """The example documents that `init --sandbox` copies."""
    return _first(_PACKAGE.parent / "seeds", _PACKAGE / "data" / "seeds")


def _first(checkout: Path, installed: Path) -> Path:
    return checkout if (_PACKAGE.parent / "pyproject.toml").is_file() else installed
