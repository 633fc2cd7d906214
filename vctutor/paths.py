"""Where courses, the reader's data and the settings live. Nothing is created by importing or by asking."""

from __future__ import annotations

import os
from pathlib import Path

APP = "vctutor"


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
    return Path(chosen).expanduser() if chosen else shipped_course()


def data_dir() -> Path:
    """Return the directory of the reader's progress: ``VCTUTOR_DATA_DIR``, else the platform's own."""
    chosen = os.environ.get("VCTUTOR_DATA_DIR")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def config_dir() -> Path:
    """Return the directory of the settings: ``VCTUTOR_CONFIG_DIR``, else the platform's own."""
    chosen = os.environ.get("VCTUTOR_CONFIG_DIR")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_config_dir(APP, appauthor=False))
