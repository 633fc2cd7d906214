"""How long formulas take: the golden ones of the course and all those a shipped chapter shows, never seen before.

Run as ``python tests/bench/bench_typesetting.py``; prints processor time in milliseconds, the median and the least of
several runs with empty caches. The promise is under 15 ms for the formulas of one chapter.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from vctutor import typesetting
from vctutor.course.catalog import Catalog
from vctutor.course.model import Callout, Derivation, Formula, Prose, Section, Table
from vctutor.paths import shipped_course
from vctutor.typesetting import inline, spoken, typeset
from vctutor.typesetting.latex import parser
from vctutor.typesetting.prose import lay_prose, parse_prose
from vctutor.typesetting.prose import layout as prose_layout

GOLDEN = Path(__file__).parents[1] / "typesetting" / "golden"
RUNS = 9


def forget() -> None:
    """Empty every cache of typesetting."""
    caches = [typesetting._typeset, typesetting._inline, spoken, parser.parse]
    for cache in [*caches, prose_layout._laid]:
        cache.cache_clear()


def timed(work: Callable[[], object]) -> str:
    """Return the median and the least processor time of some work, in milliseconds."""
    times = []
    for _ in range(RUNS):
        forget()
        start = time.process_time()
        work()
        times.append(1e3 * (time.process_time() - start))
    return f"{statistics.median(times):7.2f} {min(times):7.2f}"


def golden() -> list[str]:
    """Return the formulas of the course's golden files."""
    lines = (
        line
        for path in GOLDEN.glob("course-*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    return [line[4:] for line in lines if line.startswith("=== ")]


def texts_of(body: tuple[object, ...]) -> tuple[list[str], list[str]]:
    """Return the displayed formulas and the prose of a chapter's body."""
    formulas: list[str] = []
    texts: list[str] = []
    for block in body:
        if isinstance(block, Formula):
            formulas.append(block.formula)
        elif isinstance(block, Derivation):
            formulas += [step.formula for step in block.steps]
            texts += [step.because for step in block.steps if step.because]
        elif isinstance(block, Prose | Callout):
            texts.append(block.text)
        elif isinstance(block, Section):
            texts.append(block.title)
        elif isinstance(block, Table):
            texts += [cell for row in block.rows for cell in row]
    return formulas, texts


def main() -> None:
    """Print the table."""
    start = time.process_time()
    typeset("x")
    print(
        f"the first formula of a process, with the parser's import: {1e3 * (time.process_time() - start):.1f} ms"
    )
    formulas = golden()
    print(f"\n{len(formulas)} golden formulas of the course, each form     median   least")
    for form in ("display", "inline", "ascii", "spoken"):
        print(
            f"  {form:46}",
            timed(lambda form=form: [typeset(latex, form=form, width=80) for latex in formulas]),
        )
    heaviest = sorted(formulas, key=len)[-60:]
    print(
        f"  {'display, the 60 longest of them':46}",
        timed(lambda: [typeset(latex, width=80) for latex in heaviest]),
    )
    print("\na chapter's formulas, displayed and in its prose          median   least")
    for chapter in Catalog.open(shipped_course()).chapters():
        print(f"  {chapter.id:30} {of_chapter(*texts_of(chapter.body))}")


def of_chapter(shown: list[str], texts: list[str]) -> str:
    """Return how many formulas a chapter has and how long they take, alone and with the prose around them."""
    pieces = (piece for text in texts for block in parse_prose(text) for piece in block.pieces)
    small = {piece.source for piece in pieces if piece.kind == "formula"}
    alone = timed(
        lambda: ([typeset(latex, width=80) for latex in shown], [inline(latex) for latex in small])
    )
    whole = timed(
        lambda: (
            [typeset(latex, width=80) for latex in shown],
            [lay_prose(text, 80) for text in texts],
        )
    )
    return f"{len(shown):3} + {len(small):3}      {alone}   with the prose {whole}"


if __name__ == "__main__":
    main()
