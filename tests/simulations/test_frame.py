import math
import subprocess
import sys

import pytest

from vctutor.errors import UsageError
from vctutor.simulations import registry
from vctutor.simulations.base import Readout, number


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (3.0, 4, "3"), (2.4000000000000004, 4, "2.4"), (-0.6, 4, "−0.6"), (-1e-9, 4, "−1e−9"),
        (1.23456789, 4, "1.2346"), (0.00001234, 4, "1.234e−5"), (0.0, 4, "0"), (-0.0, 4, "0"),
        (1e9, 4, "1e9"), (123456.0, 4, "123456"), (math.inf, 4, "∞"), (-math.inf, 4, "−∞"),
        (math.nan, 4, "undefined"), (-2.5e8, 2, "−2.5e8"),
    ],
)  # fmt: skip
def test_numbers_for_people(value, decimals, text):
    assert number(value, decimals) == text


def test_readouts_as_text():
    assert Readout("p", "p", (3.0, -2.0)).text() == "(3, −2)"
    assert Readout("n", "n", 1000, "inputs").text() == "1000 inputs"
    assert Readout("n", "n", None).text() == "–"
    assert Readout("n", "n", "x²").text() == "x²"


def test_names_and_titles_need_no_module():
    assert len(registry.NAMES) == 10
    assert [row[2] for row in registry.describe()] == list(range(10))
    code = (
        "import sys; from vctutor.simulations import registry; registry.describe(); "
        "registry.title('secant'); "
        "sys.exit(any(m in sys.modules for m in ('numpy', 'vctutor.simulations.secant', 'plotext')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_simulations_need_no_plotext():
    code = (
        "import sys; from vctutor.simulations.registry import get; s = get('descent-line'); "
        "s.scene(s.step(s.start())); sys.exit('plotext' in sys.modules or 'textual' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_nearest_name_is_offered():
    with pytest.raises(UsageError, match="did you mean 'descent-line'"):
        registry.get("decent-line")
    with pytest.raises(UsageError, match="--list"):
        registry.title("zzz")
    simulation = registry.get("descent-line")
    with pytest.raises(UsageError, match="did you mean 'alpha'"):
        simulation.start({"alhpa": 1})
    with pytest.raises(UsageError, match="no action 'fly'"):
        simulation.act(simulation.start(), "fly")


def test_states_are_values():
    simulation = registry.get("descent-line")
    state = simulation.start()
    before = (state.theta, state.step)
    simulation.step(state)
    assert (state.theta, state.step) == before
    with pytest.raises(AttributeError):
        state.theta = 1.0
    with pytest.raises(TypeError):
        state.values["alpha"] = 1.0
    assert simulation.reset(simulation.step(state)) == state
