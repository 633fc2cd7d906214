from __future__ import annotations

from pathlib import Path

import pytest

from vctutor.cli.course_choice import course_directory
from vctutor.cli.main import main, split_command
from vctutor.cli.open import course_notices
from vctutor.course.catalog import Catalog
from vctutor.course.loader import parse_course
from vctutor.page.plain import typed
from vctutor.paths import config_dir, shipped_course


@pytest.fixture
def mine(tmp_path):
    """A course that the settings name."""
    course = tmp_path / "mine"
    course.mkdir()
    (course / "course.yaml").write_text(
        "title: T\nchapters: [{id: a, file: a.yaml, title: Mine}]\n", encoding="utf-8"
    )
    (course / "a.yaml").write_text("goals: [Go.]\nbody: [{text: Here.}]\n", encoding="utf-8")
    config_dir().mkdir(parents=True)
    (config_dir() / "settings.toml").write_text(f"course = '{course}'\n", encoding="utf-8")
    return course


def test_without_settings_it_is_the_shipped_one():
    assert course_directory() == shipped_course()


def test_the_given_comes_before_the_environment_before_the_settings(mine, monkeypatch):
    assert course_directory() == mine
    monkeypatch.setenv("VCTUTOR_COURSE", "there")
    assert course_directory() == Path("there")
    assert course_directory("here") == Path("here")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["list"], "0  Mine\n"),
        (["read", "0"], "Here."),
        (["check"], "T (1 chapter, 0 questions, 0 simulations): no mistakes\n"),
        (["progress"], "Mine"),
    ],
)
def test_every_command_is_about_the_course_of_the_settings(mine, capsys, command, said):
    assert main(command) == 0
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("option", [["--course", "{}"], ["--course={}"]])
def test_the_course_may_stand_before_the_command(mine, capsys, option):
    (config_dir() / "settings.toml").unlink()
    assert main([*(word.format(mine) for word in option), "list", "--json"]) == 0
    assert '"title": "Mine"' in capsys.readouterr().out


def test_before_a_chapter_it_opens_the_tutor():
    assert split_command(["--course", "x", "limits"]) == ("open", ["--course", "x", "limits"])
    assert split_command(["--course", "x"]) == ("open", ["--course", "x"])
    assert split_command(["--course", "list", "open", "2"]) == ("open", ["--course", "list", "2"])


def test_a_mistake_in_the_list_of_chapters_is_told_at_the_start():
    read = parse_course(b"title: T\nchapters: [{id: a, file: a.yaml, title: A, b}]\n")
    (told,) = course_notices(Catalog(Path("my course"), read.course))
    assert told.startswith("course.yaml:2:44: 'b' follows a comma")
    assert "'vctutor check 'my course'' shows" in told
    assert course_notices(Catalog.open(shipped_course())) == ()


def test_the_command_of_a_map_that_is_given_as_a_list():
    assert typed(("x1 + x2", 2)) == "[x1 + x2,2]"
    assert typed((3, 0.5)) == "3,0.5"


@pytest.mark.parametrize("name", ["course.yml", "Course.yaml"])
def test_a_list_of_chapters_under_another_name_is_told(tmp_path, capsys, name):
    (tmp_path / name).write_text("title: T\n", encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 1
    assert f"rename {name} to course.yaml" in capsys.readouterr().err


def test_the_course_that_was_checked_is_named(capsys):
    """An author in the directory of their own course may check the one that comes along, and not know."""
    assert main(["check"]) == 0
    assert capsys.readouterr().out.startswith("Vector Calculus for Machine Learning (")
