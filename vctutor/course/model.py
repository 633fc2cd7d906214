"""The frozen model of a course: what the YAML files become once they are read and found right.

Text fields marked *prose* hold light markdown: paragraphs, ``**bold**``, ``*emphasis*``, `` `code` ``, lists,
``[text](address)`` links, ``$...$`` formulas and ``[[term]]`` or ``[[shown|term]]`` glossary terms. Inside the texts
of a question, ``{a}`` stands for a variant's parameter, ``{+a}`` for the parameter with its sign, and ``{=2*a*p}``
for the value of an expression in the parameters.
"""

# Without `from __future__ import annotations`: msgspec would compile every annotation to decode a compiled course.

from typing import Literal, TypeAlias

from msgspec import Struct, field

from vctutor.i18n import _

Scalar: TypeAlias = bool | int | float | str
Real: TypeAlias = int | float  # whichever the author wrote, so that it is shown as it was written

CalloutKind = Literal["insight", "convention", "warning", "example", "key idea"]


class Position(Struct, frozen=True):
    """A place in a course file. ``line`` and ``column`` count from 1."""

    file: str
    line: int
    column: int


class Problem(Struct, frozen=True):
    """A mistake in a course file: where it is, what it is, and the nearest right name where there is one."""

    at: Position
    message: str
    suggestion: str | None = None

    def __str__(self) -> str:
        """Return ``file:line:column: message (did you mean ...?)``."""
        hint = (
            _(" (did you mean {suggestion}?)").format(suggestion=self.suggestion)
            if self.suggestion
            else ""
        )
        return f"{self.at.file}:{self.at.line}:{self.at.column}: {self.message}{hint}"


# --- blocks ------------------------------------------------------------------------------------------------


class Block(Struct, frozen=True, kw_only=True, tag=True):
    """What stands in the body of a chapter.

    Each kind is tagged with the name of its class, which identifies it in a compiled course.

    Attributes:
        at: where the block starts in its file; set by the loader.
        place: the block's name within its chapter, unique there: the author's id for a section, a question or
            a labelled formula, and otherwise made from the kind and a running number (``text-3``).
    """

    at: Position
    place: str = ""


class Section(Block, frozen=True, kw_only=True):
    """A heading that starts a part of the chapter."""

    title: str  # prose


class Prose(Block, frozen=True, kw_only=True):
    """Paragraphs and lists of light markdown."""

    text: str  # prose


class Formula(Block, frozen=True, kw_only=True):
    """A formula set on lines of its own. ``say`` is how it is read aloud; None lets the typesetter say it."""

    formula: str  # LaTeX
    say: str | None = None


class Callout(Block, frozen=True, kw_only=True):
    """A boxed remark."""

    kind: CalloutKind
    text: str  # prose
    title: str | None = None


class Table(Block, frozen=True, kw_only=True):
    """A table; cells are prose. ``align`` has one of left, right or center a column, or is empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[Literal["left", "right", "center"], ...] = ()
    caption: str | None = None


class Code(Block, frozen=True, kw_only=True):
    """A listing."""

    language: str
    text: str
    caption: str | None = None


class DerivationStep(Struct, frozen=True, kw_only=True):
    """One line of a derivation and the reason it follows."""

    formula: str  # LaTeX
    because: str | None = None  # prose


class Derivation(Block, frozen=True, kw_only=True):
    """A derivation, shown a step at a time on request."""

    steps: tuple[DerivationStep, ...]
    title: str | None = None


class FlowNode(Struct, frozen=True, kw_only=True):
    """A box of a flow. ``by`` labels the arrow that leads here from the box before it."""

    name: str  # prose
    note: str | None = None  # prose
    by: str | None = None  # prose


class Flow(Block, frozen=True, kw_only=True):
    """A row of boxes joined by labelled arrows."""

    nodes: tuple[FlowNode, ...]
    caption: str | None = None


class Diagram(Block, frozen=True, kw_only=True):
    """A drawing made of characters, kept as typed; ``say`` describes it to a listener."""

    text: str
    say: str
    caption: str | None = None


class Option(Struct, frozen=True, kw_only=True):
    """One of the answers offered. ``say`` is the feedback for choosing it."""

    text: str  # prose
    right: bool = False
    say: str | None = None  # prose


class Prediction(Struct, frozen=True, kw_only=True):
    """What the reader is asked to commit to before the simulation shows it.

    Exactly one of ``answer`` (numbers, with ``tolerance``) and ``choices`` is given. ``after`` is how many steps are
    run before the reader's guess is compared. ``readout`` names the numbers of the simulation that ``answer`` is about;
    ``none`` says that it is about none of them, and without names that is left open.
    """

    ask: str  # prose
    answer: tuple[str, ...] = ()  # expressions; one number, or the entries of a vector
    choices: tuple[Option, ...] = ()
    tolerance: Real = 0.01
    after: int = 1
    explain: str | None = None  # prose
    readout: tuple[str, ...] = ()


class SimulationRef(Block, frozen=True, kw_only=True):
    """A simulation set into the text, with the parameters it starts from.

    ``ranges`` gives the least and the greatest value of a parameter, where they are not the simulation's own.
    """

    name: str
    title: str | None = None
    caption: str | None = None  # prose
    values: dict[str, Scalar | tuple[Scalar, ...]] = field(default_factory=dict)
    ranges: dict[str, tuple[Real, Real]] = field(default_factory=dict)
    predict: Prediction | None = None


# --- answers -----------------------------------------------------------------------------------------------


class OneChoice(Struct, frozen=True, kw_only=True, tag="choice"):
    """One of several; exactly one is right. ``shuffle`` false keeps the order of the file."""

    options: tuple[Option, ...]
    shuffle: bool = True


class ManyChoices(Struct, frozen=True, kw_only=True, tag="choices"):
    """Any number of several."""

    options: tuple[Option, ...]
    shuffle: bool = True


class NumberAnswer(Struct, frozen=True, kw_only=True, tag="number"):
    """A number, given as an expression in the parameters.

    It is right within either tolerance; without one, where it is equal or a decimal that the number rounds to.

    Attributes:
        value: the number.
        tolerance: absolute; None for none.
        relative: as a share of the number; None for none.
        unit: stands beside the field.
        digits: how many significant digits of a rounding are enough; None for three, and for all of a short number.
    """

    value: str
    tolerance: Real | None = None
    relative: Real | None = None
    unit: str | None = None
    digits: int | None = None


Domain: TypeAlias = dict[str, str]  # variable -> "low..high"; an empty range means the safe default

Form = Literal["any", "factored", "expanded", "simplified", "number"]


class ExpressionAnswer(Struct, frozen=True, kw_only=True, tag="expression"):
    """An expression in named variables, equal in value wherever both are defined."""

    value: str
    variables: Domain = field(default_factory=dict)
    form: Form = "any"


class VectorAnswer(Struct, frozen=True, kw_only=True, tag="vector"):
    """A vector of expressions; ``row`` None takes it typed either way, else it must be a row or a column."""

    value: tuple[str, ...]
    variables: Domain = field(default_factory=dict)
    row: bool | None = None


class MatrixAnswer(Struct, frozen=True, kw_only=True, tag="matrix"):
    """A matrix of expressions, row by row."""

    value: tuple[tuple[str, ...], ...]
    variables: Domain = field(default_factory=dict)


class ShapeAnswer(Struct, frozen=True, kw_only=True, tag="shape"):
    """A shape such as 2 x 3; its entries are expressions in the parameters."""

    value: tuple[str, ...]


class OrderAnswer(Struct, frozen=True, kw_only=True, tag="order"):
    """Steps to be put in order, listed here in the right one."""

    steps: tuple[str, ...]  # prose


class TextAnswer(Struct, frozen=True, kw_only=True, tag="text"):
    """A word or two; any of these, whatever the case, spacing and small slips."""

    accepted: tuple[str, ...]


Answer: TypeAlias = (
    OneChoice
    | ManyChoices
    | NumberAnswer
    | ExpressionAnswer
    | VectorAnswer
    | MatrixAnswer
    | ShapeAnswer
    | OrderAnswer
    | TextAnswer
)


class WrongAnswer(Struct, frozen=True, kw_only=True):
    """A wrong answer the author expects, and what to say to it. The value is typed as a reader would type it."""

    value: str
    say: str  # prose


class About(Struct, frozen=True, kw_only=True):
    """What the question differentiates, from which the usual slips are computed.

    Attributes:
        function: the function, an expression in ``by`` and the parameters; several for a Jacobian.
        by: the variables it is differentiated by.
        at: the point, an expression a variable; empty where the answer is a function.
    """

    function: tuple[str, ...]
    by: tuple[str, ...]
    at: dict[str, str] = field(default_factory=dict)


class Expectation(Struct, frozen=True, kw_only=True):
    """An answer the author wants to see accepted, refused, or met with a certain diagnosis or feedback."""

    value: str
    verdict: Literal["right", "wrong", "undecided"]
    says: str | None = None


class Question(Block, frozen=True, kw_only=True):
    """A question in the text.

    Attributes:
        id: unique in its chapter and kept for ever: answers are stored under it.
        ask: what is asked, prose.
        answer: what is right.
        vary: parameter -> the values it takes.
        where: conditions between parameters, such as ``a != b``.
        first: the parameters of the variant everyone sees first.
        hints: from the gentlest to the plainest.
        wrong: wrong answers the author expects.
        about: what is differentiated, where something is.
        solution: the worked solution, prose.
        expect: answers that ``vctutor check`` tries.
        idea: the idea of the chapter it asks about, for review.
    """

    id: str
    ask: str
    answer: Answer
    vary: dict[str, tuple[Real, ...]] = field(default_factory=dict)
    where: tuple[str, ...] = ()
    first: dict[str, Real] = field(default_factory=dict)
    hints: tuple[str, ...] = ()
    wrong: tuple[WrongAnswer, ...] = ()
    about: About | None = None
    solution: str | None = None
    expect: tuple[Expectation, ...] = ()
    idea: str | None = None


class BrokenBlock(Block, frozen=True, kw_only=True):
    """A block that could not be read: its problems stand in its place, and the rest of the chapter works."""

    problems: tuple[Problem, ...]
    source: str


AnyBlock: TypeAlias = (
    Section
    | Prose
    | Formula
    | Callout
    | Table
    | Code
    | Derivation
    | Flow
    | Diagram
    | SimulationRef
    | Question
    | BrokenBlock
)


# --- chapters and courses ----------------------------------------------------------------------------------


class Term(Struct, frozen=True, kw_only=True):
    """A word of the glossary and what it means."""

    term: str
    means: str  # prose


class Chapter(Struct, frozen=True, kw_only=True):
    """One chapter, whole. ``problems`` holds every mistake found, those of broken blocks included."""

    id: str
    number: int
    title: str
    goals: tuple[str, ...]
    body: tuple[AnyBlock, ...]
    terms: tuple[Term, ...] = ()
    summary: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions, in the order of the text."""
        return tuple(block for block in self.body if isinstance(block, Question))

    @property
    def question_ids(self) -> tuple[str, ...]:
        """The ids of the questions, under which answers are recorded."""
        return tuple(question.id for question in self.questions)

    @property
    def simulations(self) -> tuple[SimulationRef, ...]:
        """The simulations, in the order of the text."""
        return tuple(block for block in self.body if isinstance(block, SimulationRef))


class ChapterEntry(Struct, frozen=True, kw_only=True):
    """A chapter as ``course.yaml`` lists it; chapters are numbered from 0 by their place in the list."""

    number: int
    id: str
    title: str
    file: str


class Course(Struct, frozen=True, kw_only=True):
    """A course: its name, its chapters' list and the words of its opening and finishing pages.

    ``id`` keeps its readers' progress apart from that in other courses; empty where the author gave none.
    """

    title: str
    language: str
    chapters: tuple[ChapterEntry, ...]
    opening: tuple[AnyBlock, ...] = ()
    finishing: tuple[AnyBlock, ...] = ()
    problems: tuple[Problem, ...] = ()
    id: str = ""
