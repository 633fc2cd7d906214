"""Expressions: read, print, evaluate. The place to import them from."""

from vctutor.maths.evaluation import compile_expression, evaluate
from vctutor.maths.latex import to_latex
from vctutor.maths.names import canonical
from vctutor.maths.parsing.parser import parse
from vctutor.maths.parsing.problems import ParseError
from vctutor.maths.printing import to_text
from vctutor.maths.tree import (
    Call,
    Constant,
    Expression,
    Matrix,
    Negate,
    Number,
    Power,
    Product,
    Quotient,
    ShapeError,
    Sum,
    Symbol,
    Vector,
    shape,
    substitute,
    walk,
)

__all__ = [
    "Call",
    "Constant",
    "Expression",
    "Matrix",
    "Negate",
    "Number",
    "ParseError",
    "Power",
    "Product",
    "Quotient",
    "ShapeError",
    "Sum",
    "Symbol",
    "Vector",
    "canonical",
    "compile_expression",
    "evaluate",
    "parse",
    "shape",
    "substitute",
    "to_latex",
    "to_text",
    "walk",
]
