"""Spaces that are none to YAML, as editors and web pages put them in."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u3000"])
def test_a_key_indented_with_one_is_told_by_its_name(body, space):
    found = body(f"- text: x\n {space}id: here\n").parsed.problems
    assert [str(one) for one in found] == [
        f"limits.yaml:4:4: a space that is none of YAML's (U+{ord(space):04X}); type an ordinary one"
    ]


def test_within_a_text_it_may_stand(body):
    assert body("- text: 5\u00a0m are\u00a0:\u00a0far\n").parsed.problems == ()
