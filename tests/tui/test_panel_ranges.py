"""The ranges a chapter gives: in the panel, and in ``vctutor sim CHAPTER``."""

from __future__ import annotations

import pytest

from vctutor.cli.sim import run

CHAPTER = """\
goals: [Go.]
body:
  - simulation: {name: descent-map, alpha: 1.5, ranges: {alpha: [0.5, 2]}}
"""


@pytest.fixture
def course(tmp_path):
    listed = "title: C\nlanguage: en\nchapters:\n  - {id: a, file: a.yaml, title: A}\n"
    (tmp_path / "course.yaml").write_text(listed, encoding="utf-8")
    (tmp_path / "a.yaml").write_text(CHAPTER, encoding="utf-8")
    return tmp_path


async def test_keys_sliders_and_typing_keep_to_them(opened, quiet, text, course):
    async with opened("0", course=course, size=(80, 24)) as pilot:
        await pilot.press("s")
        await quiet(pilot)
        panel = pilot.app.screen.panel
        assert panel.view.state.values["alpha"] == 1.5
        for key, end in (("shift+left", 0.5), ("shift+right", 2)):
            await pilot.press(*[key] * 30)
            assert panel.view.state.values["alpha"] == end
        knob = next(target for target in panel.targets if target.value.startswith("slide 0 "))
        region = panel.content_region
        await pilot.click(offset=(region.x + knob.start, region.y + knob.line))
        assert panel.view.state.values["alpha"] == 0.5
        await pilot.press("e")
        panel.field.value = "0.1"
        await quiet(pilot)
        assert "at least 0.5" in text(pilot)


async def test_ranges_that_can_not_be_are_told_and_the_simulation_works(
    opened, quiet, text, course
):
    wrong = CHAPTER.replace("[0.5, 2]", "[-1, 2]")
    (course / "a.yaml").write_text(wrong, encoding="utf-8")
    async with opened("0", course=course) as pilot:
        await pilot.press("s")
        await quiet(pilot)
        assert "above zero" in " ".join(text(pilot).split())
        await pilot.press("space")
        assert pilot.app.screen.panel.view.state.step == 1


def test_the_command_line_keeps_to_them(course, capsys):
    from vctutor.errors import UsageError

    assert run(["0", "--course", str(course), "--steps", "0", "--json"]) == 0
    capsys.readouterr()
    with pytest.raises(UsageError, match=r"at least 0\.5"):
        run(["0", "--course", str(course), "--set", "alpha=0.1"])
