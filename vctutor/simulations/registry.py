"""The simulations by name. A module is imported when its simulation is first asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from vctutor.errors import UsageError, nearest
from vctutor.i18n import N_, _
from vctutor.simulations.base import Simulation

# Name -> (module, class, title, chapter), in the order of the chapters.
_ENTRIES: dict[str, tuple[str, str, str, int]] = {
    "descent-line": ("descent_line", "DescentLine", N_("Descent on a line"), 0),
    "secant": ("secant", "Secant", N_("Secant to tangent"), 1),
    "taylor-fit": ("taylor_fit", "TaylorFit", N_("Taylor fit"), 2),
    "slices": ("slices", "Slices", N_("Slices of a surface"), 3),
    "descent-map": ("descent_map", "DescentMap", N_("Descent on a contour map"), 4),
    "gradient-depth": ("gradient_depth", "GradientDepth", N_("Gradient through depth"), 5),
    "linear-map": ("linear_map", "LinearMap", N_("The local linear map"), 6),
    "line-fit": ("line_fit", "LineFit", N_("Fitting a line"), 7),
    "computation-graph": ("computation_graph", "ComputationGraph", N_("The computation graph"), 8),
    "forward-reverse": ("forward_reverse", "ForwardReverse", N_("Forward against reverse"), 9),
}

NAMES: tuple[str, ...] = tuple(_ENTRIES)


def title(name: str) -> str:
    """Return the title of a simulation without importing it.

    Raises:
        UsageError: there is no simulation of this name.
    """
    return _(_entry(name)[2])


def chapter(name: str) -> int:
    """Return the number of the chapter a simulation was made for, without importing it.

    Raises:
        UsageError: there is no simulation of this name.
    """
    return _entry(name)[3]


def describe() -> tuple[tuple[str, str, int], ...]:
    """Return name, title and chapter of every simulation, without importing any."""
    return tuple((name, _(entry[2]), entry[3]) for name, entry in _ENTRIES.items())


@cache
def get(name: str) -> Simulation[Any]:
    """Return the simulation of this name.

    Raises:
        UsageError: there is none; the hint names the nearest.
    """
    module, factory = _entry(name)[:2]
    made = getattr(import_module(f"vctutor.simulations.{module}"), factory)()
    assert isinstance(made, Simulation)
    return made


def _entry(name: str) -> tuple[str, str, str, int]:
    if name in _ENTRIES:
        return _ENTRIES[name]
    near = nearest(name, list(NAMES))
    hint = (
        _("did you mean '{near}'?").format(near=near)
        if near
        else _("'vctutor sim --list' names them")
    )
    raise UsageError(_("there is no simulation '{name}'").format(name=name), hint)
