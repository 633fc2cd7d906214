"""No two modules import each other, not even through others.

The linter's contracts hold packages to their layers and the modules of a folder to one direction. This finds cycles
between single modules wherever they are. Every import statement counts: inside a function it is only later, and for
the type checker alone it is still an arrow that a reader follows.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[2]


def module_name(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def imported(module: str, tree: ast.Module, modules: set[str]) -> Iterator[str]:
    """Yield the modules of the project that a module imports; of ``from package import name`` the submodule, if any."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively, which is not resolved here"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from names & modules
            if node.module in modules and not names <= modules:
                yield node.module


def import_graph(root: Path, package: str) -> dict[str, set[str]]:
    """Return each module of a package with the modules that it imports."""
    paths = {module_name(path, root): path for path in (root / package).rglob("*.py")}
    graph = {}
    for module, path in paths.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        graph[module] = set(imported(module, tree, set(paths))) - {module}
    return graph


def cycle(graph: dict[str, set[str]]) -> list[str]:
    """Return a cycle, each module imported by the one before it; empty if there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found[::-1]
    return []


def test_no_module_is_part_of_an_import_cycle() -> None:
    graph = import_graph(ROOT, "vctutor")
    assert len(graph) > 200
    assert " -> ".join(cycle(graph)) == ""


def test_imports_in_functions_and_for_types_are_found(tmp_path: Path) -> None:
    package = tmp_path / "made"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "first.py").write_text("def late():\n    from made.second import name\n")
    (package / "second.py").write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from made import third\n"
    )
    (package / "third.py").write_text("import made.first\n")
    assert set(cycle(import_graph(tmp_path, "made"))) == {"made.first", "made.second", "made.third"}
    (package / "third.py").write_text("")
    assert cycle(import_graph(tmp_path, "made")) == []
