"""Real processes with real faults: children run a few lines of Python with the store opened, and report in JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from vctutor.progress.store import Store

SECONDS = 60.0

BEFORE = """
import json, os, resource, sys
from pathlib import Path
from vctutor.progress.store import Store
directory = Path(sys.argv[1])
SECONDS = 30
def open_store(**options):
    return Store.open(directory, **{"idle": 3600.0, "retry": 3600.0, **options})
def saved(receipt):
    return "saved" if receipt.saved else "spilled" if receipt.spilled else "memory"
def report(**values):
    print(json.dumps(values))
"""


@pytest.fixture
def in_child(tmp_path: Path) -> Callable[..., Any]:
    """Run lines of Python in a process of their own and return what they report."""

    def run(
        code: str,
        directory: Path | None = None,
        *,
        prefix: tuple[str, ...] = (),
        before_exec: Callable[[], None] | None = None,
    ) -> Any:
        command = [
            *prefix,
            sys.executable,
            "-c",
            BEFORE + textwrap.dedent(code),
            str(directory or tmp_path / "data"),
        ]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            env=environment,
            preexec_fn=before_exec,
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        return json.loads(done.stdout)

    return run


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """Open stores that are closed at the end, and that do nothing by themselves."""
    stores: list[Store] = []

    def open_(directory: Path | None = None, **options: Any) -> Store:
        store = Store.open(
            directory or tmp_path / "data", **{"idle": 3600.0, "retry": 3600.0, **options}
        )
        stores.append(store)
        return store

    yield open_
    for store in stores:
        store.close()
