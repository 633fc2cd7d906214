"""The log of failures: private, bounded, without values, and never in the way."""

from __future__ import annotations

import os
import stat
from datetime import datetime, timezone
from pathlib import Path

from vctutor.tui.failures import LARGEST, LONGEST, Failures, entry

NOON = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)


def failure(message: str = "it broke") -> Exception:
    secret = message[::-1]
    try:
        raise ValueError(message) if secret else KeyError
    except ValueError as error:
        return error


def test_a_report_names_the_calls_and_no_values() -> None:
    text = entry(failure("abc"), NOON)
    assert "2026-03-02T12:00:00+00:00" in text
    assert "in failure" in text
    assert "ValueError: abc" in text
    assert "cba" not in text


def test_what_a_terminal_would_obey_is_spelled_out() -> None:
    assert "\\x1b]0;x\\x07\\x9b" in entry(failure("\x1b]0;x\x07\x9b"), NOON)


def test_a_long_report_keeps_its_ends() -> None:
    text = entry(failure("a" + "x" * 10 * LONGEST + "z"), NOON)
    assert len(text) < 2 * LONGEST
    assert "Traceback" in text
    assert text.rstrip().endswith("xz")


def test_the_file_is_private_and_bounded(tmp_path: Path) -> None:
    for number in range(40):
        Failures(tmp_path, lambda: NOON).report(failure(f"number {number} " + "x" * LONGEST))
    log = tmp_path / "error.log"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert log.stat().st_size <= LARGEST
    assert "number 39" in log.read_text(encoding="utf-8")
    assert "number 0 " not in log.read_text(encoding="utf-8")


def test_a_log_left_open_to_others_is_closed(tmp_path: Path) -> None:
    log = tmp_path / "error.log"
    log.write_text("")
    log.chmod(0o666)
    Failures(tmp_path, lambda: NOON).report(failure())
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_link_in_the_logs_place_is_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("mine")
    os.symlink(other, tmp_path / "error.log")
    failures = Failures(tmp_path, lambda: NOON)
    failures.report(failure())
    assert other.read_text() == "mine"
    assert "could not be written" in failures.message(True)


def test_one_mistake_many_times_is_written_a_few_times(tmp_path: Path) -> None:
    failures = Failures(tmp_path, lambda: NOON)
    for _ in range(1000):
        failures.report(failure())
    assert (tmp_path / "error.log").read_text().count("ValueError: it broke") <= 20
