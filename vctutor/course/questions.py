"""A question, read from its node into the model."""

from __future__ import annotations

import math
import re
from itertools import islice
from typing import Literal, cast

from vctutor.course.answers import NAME, answer
from vctutor.course.characters import near_word, quoted
from vctutor.course.fields import Collector, Fields
from vctutor.course.model import About, Expectation, Position, Question, WrongAnswer
from vctutor.course.nodes import MappingNode, Node, ScalarNode, SequenceNode
from vctutor.i18n import _

KEYS = (
    "id",
    "ask",
    "idea",
    "vary",
    "where",
    "first",
    "answer",
    "about",
    "hints",
    "wrong",
    "expect",
    "solution",
)
VERDICTS = ("right", "wrong", "undecided")
MAX_VALUES = 1000  # of one parameter

_DECIMAL = r"[-+]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
_RANGE = re.compile(rf"\s*({_DECIMAL})\s*\.\.\s*({_DECIMAL})\s*(?:/\s*({_DECIMAL})\s*)?\Z")
_FORMULA = re.compile(r"\$[^$]+\$")
_PUT_IN = re.compile(r"\{([+]?)([^\W\d]\w*)\}")

Values = dict[str, tuple[int | float, ...]]


def question(collector: Collector, node: Node, at: Position, place: str) -> Question:
    """Return the question; mistakes are recorded and stand-ins put where they were."""
    fields = Fields(collector, node, _("a question"), KEYS, varies=True)
    begun = len(collector.texts)
    vary, where = _vary(collector, fields)
    given = fields.get("answer", required=True)
    made = Question(
        at=at,
        place=place,
        id=_id(fields),
        ask=fields.text("ask"),
        answer=answer(collector, given if given is not None else ScalarNode("", None, "*", 0, 0)),
        vary=vary,
        where=where,
        first=_first(collector, fields, vary),
        hints=fields.texts("hints"),
        wrong=tuple(_wrong(collector, item) for item in fields.items("wrong")),
        about=fields.read("about", lambda item: _about(collector, item), None),
        solution=fields.text_or_none("solution"),
        expect=tuple(_expectation(collector, item) for item in fields.items("expect")),
        idea=fields.text_or_none("idea", "plain"),
    )
    _check_put_in(collector, begun, vary)
    return made


def _id(fields: Fields) -> str:
    node = fields.get("id", required=True)
    return node.text.strip() if isinstance(node, ScalarNode) else ""


# --- variants ----------------------------------------------------------------------------------------------


def _vary(collector: Collector, fields: Fields) -> tuple[Values, tuple[str, ...]]:
    node = fields.get("vary")
    values: Values = {}
    conditions = fields.texts("where", "expression")
    if isinstance(node, MappingNode):
        for name, item in node.entries.items():
            if name == "where":
                conditions += (collector.text(item, "'where'", "expression"),)
                continue
            if not NAME.match(name):
                collector.problem(
                    node.keys[name],
                    _("{name} can't be the name of a parameter").format(name=quoted(name)),
                )
            values[name] = _values(collector, item, name)
    elif node is not None:
        collector.wrong_type(node, "'vary'", _("a mapping such as {a: 1..5}"))
    if conditions and node is None:
        collector.problem(
            fields.entries["where"], _("'where' needs 'vary': there are no parameters")
        )
    return values, conditions


def _values(collector: Collector, node: Node, name: str) -> tuple[int | float, ...]:
    """Return the values of a parameter: a list of numbers, one number, or a range with whole or given steps."""
    what = _("a value of {name}").format(name=quoted(name))
    if isinstance(node, SequenceNode):
        numbers = [
            collector.number(item, what)
            for item in collector.items(node, quoted(name), most=MAX_VALUES)
        ]
        return tuple(number for number in numbers if number is not None)
    if isinstance(node, ScalarNode) and isinstance(node.value, str):
        found = _RANGE.match(node.text)
        if found is None or "..." in node.text:
            message = _(
                "{node} is neither a range such as 1..5 or 0.1..0.5/0.1 nor a list such as [1, "
                "2, 4]"
            ).format(node=quoted(node.text))
            collector.problem(node, message)
            return ()
        return _range(collector, node, *found.groups())
    number = collector.number(node, what)
    return () if number is None else (number,)


def _range(
    collector: Collector, node: Node, low: str, high: str, step: str | None
) -> tuple[int | float, ...]:
    first, last, by = float(low), float(high), float(step or 1)
    if by <= 0 or last < first:
        collector.problem(node, _("a range goes up: 1..5, or 0.1..0.5/0.1 with a step above 0"))
        return ()
    if step is None and ("." in low or "." in high):
        collector.problem(node, _("a range of decimals needs a step, as in 0.1..0.5/0.1"))
        return ()
    count = math.floor((last - first) / by + 1e-9) + 1
    if count > MAX_VALUES:
        collector.problem(
            node,
            _("this range has {count:,} values; at most {max_values:,} are taken").format(
                count=count, max_values=MAX_VALUES
            ),
        )
        return ()
    if not collector.spend(count):
        collector.problem(node, _("the ranges of this file have too many values together"))
        return ()
    digits = max(len(text.partition(".")[2]) for text in (low, high, step or ""))
    values = [round(first + index * by, digits) for index in range(count)]
    return tuple(values) if digits else tuple(int(value) for value in values)


def _first(collector: Collector, fields: Fields, vary: Values) -> dict[str, int | float]:
    node = fields.get("first")
    if node is None:
        return {}
    given = Fields(collector, node, "'first'", list(vary))
    values: dict[str, int | float] = {}
    for name, item in given.entries.items():
        number = collector.number(item, _("the first {name}").format(name=quoted(name)))
        if number is None:
            continue
        allowed = vary.get(name, ())
        if allowed and number not in allowed:
            collector.problem(
                item,
                _("the first {name} is {number:g}, which is none of its values in 'vary'").format(
                    name=quoted(name), number=number
                ),
            )
        values[name] = number
    return values


def _check_put_in(collector: Collector, begun: int, vary: Values) -> None:
    """Report ``{b}`` and ``{+b}`` for a parameter that does not exist, where it can't be LaTeX."""
    for text in collector.texts[begun:]:
        if text.kind != "prose" or "{" not in text.text:
            continue
        prose = _FORMULA.sub(lambda formula: " " * len(formula[0]), text.text)
        for match in islice(_PUT_IN.finditer(text.text), MAX_VALUES):
            inside = prose[match.start()] == " "
            if collector.full:
                return
            if match[2] not in vary and (match[1] or (not inside and vary)):
                near = near_word(match[2], list(vary)) if vary else None
                message = _("{match} stands for no parameter; 'vary' has {vary}").format(
                    match=match[0], vary=", ".join(vary) or _("none")
                )
                collector.at(text.position(match.start()), message, near)


# --- what the author expects -------------------------------------------------------------------------------


def typed(collector: Collector, node: Node, what: str) -> str:
    """Return an answer as a reader would type it; a YAML list becomes ``[a, b]``."""
    if isinstance(node, SequenceNode):
        return "[" + ", ".join(typed(collector, item, what) for item in node.items) + "]"
    return collector.text(node, what, "expression", varies=True)


def _wrong(collector: Collector, node: Node) -> WrongAnswer:
    fields = Fields(collector, node, _("a wrong answer"), ("value", "say"), varies=True)
    value = fields.get("value", required=True)
    return WrongAnswer(
        value="" if value is None else typed(collector, value, "'value'"), say=fields.text("say")
    )


def _expectation(collector: Collector, node: Node) -> Expectation:
    fields = Fields(collector, node, _("an expectation"), ("value", "verdict", "says"), varies=True)
    value = fields.get("value", required=True)
    verdict = fields.one_of("verdict", VERDICTS, None)
    return Expectation(
        value="" if value is None else typed(collector, value, "'value'"),
        verdict=cast(Literal["right", "wrong", "undecided"], verdict),
        says=fields.text_or_none("says", "plain"),
    )


def _about(collector: Collector, node: Node) -> About | None:
    fields = Fields(collector, node, "'about'", ("function", "by", "at"), varies=True)
    at = fields.get("at")
    point: dict[str, str] = {}
    by = fields.texts("by", "plain", required=True)
    if at is not None:
        inner = Fields(
            collector, at, "'at'", varies=True
        )  # other variables of the function may be here too
        point = {
            name: collector.text(item, f"'{name}'", "expression")
            for name, item in inner.entries.items()
        }
        missing = [name for name in by if name not in point]
        if missing and inner.entries:
            collector.problem(
                at, _("'at' needs a value for {missing}").format(missing=quoted(missing[0]))
            )
    return About(function=fields.texts("function", "expression", required=True), by=by, at=point)
