"""How the program is installed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from importlib.util import cache_from_source, find_spec
from pathlib import Path

from vctutor import __version__
from vctutor.doctor.findings import Finding

PACKAGES = ("vctutor", "textual", "rich")


def look_at_program(course: Path, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is found of the installation and the course."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("version", __version__, f"vctutor {__version__}, Python {python}")
    yield _byte_code()
    yield _course(course)
    threads = environment.get("OPENBLAS_NUM_THREADS")
    yield Finding(
        "threads",
        threads,
        f"{threads or '1'} for numpy{'' if threads else ', set by the tutor'}",
        ""
        if threads in (None, "1")
        else "The course needs one: on a shared machine leave OPENBLAS_NUM_THREADS unset, or 1.",
    )


def compiled_share(package: Path) -> float:
    """Return the share of a package's modules whose byte code is there and not older than they are."""
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
    who = "Run" if os.access(root, os.W_OK) else "Have the host run"
    return Finding(
        "byte code",
        not lacking,
        "compiled" if not lacking else f"not compiled: {', '.join(lacking)}",
        ""
        if not lacking
        else f"Starting takes 3.7 times as long. {who}: {python} -m compileall -q {root}",
    )


def _course(directory: Path) -> Finding:
    from vctutor.course.catalog import Catalog
    from vctutor.errors import CourseError

    try:
        catalog = Catalog.open(directory)
    except CourseError as error:
        return Finding(
            "course", str(directory), str(error), "'vctutor check' shows its mistakes.", ok=False
        )
    return Finding(
        "course", str(directory), f"{len(catalog.course.chapters)} chapters in {directory}"
    )
