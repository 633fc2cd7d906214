"""The installation: version, byte code, course."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from importlib.util import cache_from_source, find_spec
from pathlib import Path

from vctutor import __version__
from vctutor.doctor.findings import Finding
from vctutor.i18n import N_, _, plural
from vctutor.paths import compiled_course

PACKAGES = ("vctutor", "textual", "rich")


def look_at_program(course: Path, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the findings about the installation and the course."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding(N_("version"), __version__, f"vctutor {__version__}, Python {python}")
    yield _byte_code()
    yield _course(course)
    yield _compiled_course(course)
    threads = environment.get("OPENBLAS_NUM_THREADS")
    yield Finding(
        N_("threads"),
        threads,
        _("{count} for numpy").format(count=threads)
        if threads
        else _("1 for numpy, set by the tutor"),
        ""
        if threads in (None, "1")
        else _("The course needs one: on a shared machine leave OPENBLAS_NUM_THREADS unset, or 1."),
    )


def compiled_share(package: Path) -> float:
    """Return the share of the modules of a package that have up-to-date byte code, from 0 to 1."""
    sources = list(package.rglob("*.py"))
    fresh = 0
    for source in sources:
        cached = Path(cache_from_source(str(source)))
        fresh += cached.exists() and cached.stat().st_mtime >= source.stat().st_mtime
    return fresh / len(sources) if sources else 1.0


def _byte_code() -> Finding:
    shares = {}
    for name in PACKAGES:
        found = find_spec(name)
        if found is not None and found.origin:
            shares[name] = compiled_share(Path(found.origin).parent)
    lacking = [name for name, share in shares.items() if share < 0.5]
    python = sys.executable or "python3"
    where = find_spec("vctutor")
    root = Path(where.origin).parents[1] if where and where.origin else Path()
    message = (
        _("Starting takes 3.7 times as long. Run: {command}")
        if os.access(root, os.W_OK)
        else _("Starting takes 3.7 times as long. Have the host run: {command}")
    )
    return Finding(
        N_("byte code"),
        not lacking,
        _("not compiled: {names}").format(names=", ".join(lacking)) if lacking else _("compiled"),
        message.format(command=f"{python} -m compileall -q {root}") if lacking else "",
    )


def _course(directory: Path) -> Finding:
    from vctutor.course.catalog import Catalog
    from vctutor.errors import CourseError

    try:
        catalog = Catalog.open(directory)
    except CourseError as error:
        return Finding(
            N_("course"),
            str(directory),
            str(error),
            _("'vctutor check' shows its mistakes."),
            ok=False,
        )
    count = len(catalog.course.chapters)
    message = plural("{n} chapter in {directory}", "{n} chapters in {directory}", count)
    return Finding(N_("course"), str(directory), message.format(n=count, directory=directory))


def _compiled_course(directory: Path) -> Finding:
    """Return whether the course opens in compiled form. An installed course does until somebody edits it."""
    place = compiled_course(directory)
    changed = () if place is None else _not_compiled(directory, place)
    message = _("compiled")
    if place is None:
        message = _("not compiled; only the one in an installed wheel is")
    elif changed:
        message = _("not compiled: {names}").format(names=", ".join(changed))
    return Finding(
        N_("compiled course"),
        place is not None and not changed,
        message,
        _(
            "Changed since: read as YAML, which takes longer. Installing the changed source compiles it."
        )
        if changed
        else "",
    )


def _not_compiled(directory: Path, place: Path) -> tuple[str, ...]:
    from vctutor.course.catalog import Catalog
    from vctutor.course.compiled import is_compiled
    from vctutor.course.files import COURSE_FILE
    from vctutor.errors import CourseError

    try:
        entries = Catalog.open(directory).course.chapters
    except CourseError:
        entries = ()
    files = (COURSE_FILE, *(entry.file for entry in entries))
    return tuple(file for file in files if not is_compiled(directory, place, file))
