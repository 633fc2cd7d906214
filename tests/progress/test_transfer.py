from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vctutor.errors import StoreError
from vctutor.progress import transfer
from vctutor.progress.events import Event

Make = Callable[..., Event]


def test_out_and_in(make_event: Make) -> None:
    events = [make_event("note", "a/b", text=f"line\nbreak \u2028 {number}") for number in range(3)]
    assert transfer.decode(transfer.encode(events)) == events


def test_nothing_is_a_file_too() -> None:
    assert transfer.decode(transfer.encode([])) == []


def test_the_header_tells_what_it_is(make_event: Make) -> None:
    first = transfer.encode([make_event()]).split(b"\n")[0]
    assert first.startswith(b'{"format":"vctutor progress","version":1,"events":1,"sha256":"')


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"{}", b"[]\n", b"\x00" * 100, b"x" * 10_000, b'{"format":"other"}\n']
)
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(StoreError, match="no file of progress"):
        transfer.decode(data)


def test_a_newer_format_is_refused() -> None:
    data = transfer.encode([]).replace(b'"version":1', b'"version":2')
    with pytest.raises(StoreError, match="newer vctutor"):
        transfer.decode(data)


@given(st.data())
def test_a_changed_or_cut_file_is_refused(data: st.DataObject) -> None:
    from datetime import datetime, timezone
    from uuid import UUID

    time = datetime(2026, 3, 2, tzinfo=timezone.utc)
    events = [Event(str(UUID(int=n)), "s", time, "read", f"a/{n}", {}) for n in range(1, 4)]
    whole = transfer.encode(events)
    start = whole.index(b"\n") + 1
    at = data.draw(st.integers(start, len(whole) - 1))
    changed = (
        whole[:at]
        if data.draw(st.booleans())
        else whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
    )
    with pytest.raises(StoreError):
        transfer.decode(changed)


def test_a_wrong_line_is_named() -> None:
    import hashlib

    body = b'{"id":"x"}\n'
    header = f'{{"format":"vctutor progress","version":1,"events":1,"sha256":"{hashlib.sha256(body).hexdigest()}"}}\n'
    with pytest.raises(StoreError, match="line 2"):
        transfer.decode(header.encode() + body)


def test_reading_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "MAX_BYTES", 10)
    assert transfer.read_bounded(io.BytesIO(b"x" * 10)) == b"x" * 10
    with pytest.raises(StoreError, match="too large"):
        transfer.read_bounded(io.BytesIO(b"x" * 11))
