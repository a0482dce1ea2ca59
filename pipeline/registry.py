"""Finds the plugins of a folder, and those that other packages announce, without a list anyone has to keep."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from pipeline.errors import UsageError
from pipeline.plugins import Check, DocumentCheck, Engine, Renderer, Source, SourceCheck


@cache
def _plugins(folder: str) -> Mapping[str, Any]:
    """Every plugin of `pipeline/<folder>/` and of the entry point group `pipeline.<folder>`, by name, sorted."""
    package = importlib.import_module(f"pipeline.{folder}")
    found: dict[str, Any] = {}
    for module in pkgutil.iter_modules(package.__path__):
        if not module.name.startswith("_"):
            plugin = importlib.import_module(f"pipeline.{folder}.{module.name}").PLUGIN
            found[plugin.name] = plugin
    for point in entry_points(group=f"pipeline.{folder}"):
        found.setdefault(point.name, point.load())
    return dict(sorted(found.items()))


def sources() -> Mapping[str, Source]:
    """The source formats by name."""
    return _plugins("sources")


def engines() -> Mapping[str, Engine]:
    """The engines by name, installed or not."""
    return _plugins("engines")


def checks() -> Mapping[str, Check]:
    """The checks by name."""
    return _plugins("checks")


def document_checks() -> Mapping[str, DocumentCheck]:
    """The checks of whole documents by name."""
    return _plugins("document_checks")


def source_checks() -> Mapping[str, SourceCheck]:
    """The checks of originals by name."""
    return _plugins("source_checks")


def every_check() -> Mapping[str, Check | DocumentCheck | SourceCheck]:
    """The checks of all three kinds by name."""
    return {**checks(), **document_checks(), **source_checks()}


def renderers() -> Mapping[str, Renderer]:
    """The output formats by name."""
    return _plugins("renderers")


def renderer(name: str) -> Renderer:
    """The output format `name`. Raises UsageError naming the formats there are."""
    known = renderers()
    if name not in known:
        raise UsageError(f"unknown format {name!r}: choose from {', '.join(known)}")
    return known[name]
