"""Which course a command is about."""

from __future__ import annotations

from pathlib import Path


def chosen(given: str | None = None) -> Path:
    """Return the course given, else that of ``VCTUTOR_COURSE``, else that of the settings, else the shipped one.

    So every command is about the course that ``vctutor`` opens.
    """
    from vctutor.paths import config_dir, course_dir
    from vctutor.settings import load

    settings, __ = load(config_dir())
    return course_dir(given, settings.course)
