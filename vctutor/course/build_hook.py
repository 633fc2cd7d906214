"""The step of building a wheel that compiles the shipped course. It is part of no wheel.

Hatchling runs it from a checkout or an unpacked sdist, neither of which it writes to. An editable installation reads
the YAML itself, so that an author sees every change.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COURSE = "chapters"
INSTALLED = "vctutor/_compiled"  # where `vctutor.paths.compiled_course` looks


class CompileCourse(BuildHookInterface[BuilderConfig]):
    """Puts the compiled form of the shipped course into a wheel, and refuses a course with mistakes."""

    _made: TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the course into a temporary directory and have it included.

        Args:
            version: the kind of wheel; nothing is done for an "editable" one.
            build_data: what the builder reads afterwards.
        """
        if version == "editable":
            return
        self._made = TemporaryDirectory(prefix="vctutor-course-")
        mistake = compile_from(Path(self.root), Path(self._made.name))
        if mistake is not None:
            self._made.cleanup()
            self.app.abort(f"The wheel is not built: {mistake}")
        build_data["force_include"][self._made.name] = INSTALLED

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary directory, whose files are in the wheel by now."""
        if self._made is not None:
            self._made.cleanup()


def compile_from(root: Path, target: Path) -> str | None:
    """Compile the course of a source tree with the code of that tree, and return what keeps it from being compiled.

    Args:
        root: the source tree; no byte code is left in it.
        target: where the compiled files go.
    """
    writes_byte_code = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(root))
    try:
        from vctutor.course.compiling import compile_course
        from vctutor.errors import CourseError

        try:
            compile_course(root / COURSE, target)
        except CourseError as error:
            return str(error)
    finally:
        sys.path.remove(str(root))
        sys.dont_write_bytecode = writes_byte_code
    return None
