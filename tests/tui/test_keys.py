"""What of the terminal's input becomes an event, and which."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events

from vctutor.tui.terminal.input_stream import InputStream, Keys, Paste
from vctutor.tui.textual_compat.keys import KeyReader


def read(*chunks: str) -> list[object]:
    """Return the events of chunks, keys by their names and pastes by their texts."""
    stream, reader = InputStream(), KeyReader()
    items = [item for chunk in chunks for item in stream.feed(chunk)] + list(stream.timeout())
    return [short(event) for item in items for event in reader.events(item)]


def short(event: object) -> object:
    if isinstance(event, events.Key):
        return (event.key, event.character)
    return event.text if isinstance(event, events.Paste) else type(event).__name__


@pytest.mark.parametrize(
    "reply",
    [
        "\x1b[?62;22c", "\x1b[?1;2c", "\x1b[>41;370;0c", "\x1b[=0;0c",                     # device attributes
        "\x1b]10;rgb:dcdc/dcdc/dcdc\x07", "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",             # colours
        "\x1bP>|XTerm(370)\x1b\\", "\x1bP1+r544e=787465726d\x1b\\", "\x1bP0+r\x1b\\",     # version, terminfo
        "\x1b[?0u", "\x1b[?25u",                                                           # kitty's flags
        "\x1b[8;24;80t", "\x1b[4;600;800t", "\x1b[6;16;8t", "\x1b[48;24;80;480;640t",     # sizes
        "\x1b[?2004;1$y", "\x1b[?1049;2$y", "\x1b[0n", "\x1b[?997;1n",                     # modes, status, theme
        "\x1b_Gi=31;OK\x1b\\", "\x1b]52;c;aGVsbG8=\x07", "\x1b]4;1;rgb:ff/0/0\x1b\\",
    ],
)  # fmt: skip
def test_replies_of_a_terminal_do_nothing(reply: str):
    assert read(reply) == []
    assert read("a", reply, "b") == [("a", "a"), ("b", "b")]


@pytest.mark.parametrize(
    "key", ["\x1b[99~", "\x1b[57999u", "\x1b[25;5~~", "\x1b[5;5A", "\x1b[9999999u", "\x1bOz"]
)
def test_unknown_function_keys_do_nothing(key: str):
    assert not [e for e in read(key) if e != ("tilde", "~")]


@pytest.mark.parametrize("letter", ["a", "Z", "/", "9", "é"])
def test_a_letter_with_alt_types_nothing(letter: str):
    for key, character in read(f"\x1b{letter}"):  # type: ignore[misc]
        assert key.startswith("alt+")
        assert character is None
    assert len(read(f"\x1b{letter}")) == 1


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("\x1b[A", "up"), ("\x1bOA", "up"), ("\x1b[1;5C", "ctrl+right"), ("\x1b[3~", "delete"), ("\x1b[Z", "shift+tab"),
        ("\x1bOP", "f1"), ("\x1b[15~", "f5"), ("\x1b[[A", "f1"), ("\x1b[27u", "escape"), ("\x1b[97;5u", "ctrl+a"),
        ("\x1b[27;5;97~", "ctrl+a"), ("\x1b[1;2A", "shift+up"), ("\x1b\x7f", "ctrl+w"), ("\x1b", "escape"),
        ("\x1b[127;5u", "ctrl+backspace"),
    ],
)  # fmt: skip
def test_keys_are_read(typed: str, key: str):
    assert [one for one, _ in read(typed)] == [key]  # type: ignore[misc]


def test_mouse_focus_and_synchronised_output():
    assert read("\x1b[<0;3;4M") == ["MouseDown"]
    assert read("\x1b[I", "\x1b[O") == ["AppFocus", "AppBlur"]
    assert read("\x1b[?2026;2$y") == ["TerminalSupportsSynchronizedOutput"]


def test_a_paste_and_the_keys_around_it():
    assert read("a\x1b[200~\x1b[31m9\x00\x1b[201~b") == [("a", "a"), "\x1b[31m9", ("b", "b")]


def test_the_escape_key_and_what_is_typed_behind_it():
    assert read("\x1b", "/") == [("escape", "\x1b"), ("slash", "/")]


@given(st.text(alphabet="\x1b[]OPM<>?;:0123456789~uActy$\\ z\x7f", max_size=40))
@settings(deadline=None)
def test_no_input_fails(text: str):
    for item in InputStream().feed(text):
        assert isinstance(item, (Keys, Paste))
    read(text)
