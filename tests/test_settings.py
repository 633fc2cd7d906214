"""Settings: read forgivingly, written so that they read back the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vctutor.settings import FILE, Settings, as_toml, load, read, save, usable_keys


def written(directory: Path, text: str) -> Path:
    directory.mkdir(exist_ok=True)
    (directory / FILE).write_text(text)
    return directory


def test_without_a_file_everything_is_as_it_comes(tmp_path):
    assert load(tmp_path / "none") == (Settings(), ())


def test_what_is_set_counts(tmp_path):
    settings, wrong = load(
        written(tmp_path, 'theme = "vctutor-light"\ntext_width = 70\nmotion = false\n')
    )
    assert (settings.theme, settings.text_width, settings.motion) == ("vctutor-light", 70, False)
    assert wrong == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('them = "x"', "did you mean theme?"),
        ("text_width = 10", "a whole number from 40 to 120"),
        ("text_width = true", "a whole number"),
        ('colours = "neve"', "did you mean never?"),
        ("motion = 3", "true or false"),
        ("theme = 3", "a text in quotes"),
        ("keys = 3", "[keys]"),
        ("[keys]\n'chapter.next' = ''", "can't be ''"),
        ("theme = ", "the defaults are used"),
    ],
)
def test_what_is_wrong_is_one_line_and_costs_nothing_else(tmp_path, text, told):
    settings, wrong = load(written(tmp_path, text + "\n"))
    assert settings == Settings()
    (line,) = wrong
    assert told in line
    assert "\n" not in line


def test_one_wrong_entry_leaves_the_others(tmp_path):
    settings, wrong = load(written(tmp_path, 'text_width = 60\nthem = "x"\n'))
    assert settings.text_width == 60
    assert len(wrong) == 1


def test_a_binary_or_huge_file_is_refused(tmp_path):
    tmp_path.joinpath(FILE).write_bytes(b"\xff\xfe\x00")
    assert load(tmp_path)[0] == Settings()
    tmp_path.joinpath(FILE).write_bytes(b"#" * 100_000)
    assert "too large" in load(tmp_path)[1][0]


@given(
    st.builds(
        Settings,
        theme=st.text(max_size=20),
        text_width=st.integers(40, 120),
        characters=st.sampled_from(["auto", "unicode", "ascii"]),
        colours=st.sampled_from(["auto", "always", "never"]),
        motion=st.booleans(),
        course=st.text(max_size=30),
        keys=st.dictionaries(
            st.text(min_size=1, max_size=10), st.sampled_from(["n", "ctrl+n,m"]), max_size=3
        ),
    )
)
def test_what_is_written_reads_back_the_same(settings):
    from vctutor.settings import parse_toml

    assert read(parse_toml(as_toml(settings))) == (settings, ())


def test_saving_is_private_and_whole(tmp_path):
    path = save(tmp_path / "config", Settings(text_width=72))
    assert path.stat().st_mode & 0o777 == 0o600
    assert load(tmp_path / "config") == (Settings(text_width=72), ())
    assert [one.name for one in path.parent.iterdir()] == [FILE]


COMMANDS = {
    "chapter.next": ("course", "n"),
    "chapter.previous": ("course", "p"),
    "sim.step": ("simulation", "space"),
}


def test_keys_can_be_bound_anew():
    assert usable_keys({"chapter.next": "N, ctrl+n"}, COMMANDS) == (
        {"chapter.next": "N,ctrl+n"},
        (),
    )


def test_a_key_can_be_swapped_with_another():
    asked = {"chapter.next": "p", "chapter.previous": "n"}
    assert usable_keys(asked, COMMANDS) == (asked, ())


def test_conflicts_and_unknown_commands_are_told():
    bound, wrong = usable_keys({"chapter.next": "p", "chapter.nxt": "x"}, COMMANDS)
    assert bound == {}
    assert "belongs to chapter.previous" in wrong[0]
    assert "did you mean chapter.next?" in wrong[1]


def test_the_same_key_may_serve_in_different_places():
    assert usable_keys({"chapter.next": "space"}, COMMANDS)[1] == ()
