"""The directories of the course, of the reader's data and of the settings. Nothing here creates one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

APP = "vctutor"
NO_HOME = "/nonexistent"  # by convention, the home of an account without one


def shipped_course() -> Path:
    """Return the directory of the shipped course, in a wheel or in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "_chapters"
    return installed if installed.is_dir() else package.parent / "chapters"


def compiled_course(directory: Path) -> Path | None:
    """Return the directory of the compiled form of a course. Only a wheel has one, for the shipped course."""
    package = Path(__file__).resolve().parent
    return package / "_compiled" if directory == package / "_chapters" else None


def course_dir(given: str | None = None, preferred: str = "") -> Path:
    """Return the course to open: the given one, else ``VCTUTOR_COURSE``, else the preferred, else the shipped one."""
    chosen = given or os.environ.get("VCTUTOR_COURSE") or preferred
    return _expanded(chosen) if chosen else shipped_course()


def data_dir() -> Path:
    """Return the directory of the reader's progress: ``VCTUTOR_DATA_DIR``, else the platform's own."""
    return _own_directory("VCTUTOR_DATA_DIR", "user_data_dir", ".local/share")


def config_dir() -> Path:
    """Return the directory of the settings: ``VCTUTOR_CONFIG_DIR``, else the platform's own."""
    return _own_directory("VCTUTOR_CONFIG_DIR", "user_config_dir", ".config")


def _expanded(name: str) -> Path:
    """Return a path with ``~`` expanded; without a known home, one below a directory that does not exist."""
    path = Path(name)
    try:
        return path.expanduser()
    except RuntimeError:
        return Path(NO_HOME, *path.parts[1:]) if path.parts[0] == "~" else path


def _own_directory(
    variable: str, kind: Literal["user_data_dir", "user_config_dir"], below: str
) -> Path:
    """Return the directory that a variable names, else the platform's.

    A user without a home directory gets one that can't be created: reading works, and nothing is stored.
    """
    chosen = os.environ.get(variable)
    if chosen:
        return _expanded(chosen)
    import platformdirs

    try:
        found = Path(getattr(platformdirs, kind)(APP, appauthor=False))
    except RuntimeError:
        found = Path()
    return found if found.is_absolute() else Path(NO_HOME, below, APP)
