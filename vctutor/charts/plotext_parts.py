"""The three classes of plotext that draw lines, imported without the rest of the package.

``import plotext`` builds its whole interface and manual, which takes two mebibytes and most of the time of the first
chart. The modules needed here do not depend on it.
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
    """Return an empty package object so that submodules import without running ``__init__``."""
    spec = find_spec(_NAME)
    if spec is None or spec.submodule_search_locations is None:
        raise ModuleNotFoundError(_NAME, name=_NAME)
    package = ModuleType(_NAME)
    package.__spec__ = spec
    package.__path__ = list(spec.submodule_search_locations)
    return package


def _parts() -> tuple[Any, Any, Any]:
    """Import the submodules; a later ``import plotext`` still gets the complete package."""
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
