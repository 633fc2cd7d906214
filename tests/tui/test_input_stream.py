"""Splitting what a terminal sends into keys, sequences and pastes."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vctutor.tui.terminal.input_stream import PASTE_LIMIT, InputStream, Item, Keys, Paste


def fed(*chunks: str) -> list[Item]:
    """Return the items of chunks, with the runs of plain characters joined."""
    stream = InputStream()
    return joined([item for chunk in chunks for item in stream.feed(chunk)])


def joined(items: list[Item]) -> list[Item]:
    out: list[Item] = []
    for item in items:
        plain = isinstance(item, Keys) and "\x1b" not in item.text
        if plain and out and isinstance(out[-1], Keys) and "\x1b" not in out[-1].text:
            out[-1] = Keys(out[-1].text + item.text)
        else:
            out.append(item)
    return out


SEQUENCES = [
    "\x1b[A", "\x1b[1;5C", "\x1bOP", "\x1bO5P", "\x1b[3~", "\x1b[<0;10;5M", "\x1b[M !!", "\x1b[[A", "\x1b[97;5u",
    "\x1bx", "\x1b[I", "\x1b[?62;22c", "\x1b[8;24;80t",
]  # fmt: skip
STRINGS = [
    "\x1b]11;rgb:ffff/ffff/ffff\x07", "\x1b]10;rgb:0/0/0\x1b\\", "\x1bP>|xterm(370)\x1b\\", "\x1bP1+r524742\x1b\\",
    "\x1b_Gi=1;OK\x1b\\", "\x1b^private\x1b\\", "\x1bXstart\x1b\\",
]  # fmt: skip


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_a_sequence_is_one_item(sequence: str):
    assert fed(f"a{sequence}b") == [Keys("a"), Keys(sequence), Keys("b")]


@pytest.mark.parametrize("sequence", [one for one in SEQUENCES if one[1] in "[O"])
def test_a_sequence_may_come_a_character_at_a_time(sequence: str):
    assert fed(*f"a{sequence}b") == [Keys("a"), Keys(sequence), Keys("b")]


@pytest.mark.parametrize("string", STRINGS)
def test_a_reply_of_the_terminal_is_dropped(string: str):
    assert fed(f"a{string}b") == [Keys("ab")]
    assert fed("a", string[:2], *string[2:], "b") == [Keys("ab")]


def test_a_string_ends_where_another_sequence_begins():
    assert fed("\x1b]11;rgb:\x1b[Ab") == [Keys("\x1b[A"), Keys("b")]


@pytest.mark.parametrize(
    ("noise", "left"),
    [("\x1b[12é", "é"), ("\x1b[3\x01x", "\x01x"), ("\x1b[" + "1;" * 100 + "mx", "x")],
)
def test_a_broken_sequence_is_dropped(noise: str, left: str):
    assert fed(noise) == [Keys(left)]


def test_a_key_behind_the_escape_key_is_not_a_key_with_alt():
    assert fed("\x1b", "/") == [Keys("\x1b"), Keys("/")]
    assert fed("\x1b", "]x") == [Keys("\x1b"), Keys("]x")]
    assert fed("\x1b\x1b", "/") == [Keys("\x1b"), Keys("\x1b"), Keys("/")]


def test_silence_decides_what_an_escape_means():
    stream = InputStream()
    assert stream.delay is None
    assert list(stream.feed("\x1b")) == []
    assert stream.delay is not None
    assert list(stream.timeout()) == [Keys("\x1b")]
    assert stream.delay is None
    assert [*stream.feed("\x1b"), *stream.feed("["), *stream.timeout()] == [Keys("\x1b"), Keys("[")]
    assert [*stream.feed("\x1b["), *stream.timeout()] == []
    assert [*stream.feed("\x1b[12;"), *stream.timeout(), *stream.feed("x")] == [Keys("x")]
    assert [*stream.feed("\x1b]11;"), *stream.timeout(), *stream.feed("x")] == [Keys("x")]


def test_a_paste_is_one_item_whatever_it_holds():
    assert fed("a\x1b[200~x\x1b[31m9\x1b]0;t\x07\r\n\x1b[201~b") == [
        Keys("a"),
        Paste("x\x1b[31m9\x1b]0;t\x07\r\n"),
        Keys("b"),
    ]
    assert fed("\x1b[200~\x1b[201~") == [Paste("")]


def test_a_paste_without_an_end_ends_with_silence():
    stream = InputStream()
    assert list(stream.feed("\x1b[200~abc\x1b[20")) == []
    assert list(stream.timeout()) == [Paste("abc\x1b[20")]
    assert list(stream.feed("j")) == [Keys("j")]


def test_a_paste_keeps_no_more_than_its_limit():
    text = "0123456789" * (PASTE_LIMIT // 5)
    assert fed(f"\x1b[200~{text}\x1b[201~") == [Paste(text[:PASTE_LIMIT], len(text) - PASTE_LIMIT)]
    assert fed("\x1b[200~", text, "\x1b[2", "01~") == [
        Paste(text[:PASTE_LIMIT], len(text) - PASTE_LIMIT)
    ]


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [s for s in SEQUENCES if s != "\x1bx"] + STRINGS + ["\x1b[200~", "\x1b[201~"]
        ),
        st.text(max_size=4),
    ),
    max_size=12,
)


@given(PIECES, st.lists(st.integers(0, 200), max_size=8))
@example(["\x1b[200~", "a", "\x1b[201~"], [3, 9])
@settings(deadline=None)
def test_where_chunks_end_does_not_matter_inside_a_sequence(pieces: list[str], cuts: list[int]):
    whole = "".join(pieces).replace("\x1b\x1b", "\x1b")
    # A cut right behind an escape is meant to matter: it tells the escape key from a key with alt.
    ends = sorted({cut for cut in cuts if cut < len(whole) and whole[cut - 1 : cut] != "\x1b"})
    chunks = [whole[a:b] for a, b in zip([0, *ends], [*ends, len(whole)], strict=True)]
    assert fed(*chunks) == fed(whole)


@given(st.text(alphabet="\x1b[]OP\\_M~;?0129<aAu\x07\x18é", max_size=60))
@settings(deadline=None)
def test_nothing_fails_and_only_whole_sequences_come_out(text: str):
    stream = InputStream()
    for item in [*stream.feed(text), *stream.timeout()]:
        if isinstance(item, Keys) and "\x1b" in item.text:
            assert item.text.startswith("\x1b")
            assert "\x1b" not in item.text[1:]
    assert stream.delay is None
