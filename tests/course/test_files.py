from __future__ import annotations

import os
import socket
import sys

import pytest

from vctutor.course import files
from vctutor.course.files import read_bytes
from vctutor.errors import CourseError

posix = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")


@pytest.fixture(params=["openat", "plain"], autouse=True)
def way(request, monkeypatch):
    """Every test runs with and without openat, as on Windows."""
    if request.param == "plain":
        monkeypatch.setattr(files, "OPENAT", False)
    elif not files.OPENAT:
        pytest.skip("this system has no openat")


def test_a_file_below_the_course_is_read(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"one")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "b.yaml").write_bytes(b"two")
    assert read_bytes(tmp_path, "a.yaml") == b"one"
    assert read_bytes(tmp_path, "more/b.yaml") == b"two"


@pytest.mark.parametrize(
    "name",
    [
        "../a.yaml",
        "more/../a.yaml",
        "/etc/passwd",
        "",
        ".",
        "..",
        "more//b",
        "a/",
        "./a",
        "..\\a",
        "C:a",
        "a\x00",
        "a\x1b[2J",
        "a\nb",
        "x" * 300,
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    inside = tmp_path / "course"
    inside.mkdir()
    (tmp_path / "a.yaml").write_text("secret")
    (tmp_path / "a").write_text("secret")
    with pytest.raises(CourseError, match="no name of a file in the course") as caught:
        read_bytes(inside, name)
    assert "\x1b" not in str(caught.value)
    assert "\n" not in str(caught.value)


@posix
def test_links_are_not_followed(tmp_path):
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "b.yaml").write_text("x")
    (tmp_path / "a.yaml").symlink_to(tmp_path / "secret")
    (tmp_path / "more").symlink_to(tmp_path / "real")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name in ("a.yaml", "more/b.yaml", "dangling"):
        with pytest.raises(CourseError, match="it is a symbolic link"):
            read_bytes(tmp_path, name)


@posix
def test_the_course_itself_may_be_reached_by_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.yaml").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert read_bytes(tmp_path / "link", "a.yaml") == b"x"


@posix
def test_pipes_devices_sockets_and_directories_are_refused_at_once(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "directory").mkdir()
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        for name in ("fifo", "directory", "socket"):
            with pytest.raises(CourseError, match=r"not a regular file|can't be"):
                read_bytes(tmp_path, name)


def test_the_size_is_looked_at_before_reading(tmp_path):
    with open(tmp_path / "huge.yaml", "wb") as file:
        file.truncate(1 << 40 if sys.platform != "win32" else 1 << 24)
    with pytest.raises(CourseError, match="at most 1,048,576 are read"):
        read_bytes(tmp_path, "huge.yaml")
    (tmp_path / "just.yaml").write_bytes(b"#" * (1 << 20))
    assert len(read_bytes(tmp_path, "just.yaml")) == 1 << 20


def test_a_file_that_grows_meanwhile_is_refused(tmp_path, monkeypatch):
    (tmp_path / "a.yaml").write_bytes(b"x" * 11)
    about = os.stat(tmp_path / "a.yaml")
    smaller = os.stat_result((*about[:6], 5, *about[7:10]))
    monkeypatch.setattr(os, "fstat", lambda descriptor: smaller)
    with pytest.raises(CourseError, match="grew while it was read"):
        read_bytes(tmp_path, "a.yaml", limit=10)


def test_a_missing_file_and_a_forbidden_one(tmp_path):
    with pytest.raises(CourseError, match=r"there is no file 'a\.yaml'"):
        read_bytes(tmp_path, "a.yaml")
    if hasattr(os, "geteuid") and os.geteuid() != 0:
        (tmp_path / "b.yaml").write_text("x")
        (tmp_path / "b.yaml").chmod(0)
        with pytest.raises(CourseError, match="can't be opened: Permission denied"):
            read_bytes(tmp_path, "b.yaml")


def test_no_descriptor_is_left_open(tmp_path):
    listing = "/proc/self/fd"
    if not os.path.isdir(listing):
        pytest.skip("needs /proc")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "b.yaml").write_text("x")
    before = len(os.listdir(listing))
    for name in ("more/b.yaml", "more", "nothing", "more/nothing", "nothing/b.yaml"):
        try:
            read_bytes(tmp_path, name)
        except CourseError:
            continue
    assert len(os.listdir(listing)) == before
