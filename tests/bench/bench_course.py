"""How long reading a course takes: a chapter, the shipped course, a list of a thousand; run as a program."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from vctutor.course.catalog import Catalog
from vctutor.course.loader import parse_chapter
from vctutor.course.yaml_reader import YamlReader, decode
from vctutor.paths import shipped_course


def measured(name: str, work: Callable[[], object], times: int = 15) -> None:
    """Print the median and the worst time of some work."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    print(f"{name:44} median {statistics.median(taken):7.2f} ms  worst {max(taken):7.2f} ms")


def thousand(directory: Path) -> None:
    """Write the list of a course of a thousand chapters."""
    rows = [f"  - {{id: c-{n}x, file: {n}.yaml, title: Chapter {n}}}\n" for n in range(1000)]
    (directory / "course.yaml").write_text("title: Large\nchapters:\n" + "".join(rows))


def main() -> None:
    """Print the figures."""
    course = shipped_course()
    entries = Catalog.open(course).course.chapters
    largest = max(entries, key=lambda entry: (course / entry.file).stat().st_size)
    data = (course / largest.file).read_bytes()
    size = f"{len(data) / 1000:.0f} kB"
    measured(f"events to nodes, {size}", lambda: YamlReader(decode("a.yaml", data)[0]).read())
    measured(f"the whole chapter, {size}", lambda: parse_chapter(data, largest))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    measured(f"PyYAML's safe_load of it, {size}", lambda: yaml.load(data, Loader=loader))
    measured("opening the shipped course", lambda: Catalog.open(course))
    measured("reading all its chapters", lambda: Catalog.open(course).counts())
    with tempfile.TemporaryDirectory() as directory:
        thousand(Path(directory))
        measured("opening a list of 1,000 chapters", lambda: Catalog.open(Path(directory)))


if __name__ == "__main__":
    main()
