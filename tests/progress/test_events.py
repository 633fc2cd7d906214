from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vctutor.errors import StoreError
from vctutor.progress.events import (
    MAX_PAYLOAD,
    Event,
    clean_text,
    decode_payload,
    encode_payload,
    from_line,
    to_line,
)
from vctutor.progress.payloads import MAX_DEPTH

GOOD = (
    b'{"id":"00000000-0000-0000-0000-000000000001","session":"s","time":"2026-03-02T09:00:00+01:00",'
    b'"kind":"read","item":"a/b","payload":{}}'
)


def test_a_line_and_back(make_event: Callable[..., Event]) -> None:
    event = make_event("answer", "a/q", answer="2∇x", choices=[1, 2], deep={"a": [None, True, 1.5]})
    assert from_line(to_line(event)) == event


def test_a_line_written_by_hand() -> None:
    event = from_line(GOOD)
    assert (event.kind, event.item, event.time.utcoffset().total_seconds()) == (
        "read",
        "a/b",
        3600.0,
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"00000001", b"0000000G"),
        (b"0000-0000-0000-0000", b"0000-0000-0000"),
        (b'"read"', b'"Read It"'),
        (b'"read"', b"3"),
        (b"+01:00", b""),
        (b"2026-03-02T", b"2026-13-02T"),
        (b"2026-03-02T", b"0001-01-01T"),
        (b"2026-03-02T", b"9999-12-31T"),
        (b'"a/b"', b'"' + b"x" * 600 + b'"'),
        (b'"payload":{}', b'"payload":[]'),
        (b'"payload":{}', b'"payload":{},"more":1'),
        (
            b'"payload":{}',
            b'"payload":{"a":' + b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1) + b"}",
        ),
        (b'"payload":{}', b'"payload":{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
        (b'"payload":{}', b'"payload":{"a":"' + b"x" * 2 * MAX_PAYLOAD + b'"}'),
        (b'"a/b"', b'"\xff"'),
        (b"}}", b"}"),
        (b"{", b""),
    ],
)
def test_strange_lines_are_refused(old: bytes, new: bytes) -> None:
    assert old in GOOD
    with pytest.raises(ValueError):
        from_line(GOOD.replace(old, new))


def test_a_payload_that_is_no_json_is_a_mistake_of_the_programs() -> None:
    with pytest.raises(TypeError):
        encode_payload({"a": object()})


def test_a_payload_too_large_is_refused() -> None:
    with pytest.raises(StoreError, match="too long"):
        encode_payload({"a": "x" * MAX_PAYLOAD})


def test_lone_surrogates_are_replaced() -> None:
    assert decode_payload(encode_payload({"a\udc80": ["b\ud800"]})) == {"a?": ["b?"]}
    assert clean_text("a\udc80") == "a?"


json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), json, max_size=4))
def test_payloads_survive(payload: dict[str, object]) -> None:
    assert decode_payload(encode_payload(payload)) == payload


@given(st.binary(max_size=200))
def test_any_bytes_are_an_event_or_a_value_error(line: bytes) -> None:
    with pytest.raises(ValueError):
        from_line(line)
