"""The answers of questions, read from their nodes into the model."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from vctutor.course.characters import near_word, quoted
from vctutor.course.fields import Collector, Fields, glued_key
from vctutor.course.model import (
    Answer,
    Domain,
    ExpressionAnswer,
    Form,
    ManyChoices,
    MatrixAnswer,
    NumberAnswer,
    OneChoice,
    Option,
    OrderAnswer,
    ShapeAnswer,
    TextAnswer,
    VectorAnswer,
)
from vctutor.course.nodes import MappingNode, Node, ScalarNode, SequenceNode
from vctutor.i18n import _, plural

FORMS = ("any", "factored", "expanded", "simplified", "number")
NAME = re.compile(r"[^\W\d]\w*\Z")


def choices(
    collector: Collector, node: Node, one_right: bool, varies: bool = False
) -> tuple[Option, ...]:
    """Return the options of a question or prediction.

    At least two, at least one of them right (exactly one where ``one_right``), and every wrong one says why.
    """
    items = collector.items(node, _("the options"))
    before = len(collector.problems)
    options = tuple(_choice(collector, item, varies) for item in items)
    right = [item for item, option in zip(items, options, strict=True) if option.right]
    if right:
        _reasons(collector, items, options)
    elif items and len(collector.problems) == before:
        _none_right(collector, node, items, options)
    if len(items) == 1:
        collector.problem(node, _("there must be at least two options"))
    if one_right and len(right) > 1:
        collector.problem(right[1], _("a second option is right; for several use 'choices'"))
    _coinciding(collector, items, options)
    return options


def _choice(collector: Collector, node: Node, varies: bool) -> Option:
    fields = Fields(collector, node, _("an option"), ("text", "right", "say"), varies)
    right = fields.flag("right", False)
    return Option(text=fields.text("text"), right=right, say=fields.text_or_none("say"))


def _reasons(collector: Collector, items: list[Node], options: tuple[Option, ...]) -> None:
    """Report each wrong option that does not say why."""
    message = _("the wrong option {option} needs 'say': what to tell whoever chooses it")
    for node, option in zip(items, options, strict=True):
        if not option.right and option.say is None and isinstance(node, MappingNode):
            if {"right", "say"} & {near_word(key, ["right", "say"]) for key in node.entries}:
                continue  # recorded where it is misspelt
            collector.problem(node, message.format(option=quoted(option.text)))


def _none_right(
    collector: Collector, node: Node, items: list[Node], options: tuple[Option, ...]
) -> None:
    """Report that no option is right, at the one that has no 'say', as right ones do, if there is one."""
    silent = [item for item, option in zip(items, options, strict=True) if option.say is None]
    if len(silent) == 1 < len(items):
        message = _("no option is right; if this one is, mark it with 'right: true'")
        collector.problem(silent[0], message)
    else:
        collector.problem(node, _("no option is right; mark one with 'right: true'"))


def _coinciding(collector: Collector, items: list[Node], options: tuple[Option, ...]) -> None:
    seen: dict[str, Node] = {}
    for item, option in zip(items, options, strict=True):
        first = seen.setdefault(option.text, item)
        if first is not item and option.text:
            line = collector.source.position(first.start).line
            collector.problem(
                item, _("this option is the same as that in line {line}").format(line=line)
            )


def _options(collector: Collector, fields: Fields, kind: str) -> Answer:
    options = choices(collector, fields.entries[kind], one_right=kind == "choice", varies=True)
    made = OneChoice if kind == "choice" else ManyChoices
    return made(options=options, shuffle=fields.flag("shuffle", True))


def _number(collector: Collector, fields: Fields, kind: str) -> Answer:
    return NumberAnswer(
        value=fields.text("number", "expression"),
        tolerance=_tolerance(fields, "tolerance"),
        relative=_tolerance(fields, "relative"),
        unit=fields.text_or_none("unit", "plain"),
        digits=fields.whole("digits", 0, 1, 15) or None,
    )


def _tolerance(fields: Fields, name: str) -> float | None:
    return fields.number(name, 0, least=0) if name in fields else None


def _expression(collector: Collector, fields: Fields, kind: str) -> Answer:
    return ExpressionAnswer(
        value=fields.text("expression", "expression"),
        variables=variables(collector, fields),
        form=cast(Form, fields.one_of("form", FORMS, "any")),
    )


def _vector(collector: Collector, fields: Fields, kind: str) -> Answer:
    row = fields.flag("row", False) if "row" in fields else None
    entries = _entries(collector, fields, "vector", _("a list such as [2*x, 3]"))
    return VectorAnswer(value=entries, variables=variables(collector, fields), row=row)


def _matrix(collector: Collector, fields: Fields, kind: str) -> Answer:
    node = fields.entries["matrix"]
    wanted = _("a list of rows such as [[2, 0], [0, 3]]")
    items = collector.items(node, "'matrix'", wanted)
    if items and all(isinstance(item, ScalarNode) for item in items):
        collector.wrong_type(node, "'matrix'", wanted)
        return MatrixAnswer(value=())
    rows = tuple(
        collector.texts_of(row, _("a row of 'matrix'"), "expression", varies=True) for row in items
    )
    for row_node, row in zip(items, rows, strict=True):
        if len(row) != len(rows[0]):
            collector.problem(
                row_node,
                plural(
                    "this row has one entry, the first has {first}",
                    "this row has {entries} entries, the first has {first}",
                    len(row),
                ).format(entries=len(row), first=len(rows[0])),
            )
    return MatrixAnswer(value=rows, variables=variables(collector, fields))


def _shape(collector: Collector, fields: Fields, kind: str) -> Answer:
    return ShapeAnswer(value=_entries(collector, fields, "shape", _("a list such as [2, 3]")))


def _entries(collector: Collector, fields: Fields, key: str, wanted: str) -> tuple[str, ...]:
    """Return a list of expressions in a question's parameters."""
    return collector.texts_of(
        fields.entries[key], f"'{key}'", "expression", varies=True, wanted=wanted
    )


def _order(collector: Collector, fields: Fields, kind: str) -> Answer:
    node = fields.entries["order"]
    steps = collector.texts_of(node, "'order'", varies=True)
    if len(steps) == 1 or len(set(steps)) < len(steps):
        collector.problem(
            node, _("'order' needs at least two steps, all different, in the right order")
        )
    return OrderAnswer(steps=steps)


def _text(collector: Collector, fields: Fields, kind: str) -> Answer:
    return TextAnswer(accepted=fields.texts("text", "plain"))


KINDS: dict[str, tuple[Callable[[Collector, Fields, str], Answer], tuple[str, ...]]] = {
    "choice": (_options, ("shuffle",)),
    "choices": (_options, ("shuffle",)),
    "number": (_number, ("tolerance", "relative", "unit", "digits")),
    "expression": (_expression, ("variables", "form")),
    "vector": (_vector, ("variables", "row")),
    "matrix": (_matrix, ("variables",)),
    "shape": (_shape, ()),
    "order": (_order, ()),
    "text": (_text, ()),
}


def answer(collector: Collector, node: Node) -> Answer:
    """Return the answer of a question; a stand-in, with the mistake recorded, where its kind is unknown."""
    kinds = [key for key in node.entries if key in KINDS] if isinstance(node, MappingNode) else []
    if len(kinds) != 1:
        _no_kind(collector, node, kinds)
        return TextAnswer(accepted=())
    reader, beside = KINDS[kinds[0]]
    fields = Fields(
        collector,
        node,
        _("a {kind} answer").format(kind=kinds[0]),
        (kinds[0], *beside),
        varies=True,
    )
    return reader(collector, fields, kinds[0])


def _no_kind(collector: Collector, node: Node, kinds: list[str]) -> None:
    if not isinstance(node, MappingNode):
        collector.wrong_type(node, "'answer'", _("a mapping such as {number: 6}"))
    elif kinds:
        message = _("an answer can't be both '{one}' and '{other}'").format(
            one=kinds[0], other=kinds[1]
        )
        collector.problem(node.keys[kinds[1]], message)
    else:
        for key, key_node in node.keys.items():
            glued = glued_key(key, list(KINDS))
            if glued:
                collector.problem(key_node, glued)
                return
            near = near_word(key, list(KINDS))
            if near is not None:
                collector.problem(
                    key_node, _("there is no kind of answer {key}").format(key=quoted(key)), near
                )
                return
        collector.problem(node, _("an answer is one of {kinds}").format(kinds=", ".join(KINDS)))


def variables(collector: Collector, fields: Fields) -> Domain:
    """Return the variables of an answer and their domains; a plain list leaves the domains to the grader."""
    node = fields.get("variables")
    if node is None:
        return {}
    domain: Domain = {}
    if isinstance(node, MappingNode):
        for name, item in node.entries.items():
            _variable(collector, node.keys[name], name)
            domain[name] = _range(collector, item, name)
        return domain
    if isinstance(node, SequenceNode | ScalarNode):
        for item in node.items if isinstance(node, SequenceNode) else [node]:
            name = collector.text(item, _("a variable"), "plain")
            _variable(collector, item, name)
            domain[name] = ""
    return domain


def _variable(collector: Collector, node: Node, name: str) -> None:
    if name and not NAME.match(name):
        collector.problem(
            node, _("{name} can't be the name of a variable").format(name=quoted(name))
        )


def _range(collector: Collector, node: Node, name: str) -> str:
    if isinstance(node, ScalarNode) and node.value is None:
        return ""
    text = collector.text(node, _("the domain of {name}").format(name=quoted(name)), "plain")
    low, dots, high = text.removesuffix(" whole").partition("..")
    if text and not (dots and low.strip() and high.strip()):
        collector.problem(
            node, _("the domain of {name} must be a range such as -2..2").format(name=quoted(name))
        )
    return text
