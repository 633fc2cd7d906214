"""What every test may rely on: no data of the person who runs them is touched, and nothing moves by itself."""

from __future__ import annotations

import os

# Textual reads these when it is imported, which is before any fixture runs.
os.environ["TEXTUAL_ANIMATIONS"] = "none"
for name in ("NO_COLOR", "VCTUTOR_COURSE", "COLORTERM", "TEXTUAL_DRIVER", "TEXTUAL_FPS"):
    os.environ.pop(name, None)

import gc  # noqa: E402
import struct  # noqa: E402
from collections.abc import Callable, Mapping  # noqa: E402
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


def pytest_collection_finish() -> None:
    """Look less often for what is garbage, and not among the tests: that took a quarter of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 10, 5)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files and snapshots anew"
    )


@pytest.fixture
def translate(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that makes a translation and returns the directory of translations.

    Its arguments are the language, the messages with their translations, and the rule of the plural forms. The forms of
    a plural are parted by a null character, on both sides, as in gettext's own files.
    """

    def make(language: str, messages: Mapping[str, str], plurals: str) -> Path:
        head = f"Content-Type: text/plain; charset=UTF-8\nPlural-Forms: {plurals}\n"
        folder = tmp_path / "locale" / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "vctutor.mo").write_bytes(compiled({"": head, **messages}))
        return tmp_path / "locale"

    return make


def compiled(messages: Mapping[str, str]) -> bytes:
    """Return a catalog in gettext's binary form, as msgfmt would write it."""
    pairs = sorted(messages.items())
    keys = [key.encode() for key, _ in pairs]
    values = [value.encode() for _, value in pairs]
    table, data, offset = b"", b"", 28 + 16 * len(pairs)
    for texts in (keys, values):
        for text in texts:
            table += struct.pack("<II", len(text), offset)
            data += text + b"\0"
            offset += len(text) + 1
    size = len(pairs)
    head = struct.pack("<7I", 0x950412DE, 0, size, 28, 28 + 8 * size, 0, 28 + 16 * size)
    return head + table + data
