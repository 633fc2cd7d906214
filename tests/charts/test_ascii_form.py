import pytest

from vctutor.charts.ascii import as_ascii, spelled
from vctutor.styled_text import Span, plain, width


@pytest.mark.parametrize(
    ("dots", "expected"),
    [("⠉", '"'), ("⣀", "_"), ("⠒", "-"), ("⡇", "|"), ("⢸", "|"), ("⡜", "/"), ("⢣", "\\"),
     ("⣿", "#"), ("⠀", " "), ("⠁", "'"), ("⢀", ".")],
)  # fmt: skip
def test_dots_become_the_character_most_like_them(dots, expected):
    assert plain(as_ascii((Span(dots),))) == expected


def test_every_braille_cell_has_a_character():
    line = as_ascii((Span("".join(map(chr, range(0x2800, 0x2900)))),))
    assert width(line) == 256
    assert all(ord(c) < 128 and c != "?" for c in plain(line))


def test_roles_stay():
    assert as_ascii((Span("●", "chart point"),)) == (Span("@", "chart point"),)


def test_texts_are_spelled_out():
    assert spelled("∂L/∂θ = 2θ² − 1·α") == "del L/del theta = 2theta^2 - 1*alpha"
    assert spelled("plain").isascii() and spelled("→ ●…").isascii()
    assert spelled("10⁻¹² x²y + x²⁰ – 1") == "10^-12 x^2 y + x^20 - 1"
