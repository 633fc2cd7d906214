"""Every word that is shown can be translated: no English stands in the source without its mark."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "vctutor"
MODULES = sorted(ROOT.rglob("*.py"))
MARKS = {"_", "plural", "N_"}

# Words of the roles of spans, which are names and never shown.
_ROLES = """
accent active arrow axis bad bar bold button callout card chart chosen code comment contour curve dim edge emphasis
error field function good grid head heading here hint italic key keyword label link lit math muted name node number
operator option point reverse rule simulation string strong subheading success table tangent title trail underline
warning
"""
ROLES = frozenset(_ROLES.split())
# Errors that tell a programmer of a mistake; no reader sees them.
INTERNAL = {
    "ArithmeticError", "AssertionError", "AttributeError", "FileExistsError", "IndexError", "KeyError",
    "LookupError", "NotImplementedError", "RuntimeError", "TypeError", "ValueError",
}  # fmt: skip
# Calls whose texts are never shown: they look for something, or bind keys, which are told of by the table of commands.
# And ``command``, whose text is typed behind ``vctutor``.
SILENT = {
    "Binding", "TypeVar", "cast", "command", "compile", "endswith", "execute", "fullmatch", "query", "query_one",
    "startswith",
}  # fmt: skip
# What goes by a place in a call: names that are typed and written in files, the same in every language.
TYPED = {"Preset": {0, 1}, "Parameter": {0, 2, 3}, "Readout": {0}, "Action": {0}}

# Modules whose strings are not the interface's, and why.
NOT_INTERFACE = {
    "course/build_hook.py": "told to whoever builds a wheel, which is where translations come along",
    "line_mode/vocabulary.py": "a grammar of spoken English; another language needs one of its own",
    "progress/schema.py": "SQL",
    "typesetting/latex/commands.py": "names of LaTeX commands",
    "typesetting/latex/macros.py": "names of LaTeX commands, and LaTeX",
    "typesetting/symbol_names.py": "names of LaTeX commands",
    "typesetting/speech/core.py": "a grammar of spoken English",
    "typesetting/speech/parts.py": "a grammar of spoken English",
    "typesetting/speech/rows.py": "a grammar of spoken English",
    "typesetting/speech/scripts.py": "a grammar of spoken English",
    "typesetting/symbols.py": "signs spelt in ASCII, which is a notation",
    "typesetting/speech/vocabulary.py": "the words of spoken English",
}
# Names, the same in every language, and of what.
NAMES = {
    **dict.fromkeys(("constant factor", "power with variable exponent"), "a rule of differentiation"),
    **dict.fromkeys(
        ("inner inside", "other variable", "not differentiated", "constant kept", "power kept", "power factor",
         "entry order", "rounded too far"),
        "a slip",
    ),
    "key idea": "a kind of callout, as authors write it",
    "closed form": "a value of a parameter, as it is typed",
}  # fmt: skip
# Strings that are shown to nobody, or are the same in every language, and why.
ALLOWED = {
    "certificate.py": dict.fromkeys(
        (
            "Georgia, 'Times New Roman', 'DejaVu Serif', serif",
            "'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif",
        ),
        "fonts",
    ),
    "cli/completion_scripts.py": dict.fromkeys(
        (
            '_vctutor_reply "$cur" {}; compopt -o filenames 2>/dev/null',
            '_vctutor_reply "$cur" -W {}',
            "{}; return",
            "# Completion of vctutor for fish: ~/.config/fish/completions/vctutor.fish",
            "complete -c vctutor -f",
            "complete -c vctutor -n {} {}{}",
            "{}; and __fish_seen_subcommand_from {}",
        ),
        "code of a shell",
    ),
    "doctor/program.py": {"{} -m compileall -q {}": "a command"},
    "kiosk.py": {
        "import sys; sys.path.insert(0, sys.argv.pop(1)); from vctutor.cli.main import main; sys.exit(main())": "code",
    },
    "maths/primitives.py": {
        "Return {} of a number, an array, a dual number or a node.": "a docstring",
    },
    "page/search_page.py": {"hit {}": "the name of a place"},
    "progress/database.py": dict.fromkeys(
        (
            "seq, id, session, time, kind, item, payload",
            "INSERT OR IGNORE INTO event (id, session, time, kind, item, payload) VALUES (?, ?, ?, ?, ?, ?)",
            " AND kind IN ({})",
        ),
        "SQL",
    ),
    "simulations/linear_map.py": {"x₁ and x₂": "only asked whether both are meant"},
    "tui/widgets/simulation_panel/layout.py": dict.fromkeys(
        ("action {}", "guess {}", "slide {} {}"), "a target"
    ),
    "tui/course/annotations.py": dict.fromkeys(("bookmark {}", "note {}", "no notes"), "a place"),
    "tui/course/course_pages.py": {"term {}": "the name of a place"},
    "tui/pages/search.py": {"hit 0": "the name of a place"},
    "tui/terminal/watch.py": dict.fromkeys(
        ("the terminal is gone", "the terminal is gone ({})"), "nothing can be shown any more"
    ),
    "tui/terminal/writer.py": dict.fromkeys(
        ("the terminal takes no output", "the terminal can't be written to ({})"),
        "nothing can be shown any more",
    ),
    "typesetting/linear.py": dict.fromkeys(("root({}, {})", "{} atop {}"), "a notation"),
}


@cache
def tree_of(path: Path) -> ast.Module:
    """Return a module's tree; it is read once for all that look through it."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def above(node: ast.AST, up: dict[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    while node in up:
        node = up[node]
        yield node


def called(node: ast.AST) -> str:
    """Return the name a call is made by; empty for anything else."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "id", "") or getattr(node.func, "attr", "")


def written(node: ast.AST) -> str | None:
    """Return the text of a literal; a placeholder stands for each value in it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
    return None


def like_interface(text: str) -> bool:
    """Return whether it has the looks of something a person is meant to read."""
    words = text.removeprefix("vctutor: ").strip()
    if " " not in words.replace("{}", "x") or not re.search(r"(?<![\\\w])[a-z]{3,}", words):
        return False
    if "\\" in words or words.startswith(("<", "http", "#compdef")) or formula(words):
        return False
    if text.startswith("\n") and text.endswith("\n"):
        return False  # a list of names
    if all(line.strip().startswith("vctutor") for line in words.split("\n")):
        return False  # commands to be typed
    return not set(re.sub(r"\d|\{\}", "", text).split()) <= ROLES


def formula(text: str) -> bool:
    """Return whether it is the text of an expression: no words but names of functions and Greek letters."""
    known = r"sqrt|sigmoid|sigma|tanh|greater|exp|sin|cos|theta"
    signs, words = re.search(r"[\^*/(]", text), re.search(r"[a-z]{2,}", re.sub(known, "", text))
    return bool(signs) and not words


def excused(node: ast.AST, up: dict[ast.AST, ast.AST]) -> bool:
    """Return whether a literal is marked, or is where nothing shown can be."""
    parent = up.get(node)
    if isinstance(
        parent, ast.Expr | ast.JoinedStr | ast.FormattedValue | ast.Compare | ast.Subscript
    ):
        return True
    if isinstance(parent, ast.Attribute) and parent.attr == "split":
        return True
    if isinstance(parent, ast.Call) and node in parent.args:
        place = parent.args.index(node)  # type: ignore[arg-type]
        if place in TYPED.get(called(parent), ()):
            return True
    return any(silent(one) for one in above(node, up))


def silent(one: ast.AST) -> bool:
    """Return whether what stands in this part of the tree is marked, or shown to no reader."""
    if called(one) in MARKS | SILENT or isinstance(one, ast.Assert | ast.JoinedStr):
        return True
    if isinstance(one, ast.Raise):
        return one.exc is not None and called(one.exc) in INTERNAL
    if isinstance(one, ast.Assign):
        return ast.unparse(one.targets[0]).endswith("CSS")
    return isinstance(one, ast.AnnAssign) and "TypeAlias" in ast.unparse(one.annotation)


def forgotten(path: Path) -> list[str]:
    """Return the strings of a module that look like the interface's and are not marked."""
    name = path.relative_to(ROOT).as_posix()
    if name in NOT_INTERFACE:
        return []
    tree = tree_of(path)
    up = parents(tree)
    found = []
    for node in ast.walk(tree):
        text = written(node)
        if text is None or not like_interface(text) or excused(node, up):
            continue
        if text not in ALLOWED.get(name, {}) and text not in NAMES:
            found.append(f"{name}:{getattr(node, 'lineno', 0)}: {text!r}")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_word_is_forgotten(path: Path):
    assert forgotten(path) == []


# Calls whose first argument is shown, and attributes that are.
SHOWING = {"Finding", "Label", "PageScreen", "PromptScreen", "Span", "Static", "notify", "tell"}
TITLES = {"border_title", "border_subtitle"}
# Words that are the same in every language.
PROPER = {"vctutor", "LaTeX", "TERM", "ctrl+p"}


def shown_at_once(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield what a module shows directly: also a single word is to be marked there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in SHOWING and node.args:
            yield node.args[0]
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "attr", "") in TITLES:
            yield node.value


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_single_word_is_forgotten_where_it_is_shown(path: Path):
    for value in shown_at_once(tree_of(path)):
        choices = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
        for one in choices:
            text = written(one)
            words = re.sub(r"\{\}", " ", text or "").strip()
            assert not re.search(r"[A-Za-z]{3,}", words) or words in PROPER, f"{path}: {text!r}"


def test_what_is_allowed_is_still_there():
    for name, texts in ALLOWED.items():
        tree = tree_of(ROOT / name)
        there = {written(node) for node in ast.walk(tree)}
        assert texts.keys() <= there, name
    assert all((ROOT / name).exists() for name in NOT_INTERFACE)


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('raise VctutorError("there is no chapter")', 1),
        ('raise VctutorError(f"there is no chapter {name}")', 1),
        ('raise VctutorError(_("there is no chapter {name}").format(name=name))', 0),
        ('TITLE = "Worked solution"', 1),
        ('TITLE = N_("Worked solution")', 0),
        ('Span(text, "chart label")', 0),
        ('raise ValueError("the lists have different lengths")', 0),
        ('"""The words of a module."""', 0),
    ],
)
def test_what_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, count: int):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    module = tmp_path / "module.py"
    module.write_text(source)
    assert len(forgotten(module)) == count


@cache
def marked() -> tuple[tuple[str, ast.Call, dict[ast.AST, ast.AST]], ...]:
    return tuple(
        (f"{path.relative_to(ROOT).as_posix()}:{node.lineno}", node, parents(tree_of(path)))
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS
    )


def test_every_message_can_be_extracted():
    """A message is a literal, and stands in no f-string, where the tools that gather messages do not look."""
    for where, call, up in marked():
        texts = call.args[: 2 if called(call) == "plural" else 1]
        literal = all(isinstance(text, ast.Constant) for text in texts)
        if called(call) != "_":
            assert literal, where
        assert not any(isinstance(text, ast.JoinedStr) for text in texts), where
        if literal:
            assert not any(isinstance(one, ast.JoinedStr) for one in above(call, up)), where


def test_nothing_is_translated_before_the_language_is_known():
    """What runs when a module is imported only marks its words."""
    for where, call, up in marked():
        if called(call) == "N_":
            continue
        inside, late = call, False
        for one in above(call, up):
            if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)):
                late = late or inside in one.body
            if isinstance(one, ast.Lambda):
                late = late or inside is one.body
            inside = one
        assert late, where


def names_in(text: str) -> set[str]:
    return {field.partition(".")[0] for _, field, _, _ in string.Formatter().parse(text) if field}


def test_every_placeholder_is_filled():
    """The names in a message are those its ``format`` gives, so that a translator can rely on them."""
    for where, call, up in marked():
        parent = up.get(call)
        filled = up.get(parent) if isinstance(parent, ast.Attribute) else None
        if not isinstance(parent, ast.Attribute) or parent.attr != "format":
            continue
        assert isinstance(filled, ast.Call)
        given = {keyword.arg for keyword in filled.keywords}
        if None in given:  # from a mapping; that is tried where it is used
            continue
        assert not filled.args, where
        for text in call.args[: 2 if called(call) == "plural" else 1]:
            if isinstance(text, ast.Constant):
                names = names_in(text.value)
                assert names <= given if called(call) == "plural" else names == given, where


def test_nobody_throws_away_the_function_that_translates():
    for path in MODULES:
        tree = tree_of(path)
        imported = any(
            isinstance(node, ast.ImportFrom)
            and node.module == "vctutor.i18n"
            and any(alias.name == "_" for alias in node.names)
            for node in ast.walk(tree)
        )
        stored = [
            node.lineno
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and node.id == "_" and isinstance(node.ctx, ast.Store)
        ]
        assert not (imported and stored), f"{path}: {stored}"
