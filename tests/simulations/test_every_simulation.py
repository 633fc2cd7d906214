"""What holds for every simulation there is."""

import json
import math
import pickle
from importlib.util import find_spec

import pytest
from msgspec.structs import asdict

from vctutor.charts import draw
from vctutor.cli.sim import as_json, as_text
from vctutor.simulations import registry
from vctutor.simulations.scene import aspect_of
from vctutor.styled_text import plain, width

NAMES = [
    name
    for name in registry.NAMES
    if find_spec("vctutor.simulations." + name.replace("-", "_")) is not None
]
ROLES = {
    "", "strong", "number", "chart axis", "chart label", "chart grid", "chart point", "chart arrow",
    "chart tangent", "chart good", "chart bad", "chart node", "chart edge", "chart lit",
    *(f"chart curve{n}" for n in range(1, 7)), *(f"chart trail{n}" for n in range(1, 5)),
    *(f"chart contour{n}" for n in range(1, 9)),
}  # fmt: skip


def walked(simulation, steps):
    state = simulation.start()
    yield state
    for _ in range(steps):
        state = simulation.step(state)
        yield state


@pytest.mark.parametrize("name", NAMES)
def test_it_introduces_itself(name):
    simulation = registry.get(name)
    assert simulation.name == name
    assert simulation.title == registry.title(name)
    assert len({p.name for p in simulation.parameters}) == len(simulation.parameters)
    for parameter in simulation.parameters:
        assert parameter.help.endswith(".") and parameter.label
        assert parameter.read(parameter.default) == parameter.default
        assert all(parameter.read(choice.name) == choice.value for choice in parameter.choices)
    for action in simulation.actions:
        assert simulation.act(simulation.start(), action.name) is not None


@pytest.mark.parametrize("name", NAMES)
def test_each_state_says_one_sentence_with_numbers(name):
    simulation = registry.get(name)
    for state in walked(simulation, simulation.default_steps):
        said = simulation.sentence(state)
        assert "\n" not in said and said.endswith(".") and 15 < len(said) < 260
        assert any(c.isdigit() for c in said)
        assert "\n" not in as_text(simulation, state)


@pytest.mark.parametrize("name", NAMES)
def test_readouts_are_named_once_and_valid_json(name):
    simulation = registry.get(name)
    keys = None
    for state in walked(simulation, simulation.default_steps):
        readouts = simulation.readouts(state)
        found = [readout.name for readout in readouts]
        assert len(set(found)) == len(found)
        assert keys in (None, found), "the readouts stay in their places"
        keys = found
        text = json.dumps(as_json(simulation, state), allow_nan=False)
        assert json.loads(text)["step"] == state.step


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("w", "h"), [(20, 6), (36, 16), (60, 20), (60, 30), (100, 30), (200, 60)])
def test_it_draws_at_every_size(name, w, h):
    simulation = registry.get(name)
    for state in list(walked(simulation, simulation.default_steps))[:: simulation.default_steps]:
        scene = simulation.scene(state, aspect_of(w, h))
        lines = draw(scene, w, h)
        assert len(lines) == h and {width(line) for line in lines} == {w}
        assert {span.role for line in lines for span in line} <= ROLES
        for line in draw(scene, w, h, glyphs="ascii"):
            assert all(ord(c) < 128 for c in plain(line))
            assert width(line) == w
            assert "?" not in plain(line), "a character that has no ASCII form"


def size_of(state):
    """Return how much a state holds: bytes pickled, which numbers of other lengths don't change, and entries."""
    fields = {**asdict(state), "values": dict(state.values)}
    return len(pickle.dumps(fields)), sum(len(v) for v in fields.values() if hasattr(v, "__len__"))


@pytest.mark.parametrize("name", NAMES)
def test_no_state_grows_in_a_long_run(name):
    simulation = registry.get(name)
    state = simulation.start()
    sizes = {}
    for taken in range(1, 5001):
        state = simulation.step(state)
        if taken in (1000, 2500, 5000):
            sizes[taken] = size_of(state)
    (first, entries), *later = sizes.values()
    for size, held in later:
        assert held <= entries, "nothing is added"
        assert size <= 1.02 * first + 16, "a larger count of steps takes a few bytes more"


@pytest.mark.parametrize("name", NAMES)
def test_no_state_grows_in_runs_begun_again_and_again(name):
    simulation = registry.get(name)
    state = simulation.start()
    sizes = []
    for taken in range(1, 5001):
        if simulation.done(state) and taken % 50 == 0:
            state = simulation.reset(state)
        state = simulation.step(state)
        if taken % 500 == 0:
            sizes.append(size_of(state)[0])
    assert max(sizes[2:]) < 1.1 * max(sizes[:2]) + 16


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_moves_and_comes_to_a_drawable_state(name):
    simulation = registry.get(name)
    for parameter in simulation.parameters:
        state = simulation.step(simulation.start())
        value = state.values[parameter.name]
        for presses in (1, -1, 10, -10, 1000, -1000):
            state = simulation.change(state, parameter.name, parameter.nudge(value, presses))
            state = simulation.step(state)
            assert simulation.sentence(state)
            draw(simulation.scene(state), 40, 14)
        assert set(state.values) == {p.name for p in simulation.parameters}


def takes_a_function(name):
    """Return whether a reader can type a function for it."""
    parameters = registry.get(name).parameters
    return any(one.name == "function" and one.variables for one in parameters)


def test_seven_simulations_take_a_function():
    assert len([name for name in NAMES if takes_a_function(name)]) == 7


@pytest.mark.parametrize("name", [name for name in NAMES if takes_a_function(name)])
@pytest.mark.parametrize(
    "text",
    ["3", "{v}", "1/{v}", "ln({v})", "sqrt({v})", "tan({v})", "exp(exp({v}))", "abs({v})", "{v}^{v}",
     "0/0 + {v}", "max({v}, 1)", "10^300 {v}^9", "step({v})"],
)  # fmt: skip
def test_any_function_draws_and_says_something(name, text):
    simulation = registry.get(name)
    variable = simulation.parameter("function").variables[0]
    typed = text.replace("{v}", variable)
    if name == "linear-map":
        typed = f"[{typed}, x1 + x2]"
    if name == "forward-reverse" and variable not in typed:
        typed = f"{typed} + 0*{variable}"
    state = simulation.start({"function": typed})
    for _ in range(3):
        assert simulation.sentence(state).endswith(".")
        json.dumps(as_json(simulation, state), allow_nan=False)
        draw(simulation.scene(state), 50, 18)
        state = simulation.step(state)


def test_positions_given_to_charts_are_numbers():
    state = registry.get("descent-line").start()
    plot = registry.get("descent-line").scene(state).panels[0]
    assert all(math.isfinite(x) for x, _ in plot.background.curves[0].points)
