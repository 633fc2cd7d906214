"""The parts of plotext are its own, and the rest of it stays out and can still be had."""

from __future__ import annotations

import subprocess
import sys


def told(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_drawing_loads_only_parts_of_plotext() -> None:
    code = "import vctutor.charts, sys; print(*[m for m in sys.modules if m.startswith('plotext')])"
    loaded = told(code).split()
    assert "plotext._build" in loaded
    assert not {"plotext", "plotext._core", "plotext._doc", "plotext._figure"} & set(loaded)


def test_the_whole_of_plotext_can_be_imported_afterwards() -> None:
    code = (
        "from vctutor.charts.plotext_parts import monitor_class\n"
        "import plotext; plotext.plot([1, 2]); print(bool(plotext.build()))\n"
        "from plotext._monitor import monitor_class as whole; print(whole is monitor_class)"
    )
    assert told(code).split() == ["True", "True"]


def test_a_plotext_that_is_there_is_used() -> None:
    code = (
        "import plotext; from vctutor.charts.plotext_parts import date_class\n"
        "from plotext._date import date_class as theirs; import sys\n"
        "print(theirs is date_class, sys.modules['plotext'] is plotext)"
    )
    assert told(code).split() == ["True", "True"]
