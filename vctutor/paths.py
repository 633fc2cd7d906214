"""Where courses, the reader's data and the settings live. Nothing is created by importing or by asking."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

APP = "vctutor"
NO_HOME = "/nonexistent"  # what accounts without a home directory have for one, by convention


def shipped_course() -> Path:
    """Return the directory of the course that comes with the program."""
    package = Path(__file__).resolve().parent
    installed = package / "_chapters"
    return installed if installed.is_dir() else package.parent / "chapters"


def compiled_course(directory: Path) -> Path | None:
    """Return where the compiled form of a course is: that of the shipped one as a wheel installs it, of no other."""
    package = Path(__file__).resolve().parent
    return package / "_compiled" if directory == package / "_chapters" else None


def course_dir(given: str | None = None, preferred: str = "") -> Path:
    """Return the course to open: the one given, else ``VCTUTOR_COURSE``, else the preferred, else the shipped one."""
    chosen = given or os.environ.get("VCTUTOR_COURSE") or preferred
    return _expanded(chosen) if chosen else shipped_course()


def data_dir() -> Path:
    """Return the directory of the reader's progress: ``VCTUTOR_DATA_DIR``, else the platform's own."""
    chosen = os.environ.get("VCTUTOR_DATA_DIR")
    if chosen:
        return _expanded(chosen)
    import platformdirs

    return _of_user(platformdirs.user_data_dir, ".local/share")


def config_dir() -> Path:
    """Return the directory of the settings: ``VCTUTOR_CONFIG_DIR``, else the platform's own."""
    chosen = os.environ.get("VCTUTOR_CONFIG_DIR")
    if chosen:
        return _expanded(chosen)
    import platformdirs

    return _of_user(platformdirs.user_config_dir, ".config")


def _expanded(name: str) -> Path:
    """Return a path with the home directory in place of a ``~``; that of nobody known stays a name."""
    path = Path(name)
    try:
        return path.expanduser()
    except RuntimeError:
        return Path(NO_HOME, *path.parts[1:]) if path.parts[0] == "~" else path


def _of_user(ask: Callable[..., str], below: str) -> Path:
    """Return a directory of the user's; one that can't be made where the user has no home, so that reading goes on."""
    try:
        found = Path(ask(APP, appauthor=False))
    except RuntimeError:
        found = Path()
    return found if found.is_absolute() else Path(NO_HOME, below, APP)
