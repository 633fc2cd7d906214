"""Measures the tutor from the outside, in a pseudo-terminal, against the smallest Textual application.

    python tests/bench/run.py [--short] [--json FILE] [--rounds N]

It builds a wheel, installs it into a temporary environment beside the dependencies of the Python that runs this, and
measures there, the unit and the tutor in turn. ``--short`` takes the Python that runs this as it is and does
everything once, to see that the benchmarks work: its figures mean nothing. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pseudo_terminal import Session

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
READY = "After this chapter"  # the text at the top of every chapter
MADE = "chapter 0 of"  # the text in the bar over a synthetic course


@dataclass
class Row:
    """A row of the table.

    Attributes:
        name: what is measured.
        value: the figure that the goal is set for.
        unit: what it is measured in; ``ratio`` is to the unit, or to what the name says.
        goal: what it may be at most.
        detail: the absolute figures.
    """

    name: str
    value: float
    unit: str
    goal: float
    detail: str = ""

    @property
    def met(self) -> bool:
        """Whether the goal is met."""
        return self.value <= self.goal


@dataclass
class Bench:
    """The programs to measure, and how often to measure them."""

    python: str
    work: Path
    rounds: int
    short: bool
    rows: list[Row] = field(default_factory=list)
    start_of_unit: float = 0.0

    @property
    def program(self) -> list[str]:
        """The tutor as a student calls it: the script in the directory of its Python."""
        script = Path(self.python).parent / "vctutor"
        return [self.python, "-m", "vctutor"] if self.short else [str(script)]

    def add(self, name: str, value: float, unit: str, goal: float, detail: str = "") -> None:
        """Add a row, and print it."""
        row = Row(name, round(value, 3), unit, goal, detail)
        self.rows.append(row)
        print(line_of(row), flush=True)

    def environment(self, data: Path) -> dict[str, str]:
        """Return the environment of a session with the data directory ``data``."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        if self.short:
            kept["PYTHONPATH"] = str(ROOT)
        return {
            **kept,
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "VCTUTOR_DATA_DIR": str(data),
            "VCTUTOR_CONFIG_DIR": str(self.work / "config"),
        }

    @contextmanager
    def tutor(self, *arguments: str, data: str = "data") -> Iterator[Session]:
        """Open the tutor, and end it afterwards."""
        command = [*self.program, "open", *arguments]
        yield from _run(Session(command, self.environment(self.work / data)))

    @contextmanager
    def unit(self) -> Iterator[Session]:
        """Run the unit, and end it afterwards."""
        command = [self.python, str(HERE / "minimal_app.py")]
        yield from _run(Session(command, self.environment(self.work / "data")))


def _run(session: Session) -> Iterator[Session]:
    try:
        yield session
    finally:
        if not session.ended:
            session.kill()


def median(values: list[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def ms(seconds: float) -> str:
    """Format seconds as milliseconds."""
    return f"{1000 * seconds:.0f} ms"


# --- the rows ---------------------------------------------------------------------------------------------------


def start(bench: Bench) -> None:
    """Start, memory after it, bytes until readable, and quitting."""
    ready: dict[str, list[float]] = {"unit": [], "tutor": []}
    memory: dict[str, list[float]] = {"unit": [], "tutor": []}
    ratios, quits, written = [], [], []
    for warm in range(1 if bench.short else 0, bench.rounds + 1):
        with bench.unit() as unit:
            first = unit.ready("Hello")
            unit.settle(0.7)
            used = unit.memory()
            unit.quit("q")
        with bench.tutor("4") as tutor:
            second = tutor.ready(READY)
            bytes_then = tutor.written
            tutor.settle(0.7)
            tutor_used = tutor.memory()
            gone = tutor.quit("q")
        if warm:
            ready["unit"].append(first)
            ready["tutor"].append(second)
            ratios.append(second / first)
            memory["unit"].append(used)
            memory["tutor"].append(tutor_used)
            quits.append(gone)
            written.append(float(bytes_then))
    bench.start_of_unit = median(ready["unit"])
    detail = f"{ms(median(ready['tutor']))} to {ms(bench.start_of_unit)}"
    bench.add("start until the chapter is readable", median(ratios), "ratio", 1.25, detail)
    used, tutor_used = median(memory["unit"]), median(memory["tutor"])
    detail = f"{tutor_used:.1f} to {used:.1f} MiB"
    bench.add("private memory after start", tutor_used / used, "ratio", 1.25, detail)
    bench.add("bytes until readable", median(written), "bytes", 25_000)
    value = median(quits) / bench.start_of_unit
    bench.add("quit, key to exit", value, "ratio", 0.3, ms(median(quits)))


def steps(bench: Bench) -> None:
    """Chapter switch, simulation step and line scroll: time and bytes."""
    count = max(2, 2 * bench.rounds)
    with bench.tutor("4") as tutor:
        tutor.ready(READY)
        tutor.settle(1.0)
        there_and_back = "nnnnpppppppp"[: 2 if bench.short else None]
        switches = [tutor.key(key) for key in there_and_back]
        tutor.key("4")
        scrolls = [tutor.key("j") for _ in range(count)]
        play(tutor)
        moves = [tutor.key(" ") for _ in range(count)]
        tutor.quit("q")
    rows = (
        ("chapter switch", switches, 0.2, 6_000),
        ("simulation step", moves, 0.05, 2_000),
        ("line scroll", scrolls, 0.03, 4_000),
    )
    for name, works, goal, most in rows:
        seconds = median([work.seconds for work in works])
        value = seconds / bench.start_of_unit
        bench.add(f"{name}, key to last byte", value, "ratio", goal, f"{1000 * seconds:.1f} ms")
        bench.add(f"bytes a {name}", median([float(work.written) for work in works]), "bytes", most)


def play(tutor: Session) -> None:
    """Go to the simulation, skip its prediction, and take a step."""
    tutor.send("s")
    tutor.ready("[Step")
    tutor.settle()
    for _ in range(3):
        if tutor.shows("Before you look"):
            tutor.key("\x1b")
        else:
            tutor.key(" ")
    if not tutor.shows("esc back"):
        tutor.key("s")
    tutor.key(" ")


def tour(bench: Bench) -> None:
    """Memory after all chapters and simulations, and after a second tour of them."""
    with bench.unit() as unit:
        unit.ready("Hello")
        unit.settle(0.7)
        used = unit.memory()
    with bench.tutor("0") as tutor:
        tutor.ready(READY)
        after = []
        for _ in range(2):
            for number in range(1 if bench.short else 10):
                tutor.key(str(number))
                tutor.key("G")
                play(tutor)
                for key in (" ", "s"):
                    tutor.key(key)
            tutor.settle(0.3 if bench.short else 1.5)
            after.append(tutor.memory())
        tutor.quit("q")
    detail = f"{after[0]:.1f} to {used:.1f} MiB"
    bench.add("private memory after all chapters", after[0] / used, "ratio", 1.8, detail)
    detail = f"{after[1]:.1f} to {after[0]:.1f} MiB"
    bench.add(
        "the same after a second tour, to the first", after[1] / after[0], "ratio", 1.03, detail
    )


def idle(bench: Bench) -> None:
    """Measure what happens while the reader does nothing."""
    seconds = 1.0 if bench.short else 10.0
    with bench.tutor("4") as tutor:
        tutor.ready(READY)
        tutor.settle(
            1.0 if bench.short else 6.0
        )  # the store checks itself two seconds after the start
        before = (tutor.written, tutor.wakings(), tutor.processor())
        tutor.read(seconds)
        after = (tutor.written, tutor.wakings(), tutor.processor())
    spent = f"{ms(after[2] - before[2])} of processor time"
    bench.add(f"bytes in {seconds:.0f} s at rest", after[0] - before[0], "bytes", 0, spent)
    bench.add(f"wake-ups in {seconds:.0f} s at rest", after[1] - before[1], "wake-ups", 0)


def crowd(bench: Bench) -> None:
    """Thirty sessions at once, each stepping a simulation once a second."""
    count, rounds = (2, 1) if bench.short else (30, 8)
    alone = _stepping(bench, 1, max(2, rounds))
    together = _stepping(bench, count, rounds)
    detail = f"{1000 * together:.1f} to {1000 * alone:.1f} ms"
    bench.add(f"median step with {count} sessions at once", together / alone, "ratio", 3, detail)


def _stepping(bench: Bench, count: int, rounds: int) -> float:
    """Return the median time in seconds from a key to its last byte, over sessions that take turns."""
    command = [*bench.program, "open", "4"]
    sessions = []
    try:
        for number in range(count):
            made = Session(command, bench.environment(bench.work / f"crowd{number}"))
            sessions.append(made)
            made.ready(READY)
        for one in sessions:
            play(one)
        taken = []
        for _ in range(rounds):
            began = time.perf_counter()
            for number, one in enumerate(sessions):
                _wait(sessions, began + number / count)
                one.sent_at = time.perf_counter()  # type: ignore[attr-defined]
                one.send(" ")
            _wait(sessions, began + 1.0)
            taken += [one.chunks[-1][0] - one.sent_at for one in sessions]  # type: ignore[attr-defined]
        return median([seconds for seconds in taken if seconds > 0])
    finally:
        for one in sessions:
            one.kill()


def _wait(sessions: list[Session], until: float) -> None:
    import select

    by_descriptor = {one.descriptor: one for one in sessions}
    while (left := until - time.perf_counter()) > 0:
        for descriptor in select.select(list(by_descriptor), [], [], left)[0]:
            by_descriptor[descriptor].take()


def many_chapters(bench: Bench) -> None:
    """Start a course of a thousand chapters, and one of ten."""
    sizes = (3, 30) if bench.short else (10, 1000)
    for size in sizes:
        _make(bench, "course", f"course{size}", size)
    few, many = _compared(
        bench, *(_starter(bench, "--course", str(bench.work / f"course{n}"), "0") for n in sizes)
    )
    name = f"start of a course of {sizes[1]:,} chapters, to one of {sizes[0]}"
    bench.add(name, many / few, "ratio", 1.1, f"{ms(many)} to {ms(few)}")


def many_events(bench: Bench) -> None:
    """Start with a store of a hundred thousand events, and with an empty one."""
    size = 300 if bench.short else 100_000
    _make(bench, "store", "events", size)
    none, many = _compared(
        bench,
        _starter(bench, "4", data="none", shown=READY),
        _starter(bench, "4", data="events", shown=READY),
    )
    name = f"start with {size:,} events, to none"
    bench.add(name, many / none, "ratio", 1.1, f"{ms(many)} to {ms(none)}")


def _make(bench: Bench, what: str, where: str, size: int) -> None:
    command = [
        bench.python,
        str(HERE / "synthetic_data.py"),
        what,
        str(bench.work / where),
        str(size),
    ]
    subprocess.run(command, check=True, env=bench.environment(bench.work / "data"))


def _starter(
    bench: Bench, *arguments: str, data: str = "data", shown: str = MADE
) -> Callable[[], float]:
    def begin() -> float:
        with bench.tutor(*arguments, data=data) as tutor:
            seconds = tutor.ready(shown)
            tutor.settle(0.3)
            tutor.quit("q")
            return seconds

    return begin


def _compared(bench: Bench, *starts: Callable[[], float]) -> list[float]:
    """Return the median of each start, taken in turn."""
    taken: list[list[float]] = [[] for _ in starts]
    for _ in range(bench.rounds):
        for seconds, begin in zip(taken, starts, strict=True):
            seconds.append(begin())
    return [median(seconds) for seconds in taken]


# --- the run ----------------------------------------------------------------------------------------------------

BENCHMARKS = (start, steps, tour, idle, crowd, many_chapters, many_events)


def install(work: Path) -> str:
    """Build a wheel, install it into a new environment, and return that environment's Python."""
    quiet = {"check": True, "stdout": subprocess.DEVNULL}
    build = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(work),
        str(ROOT),
    ]
    subprocess.run(build, **quiet)  # type: ignore[call-overload]
    home = work / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], **quiet)  # type: ignore[call-overload]
    python = str(home / "bin" / "python")
    (wheel,) = work.glob("vctutor-*.whl")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-deps",
        "--quiet",
        str(wheel),
    ]
    subprocess.run(pip, **quiet)  # type: ignore[call-overload]
    asked = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    (Path(packages) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


def line_of(row: Row) -> str:
    """Return a line of the table."""
    value = f"{row.value:,.2f}" if row.unit == "ratio" else f"{row.value:,.0f}"
    goal = f"{row.goal:g}" if row.unit == "ratio" else f"{row.goal:,.0f} {row.unit}"
    return f"| {row.name} | {value} | {goal} | {'yes' if row.met else 'no'} | {row.detail} |"


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--short", action="store_true", help="do everything once, to see that it works"
    )
    parser.add_argument("--rounds", type=int, default=9, help="starts of each kind (default 9)")
    parser.add_argument("--json", metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        work = Path(directory)
        given = Path(options.json).absolute() if options.json else None
        python = sys.executable if options.short else install(work)
        os.chdir(work)  # so that the wheel runs, not the checkout
        bench = Bench(python, work, 1 if options.short else options.rounds, options.short)
        print("| | measured | goal, at most | met | |\n|---|---|---|---|---|", flush=True)
        for benchmark in BENCHMARKS:
            benchmark(bench)
        os.chdir(HERE)
    if given:
        figures = [{**vars(row), "met": row.met} for row in bench.rows]
        given.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
