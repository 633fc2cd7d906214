import pytest

from vctutor.errors import UsageError
from vctutor.maths.expression import ParseError
from vctutor.simulations.parameter import Parameter, Preset

ALPHA = Parameter("alpha", "α", "number", 0.1, 0.01, 1.2, 0.01)
FINE = Parameter("rate", "r", "number", 0.1, 0.001, 1.0, 0.01)
H = Parameter("h", "h", "number", 1.0, 1e-12, 1.0, 10.0, scale="log")
ORDER = Parameter("order", "n", "number", 1, 0, 15, 1, whole=True)
LOSS = Parameter(
    "loss", "L", "choice", "a", choices=(Preset("double well", "a"), Preset("plateau", "b"))
)
F = Parameter(
    "f", "f", "function", "sin(x)", choices=(Preset("sin", "sin(x)"), Preset("cos", "cos(x)")),
    variables=("x",),
)  # fmt: skip
OWN = Parameter("own", "f", "function", "", variables=("x",))
START = Parameter("start", "start", "point", (3.0, 2.0), -10, 10, 0.25)


@pytest.mark.parametrize(
    ("given", "value"), [("0.5", 0.5), (0.5, 0.5), (1, 1.0), (" 1/4 ", 0.25), ("1e-1", 0.1),
     ("pi/4", 0.7853981633974483)],
)  # fmt: skip
def test_numbers_are_read(given, value):
    assert ALPHA.read(given) == pytest.approx(value)


@pytest.mark.parametrize(
    "given", ["", "fast", "nan", "inf", 1e999, True, "2", 0.001, "-1", "1,2", None, [1]]
)
def test_what_is_no_such_number_is_refused(given):
    with pytest.raises(UsageError) as caught:
        ALPHA.read(given)
    assert "alpha" in caught.value.message


def test_limits_are_told():
    with pytest.raises(UsageError, match=r"at most 1\.2"):
        ALPHA.read(5)
    with pytest.raises(UsageError, match=r"at least 0\.01"):
        ALPHA.read(0)
    with pytest.raises(UsageError, match="whole"):
        ORDER.read(2.5)
    assert ORDER.read("7") == 7 and isinstance(ORDER.read("7"), int)


@pytest.mark.parametrize("given", ["1, 2", "(1,2)", "[1, 2]", [1, 2], (1.0, 2.0)])
def test_points_are_read(given):
    assert START.read(given) == (1.0, 2.0)


@pytest.mark.parametrize("given", ["1", "1,2,3", "a,b", 3, [1], "11,0", ""])
def test_what_is_no_point_is_refused(given):
    with pytest.raises(UsageError):
        START.read(given)


def test_choices_by_name_and_nearest():
    assert LOSS.read("Double  Well") == "a"
    assert LOSS.read("b") == "b"
    with pytest.raises(UsageError, match="did you mean 'plateau'"):
        LOSS.read("plato")
    with pytest.raises(UsageError, match="double well, plateau"):
        LOSS.read("zzz")


def test_functions_by_name_or_as_an_expression():
    assert F.read("cos") == "cos(x)"
    assert F.read("x^3 - x") == "x^3 - x"
    with pytest.raises(ParseError) as caught:
        F.read("x^3 + q")
    assert caught.value.position == 6
    with pytest.raises(ParseError):
        F.read("")
    assert OWN.read("  ") == ""


def test_arrows_move_on_the_grid_and_stay_inside():
    assert ALPHA.nudge(0.1, 1) == 0.11
    assert ALPHA.nudge(0.1, 10) == 0.2
    assert ALPHA.nudge(1.2, 1) == 1.2 and ALPHA.nudge(0.01, -1) == 0.01
    value = 0.1
    for _ in range(50):
        value = ALPHA.nudge(value, 1)
    for _ in range(50):
        value = ALPHA.nudge(value, -1)
    assert value == 0.1
    assert H.nudge(1e-3, -1) == pytest.approx(1e-4) and H.nudge(1.0, 1) == 1.0
    assert ORDER.nudge(3, 1) == 4 and isinstance(ORDER.nudge(3, 1), int)


def test_steps_are_finer_near_a_small_minimum():
    assert FINE.nudge(0.02, -1) == 0.01
    assert FINE.nudge(0.01, -1) == 0.009
    assert FINE.nudge(0.001, 1) == 0.002
    assert FINE.nudge(0.01, 1) == 0.02


def test_arrows_go_round_the_choices():
    assert LOSS.nudge("a", 1) == "b" and LOSS.nudge("b", 1) == "a" and LOSS.nudge("a", -1) == "b"
    assert F.nudge("sin(x)", 1) == "cos(x)"
    assert F.nudge("x^2", 1) == "sin(x)"
    assert OWN.nudge("x^2", 1) == "x^2"
    assert START.nudge((3.0, 2.0), 1) == (3.0, 2.0)
    assert START.nudge_point((3.0, 2.0), 1, -2) == (3.25, 1.5)


@pytest.mark.parametrize("parameter", [ALPHA, H, ORDER, FINE])
def test_a_slider_comes_back_to_where_it_was(parameter):
    assert parameter.fraction(parameter.minimum) == 0
    assert parameter.fraction(parameter.maximum) == 1
    for tenth in range(11):
        value = parameter.at_fraction(tenth / 10)
        assert parameter.minimum <= value <= parameter.maximum
        assert parameter.at_fraction(parameter.fraction(value)) == pytest.approx(value)
    assert LOSS.fraction("a") is None


def test_texts():
    assert ALPHA.text(0.15) == "0.15"
    assert START.text((3.0, 2.5)) == "(3, 2.5)"
    assert LOSS.text("a") == "double well"
    assert F.text("x^2") == "x^2"


def test_functions_show_how_they_were_read():
    assert F.latex("x^2/2") == r"\frac{x^2}{2}"
    assert OWN.latex("") == "" and ALPHA.latex(0.1) == ""


def test_a_map_may_be_given_entry_by_entry():
    pair = Parameter("map", "f", "function", "[x, y]", variables=("x", "y"))
    assert pair.read(("x + y", 2)) == "[x + y, 2]"
    with pytest.raises(ParseError) as caught:
        pair.read(["x", "x + z"])
    assert caught.value.position == len("[x, x + ")
