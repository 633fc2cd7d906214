"""``vctutor doctor``: examine the terminal, the store and the installation, with advice for each finding."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence

from vctutor.cli.arguments import Parser, add_course
from vctutor.i18n import _


def parser() -> Parser:
    """Return the parser of the command."""
    command = Parser(
        "doctor",
        _("Say what this terminal and your record can do, and what to do about what they can't."),
        "vctutor doctor\nvctutor doctor --json",
    )
    add_course(command)
    command.add_argument("--json", action="store_true", help=_("one JSON object"))
    return command


def run(arguments: Sequence[str]) -> int:
    """Print the findings; return 1 if one of them keeps the tutor from working."""
    from vctutor.cli.course_choice import course_directory
    from vctutor.doctor.findings import Finding
    from vctutor.doctor.program import look_at_program
    from vctutor.doctor.storage import look_at_store
    from vctutor.doctor.terminal import look_at_terminal
    from vctutor.paths import data_dir

    options = parser().parse_args(arguments)
    findings: list[Finding] = [
        *look_at_terminal(os.environ, sys.stdout.encoding),
        *look_at_store(data_dir()),
        *look_at_program(course_directory(options.course), os.environ),
    ]
    if options.json:
        message = {
            one.name: {"value": one.value, "ok": one.ok, "advice": one.advice} for one in findings
        }
        print(json.dumps(message, ensure_ascii=False, indent=2))
    else:
        for one in findings:
            print(one.as_text())
    return 0 if all(one.ok for one in findings) else 1
