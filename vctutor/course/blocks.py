"""The blocks of a chapter's body, read from their nodes into the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, cast

from vctutor.course.answers import choices
from vctutor.course.characters import near_word, quoted
from vctutor.course.fields import Collector, Fields, glued_key
from vctutor.course.model import (
    AnyBlock,
    Callout,
    CalloutKind,
    Code,
    Derivation,
    DerivationStep,
    Diagram,
    Flow,
    FlowNode,
    Formula,
    Position,
    Prediction,
    Prose,
    Scalar,
    Section,
    SimulationRef,
    Table,
)
from vctutor.course.nodes import MappingNode, Node, ScalarNode, SequenceNode
from vctutor.course.questions import question
from vctutor.i18n import _, plural

CALLOUTS = ("insight", "convention", "warning", "example", "key idea")
ALIGNMENTS = ("left", "right", "center")
MAX_CELLS = 1000  # of a table, which is laid out in one go: a fifth of a second
MOST_STEPS = 10_000  # a prediction may look ahead: they are taken while the reader waits


class Context(NamedTuple):
    """What a block's reader is given: where mistakes go, the block's place in file and chapter, and its mapping."""

    collector: Collector
    at: Position
    place: str
    fields: Fields

    def inner(self, kind: str, known: tuple[str, ...]) -> Fields:
        """Return the fields of the mapping that stands under the block's kind."""
        return Fields(
            self.collector, self.fields.entries[kind], _("the {kind}").format(kind=kind), known
        )

    def listed(self, kind: str, what: str, key: str, label: str) -> tuple[list[Node], str | None]:
        """Return the items and the label of a block whose kind holds a list, or a mapping with the list under ``key``.

        The label, such as a caption, may stand beside the kind in both forms, and inside the mapping.
        """
        node = self.fields.entries[kind]
        text = self.fields.text_or_none(label)
        if not isinstance(node, MappingNode):
            return self.collector.items(node, what), text
        fields = self.inner(kind, (label, key, "id"))
        text = fields.text_or_none(label) or text
        return fields.items(key, required=True), text


def _section(block: Context) -> AnyBlock:
    return Section(at=block.at, place=block.place, title=block.fields.text("section"))


def _prose(block: Context) -> AnyBlock:
    return Prose(at=block.at, place=block.place, text=block.fields.text("text"))


def _formula(block: Context) -> AnyBlock:
    return Formula(
        at=block.at,
        place=block.place,
        formula=block.fields.text("formula", "latex"),
        say=block.fields.text_or_none("say", "plain"),
    )


def _callout(block: Context) -> AnyBlock:
    fields = block.inner("callout", ("kind", "title", "text", "id"))
    return Callout(
        at=block.at,
        place=block.place,
        kind=cast(CalloutKind, fields.one_of("kind", CALLOUTS, None)),
        title=fields.text_or_none("title"),
        text=fields.text("text"),
    )


def _table(block: Context) -> AnyBlock:
    fields = block.inner("table", ("columns", "rows", "align", "caption", "id"))
    columns = fields.texts("columns", required=True)
    rows = fields.items("rows", True, most=max(1, MAX_CELLS // max(1, len(columns))))
    align = tuple(fields.texts("align", "plain"))
    for word in align:
        if word not in ALIGNMENTS:
            known = ", ".join(ALIGNMENTS)
            message = _("'align' can't hold {word}; {known} are known").format(
                word=quoted(word), known=known
            )
            block.collector.problem(
                fields.entries["align"], message, near_word(word, list(ALIGNMENTS))
            )
    if align and columns and len(align) != len(columns):
        entries = plural("{n} entry", "{n} entries", len(align)).format(n=len(align))
        message = _("'align' has {entries} for {columns}").format(
            entries=entries, columns=_columns(len(columns))
        )
        block.collector.problem(fields.entries["align"], message)
    return Table(
        at=block.at,
        place=block.place,
        columns=columns,
        rows=tuple(_row(block.collector, row, len(columns)) for row in rows),
        align=cast(Any, align),
        caption=fields.text_or_none("caption"),
    )


def _row(collector: Collector, node: Node, width: int) -> tuple[str, ...]:
    if not isinstance(node, SequenceNode):
        collector.wrong_type(node, _("a row"), _("a list of cells"))
        return ()
    if width and len(node.items) != width:
        message = (
            _(
                "this row has {cells}, the table {columns}; a cell with a comma needs 'single quotes'"
            )
            if node.flow
            else _("this row has {cells}, the table {columns}")
        )
        given = len(node.items)
        cells = plural("{n} cell", "{n} cells", given).format(n=given)
        collector.problem(node, message.format(cells=cells, columns=_columns(width)))
    return tuple(_cell(collector, cell) for cell in node.items)


def _columns(count: int) -> str:
    return plural("{n} column", "{n} columns", count).format(n=count)


def _cell(collector: Collector, node: Node) -> str:
    if isinstance(node, ScalarNode) and not node.text.strip() and node.style:
        return ""  # '' is an empty cell; a missing value is a mistake
    return collector.text(node, _("a cell"))


def _code(block: Context) -> AnyBlock:
    fields = block.inner("code", ("language", "text", "caption", "id"))
    return Code(
        at=block.at,
        place=block.place,
        language=fields.text("language", "plain"),
        text=_kept(fields),
        caption=fields.text_or_none("caption"),
    )


def _kept(fields: Fields) -> str:
    """Return a text whose spaces matter."""
    node = fields.entries.get("text")
    text = fields.text("text", "plain")
    return node.text.strip("\n").rstrip().expandtabs(4) if isinstance(node, ScalarNode) else text


def _derivation(block: Context) -> AnyBlock:
    steps, title = block.listed("derivation", _("the derivation"), "steps", "title")
    return Derivation(
        at=block.at,
        place=block.place,
        title=title,
        steps=tuple(_derivation_step(block.collector, step) for step in steps),
    )


def _derivation_step(collector: Collector, node: Node) -> DerivationStep:
    fields = Fields(collector, node, _("a step of the derivation"), ("formula", "because"))
    return DerivationStep(
        formula=fields.text("formula", "latex"), because=fields.text_or_none("because")
    )


def _flow(block: Context) -> AnyBlock:
    items, caption = block.listed("flow", _("the flow"), "nodes", "caption")
    return Flow(
        at=block.at, place=block.place, nodes=_flow_nodes(block.collector, items), caption=caption
    )


def _flow_nodes(collector: Collector, items: list[Node]) -> tuple[FlowNode, ...]:
    """Fold each ``{by: ...}`` into the box after it."""
    nodes: list[FlowNode] = []
    by: str | None = None
    waiting: Node | None = None
    for item in items:
        fields = Fields(collector, item, _("an entry of the flow"), ("name", "note", "by"))
        if "by" in fields and "name" not in fields:
            if not nodes or waiting is not None:
                collector.problem(
                    item,
                    _(
                        "'by' labels the arrow between two boxes; it needs a box before it and "
                        "after it"
                    ),
                )
            by, waiting = fields.text("by"), item
            continue
        own = fields.text_or_none("by")
        nodes.append(
            FlowNode(name=fields.text("name"), note=fields.text_or_none("note"), by=own or by)
        )
        by, waiting = None, None
    if waiting is not None and nodes:
        collector.problem(
            waiting, _("'by' labels the arrow between two boxes; there is no box after it")
        )
    return tuple(nodes)


def _diagram(block: Context) -> AnyBlock:
    fields = block.inner("diagram", ("text", "say", "caption", "id"))
    return Diagram(
        at=block.at,
        place=block.place,
        text=_kept(fields),
        say=fields.text("say", "plain"),
        caption=fields.text_or_none("caption"),
    )


# --- simulations -------------------------------------------------------------------------------------------

_OWN = ("name", "title", "caption", "predict", "ranges", "id")


def _simulation(block: Context) -> AnyBlock:
    fields = Fields(block.collector, block.fields.entries["simulation"], _("the simulation"))
    predict = fields.get("predict") or block.fields.get("predict")
    return SimulationRef(
        at=block.at,
        place=block.place,
        name=fields.text("name", "plain"),
        title=fields.text_or_none("title"),
        caption=fields.text_or_none("caption"),
        values={
            name: _value(block.collector, node, name)
            for name, node in fields.entries.items()
            if name not in _OWN
        },
        ranges=fields.read("ranges", lambda node: _ranges(block.collector, node), {}),
        predict=None if predict is None else _prediction(block.collector, predict),
    )


def _ranges(collector: Collector, node: Node) -> dict[str, tuple[float, float]]:
    given = Fields(collector, node, "'ranges'").entries
    read = {name: _range(collector, ends, name) for name, ends in given.items()}
    return {name: ends for name, ends in read.items() if ends is not None}


def _range(collector: Collector, node: Node, name: str) -> tuple[float, float] | None:
    what = _("the range of '{name}'").format(name=name)
    if not isinstance(node, SequenceNode) or len(node.items) != 2:
        collector.wrong_type(node, what, _("a list of two numbers, such as [0.01, 2]"))
        return None
    low, high = (collector.number(item, what) for item in node.items)
    if low is None or high is None:
        return None
    if not low < high:
        message = _("{what} must go from the smaller number to the larger")
        collector.problem(node, message.format(what=what))
        return None
    return (low, high)


def _value(collector: Collector, node: Node, name: str) -> Scalar | tuple[Scalar, ...]:
    if isinstance(node, SequenceNode):
        return tuple(
            _scalar(collector, item, _("an entry of '{name}'").format(name=name))
            for item in node.items
        )
    return _scalar(collector, node, f"'{name}'")


def _scalar(collector: Collector, node: Node, what: str) -> Scalar:
    if isinstance(node, ScalarNode) and node.value is not None:
        return node.value.strip() if isinstance(node.value, str) else node.value
    collector.wrong_type(node, what, _("a number, a text or a list of them"))
    return ""


def _prediction(collector: Collector, node: Node) -> Prediction:
    known = ("ask", "answer", "choices", "tolerance", "after", "explain", "readout")
    fields = Fields(collector, node, _("the prediction"), known)
    if isinstance(node, MappingNode) and ("answer" in fields) == ("choices" in fields):
        collector.problem(node, _("a prediction needs either 'answer' or 'choices'"))
    elif "choices" in fields and "readout" in fields:
        message = _("'readout' says what the 'answer' is about, and there are 'choices'")
        collector.problem(fields.entries["readout"], message)
    options = fields.get("choices")
    return Prediction(
        ask=fields.text("ask"),
        answer=fields.texts("answer", "expression"),
        choices=() if options is None else choices(collector, options, one_right=False),
        tolerance=fields.number("tolerance", 0.01, least=0),
        after=fields.whole("after", 1, 0, MOST_STEPS),
        explain=fields.text_or_none("explain"),
        readout=fields.texts("readout", "plain"),
    )


def _question(block: Context) -> AnyBlock:
    return question(block.collector, block.fields.entries["question"], block.at, block.place)


class Kind(NamedTuple):
    """How a kind of block is read, and the keys that may stand beside it."""

    read: Callable[[Context], AnyBlock]
    beside: tuple[str, ...] = ()


KINDS = {
    "section": Kind(_section),
    "text": Kind(_prose),
    "formula": Kind(_formula, ("say",)),
    "callout": Kind(_callout),
    "table": Kind(_table),
    "code": Kind(_code),
    "derivation": Kind(_derivation, ("title",)),
    "flow": Kind(_flow, ("caption",)),
    "diagram": Kind(_diagram),
    "simulation": Kind(_simulation, ("predict",)),
    "question": Kind(_question),
}


def kind_of_block(collector: Collector, node: Node) -> str | None:
    """Return which kind of block a node is; None, with the mistake recorded, where it is unknown."""
    if not isinstance(node, MappingNode):
        glued = glued_key(node.text, list(KINDS)) if isinstance(node, ScalarNode) else None
        if glued:
            collector.problem(node, glued)
        elif not collector.full:
            known = ", ".join(f"'{kind}:'" for kind in KINDS)
            collector.wrong_type(node, _("a block"), _("one of {known}").format(known=known))
        return None
    kinds = [key for key in node.entries if key in KINDS]
    if kinds and _left_empty(node, kinds[0]):
        message = _("'{kind}' is empty; is what belongs to it indented deeper than it?")
        collector.problem(node.keys[kinds[0]], message.format(kind=kinds[0]))
        return None
    if len(kinds) == 1:
        return kinds[0]
    if len(kinds) > 1:
        message = _(
            "one block can't be both '{one}' and '{other}'; start the second with its own '- '"
        ).format(one=kinds[0], other=kinds[1])
        collector.problem(node.keys[kinds[1]], message)
        return None
    for key, key_node in node.keys.items():
        near = near_word(key, list(KINDS))
        if near is not None:
            collector.problem(
                key_node, _("there is no kind of block {key}").format(key=quoted(key)), near
            )
            return None
    first = quoted(next(iter(node.entries), ""))
    collector.problem(
        node,
        _("{first} is no kind of block; known are {kinds}").format(
            first=first, kinds=", ".join(KINDS)
        ),
    )
    return None


def _left_empty(node: MappingNode, kind: str) -> bool:
    """Return whether a block's own mapping seems to stand beside its kind and not under it."""
    inner = node.entries[kind]
    empty = isinstance(inner, ScalarNode) and inner.value is None and not inner.style
    return (
        empty
        and next(iter(node.entries)) == kind
        and any(key not in (*KINDS[kind].beside, "id") for key in list(node.entries)[1:])
    )


def read_block(collector: Collector, node: Node, kind: str, at: Position, place: str) -> AnyBlock:
    """Return the block; mistakes are recorded and stand-ins put where they were."""
    known = (kind, *KINDS[kind].beside, "id")
    fields = Fields(collector, node, _("a {kind} block").format(kind=kind), known)
    return KINDS[kind].read(Context(collector, at, place, fields))
