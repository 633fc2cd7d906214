"""The whole interface in a language made for the purpose: every message stands within «»."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
THREE_FORMS = (
    "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
)

COMMANDS = """
import contextlib, io, json, sys
from pathlib import Path
from vctutor import i18n
i18n.LOCALES = Path(sys.argv[1])
from vctutor.cli.main import main
told = {}
for command in json.loads(sys.argv[2]):
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), contextlib.suppress(SystemExit):
        main(command)
    out.flush()
    told[" ".join(command)] = out.buffer.getvalue().decode()
print(json.dumps(told))
"""

SESSION = """
import asyncio, json, sys
from pathlib import Path
from vctutor import i18n
i18n.LOCALES = Path(sys.argv[1])
assert i18n.use_language()
from vctutor.course.catalog import Catalog
from vctutor.paths import config_dir, data_dir, shipped_course
from vctutor.progress.store import Store
from vctutor.tui.app import Options, TutorApp
from vctutor.tui.textual_compat.pending import callbacks_pending, draw_pending
from vctutor.tui.textual_compat.terminal_diff import compositor_of

shown = {}

async def settled(pilot):
    app, calm = pilot.app, 0
    while calm < 3:
        await asyncio.sleep(0.001)
        working = any(not worker.is_finished for worker in app.workers) or app.record.tasks
        calm = 0 if working or draw_pending(app) or callbacks_pending() else calm + 1

def look(pilot, name):
    strips = compositor_of(pilot.app.screen).render_strips()
    shown[name] = "\\n".join("".join(part.text for part in strip).rstrip() for strip in strips)

async def session():
    store = Store.open(data_dir())
    app = TutorApp(Catalog.open(shipped_course()), store, Options(place="4", config=config_dir()))
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        look(pilot, "chapter")
        for key, name in (("question_mark", "keys"), ("comma", "settings"), ("P", "progress")):
            await pilot.press(key)
            await settled(pilot)
            look(pilot, name)
            await pilot.press("escape")
        await pilot.press("slash", *"xyzzy")
        await settled(pilot)
        look(pilot, "search")
        await pilot.press("escape")
        app.screen.enter_card("check")
        await pilot.pause()
        app.screen.answer_field.field.value = "[6, 5]"
        await pilot.press("enter")
        await settled(pilot)
        look(pilot, "verdict")
        await pilot.press("escape")
        app.screen.panel.session.predicted.add(app.screen.panel.item)
        await pilot.press("s")
        await settled(pilot)
        await pilot.press("space")
        await settled(pilot)
        look(pilot, "simulation")
    store.close()

asyncio.run(session())
print(json.dumps(shown))
"""


OPENED = """
import json, sys
from pathlib import Path
from vctutor import i18n
i18n.LOCALES = Path(sys.argv[1])
import vctutor.cli.open
import vctutor.tui.run
from vctutor.cli.main import main
told = {}
vctutor.cli.open._need_a_terminal = lambda: None
vctutor.tui.run.run = lambda catalog, store, options: told.update(quit=i18n._("quit")) or store.close() or 0
main(["open"])
print(json.dumps(told))
"""


@cache
def messages() -> dict[str, str]:
    """Return every message of the source with its translation."""
    found: dict[str, str] = {}
    for path in (ROOT / "vctutor").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
            if node.func.id in ("_", "N_") and texts and texts[0]:
                found.setdefault(texts[0], f"«{texts[0]}»")
            elif node.func.id == "plural" and len(texts) == 2:
                one, many = texts
                found[f"{one}\0{many}"] = f"«{one}»\0«{many}»\0«{many} ...»"
    return found


@pytest.fixture
def run(translate: Callable[..., Path], tmp_path: Path) -> Callable[..., dict[str, str]]:
    """Return a function that runs a script in that language, and returns what it found."""
    locales = translate("xx", messages(), THREE_FORMS)

    def run_script(script: str, *arguments: str) -> dict[str, str]:
        environment = {name: value for name, value in os.environ.items() if name != "LANGUAGE"}
        environment |= {"LC_ALL": "xx_XX.UTF-8", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-c", script, str(locales), *arguments],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        told: dict[str, str] = json.loads(done.stdout)
        return told

    return run_script


def test_the_application(run: Callable[..., dict[str, str]]):
    shown = run(SESSION)
    expected = {
        "chapter": ["«Chapters»", "«next»", "«After this chapter you can»", "«chapter 4 of 9»"],
        "keys": ["«Keys»", "«Anywhere»", "«Go to the next chapter.»", "«esc closes»"],
        "settings": ["«Settings»", "«theme»", "« Kept in", "«Colours of everything. ← → goes through"],
        "progress": ["«Progress»", "«Questions»", "«Score»", "«Days»", "«none made yet»"],
        "search": ["«Search»", "«Nothing is found.", "«↑ ↓ choose · enter goes there · esc closes»"],
        "verdict": ["«Not yet.»", "«Question 1 of", "«enter Answer»"],
        "simulation": ["«Step»", "«Reset»", "«Step 1: from"],
    }  # fmt: skip
    for screen, words in expected.items():
        for word in words:
            assert word in shown[screen], f"{word} on {screen}:\n{shown[screen]}"


HELPED = [
    "open", "list", "read", "quiz", "review", "sim", "diff", "tex", "grade", "check", "progress", "doctor", "notebook",
    "export", "import", "certificate", "completion",
]  # fmt: skip


def test_the_help_of_every_command(run: Callable[..., dict[str, str]]):
    told = run(COMMANDS, json.dumps([["--help"], *([name, "--help"] for name in HELPED)]))
    assert "«usage: vctutor [COMMAND] [options]" in told["--help"]
    assert "«judge an answer»" in told["--help"]
    for name in HELPED:
        text = told[f"{name} --help"]
        assert text.startswith("«usage: »"), text
        for word in ("«options»", "«show this help message and exit»", "«examples:»"):
            assert word in text, f"{word} in the help of {name}:\n{text}"
        # Of what stands between the usage and the examples nothing is left in English.
        told_of = text.split("\n\n", 1)[1].partition("«examples:»")[0]
        left = re.sub(r"«[^»]*»", "", told_of)
        assert not re.search(r"[a-z]{3,} +[a-z]{3,}", left), f"{name}: {left}"


def test_the_line_commands(run: Callable[..., dict[str, str]]):
    commands = [
        ["grade", "--expression", "2x", "3x"],
        ["diff", "x^2", "--steps"],
        ["sim", "descent-line", "--steps", "1"],
        ["quiz", "nothing"],
        ["read", "4"],
        ["check"],
        ["progress"],
        ["tex", "\\frac{x"],
        ["diff", "x +"],
    ]
    told = run(COMMANDS, json.dumps(commands))
    for command, words in {
        "grade --expression 2x 3x": ["«Read as»", "«Wrong»"],
        "diff x^2 --steps": ["«by x»", "«power rule»"],
        "sim descent-line --steps 1": ["«Step 1: θ went from"],
        "quiz nothing": ["«there is no chapter 'nothing'»"],
        "read 4": ["«Chapter 4. The gradient»", "«What to keep»"],
        "check": ["«10 chapters ...»", "no mistakes»"],
        "progress": ["«chapter»", "«answered»", "«score 0 of"],
        "tex \\frac{x": ["«the formula ends"],
        "diff x +": ["«something is missing after the +»", "«expected"],
    }.items():
        for word in words:
            assert word in told[command], f"{word} in {command}:\n{told[command]}"


def test_a_course_lends_its_language(
    run: Callable[..., dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    course = tmp_path / "course"
    course.mkdir()
    row = "{id: slopes, file: slopes.yaml, title: Slopes}"
    (course / "course.yaml").write_text(f"title: T\nlanguage: xx\nchapters: [{row}]\n")
    script = COMMANDS.replace(
        "import contextlib", "import os; os.environ['LC_ALL'] = 'C'; import contextlib"
    )
    command = ["read", "nothing", "--course", str(course)]
    assert (
        "«there is no chapter 'nothing'»" in run(script, json.dumps([command]))[" ".join(command)]
    )
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    english = script.replace("'C'", "'en_GB.UTF-8'")
    assert "there is no chapter" in run(english, json.dumps([command]))[" ".join(command)]
    assert "«" not in run(english, json.dumps([command]))[" ".join(command)]


def test_the_setting_chooses_the_language_of_the_tutor(
    run: Callable[..., dict[str, str]], tmp_path: Path
):
    script = "import os; os.environ['LC_ALL'] = 'en_GB.UTF-8'" + OPENED
    assert run(script) == {"quit": "quit"}
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text('language = "xx"\n')
    assert run(script) == {"quit": "«quit»"}
