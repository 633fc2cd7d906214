"""Modules that are imported at the first use of one of their attributes, which makes the start of the tutor faster."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class LazyModule:
    """A proxy for a module.

    For the type checker, import the module itself under ``if TYPE_CHECKING`` and assign the proxy in the ``else``.
    """

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        """Remember the name of the module."""
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        """Import the module, if that is still to do, and return its attribute."""
        return getattr(import_module(self._name), attribute)
