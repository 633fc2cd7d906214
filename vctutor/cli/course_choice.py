"""The course that a command is about: the one that ``vctutor`` opens, unless another is given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vctutor.course.catalog import Catalog


def open_catalog(given: str | None) -> Catalog:
    """Open the course in `course_directory`.

    Raises:
        CourseError: there is none, or its ``course.yaml`` can't be read.
    """
    from vctutor.course.catalog import Catalog

    return Catalog.open(course_directory(given))


def course_directory(given: str | None = None) -> Path:
    """Return the course given, else that of ``VCTUTOR_COURSE``, else that of the settings, else the shipped one."""
    from vctutor.paths import config_dir, course_dir
    from vctutor.settings import load

    settings, __ = load(config_dir())
    return course_dir(given, settings.course)
