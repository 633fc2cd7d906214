"""A course author's own ranges: sliders, keys and typed values keep to them, and the original stays as it is."""

from __future__ import annotations

import pytest

from vctutor.errors import UsageError
from vctutor.simulations import registry
from vctutor.simulations.base import Simulation


def ranged(**ranges: tuple[float, float]) -> Simulation:
    return registry.get("descent-map").with_ranges(ranges)


def test_a_range_is_narrowed_or_widened_in_a_copy():
    own = registry.get("descent-map")
    other = ranged(alpha=(0.1, 3), start=(-4, 4))
    assert (other.parameter("alpha").minimum, other.parameter("alpha").maximum) == (0.1, 3)
    assert (own.parameter("alpha").minimum, own.parameter("alpha").maximum) == (0.001, 1)
    assert registry.get("descent-map") is own
    assert other.start({"alpha": 2.5}).values["alpha"] == 2.5
    with pytest.raises(UsageError, match="at most 1"):
        own.start({"alpha": 2.5})
    with pytest.raises(UsageError, match="at most 4"):
        other.start({"start": (1, 5)})


def test_keys_and_sliders_keep_to_it():
    alpha = ranged(alpha=(0.1, 3)).parameter("alpha")
    assert alpha.nudge(0.15, -1000) == 0.1
    assert alpha.nudge(0.15, 1000) == 3
    assert alpha.at_fraction(1.0) == 3
    assert alpha.fraction(3.0) == 1


def test_a_change_and_a_reset_keep_it():
    simulation = ranged(alpha=(0.1, 3))
    state = simulation.change(simulation.start(), "alpha", 3)
    assert simulation.reset(simulation.step(state)).values["alpha"] == 3


def test_the_default_is_brought_inside():
    assert ranged(alpha=(0.5, 3)).start().values["alpha"] == 0.5
    assert ranged(start=(-2.5, 2.5)).start().values["start"] == (2.5, 2)


def test_no_ranges_are_no_copy():
    assert ranged() is registry.get("descent-map")


@pytest.mark.parametrize(
    ("simulation", "name", "ends", "why"),
    [
        ("descent-map", "alhpa", (0, 1), "did you mean 'alpha'"),
        ("descent-map", "alpha", (2, 1), "smaller and a larger"),
        ("descent-map", "alpha", (1, 1), "smaller and a larger"),
        ("descent-map", "alpha", (0.1, float("inf")), "finite"),
        ("descent-map", "alpha", (0, 1), "above zero"),
        ("descent-map", "momentum", (-0.1, 1), "below zero"),
        ("descent-map", "function", (0, 1), "only numbers and points"),
        ("secant", "h", (0, 1), "above zero"),
        ("taylor-fit", "order", (0, 900), "between 0 and 15"),
        ("taylor-fit", "order", (0.5, 3), "whole"),
    ],
)
def test_a_range_that_can_not_be_is_refused(simulation, name, ends, why):
    with pytest.raises(UsageError, match=why):
        registry.get(simulation).with_ranges({name: ends})


@pytest.mark.parametrize("name", registry.NAMES)
def test_every_simulation_runs_in_half_of_its_ranges(name):
    own = registry.get(name)
    halves = {}
    for parameter in own.parameters:
        if parameter.minimum is not None and parameter.maximum is not None:
            low, high = parameter.minimum, parameter.maximum
            halves[parameter.name] = (low + (high - low) // 4, high) if parameter.whole else (
                low + (high - low) / 4, high)  # fmt: skip
    simulation = own.with_ranges(halves)
    state = simulation.step(simulation.start())
    for parameter, (low, high) in halves.items():
        value = state.values[parameter]
        for part in value if isinstance(value, tuple) else (value,):
            if (name, parameter) != ("secant", "h"):  # each of its steps divides h by ten
                assert low <= part <= high
    assert simulation.sentence(state)
