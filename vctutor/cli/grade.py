"""``vctutor grade``: judge an answer to a question, or compare two expressions."""

from __future__ import annotations

import json
import re
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vctutor.cli.arguments import Parser, add_course
from vctutor.cli.line_terminal import only_ascii
from vctutor.errors import CourseError, UsageError, nearest
from vctutor.i18n import N_, _
from vctutor.settings import TEXT_WIDTH

if TYPE_CHECKING:
    from vctutor.course.model import Question
    from vctutor.grading.variants import Variant
    from vctutor.grading.verdict import Verdict

_EXAMPLES = N_("""\
  vctutor grade derivatives/check '6(3x+1)'
  vctutor grade the-gradient/gradient-at-a-point '[6, 8]' --seed 7 --json
  vctutor grade --expression 'ln(a^2 b)' '2 ln a + ln b'

exits with 0 for right, 1 for wrong, 3 for undecided or unreadable
""")
_OPTIONS = ("--seed", "--json", "--course", "--expression", "--ascii", "-h", "--help")
_EXITS = {"right": 0, "wrong": 1, "undecided": 3, "unreadable": 3}
OUTCOMES = {
    "right": N_("Right"),
    "wrong": N_("Wrong"),
    "undecided": N_("Undecided"),
    "unreadable": N_("Unreadable"),
}


def parser() -> Parser:
    """Return the parser of the command."""
    command = Parser(
        "grade",
        _("Judge an answer, or compare two expressions, vectors or matrices."),
        _(_EXAMPLES),
        usage=(
            "vctutor grade CHAPTER/QUESTION ANSWER [--seed N] [--json] [--course DIR]\n"
            "       vctutor grade --expression KEY ANSWER [--json]"
        ),
    )
    add = command.add_argument
    add("question", help=_("chapter/question; with --expression, the right expression"))
    add("answer", help=_("the answer as it is typed; for options, their letters as shown"))
    add("--expression", action="store_true", help=_("compare two expressions"))
    add("--seed", type=int, default=0, metavar="N", help=_("the variant (0, the first)"))
    add("--json", action="store_true", help=_("one JSON object"))
    add_course(command)
    add("--ascii", action="store_true", help=_("use ASCII characters only"))
    return command


def run(arguments: Sequence[str]) -> int:
    """Judge an answer, print the verdict and return the exit code.

    Raises:
        UsageError: an argument is invalid, or the expression to compare with can't be parsed.
        CourseError: the question does not exist.
    """
    options = parser().parse_args([_shielded(argument) for argument in arguments])
    from vctutor.grading import grade

    question, variant = (
        comparison(options.question, options.answer)
        if options.expression
        else _course_question(options)
    )
    verdict = grade(question, variant, options.answer.strip())
    if options.json:
        print(json.dumps(_record(question, variant, verdict), ensure_ascii=False))
    else:
        for line in _lines(options, question, variant, verdict):
            print(line.rstrip())
    return _EXITS[verdict.outcome]


def _shielded(argument: str) -> str:
    """Return an argument with a space before an answer such as ``-2x``, so that argparse takes it for no option."""
    is_option = argument.partition("=")[0] in _OPTIONS or re.match(r"--([a-z]{2}|$)", argument)
    return f" {argument}" if argument.startswith("-") and not is_option else argument


def _course_question(options: Namespace) -> tuple[Question, Variant]:
    from vctutor.cli.course_choice import open_catalog
    from vctutor.grading.variants import draw

    name, slash, wanted = options.question.partition("/")
    if not slash:
        raise UsageError(
            _("'{question}' names no question").format(question=options.question),
            _("write CHAPTER/QUESTION"),
        )
    questions = {q.id: q for q in open_catalog(options.course).chapter(name).questions}
    if wanted not in questions:
        near = nearest(wanted, list(questions))
        hint = (
            _("did you mean '{name}/{near}'?").format(name=name, near=near)
            if near
            else _("it has {names}").format(names=", ".join(questions) or _("none"))
        )
        raise CourseError(
            _("chapter '{name}' has no question '{wanted}'").format(name=name, wanted=wanted), hint
        )
    return questions[wanted], draw(questions[wanted], options.seed)


def comparison(key: str, answer: str) -> tuple[Question, Variant]:
    """Return a question whose right answer is an expression, in the variables of both.

    Args:
        key: a scalar, a vector or a matrix as it is typed.
        answer: the answer that will be judged.

    Raises:
        UsageError: the key can't be parsed.
    """
    from vctutor.course.model import (
        Answer,
        ExpressionAnswer,
        MatrixAnswer,
        Position,
        Question,
        VectorAnswer,
    )
    from vctutor.grading.answer_syntax import LayoutError, take_apart
    from vctutor.grading.variants import Variant

    try:
        layout = take_apart(key)
    except LayoutError as error:
        raise UsageError(
            _("'{question}' can't be read").format(question=key), error.caret.message
        ) from None
    rows = tuple(tuple(entry.text for entry in row) for row in layout.rows)
    flat = tuple(text for row in rows for text in row)
    variables = dict.fromkeys(_variables(flat, answer), "")
    right: Answer
    if layout.orientation == "matrix":
        right = MatrixAnswer(value=rows, variables=variables)
    elif len(flat) > 1:
        right = VectorAnswer(value=flat, variables=variables)
    else:
        right = ExpressionAnswer(value=flat[0], variables=variables)
    at = Position("--expression", 1, 1)
    return Question(id="expression", ask="Equal?", answer=right, at=at), Variant()


def _variables(key: Sequence[str], answer: str) -> list[str]:
    """Return the variables of the key and of the answer.

    Raises:
        UsageError: the key can't be parsed. An answer that can't be is judged unreadable later.
    """
    from vctutor.grading.answer_syntax import LayoutError, take_apart
    from vctutor.grading.typed_text import normalize
    from vctutor.maths.expression import ParseError, parse

    names: set[str] = set()
    for text in key:
        try:
            names |= parse(text).free_symbols
        except ParseError as error:
            place = _("'{text}' can't be read at character {position}").format(
                text=text, position=error.position + 1
            )
            raise UsageError(place, error.suggestion or error.message) from None
    try:
        # As the judge reads it: of tg(x) the name is tan, and not t and g.
        for row in take_apart(normalize(answer, names).text).rows:
            for entry in row:
                names |= parse(entry.text).free_symbols
    except (ParseError, LayoutError):
        pass  # judged unreadable, with its place
    return sorted(names)


def _record(question: Question, variant: Variant, verdict: Verdict) -> dict[str, object]:
    caret = verdict.caret
    return {
        "question": question.id,
        "seed": variant.seed,
        "parameters": dict(variant.values),
        "outcome": verdict.outcome,
        "feedback": verdict.feedback,
        "diagnosis": verdict.diagnosis,
        "reading": verdict.reading,
        "entries": list(verdict.entries),
        "costs_attempt": verdict.costs_attempt,
        "caret": None
        if caret is None
        else {
            "position": caret.position,
            "length": caret.length,
            "message": caret.message,
            "suggestion": caret.suggestion,
        },
    }


def _lines(options: Namespace, question: Question, variant: Variant, verdict: Verdict) -> list[str]:
    """Return the lines to print: the question, how the answer was read, and the verdict."""
    from vctutor.grading.variants import substitute
    from vctutor.styled_text import plain
    from vctutor.typesetting import typeset
    from vctutor.typesetting.prose import lay_prose

    ascii = only_ascii(options.ascii)
    shown: list[str] = []
    if not options.expression:
        asked = substitute(question.ask, variant, strict=False)
        shown += [plain(line) for line in lay_prose(asked, TEXT_WIDTH, ascii=ascii)]
        shown += _offered(question, variant, ascii)
        shown.append("")
    if verdict.reading:
        lines = [plain(line) for line in typeset(verdict.reading, width=TEXT_WIDTH, ascii=ascii)]
        shown += [_("Read as"), *(f"    {line}" for line in lines)]
    if verdict.caret:
        start = verdict.caret.position
        typed = options.answer.strip()
        shown += [f"    {typed}", "    " + " " * start + "^" * max(1, verdict.caret.length)]
    lines = [plain(line) for line in lay_prose(verdict.feedback, TEXT_WIDTH, ascii=ascii)]
    shown += [_(OUTCOMES[verdict.outcome]), *(f"    {line}" for line in lines)]
    if verdict.caret and verdict.caret.suggestion:
        shown.append(_("    Try {suggestion}").format(suggestion=verdict.caret.suggestion))
    return shown


def _offered(question: Question, variant: Variant, ascii: bool) -> list[str]:
    """Return the options or steps with their letters, in the order of this variant."""
    from vctutor.course.model import OrderAnswer
    from vctutor.grading.variants import choices, option_order, substitute
    from vctutor.styled_text import plain
    from vctutor.typesetting.prose import lay_prose

    answer = question.answer
    texts = answer.steps if isinstance(answer, OrderAnswer) else [c.text for c in choices(question)]
    lines: list[str] = []
    for letter, index in zip(
        "abcdefghijklmnopqrstuvwxyz", option_order(question, variant), strict=False
    ):
        laid = lay_prose(
            substitute(texts[index], variant, strict=False), TEXT_WIDTH - 5, ascii=ascii
        )
        lines += [f"  {letter if n == 0 else ' '}  {plain(line)}" for n, line in enumerate(laid)]
    return lines
