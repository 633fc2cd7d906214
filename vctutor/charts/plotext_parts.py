"""The three parts of plotext that draw lines, without the rest of it.

plotext builds its whole interface and manual when it is imported: two mebibytes, and most of the time that the first
chart takes. What is needed here lies in modules of its own, which rest on none of that.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

__all__ = ["date_class", "matrix_class", "monitor_class"]

_NAME = "plotext"


def _bare() -> ModuleType:
    """Return the package as a place where its modules are found, with its own beginning not run."""
    spec = find_spec(_NAME)
    if spec is None or spec.submodule_search_locations is None:
        raise ModuleNotFoundError(_NAME, name=_NAME)
    package = ModuleType(_NAME)
    package.__spec__ = spec
    package.__path__ = list(spec.submodule_search_locations)
    return package


def _parts() -> tuple[Any, Any, Any]:
    """Import the parts; whoever imports plotext afterwards gets the whole of it."""
    ours = None if _NAME in sys.modules else _bare()
    if ours is not None:
        sys.modules[_NAME] = ours
    try:
        return (
            import_module(f"{_NAME}._date").date_class,
            import_module(f"{_NAME}._matrix").matrix_class,
            import_module(f"{_NAME}._monitor").monitor_class,
        )
    finally:
        if ours is not None:
            del sys.modules[_NAME]


date_class, matrix_class, monitor_class = _parts()
