"""The faults that translations suffer from, planted on purpose: the proof that the checks find them.

A module here holds a family of faults in a constant `FAULTS`; adding one adds its kinds. What a fault has to know of a
language is in `i18n/faults/<tag>.toml`, written from what goes wrong in translations and independent of what checks
know; a fault that is not described for a language finds no place.
"""

import importlib
import pkgutil
from functools import cache

from pipeline.faults._fault import Fault, Pair
from pipeline.faults._words import Words, load

__all__ = ["Fault", "Pair", "Words", "all_faults", "load"]


@cache
def all_faults() -> tuple[Fault, ...]:
    """Every kind of fault, by family and name."""
    names = [module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")]
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(sorted((one for module in modules for one in module.FAULTS), key=lambda one: (one.family, one.name)))
