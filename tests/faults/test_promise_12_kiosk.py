"""Promise 12: in a kiosk there is nothing to be done but learning: no shell, no file, no other program.

The second half starts a real OpenSSH server on the loopback address, with keys and a configuration of its own.
"""

from __future__ import annotations

import getpass
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from vctutor.kiosk import must_restart, scrubbed

Start = Callable[..., Any]
ROOT = Path(__file__).parents[2]

# Every file that is opened for writing, made, moved or removed, every program started and every address asked for.
WATCH = """
import os, sys
LOG = os.open({log!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
def watch(event, given):
    if event == "open":
        path, mode, flags = given
        if isinstance(path, int) or not (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            return
    elif event not in ("os.remove", "os.rename", "os.mkdir", "os.link", "os.symlink", "subprocess.Popen", "os.exec",
                       "os.fork", "os.posix_spawn", "os.system", "socket.connect", "socket.getaddrinfo",
                       "webbrowser.open"):
        return
    os.write(LOG, (event + "\\t" + "\\t".join(map(str, given)) + "\\n").encode())
sys.addaudithook(watch)
"""

KEYS = [
    *(chr(code) for code in range(32, 127) if chr(code) not in "q"),
    *(chr(code) for code in range(1, 27) if code not in (17,)),  # ctrl with a letter, but ctrl+q
    "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F", "\x1b[2~", "\x1b[3~",
    *(f"\x1b[{code}~" for code in (11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24)),
]  # fmt: skip


def outside(log: Path, data: Path) -> list[str]:
    """Return what was done outside the data directory, or to other programs and machines."""
    done = []
    for line in log.read_text(encoding="utf-8").splitlines():
        event, first, *_ = line.split("\t")
        allowed = event in ("open", "os.remove", "os.rename", "os.mkdir", "os.link")
        above = event == "os.mkdir" and str(data).startswith(first)  # which is there already
        device = above or first in ("/dev/tty", "/dev/null") or first.startswith("/dev/pts/")
        if not (allowed and (device or first.startswith(str(data)) or "__pycache__" in first)):
            done.append(line)
    return done


def test_the_environment_is_scrubbed() -> None:
    given = {"TERM": "xterm", "LC_ALL": "C.UTF-8", "HOME": "/h", "VCTUTOR_DATA_DIR": "/d"}
    bad = dict.fromkeys(
        ["TEXTUAL_DRIVER", "TEXTUAL", "BROWSER", "PYTHONPATH", "PYTHONINSPECT", "PAGER", "EDITOR", "VISUAL", "SHELL",
         "LD_PRELOAD", "SSH_ORIGINAL_COMMAND", "ESCDELAY", "COLUMNS", "VCTUTOR_CONFIG_DIR"],
        "x",
    )  # fmt: skip
    left = scrubbed({**given, **bad, "PATH": "/tmp/evil"})
    assert {name: left[name] for name in given} == given
    assert set(left) == {*given, "PATH"}
    assert "evil" not in left["PATH"]
    assert must_restart(bad, isolated=False)
    assert not must_restart(bad, isolated=True)
    assert not must_restart(given, isolated=False)


def test_every_key_and_command_does_nothing_outside(tutor: Start, tmp_path: Path) -> None:
    log = tmp_path / "log"
    terminal = tutor("open", "4", "--kiosk", before=WATCH.format(log=str(log)), size=(120, 40),
                     extra={"PYTHONPATH": None, "PYTHONDONTWRITEBYTECODE": None},
                     directory=ROOT).ready()  # fmt: skip
    for start in ("", "s", "a", "c", ",", "T", "/"):
        for key in KEYS:
            terminal.send(start + key)
            terminal.send("\x1b[27u\x1b[27u\x1b[27u")  # escape, as a key of its own
        terminal.settle()
        assert terminal.process.poll() is None, terminal.screen()
    for command in (
        "save picture",
        "screenshot",
        "export",
        "suspend",
        "shell",
        "open",
        "copy",
        "notes",
    ):
        terminal.send("\x10")
        terminal.settle()
        terminal.send(command)
        terminal.settle()
        terminal.send("\r")
        terminal.settle()
        terminal.send("\x1b[27u\x1b[27u\x1b[27u")
        terminal.settle()
    terminal.send("\x11")
    assert terminal.ended() == 0
    assert outside(log, tmp_path / "data") == []
    assert not (tmp_path / "config").exists()


def test_the_hosts_course_is_the_only_one(tutor: Start, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "course.yaml").write_text("title: Stolen\nchapters: []\n")
    for directory in (tmp_path / "data", tmp_path / "config"):
        directory.mkdir()
        (directory / "settings.toml").write_text(f'course = "{other}"\n')
    terminal = tutor("--kiosk", extra={"PYTHONPATH": None}, directory=ROOT).ready()
    assert "Stolen" not in terminal.screen()
    terminal.send("\x11")
    assert terminal.ended() == 0


@pytest.mark.parametrize(
    "arguments", [("--kiosk", "list"), ("list", "--kiosk"), ("--kiosk", "export", "x")]
)
def test_other_commands_are_refused(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vctutor", *arguments], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("vctutor: ")


def test_what_python_read_from_the_environment_is_undone_by_starting_again(
    tutor: Start, tmp_path: Path
) -> None:
    evil = tmp_path / "evil"
    evil.mkdir()
    owned = tmp_path / "owned"
    (evil / "msgspec.py").write_text(f"open({str(owned)!r}, 'w')\n")
    terminal = tutor(
        "--kiosk",
        extra={"PYTHONPATH": str(evil), "PYTHONINSPECT": "1", "TEXTUAL_DRIVER": "os:system"},
        directory=ROOT,
    ).ready()
    terminal.send("\x11")
    assert terminal.ended() == 0
    assert not owned.exists()


# --- a real server ----------------------------------------------------------------------------------------------

SSHD = shutil.which("sshd") or shutil.which("/usr/sbin/sshd")
needs_server = pytest.mark.skipif(
    SSHD is None or not shutil.which("ssh"),
    reason="there is no OpenSSH server: apt-get install openssh-server",
)

CONFIGURATION = """
Port {port}
ListenAddress 127.0.0.1
HostKey {base}/host_key
AuthorizedKeysFile {base}/authorized_keys
PidFile {base}/pid
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
AcceptEnv LANG LC_*
Subsystem sftp internal-sftp
ClientAliveInterval 1
ClientAliveCountMax 2

Match User {user}
    ForceCommand {command}
    PermitTTY yes
    DisableForwarding yes
    PermitUserRC no
"""


class Server:
    """An OpenSSH server whose only account can do nothing but learn."""

    def __init__(self, base: Path, data: Path) -> None:
        self.base = base
        self.data = data
        for name in ("host_key", "client_key"):
            made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(base / name)]
            subprocess.run(made, check=True)
        shutil.copy(base / "client_key.pub", base / "authorized_keys")
        wrapper = base / "learn"
        wrapper.write_text(
            f"#!/bin/sh\ncd {ROOT}\nVCTUTOR_DATA_DIR={data} exec {sys.executable} -m vctutor --kiosk\n"
        )
        wrapper.chmod(0o755)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        (base / "config").write_text(
            CONFIGURATION.format(port=self.port, base=base, user=getpass.getuser(), command=wrapper)
        )
        Path("/run/sshd").mkdir(exist_ok=True)
        with (base / "log").open("w") as log:
            self.process = subprocess.Popen(
                [str(SSHD), "-D", "-e", "-f", str(base / "config")], stderr=log
            )
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert time.monotonic() < deadline, (base / "log").read_text()
                assert self.process.poll() is None, (base / "log").read_text()
                time.sleep(0.02)

    def options(self) -> list[str]:
        given = {
            "IdentityFile": self.base / "client_key",
            "IdentitiesOnly": "yes",
            "StrictHostKeyChecking": "no",
            "UserKnownHostsFile": "/dev/null",
            "LogLevel": "ERROR",
            "ControlMaster": "no",
        }
        return ["-F", "/dev/null", *(f"-o{name}={value}" for name, value in given.items())]

    def ssh(self, *more: str) -> list[str]:
        return ["ssh", *self.options(), "-p", str(self.port), *more]

    @property
    def address(self) -> str:
        return f"{getpass.getuser()}@127.0.0.1"

    def sessions(self) -> list[int]:
        """Return the tutors that run for this server's account, by their data directory."""
        found = []
        for entry in Path("/proc").glob("[0-9]*/environ"):
            try:
                environment = entry.read_bytes()
                command = (entry.parent / "cmdline").read_bytes()
            except OSError:
                continue
            if f"VCTUTOR_DATA_DIR={self.data}\0".encode() in environment and b"--kiosk" in command:
                found.append(int(entry.parent.name))
        return found

    def wait_until_over(self, seconds: float) -> float:
        started = time.monotonic()
        while self.sessions():
            assert time.monotonic() - started < seconds, "the tutor runs on"
            time.sleep(0.02)
        return time.monotonic() - started

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    base = tmp_path_factory.mktemp("sshd")
    running = Server(base, base / "data")
    yield running
    running.close()


@needs_server
def test_over_ssh_it_opens_and_leaves(tutor: Start, server: Server) -> None:
    terminal = tutor(command=server.ssh("-tt", server.address)).ready()
    terminal.send("3")
    terminal.wait_for("chapter 3 of")
    terminal.send("\x1a")  # no suspending
    terminal.send("\x1b~")
    terminal.settle()
    terminal.send("\x11")
    assert terminal.ended() == 0
    assert terminal.modes_left() == set()
    assert (server.data / "progress.db").exists()


@needs_server
@pytest.mark.parametrize(
    "command", ["id", "sh", "vctutor list", "vctutor export /tmp/x", "; id", "$(id)"]
)
def test_another_command_is_not_run(server: Server, command: str) -> None:
    done = subprocess.run(
        server.ssh(server.address, command), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "needs a terminal" in done.stderr
    assert "uid=" not in done.stderr


@needs_server
def test_no_file_goes_in_or_out(server: Server, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.write_text("x")
    there = [str(mine), f"{server.address}:{tmp_path}/in"]
    back = [f"{server.address}:/etc/passwd", f"{tmp_path}/out"]
    for flags in ([], ["-O"]):
        for pair in (there, back):
            done = subprocess.run(
                ["scp", *flags, *server.options(), "-P", str(server.port), *pair],
                capture_output=True,
                timeout=60,
            )
            assert done.returncode != 0
    done = subprocess.run(
        ["sftp", *server.options(), "-P", str(server.port), "-b", "-", server.address],
        input=b"ls /\n",
        capture_output=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert b"etc" not in done.stdout
    assert not (tmp_path / "in").exists()
    assert not (tmp_path / "out").exists()


@needs_server
def test_nothing_is_forwarded(tutor: Start, server: Server) -> None:
    with socket.socket() as listening, socket.socket() as free:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0.5)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        target = listening.getsockname()[1]
        terminal = tutor(
            command=server.ssh("-tt", f"-L{port}:127.0.0.1:{target}", server.address)
        ).ready()
        with socket.create_connection(("127.0.0.1", port), 10) as connection:
            connection.settimeout(10)
            with suppress(ConnectionResetError):
                assert connection.recv(1) == b""  # closed at once
        with pytest.raises(TimeoutError):
            listening.accept()
        terminal.send("\x11")
        terminal.ended()
    remote = subprocess.run(
        server.ssh("-N", "-oExitOnForwardFailure=yes", "-R0:127.0.0.1:9", server.address),
        capture_output=True,
        timeout=60,
    )
    assert remote.returncode != 0


@needs_server
def test_the_clients_environment_does_not_come_through(tutor: Start, server: Server) -> None:
    settings = ["-oSetEnv=TEXTUAL_DRIVER=os:system", "-oSendEnv=PYTHON*"]
    terminal = tutor(command=server.ssh("-tt", *settings, server.address)).ready()
    (number,) = server.sessions()
    environment = Path(f"/proc/{number}/environ").read_bytes()
    assert b"TEXTUAL_DRIVER" not in environment
    terminal.send("\x11")
    assert terminal.ended() == 0


@needs_server
def test_a_killed_client_is_noticed(
    tutor: Start, server: Server, within: Callable[[float], float]
) -> None:
    terminal = tutor(command=server.ssh("-tt", server.address)).ready()
    terminal.process.kill()
    print(json.dumps({"killed client": server.wait_until_over(within(3.0))}))


@needs_server
def test_a_frozen_link_is_noticed(
    tutor: Start, server: Server, within: Callable[[float], float]
) -> None:
    terminal = tutor(command=server.ssh("-tt", server.address)).ready()
    os.kill(terminal.process.pid, signal.SIGSTOP)
    # ClientAliveInterval 1 and ClientAliveCountMax 2 make three seconds, and then the tutor's own.
    print(json.dumps({"frozen link": server.wait_until_over(within(7.0))}))
