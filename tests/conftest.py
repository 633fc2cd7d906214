"""What every test may rely on: no data of the person who runs them is touched, and nothing moves by itself."""

from __future__ import annotations

import os

# Textual reads these when it is imported, which is before any fixture runs.
os.environ["TEXTUAL_ANIMATIONS"] = "none"
for name in ("NO_COLOR", "VCTUTOR_COURSE", "COLORTERM", "TEXTUAL_DRIVER", "TEXTUAL_FPS"):
    os.environ.pop(name, None)

from pathlib import Path  # noqa: E402

import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402

# The same examples in every run: a failure is one of the change at hand. Search further with --hypothesis-seed=random
# and --hypothesis-profile=search.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def own_directories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a data and a config directory of its own."""
    monkeypatch.setenv("VCTUTOR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("VCTUTOR_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("TERM", "xterm-256color")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files and snapshots anew"
    )
