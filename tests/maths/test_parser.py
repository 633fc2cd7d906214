"""What people type: how it is read, and what is said where it can't be."""

import subprocess
import sys

import pytest

from vctutor.errors import VctutorError
from vctutor.maths.expression import Number, ParseError, Product, Sum, Symbol, parse, to_text

READ = [
    ("2xy + 3x^2", "2*x*y + 3*x^2"),
    ("2 x y", "2*x*y"),
    ("2x(x+1)", "2*x*(x+1)"),
    ("(x+1)(x-1)", "(x+1)*(x-1)"),
    ("x sin x", "x*sin(x)"),
    ("sin x", "sin(x)"),
    ("sin 2x", "sin(2*x)"),
    ("sin -x", "sin(-x)"),
    ("sin 2x^2", "sin(2*x^2)"),
    ("sin x + 1", "sin(x) + 1"),
    ("sin x cos y", "sin(x)*cos(y)"),
    ("sin(x)y", "sin(x)*y"),
    ("sin(x)^2", "(sin(x))^2"),
    ("sin^2 x", "(sin(x))^2"),
    ("sin² x", "(sin(x))^2"),
    ("sin²x", "(sin(x))^2"),
    ("sin ^ 2 x", "(sin(x))^2"),
    ("sin**2 x", "(sin(x))^2"),
    ("cos^2(x)", "(cos(x))^2"),
    ("sin²(2x)", "(sin(2x))^2"),
    ("3tanh^2 2x + 1", "3*(tanh(2x))^2 + 1"),
    ("sin^2 x cos^3 x", "(sin(x))^2 (cos(x))^3"),
    ("sin^2(x)cos(x)", "(sin(x))^2 cos(x)"),
    ("sin^2 x^3", "(sin(x^3))^2"),
    ("ln^2 x", "(ln(x))^2"),
    ("x^sin^2(x)", "x^((sin(x))^2)"),
    ("-sin² x", "-((sin(x))^2)"),
    ("sin^{2} x", "(sin(x))^2"),
    ("x^{2}y", "(x^2)*y"),
    ("e^{2x}", "e^(2*x)"),
    ("e^{-x} y", "e^(-x)*y"),
    ("e^x(x+1)", "(e^x)*(x+1)"),
    ("3e^y(x+1)^2", "3*(e^y)*(x+1)^2"),
    ("x^3/3!", "x^3/6"),
    ("2!x", "2*x"),
    ("-3!", "-(6)"),
    ("2^3!", "2^6"),
    ("3!^2", "6^2"),
    ("0!", "1"),
    ("1/5[3, 4]", "(1/5)*[3, 4]"),
    ("ln x / x", "(ln(x))/x"),
    ("xsin(x)", "x*sin(x)"),
    ("e^-x", "e^(-x)"),
    ("e^-x y", "(e^(-x))*y"),
    ("e^(2x)", "e^(2*x)"),
    ("x**2", "x^2"),
    ("x²", "x^2"),
    ("x⁻¹", "x^(-1)"),
    ("xⁿ", "x^n"),
    ("x^2y", "(x^2)*y"),
    ("2^3^2", "2^(3^2)"),
    ("-x^2", "-(x^2)"),
    ("√x", "sqrt(x)"),
    ("√(x+1)", "sqrt(x+1)"),
    ("∛x", "cbrt(x)"),
    ("π r²", "pi*r^2"),
    ("2pi r", "2*pi*r"),
    ("θ", "theta"),
    ("|x|", "abs(x)"),
    ("2|x||y|", "2*abs(x)*abs(y)"),
    ("|x - |y||", "abs(x - abs(y))"),
    ("x·y × z", "x*y*z"),
    ("x ÷ y", "x/y"),
    ("3 − x", "3 - x"),
    ("σ(x)", "sigma(x)"),
    ("sigmoid(x)", "sigma(x)"),
    ("log(x)", "ln(x)"),
    ("asin(x)", "arcsin(x)"),
    ("Sin(x)", "sin(x)"),
    ("max(a, b, c)", "max(max(a, b), c)"),
    ("x₁ + x_1 + x1", "x1 + x1 + x1"),
    ("w_{12}", "w12"),
    ("2e3", "2000"),
    ("2e - 3", "2*e - 3"),
    (".5x", "0.5*x"),
    ("𝑥²", "x^2"),
    ("1/2*x", "(1/2)*x"),
    ("a/b/c", "(a/b)/c"),
    ("[ x , 2y ]", "[x, 2*y]"),
    ("2[1, 2]", "2*[1, 2]"),
    ("+x", "x"),
    ("2 ^ -x", "2^(-x)"),
]


@pytest.mark.parametrize(("typed", "same"), READ)
def test_what_is_typed_is_read_as_meant(typed, same):
    assert parse(typed) == parse(same)


@pytest.mark.parametrize(
    ("typed", "position", "says", "suggests"),
    [
        ("", 0, "nothing to read", "expression"),
        ("   ", 0, "nothing to read", "expression"),
        ("x +", 3, "missing after the +", "number"),
        ("x^", 2, "missing after the ^", "exponent"),
        ("a*/b", 2, "missing after the *", "factor"),
        ("*x", 0, "can't stand here", "number"),
        ("(x+1", 4, "not closed", ")"),
        ("|x", 2, "not closed", "|"),
        ("[1, 2", 5, "not closed", "]"),
        ("x+1)", 3, "no bracket is open", "operator"),
        ("()", 1, "nothing between", "number"),
        ("x 2", 2, "sign is missing", "x*2"),
        ("2 3", 2, "sign is missing", "2*3"),
        ("3,5", 1, "comma", "3.5"),
        ("1..2", 2, "decimal point", "digit"),
        ("sin x y", 6, "how far sin goes", "sin(x)"),
        ("sin x/2", 5, "how far sin goes", "sin(x)"),
        ("1/2x", 3, "divided by what", "(1/2)x or 1/(2x)"),
        ("1/2 (x+1)", 4, "divided by what", "1/(2"),
        ("√2x", 2, "how far the root", "sqrt(2)"),
        ("e^2x", 3, "where the exponent ends", "e^(2x)"),
        ("e^-x(x+1)", 4, "where the exponent ends", "e^(-x(...)) or e^(-x) * (...)"),
        ("-1/2x", 4, "divided by what", "(1/2)x or 1/(2x)"),
        ("2(x+1)3", 6, "sign is missing", "(...)*3"),
        ("2.5!", 3, "factorial", "product"),
        ("(2+1)!", 5, "factorial", "product"),
        ("171!", 0, "too large", "1e308"),
        ("!", 0, "can't stand here", "number"),
        ("sin^(-1)(x)", 0, "not clear", "arcsin(x)"),
        ("sin^{-1} x", 0, "not clear", "arcsin(x)"),
        ("sin^(1/2) x", 0, "not clear", "(sin(x))^(1/2)"),
        ("2 1/2", 2, "sign is missing", "2 + 1/2"),
        ("2x 3", 3, "sign is missing", "x*3"),
        ("x^2 3", 4, "sign is missing", "(...)*3"),
        ("x² 1/2", 3, "sign is missing", "(...)*1"),
        ("3!4!", 2, "sign is missing", "(...)*4"),
        ("½", 0, "fraction", "(1/2)"),
        ("x^½", 2, "fraction", "(1/2)"),
        ("log_2 x", 3, "subscript", "log2(x)"),
        ("e^-xy", 4, "where the exponent ends", "e^(-xy)"),
        ("exp^2(x)", 0, "not clear", "(exp(x))^2"),
        ("sin^0.5 x", 0, "not clear", "(sin(x))^0.5"),
        ("sin^0 x", 0, "not clear", "(sin(x))^0"),
        ("sin^(2) x", 0, "not clear", "(sin(x))^2"),
        ("sin^x x", 0, "not clear", "(sin(x))^2"),
        ("sin^2(x)^2", 0, "not clear", "(sin(x))^2"),
        ("sin^2", 0, "needs its argument", "sin^2(x)"),
        ("sin^2 x y", 8, "how far sin^2 goes", "sin^2(x)"),
        ("sin^-1(x)", 0, "not clear", "arcsin(x)"),
        ("sin^-2 x", 0, "not clear", "(sin(x))^-2"),
        ("sin⁻¹ x", 0, "not clear", "arcsin(x)"),
        ("In(x)", 0, "capital I", "ln("),
        ("sine(x)", 0, "no function 'sine'", "sin"),
        ("sqr(x)", 0, "no function 'sqr'", "sqrt"),
        ("f(x)", 0, "no function here", "formula"),
        ("sin", 0, "needs its argument", "sin(x)"),
        ("sin()", 4, "needs an argument", "argument"),
        ("max(x)", 0, "takes two arguments, not 1", "two"),
        ("sin(0,5)", 0, "takes one argument, not 2", "0.5"),
        ("log(8, 2)", 0, "takes one argument, not 2", "log2(x)"),
        ("f'(x)", 1, "prime", "function itself"),
        ("d/dx x^2", 0, "derivative", "function itself"),
        ("∂x", 0, "derivative", "function itself"),
        ("y = x^2", 2, "equation", "="),
        ("||v||", 1, "norm", "sqrt"),
        ("x!", 1, "factorial", "product"),
        ("5%", 1, "percent", "/100"),
        ("\\frac12", 0, "LaTeX", "plainly"),
        ("{x}", 0, "curly", "("),
        ("(1, 2)", 2, "comma", "1.2"),
        ("(x, y)", 2, "comma", "[a, b]"),
        ("[1 2]", 3, "commas", ","),
        ("[]", 1, "needs entries", "entry"),
        ("[[1, 2], [3]]", 0, "different lengths", "one length"),
        ("[[1, 2], 3]", 0, "rows only", "[[a, b], [c, d]]"),
        ("[1, 2]*[3, 4]", 0, "product of vectors", "entries"),
        ("[1, 2] + [1, 2, 3]", 0, "one shape", "2 entries and 3 entries"),
        ("sqrt([1, 2])", 0, "can't stand here", "entries"),
        ("1e999", 0, "too large", "1e308"),
        ("х+1", 0, "cyrillic", "type x"),
        ("x\x00", 1, "control character", "delete"),
        ("x\u200b", 1, "control character", "delete"),
        ("x♥", 1, "can't be read", "delete"),
        ("_x", 0, "subscript", "x_1"),
    ],
)
def test_errors_have_place_reason_and_advice(typed, position, says, suggests):
    with pytest.raises(ParseError) as caught:
        parse(typed)
    error = caught.value
    assert error.position == position
    assert error.length >= 1
    assert says in error.message
    assert suggests in (error.suggestion or "") + (error.expected or "")
    assert error.text == typed
    shown, carets = error.caret().split("\n")
    assert carets.strip().strip("^") == ""
    assert len(carets) <= max(len(shown), position) + 1


@pytest.mark.parametrize(
    ("typed", "position", "length", "advice"),
    [
        ("z", 0, 1, "variables here are alpha, theta, x"),
        ("x z", 2, 1, "variables here are"),
        ("X + 1", 0, 1, "did you mean x?"),
        ("x2", 1, 1, "x*2"),
        ("alph", 0, 4, "did you mean alpha?"),
        ("sinn(x)", 0, 4, "did you mean sin?"),
        ("tahn(x)", 0, 4, "did you mean tanh?"),
    ],
)
def test_unknown_names_are_errors_where_variables_are_given(typed, position, length, advice):
    with pytest.raises(ParseError) as caught:
        parse(typed, ["x", "alpha", "θ"])
    assert (caught.value.position, caught.value.length) == (position, length)
    assert advice in (caught.value.hint or "")


def test_declared_names_win():
    assert parse("xy", ["xy"]) == Symbol("xy")
    assert parse("xy", ["x", "y"]) == Product((Symbol("x"), Symbol("y")))
    assert parse("e", ["e"]) == Symbol("e")
    assert parse("x_1 + x₁", ["x1"]) == Sum((Symbol("x1"), Symbol("x1")))
    assert parse("sigma", ["sigma"]) == Symbol("sigma")
    assert parse("f(x)", ["f", "x"]) == Product((Symbol("f"), Symbol("x")))
    assert parse("abs(a)", ["a", "b", "s"]) == parse("|a|")


def test_a_minus_belongs_to_the_number_behind_it():
    assert parse("-3x") == Product((Number(-3.0), Symbol("x")))
    assert parse("2 - 3x") == Sum((Number(2.0), Product((Number(-3.0), Symbol("x")))))


@pytest.mark.parametrize(
    "attack",
    [
        "9**9**9**9",
        "-9^9^9",
        "2^(9^9)",
        "(" * 10_000,
        "[" * 300,
        "|" * 300,
        "x" * 1_000_000,
        "x+" * 199 + "x",
        "-" * 150 + "x",
        "x^" * 60 + "x",
        "sin " * 60 + "x",
        "(" * 40 + "x" + ")" * 40,
        "9" * 400,
        "1e" + "9" * 300,
        "аbс",
        "ｘ",
        "\x1b[31m",
        "x\u202ey",
        "__import__('os').system('true')",
        "().__class__",
        "x" + "²" * 330,
        "0x" + "f" * 390,
        "\ud800",
    ],
)
def test_attacks_are_errors_with_a_place(attack):
    with pytest.raises(ParseError) as caught:
        parse(attack)
    assert 0 <= caught.value.position <= len(attack)
    assert caught.value.caret()


def test_bounds_allow_what_is_just_inside_them():
    assert parse("x+" * 99 + "x")
    assert parse("(" * 31 + "x" + ")" * 31) == Symbol("x")
    assert len(to_text(parse(" " * 399 + "x"))) == 1
    with pytest.raises(ParseError):
        parse(" " * 400 + "x")


def test_a_long_text_is_cut_around_the_place():
    with pytest.raises(ParseError) as caught:
        parse("x + " * 60 + "? + x")
    shown, carets = caught.value.caret().split("\n")
    assert len(shown) <= 72
    assert shown[carets.index("^")] == "?"


def test_a_parse_error_is_an_error_people_may_see():
    with pytest.raises(VctutorError):
        parse("x +")


def test_reading_needs_no_numpy():
    code = (
        "import sys; from vctutor.maths.expression import parse, to_latex, evaluate;"
        "to_latex(parse('x^2/sin x')); evaluate(parse('x^2'), {'x': 3.0}); print('numpy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
