"""Modules that are loaded when something of them is first used, so that a start waits for none it does not need."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class LazyModule:
    """Stands for a module until then.

    For the type checker it is the module itself, imported where only the type checker looks.
    """

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        """Stand for the module of that name."""
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        """Return what the module has of that name."""
        return getattr(import_module(self._name), attribute)
