"""Promise 5: a course can't control the terminal, run an action, open a link, or read or write another file.

What a course file may hold, and how much time and memory reading it takes, is tried in tests/course/test_attacks.py.
Here the real program opens hostile courses, once as they are, and once with the reading made to let everything through,
so that what stands behind it is tried too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Start = Callable[..., Any]
ATTACKS = sorted((Path(__file__).parents[1] / "course" / "attacks").glob("*.yaml"))

# Everything the program itself may send; what is left over must be text.
OWN = re.compile(
    "\x1b\\]52;c;[A-Za-z0-9+/=]*\x07|\x1b\\[[\\d;]*[HmKJXABCDGd]|\x1b\\[\\?[\\d;]+[hl]|\x1b\\[\\?2026\\$p|\x1b\\[[<>]\\d*u|\r|\n"
)
FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]")
PAYLOAD = (
    r"\e]0;owned\a\e]52;c;b3duZWQ=\a\eP+q544e\e\\\e_Gi=1\e\\\e[5i\x9b20t\x90q\x0e\x08\u202e\u200b"
    "[@click=app.quit]W[/]"
)

COURSE = """
title: "T{0}"
chapters:
  - {{id: hostile, file: hostile.yaml, title: "C{0}"}}
  - {{id: second, file: second.yaml, title: Second}}
opening: [{{text: "O{0}"}}]
finishing: [{{text: "F{0}"}}]
"""
CHAPTER = """
goals: ["G{0}"]
terms: [{{term: "term{0}", means: "M{0}"}}]
summary: ["S{0}"]
body:
  - simulation: {{name: descent-map, title: "A{0}", caption: "B{0}"}}
    predict: {{ask: "P{0}", answer: "1", explain: "E{0}"}}
  - section: "H{0}"
  - text: "T{0} **b{0}** `c{0}` $x{0}$ [link{0}](https://example.org/{0})"
  - formula: "x{0}"
    say: "said{0}"
  - callout: {{kind: warning, title: "C{0}", text: "D{0}"}}
  - table: {{columns: ["a{0}"], rows: [["b{0}"]], caption: "c{0}"}}
  - code: {{language: python, text: "code{0}", caption: "d{0}"}}
  - derivation: [{{formula: "y{0}", because: "z{0}"}}, {{formula: "y"}}]
  - flow: [{{name: "N{0}", note: "n{0}"}}, {{by: "by{0}"}}, {{name: "M"}}]
  - diagram: {{text: "diagram{0}", say: "x{0}"}}
  - question:
      id: choice
      ask: "Q{0}"
      answer: {{choice: [{{text: "a{0}", right: true, say: "s{0}"}}, {{text: "b{0}", say: "t{0}"}}], shuffle: false}}
      hints: ["h{0}"]
      solution: "s{0}"
  - question:
      id: number
      ask: "R{0}"
      answer: {{number: "1"}}
      wrong: [{{value: "2", say: "w{0}"}}]
"""

LET_THROUGH = """
import re
import vctutor.tui.filters as filters
import vctutor.course.characters as characters
dropped = characters._forbidden()
filters.without = lambda text: dropped.sub("", text)
characters._forbidden = lambda: re.compile("(?!)")
"""


def assert_only_drawn(terminal: Any) -> None:
    """Look that nothing reached the terminal but the program's own sequences and text."""
    left = OWN.sub("", bytes(terminal.raw).decode("utf-8"))
    found = FORBIDDEN.search(left)
    assert found is None, left[max(0, found.start() - 60) : found.start() + 60]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    course = tmp_path / "course"
    course.mkdir()
    (course / "course.yaml").write_text(COURSE.format(PAYLOAD), encoding="utf-8")
    (course / "hostile.yaml").write_text(CHAPTER.format(PAYLOAD), encoding="utf-8")
    (course / "second.yaml").write_text("goals: [g]\nbody: [{text: Second text.}]\n")
    return course


EVERYWHERE = [
    ("n", "chapter 0"),
    (" ", None),
    (" ", None),
    ("G", None),
    ("g", None),
    *[("\t", None), ("\r", None), ("\x1b", None)] * 6,
    ("a", None),
    ("h", None),
    ("w", None),
    ("\r", None),
    ("\x1b", None),
    ("s", None),
    ("y", None),
    ("\x1b", None),
    ("\x1b", None),
    ("T", None),
    ("\x1b", None),
    ("P", None),
    ("\x1b", None),
    ("B", None),
    ("M", None),
    ("\x1b", None),
    ("/", None),
    ("W", None),
    ("\x1b", None),
    ("?", None),
    ("\x1b", None),
    ("\x10", None),  # the command palette
    ("\x1b", None),
]


def visit_everything(terminal: Any) -> None:
    """Press the keys that show everything there is; after each, wait until the program has answered a question."""
    for key, wanted in EVERYWHERE:
        terminal.send(key)
        if wanted:
            terminal.wait_for(wanted)
        terminal.settle()


@pytest.mark.parametrize("plain", [False, True], ids=["Unicode", "ASCII"])
def test_nothing_that_a_terminal_obeys_gets_through_the_widgets(
    tutor: Start, hostile: Path, plain: bool
) -> None:
    terminal = tutor(
        "--course",
        str(hostile),
        before=LET_THROUGH,
        extra={"LC_ALL": "C"} if plain else {},
        size=(120, 40),
    ).ready()
    visit_everything(terminal)
    assert "W[/]" in terminal.everything() or "click" in terminal.everything()
    terminal.send("\x1b")
    terminal.ready().send("q")
    assert terminal.ended() == 0
    assert_only_drawn(terminal)


def test_such_a_course_is_found_out_and_its_rest_can_be_read(tutor: Start, hostile: Path) -> None:
    (hostile / "course.yaml").write_text(COURSE.format("").replace("opening", "finishing2"))
    terminal = tutor("open", "0", "--course", str(hostile), size=(120, 40))
    code = terminal.ended() if not terminal.shows("? keys") else None
    if code is None:
        terminal.send("n")
        terminal.wait_for("Second text.")
        terminal.send("q")
        terminal.ended()
    assert_only_drawn(terminal)


def test_markup_in_titles_is_text(tutor: Start, tmp_path: Path) -> None:
    course = tmp_path / "course"
    course.mkdir()
    title = "[@click=app.leave]Press[/] [red]f[x]"
    (course / "course.yaml").write_text(
        f"title: '{title}'\nchapters:\n  - {{id: a, file: a.yaml, title: '{title}'}}\n"
    )
    (course / "a.yaml").write_text(
        f"goals: ['{title}']\nterms: [{{term: '{title}', means: m}}]\nbody:\n"
        f"  - simulation: {{name: descent-map, title: '{title}'}}\n  - text: '{title}'\n"
    )
    terminal = tutor("open", "0", "--course", str(course), size=(160, 40)).ready()
    terminal.send("s")
    shown = terminal.wait_for(lambda text: "step" in text and text.count("[@click=app.leave]") >= 2)
    for row, line in enumerate(shown.split("\n"), 1):
        if "Press" in line:
            column = line.index("Press") + 1
            terminal.send(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m")
    terminal.settle()
    assert terminal.process.poll() is None
    terminal.send("q")
    assert terminal.ended() == 0


def test_files_that_attack_are_passed_over_one_by_one(tutor: Start, tmp_path: Path) -> None:
    course = tmp_path / "course"
    course.mkdir()
    secret = tmp_path / "secret.yaml"
    secret.write_text("goals: [a]\nbody: [{text: secret}]\n")
    rows = []
    for path in ATTACKS:
        (course / path.name).write_bytes(path.read_bytes())
        rows.append((path.stem, path.name))
    (course / "link.yaml").symlink_to(secret)
    os.mkfifo(course / "pipe.yaml")
    rows += [("link", "link.yaml"), ("pipe", "pipe.yaml"), ("missing", "missing.yaml")]
    listed = "".join(f"  - {{id: {name}, file: {file}, title: {name}}}\n" for name, file in rows)
    (course / "course.yaml").write_text(f"title: T\nchapters:\n{listed}")
    terminal = tutor("--course", str(course), size=(120, 40)).ready()
    for number in range(len(rows)):
        terminal.send("n")
        terminal.wait_for(f"chapter {number} of {len(rows) - 1}")
    terminal.send("q")
    assert terminal.ended() == 0
    assert_only_drawn(terminal)
    assert b"secret" not in bytes(terminal.raw).replace(b"secret.yaml", b"")


@pytest.mark.parametrize("name", ["../secret.yaml", "/etc/passwd", "a/../../secret.yaml"])
def test_a_file_elsewhere_is_not_read(tutor: Start, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.yaml").write_text("goals: [a]\nbody: [{text: 'the hidden words'}]\n")
    course = tmp_path / "course"
    course.mkdir()
    (course / "course.yaml").write_text(
        f"title: T\nchapters:\n  - {{id: a, file: '{name}', title: A}}\n"
    )
    terminal = tutor("open", "0", "--course", str(course))
    if terminal.shows("? keys"):
        terminal.send("q")
    terminal.ended()
    assert b"hidden" not in terminal.raw
    assert b"root:" not in terminal.raw


def test_a_link_is_shown_and_opened_only_on_its_key(tutor: Start, tmp_path: Path) -> None:
    course = tmp_path / "course"
    course.mkdir()
    (course / "course.yaml").write_text(
        "title: T\nchapters:\n  - {id: a, file: a.yaml, title: A}\n"
    )
    (course / "a.yaml").write_text("goals: [g]\nbody: [{text: '[here](https://example.org/x)'}]\n")
    opened = tmp_path / "opened"
    before = f"""
    import vctutor.tui.pages.link as link
    link.open_browser = lambda address: open({str(opened)!r}, "a").write(address)
    """
    for extra, times in ({"DISPLAY": ":0"}, 1), ({}, 0), ({"DISPLAY": ":0", "SSH_TTY": "x"}, 0):
        opened.unlink(missing_ok=True)
        terminal = tutor("open", "0", "--course", str(course), before=before, extra=extra).ready()
        terminal.send("\t")
        terminal.settle()
        terminal.send("\r")
        terminal.wait_for("https://example.org/x")
        assert not opened.exists()
        terminal.send("o")
        terminal.settle()
        assert opened.exists() == bool(times)
        terminal.send("\x11")  # ctrl+q
        assert terminal.ended() == 0
