"""Promise 1: an answer that says "saved" survives 200 kill -9 at random moments."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

KILLS = 200

# A process that forks writers and kills them. A writer tells of each event as soon as it is acknowledged as saved; some
# also check and back up, so that kills fall into those too.
DRIVER = """
import os, random, select, signal, sys
from pathlib import Path
from vctutor.progress import archive
from vctutor.progress.store import Store
directory, kills = Path(sys.argv[1]), int(sys.argv[2])

def write(pipe, number):
    store = Store.open(directory, idle=0.0 if number % 5 == 0 else 3600.0)
    store.progress()
    while True:
        waiting = [store.record("answer", f"a/q{n}", {"outcome": "right", "credit": 1.0}) for n in range(4)]
        for future in waiting:
            receipt = future.result()
            if receipt.saved:
                os.write(pipe, receipt.event.id.encode() + b"\\n")

chance = random.Random(20260302)
for number in range(kills):
    mine, its = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(mine)
        try:
            write(its, number)
        finally:
            os._exit(1)
    os.close(its)
    seen = b""
    wanted = chance.choice([0, 0, 1, 2, 5, 11, 23])  # 0: killed while it opens the store
    while seen.count(b"\\n") < wanted:
        seen += os.read(mine, 4096)
    select.select([], [], [], chance.uniform(0, 0.02))
    os.kill(pid, signal.SIGKILL)
    while part := os.read(mine, 65536):
        seen += part
    os.close(mine)
    assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL
    sys.stdout.write(seen[: seen.rfind(b"\\n") + 1].decode())
"""


def test_what_was_acknowledged_survives_two_hundred_kills(tmp_path: Path) -> None:
    from vctutor.progress.store import Store

    data = tmp_path / "data"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, str(data), str(KILLS)],
        capture_output=True,
        text=True,
        timeout=120,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    acknowledged = done.stdout.split()
    assert len(acknowledged) > KILLS
    assert len(set(acknowledged)) == len(acknowledged)

    store = Store.open(
        data, idle=3600.0
    )  # brings back what a hot journal or a spill file still holds
    kept = {event.id for event in store.events().result(60)}
    notices = store.notices
    assert store.close()
    assert set(acknowledged) <= kept
    assert [notice for notice in notices if notice.code == "restored"] == []
    with closing(sqlite3.connect(data / "progress.db")) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    for backup in (data / "backups").glob("*.db"):
        with closing(sqlite3.connect(backup)) as connection:
            assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
