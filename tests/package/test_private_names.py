"""Private names of other packages: each in use is declared with its reason, still exists, and is used in one folder.

`PRIVATE_NAMES` is the declaration. Importing this file does not import the application, so that a name that is gone is
reported by name and not as a failing import.
"""

from __future__ import annotations

import ast
import dis
import importlib
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

from vctutor.tui.textual_compat.private_names import PRIVATE_NAMES, PrivateName

ROOT = Path(__file__).parents[2]
COMPAT = ROOT / "vctutor/tui/textual_compat"
SOURCES = sorted([*(ROOT / "vctutor").rglob("*.py"), *(ROOT / "tests").rglob("*.py")])

# Names with an underscore that the standard library documents: those of named tuples, and `os._exit`.
DOCUMENTED = {"_asdict", "_exit", "_field_defaults", "_fields", "_make", "_replace"}


# Exceptions: where, which names, and why. None is for Textual or Rich.
EXCEPTIONS = {
    "vctutor/cli/arguments.py": (
        {"_positionals", "_optionals", "_actions"},
        "argparse has no other way to name its two groups, nor to list the options of a parser",
    ),
    "tests/bench/bench_grading.py": (
        {"_measured", "_candidates", "_parse"},
        "empties our caches, which have no other users",
    ),
    "tests/bench/bench_typesetting.py": ({"_typeset", "_inline", "_laid"}, "likewise"),
}


def is_private(name: str) -> bool:
    return name.startswith("_") and name.strip("_") != "" and not name.endswith("__")


# --- each declared name exists --------------------------------------------------------------------------------


def code_of(value: object) -> Iterator[types.CodeType]:
    """Yield the code of a function, a property or a decorated function, with that of the functions in it."""
    for part in (value, *(getattr(value, name, None) for name in ("fget", "func", "__wrapped__"))):
        pending = [part.__code__] if isinstance(part, types.FunctionType) else []
        while pending:
            code = pending.pop()
            yield code
            pending += [one for one in code.co_consts if isinstance(one, types.CodeType)]


def defines(owner: type, name: str) -> bool:
    """Return whether the body of a class defines a name, or one of its methods assigns it to an attribute."""
    return name in vars(owner) or any(
        step.opname == "STORE_ATTR" and step.argval == name
        for value in vars(owner).values()
        for code in code_of(value)
        for step in dis.get_instructions(code)
    )


def is_there(one: PrivateName) -> bool:
    module_name, _, class_name = one.owner.partition(":")
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError:
        return False
    if not one.name:
        return True
    owner = getattr(module, class_name, None) if class_name else module
    return defines(owner, one.name) if isinstance(owner, type) else hasattr(owner, one.name)


@pytest.mark.parametrize("one", PRIVATE_NAMES, ids=lambda one: f"{one.owner}.{one.name}")
def test_a_declared_name_exists(one: PrivateName) -> None:
    assert is_there(one), (
        f"{one.owner} has no {one.name or 'such module'} any more. It is used because: {one.reason}"
    )
    assert one.reason


# --- who uses private names -----------------------------------------------------------------------------------


def own_names(tree: ast.Module) -> set[str]:
    """Return the names that a file defines: functions, classes, variables, attributes of self or cls, slots."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and ast.unparse(node.value) in ("self", "cls")
        ):
            names.add(node.attr)
    return names


def uses(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the object and the name of every private attribute that a file uses, and every private import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr):
            yield node.lineno, ast.unparse(node.value), node.attr
        elif isinstance(node, ast.ImportFrom):
            for part in (*(node.module or "").split("."), *(alias.name for alias in node.names)):
                if is_private(part):
                    yield node.lineno, node.module or ".", part
        elif isinstance(node, ast.Import):
            for alias in node.names:
                for part in alias.name.split("."):
                    if is_private(part):
                        yield node.lineno, alias.name, part


@pytest.mark.parametrize(
    "path",
    [path for path in SOURCES if COMPAT not in path.parents],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_outside_the_folder_a_file_uses_its_own_private_names_only(path: Path) -> None:
    """``x._name`` is of the same file, and ``self._name`` of the same class or one of ours that it derives from."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    own = own_names(tree)
    excepted, _ = EXCEPTIONS.get(str(path.relative_to(ROOT)), (set(), ""))
    wrong = [
        f"line {line}: {target}.{name}"
        for line, target, name in uses(tree)
        if name not in DOCUMENTED
        and name not in own
        and name not in excepted
        and not (name in ALL_OWN and target in ("self", "cls", "super()"))
    ]
    assert not wrong, wrong


ALL_OWN = {
    name for path in SOURCES for name in own_names(ast.parse(path.read_text(encoding="utf-8")))
}


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_an_exception_is_needed(name: str) -> None:
    names, reason = EXCEPTIONS[name]
    used = {one for _, _, one in uses(ast.parse((ROOT / name).read_text(encoding="utf-8")))}
    assert not names - used
    assert reason


def test_the_folder_uses_what_is_declared_and_nothing_else() -> None:
    declared = {one.name or one.owner.rpartition(".")[2] for one in PRIVATE_NAMES}
    used: set[str] = set()
    unknown = []
    for path in sorted(COMPAT.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        own = own_names(tree)
        used |= {name for _, _, name in uses(tree)} | {name for name in own if is_private(name)}
        unknown += [
            f"{path.name}:{line}: {target}.{name}"
            for line, target, name in uses(tree)
            if name not in declared and name not in own and name not in DOCUMENTED
        ]
    assert not unknown, f"private names that are not declared: {unknown}"
    assert not declared - used, f"declared names that nothing uses: {declared - used}"


# --- classes that derive from Textual's -----------------------------------------------------------------------


def class_uses(owner: type) -> set[str]:
    """Return the private names that a class body defines, and those its methods use of self."""
    names = {name for name in vars(owner) if is_private(name)}
    for value in vars(owner).values():
        for code in code_of(value):
            names |= {name for name in code.co_names if is_private(name)}
    return names


def foreign_names(owner: type) -> set[str]:
    """Return the private names that a class of another package defines or assigns."""
    names = {name for name in vars(owner) if is_private(name)}
    for value in vars(owner).values():
        for code in code_of(value):
            names |= {
                step.argval
                for step in dis.get_instructions(code)
                if step.opname == "STORE_ATTR" and is_private(step.argval)
            }
    return names


def derived(of: type) -> Iterator[type]:
    for one in type.__subclasses__(of):
        yield one
        yield from derived(one)


def test_no_class_overrides_or_uses_a_private_name_of_textual_that_is_not_declared() -> None:
    """A name of ours that Textual also uses, perhaps after an upgrade, would silently replace Textual's."""
    import pkgutil

    import vctutor.tui

    for found in pkgutil.walk_packages(vctutor.tui.__path__, "vctutor.tui."):
        importlib.import_module(found.name)
    declared = {one.name for one in PRIVATE_NAMES}
    # Textual and Python set these on every class.
    generated = {
        "_abc_impl",
        "_css_type_name",
        "_css_type_names",
        "_decorated_handlers",
        "_merged_bindings",
    }
    generated |= {
        "_computes",
        "_reactives",
        "_inherit_bindings",
        "_inherit_component_classes",
        "_inherit_css",
    }
    generated |= {"_is_protocol", "_has_visible_children"}
    wrong = set()
    for cls in {one for one in derived(object) if str(one.__module__).startswith("vctutor.tui.")}:
        bases = [
            one for one in cls.__mro__ if one.__module__.partition(".")[0] in ("textual", "rich")
        ]
        foreign = set().union(*map(foreign_names, bases)) - generated if bases else set()
        for own in cls.__mro__:
            if own.__module__.startswith("vctutor."):
                allowed = (
                    declared if own.__module__.startswith("vctutor.tui.textual_compat.") else set()
                )
                wrong |= {
                    f"{own.__qualname__}.{name}" for name in class_uses(own) & foreign - allowed
                }
    assert not wrong, sorted(wrong)
