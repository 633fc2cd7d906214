"""Where things lie, also for an account that has no home."""

from __future__ import annotations

from pathlib import Path

import pytest

from vctutor import paths


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """An account that neither the environment nor the system knows a home of."""
    import pwd

    def unknown(number: int) -> None:
        raise KeyError(number)

    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "VCTUTOR_DATA_DIR",
                 "VCTUTOR_CONFIG_DIR", "VCTUTOR_COURSE"):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)


@pytest.mark.usefixtures("homeless")
def test_without_a_home_there_is_a_place_that_cannot_be_made() -> None:
    assert paths.data_dir() == Path("/nonexistent/.local/share/vctutor")
    assert paths.config_dir() == Path("/nonexistent/.config/vctutor")


@pytest.mark.parametrize("home", ["", "somewhere"])
@pytest.mark.usefixtures("homeless")
def test_nothing_is_put_where_the_program_was_started(
    monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    monkeypatch.setenv("HOME", home)
    assert paths.data_dir().is_absolute()
    assert paths.config_dir().is_absolute()


@pytest.mark.usefixtures("homeless")
def test_a_home_that_is_not_known_stays_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert paths.course_dir("~nobody-like-this/course") == Path("~nobody-like-this/course")
    monkeypatch.setenv("VCTUTOR_DATA_DIR", "~/data")
    assert paths.data_dir() == Path("/nonexistent/data")


def test_a_home_that_is_known_is_put_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.setenv("VCTUTOR_DATA_DIR", "~/data")
    assert paths.data_dir() == Path("/home/ada/data")
