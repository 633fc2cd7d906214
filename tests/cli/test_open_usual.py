"""Opening the tutor the usual ways is read without a parser, to the same effect."""

from __future__ import annotations

import pytest

from vctutor.cli import open as command


@pytest.mark.parametrize("arguments", [[], ["4"], ["the-gradient"], ["5#vanishing"], [""], ["4#"]])
def test_the_usual_ways_are_read_as_the_parser_reads_them(arguments: list[str]) -> None:
    usual = command.usual_options(arguments)
    assert usual is not None
    assert vars(usual) == vars(command.parser().parse_args(arguments))


@pytest.mark.parametrize("arguments", [["--kiosk"], ["--course", "x"], ["4", "5"], ["-h"], ["--"]])
def test_everything_else_is_left_to_the_parser(arguments: list[str]) -> None:
    assert command.usual_options(arguments) is None
