"""``vctutor notebook``: write the reader's own work as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vctutor.cli.arguments import Parser, add_course
from vctutor.i18n import _

if TYPE_CHECKING:
    from vctutor.course.model import Question
    from vctutor.progress.notebook import Shown


def parser() -> Parser:
    """Return the parser of the command."""
    command = Parser(
        "notebook",
        _(
            "Write your answers, mistakes, worked solutions, notes and functions as Markdown "
            "with LaTeX."
        ),
        "vctutor notebook work.md\nvctutor notebook - | pandoc -o work.pdf",
    )
    command.add_argument(
        "file", metavar="FILE", help=_("where to write; '-' writes to the standard output")
    )
    add_course(command)
    command.add_argument("--force", action="store_true", help=_("replace the file if it exists"))
    return command


def run(arguments: Sequence[str]) -> int:
    """Write the notebook, readable by its owner only."""
    from vctutor.cli.course_choice import open_catalog
    from vctutor.cli.export import write_output
    from vctutor.cli.store_session import opened_store, wait
    from vctutor.progress.items import own_events
    from vctutor.progress.notebook import notebook
    from vctutor.progress.store import local_now

    options = parser().parse_args(arguments)
    catalog = open_catalog(options.course)
    with opened_store(catalog.course.id) as store:
        events = wait(store.events(("answer", "note", "function")))
    own = tuple(own_events(events, catalog.course.id))
    text = notebook(catalog.course.title, catalog.chapters(), own, shown, local_now().date())
    if write_output(options.file, text.encode(), force=options.force):
        print(_("your work is written to {file}").format(file=options.file))
    return 0


def shown(question: Question, seed: int) -> Shown:
    """Return the texts of a question in a variant, or the author's own if that variant no longer exists."""
    from vctutor.course.model import ManyChoices, OneChoice, OrderAnswer
    from vctutor.errors import CourseError
    from vctutor.grading.variants import draw, substitute
    from vctutor.progress.notebook import Shown

    answer = question.answer
    options: tuple[str, ...] = ()
    if isinstance(answer, OneChoice | ManyChoices):
        options = tuple(option.text for option in answer.options)
    elif isinstance(answer, OrderAnswer):
        options = answer.steps
    try:
        variant = draw(question, seed)
        return Shown(
            ask=substitute(question.ask, variant, strict=False),
            solution=None
            if question.solution is None
            else substitute(question.solution, variant, strict=False),
            options=tuple(substitute(option, variant, strict=False) for option in options),
        )
    except CourseError:
        return Shown(question.ask, question.solution, options)
