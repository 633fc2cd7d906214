"""The expression tree: frozen nodes, compared by value, that hold floats and names only.

Sums and products have any number of terms and factors, as they are written: ``a + b + c`` is one
:class:`Sum`. A difference is a sum with a negated term, and a minus directly before a number belongs to
the number: ``x - 3y`` is ``Sum((x, Product((-3, y))))``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from vctutor.errors import VctutorError
from vctutor.i18n import _, plural


class ShapeError(VctutorError):
    """A vector or a matrix stands where it can't, or sizes don't fit."""


class Expression(Struct, frozen=True, eq=False, dict=True):
    """A node of the tree. Equal nodes have the same kind and equal parts."""

    def parts(self) -> tuple[Expression, ...]:
        """Return the nodes directly below this one, from left to right."""
        return ()

    def rebuilt(self, parts: tuple[Expression, ...]) -> Expression:
        """Return a node of the same kind over other parts (as many as :meth:`parts` gives)."""
        return self

    def _identity(self) -> tuple[object, ...]:
        return self.parts()

    def __eq__(self, other: object) -> bool:
        """Compare kind and parts."""
        if self is other:
            return True
        if type(self) is not type(other) or not isinstance(other, Expression):
            return False
        return hash(self) == hash(other) and self._identity() == other._identity()

    def __ne__(self, other: object) -> bool:
        """Return the negation of ``==``; msgspec structs define ``!=`` separately."""
        return not self == other

    def __hash__(self) -> int:
        """Hash kind and parts; the hash is cached."""
        known: int | None = self.__dict__.get("_hash")
        if known is None:
            known = hash((type(self).__name__, self._identity()))
            self.__dict__["_hash"] = known
        return known

    @property
    def free_symbols(self) -> frozenset[str]:
        """The names of the variables that occur."""
        known: frozenset[str] | None = self.__dict__.get("_free")
        if known is None:
            known = frozenset().union(*(part.free_symbols for part in self.parts()))
            self.__dict__["_free"] = known
        return known

    @property
    def size(self) -> int:
        """How many nodes the tree has."""
        known: int | None = self.__dict__.get("_size")
        if known is None:
            known = 1 + sum(part.size for part in self.parts())
            self.__dict__["_size"] = known
        return known


class Number(Expression, frozen=True, eq=False):
    """A number; integers are floats with an integer value."""

    value: float

    def _identity(self) -> tuple[object, ...]:
        return (self.value,)


class Numeral(Number, frozen=True, eq=False):
    """A number typed with more digits than a float holds; ``digits`` keeps them all, ``value`` is the nearest float."""

    digits: str

    def _identity(self) -> tuple[object, ...]:
        return (self.digits,)


class Constant(Expression, frozen=True, eq=False):
    """A number with a name: ``pi`` or ``e``."""

    name: str

    def _identity(self) -> tuple[object, ...]:
        return (self.name,)


class Symbol(Expression, frozen=True, eq=False):
    """A variable, by its canonical name (see :func:`vctutor.maths.names.canonical`)."""

    name: str

    def _identity(self) -> tuple[object, ...]:
        return (self.name,)

    @property
    def free_symbols(self) -> frozenset[str]:
        """The name itself."""
        return frozenset((self.name,))


class Sum(Expression, frozen=True, eq=False):
    """Two or more terms added."""

    terms: tuple[Expression, ...]

    def parts(self) -> tuple[Expression, ...]:
        """Return the terms."""
        return self.terms

    def rebuilt(self, parts: tuple[Expression, ...]) -> Expression:
        """Return the sum of other terms."""
        return Sum(parts)


class Product(Expression, frozen=True, eq=False):
    """Two or more factors multiplied."""

    factors: tuple[Expression, ...]

    def parts(self) -> tuple[Expression, ...]:
        """Return the factors."""
        return self.factors

    def rebuilt(self, parts: tuple[Expression, ...]) -> Expression:
        """Return the product of other factors."""
        return Product(parts)


class Quotient(Expression, frozen=True, eq=False):
    """A numerator over a denominator."""

    numerator: Expression
    denominator: Expression

    def parts(self) -> tuple[Expression, ...]:
        """Return numerator and denominator."""
        return (self.numerator, self.denominator)

    def rebuilt(self, parts: tuple[Expression, ...]) -> Expression:
        """Return the quotient of two other parts."""
        return Quotient(*parts)


class Power(Expression, frozen=True, eq=False):
    """A base to an exponent."""

    base: Expression
    exponent: Expression

    def parts(self) -> tuple[Expression, ...]:
        """Return base and exponent."""
        return (self.base, self.exponent)

    def rebuilt(self, parts: tuple[Expression, ...]) -> Expression:
        """Return the power of two other parts."""
        return Power(*parts)


class Negate(Expression, frozen=True, eq=False):
    """A minus in front."""

    operand: Expression

    def parts(self) -> tuple[Expression, ...]:
        """Return the operand."""
        return (self.operand,)

    def rebuilt(self, parts: tuple[Expression, ...]) -> Expression:
        """Return the negative of another part."""
        return Negate(*parts)


class Call(Expression, frozen=True, eq=False):
    """A function of :data:`vctutor.maths.names.FUNCTIONS` and its arguments."""

    function: str
    arguments: tuple[Expression, ...]

    def parts(self) -> tuple[Expression, ...]:
        """Return the arguments."""
        return self.arguments

    def rebuilt(self, parts: tuple[Expression, ...]) -> Expression:
        """Return the same function of other arguments."""
        return Call(self.function, parts)

    def _identity(self) -> tuple[object, ...]:
        return (self.function, self.arguments)


class Vector(Expression, frozen=True, eq=False):
    """Scalar entries in a column."""

    entries: tuple[Expression, ...]

    def parts(self) -> tuple[Expression, ...]:
        """Return the entries."""
        return self.entries

    def rebuilt(self, parts: tuple[Expression, ...]) -> Expression:
        """Return a vector of other entries."""
        return Vector(parts)


class Matrix(Expression, frozen=True, eq=False):
    """Rows of scalar entries, all of one length."""

    rows: tuple[tuple[Expression, ...], ...]

    def parts(self) -> tuple[Expression, ...]:
        """Return the entries, row by row."""
        return tuple(entry for row in self.rows for entry in row)

    def rebuilt(self, parts: tuple[Expression, ...]) -> Expression:
        """Return a matrix of the same shape over other entries."""
        n = len(self.rows[0])
        return Matrix(tuple(parts[i : i + n] for i in range(0, len(parts), n)))

    def _identity(self) -> tuple[object, ...]:
        return (self.rows,)


def as_expression(value: float | Expression) -> Expression:
    """Return an expression as it is, and a number as a :class:`Number`."""
    return value if isinstance(value, Expression) else Number(float(value))


def walk(e: Expression) -> Iterator[Expression]:
    """Yield every node, a node before its parts, from left to right."""
    waiting = [e]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.parts()))


def transform(e: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """Return the tree with ``change`` applied to every node, parts before the whole."""
    parts = e.parts()
    if not parts:
        return change(e)
    new = tuple(transform(part, change) for part in parts)
    return change(e if all(a is b for a, b in zip(new, parts, strict=True)) else e.rebuilt(new))


def substitute(e: Expression, values: Mapping[str, float | Expression]) -> Expression:
    """Return ``e`` with variables replaced, all at once, by numbers or expressions.

    Args:
        e: any expression.
        values: canonical or typed name (``x_1`` and ``x1`` are the same) to its replacement.
    """
    from vctutor.maths.names import canonical

    known = {canonical(name): as_expression(value) for name, value in values.items()}
    return transform(
        e, lambda node: known.get(node.name, node) if isinstance(node, Symbol) else node
    )


def shape(e: Expression) -> tuple[int, ...]:
    """Return ``()`` for a scalar, ``(n,)`` for a vector, ``(rows, columns)`` for a matrix.

    Raises:
        ShapeError: vectors or matrices are combined in a way that has no meaning here: only sums of equal
            shapes, and products and quotients with scalars, are known.
    """
    shapes = [shape(part) for part in e.parts()]
    if isinstance(e, Vector):
        _scalars(shapes)
        return (len(e.entries),)
    if isinstance(e, Matrix):
        _scalars(shapes)
        return (len(e.rows), len(e.rows[0]))
    arrays = [s for s in shapes if s]
    if not arrays:
        return ()
    if isinstance(e, Negate):
        return arrays[0]
    if isinstance(e, Sum):
        if len(set(shapes)) > 1:
            raise ShapeError(_("a sum needs terms of one shape"), _named(shapes))
        return arrays[0]
    if isinstance(e, Product) and len(arrays) == 1:
        return arrays[0]
    if isinstance(e, Quotient) and not shapes[1]:
        return arrays[0]
    if isinstance(e, Product):
        raise ShapeError(
            _("a product of vectors or matrices is not known here"), _("write out its entries")
        )
    raise ShapeError(_("a vector or a matrix can't stand here"), _("write out the entries"))


def _scalars(shapes: list[tuple[int, ...]]) -> None:
    if any(shapes):
        raise ShapeError(
            _("an entry of a vector or a matrix must be a scalar"),
            _("matrices are [[a, b], [c, d]]"),
        )


def _named(shapes: list[tuple[int, ...]]) -> str:
    words = dict.fromkeys(map(_word, shapes))
    return _("these are {shapes}").format(shapes=_(" and ").join(words))


def _word(shape: tuple[int, ...]) -> str:
    if not shape:
        return _("a number")
    if len(shape) == 2:
        return _("{rows}×{columns} matrix").format(rows=shape[0], columns=shape[1])
    return plural("{n} entry", "{n} entries", shape[0]).format(n=shape[0])
