"""The benchmarks run. Their figures are not checked here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_short_form_fills_the_table(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    figures = tmp_path / "figures.json"
    command = [sys.executable, "tests/bench/run.py", "--short", "--json", str(figures)]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    rows = json.loads(figures.read_text())
    assert len(rows) == 17
    assert len(done.stdout.splitlines()) == len(rows) + 2
    assert all(row["value"] >= 0 for row in rows)
