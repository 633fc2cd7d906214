"""asyncio without TLS works, and costs nobody else their TLS."""

from __future__ import annotations

import subprocess
import sys


def told(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.split()


def test_the_application_loads_no_tls() -> None:
    code = (
        "from vctutor.asyncio_without_ssl import import_asyncio; import_asyncio()\n"
        "import vctutor.tui.run, sys; print(*sys.modules)"
    )
    loaded = told(code)
    assert "textual.app" in loaded
    assert not {"ssl", "_ssl"} & set(loaded)


def test_a_loop_runs_and_tls_can_still_be_had() -> None:
    code = (
        "from vctutor.asyncio_without_ssl import import_asyncio; import_asyncio()\n"
        "import asyncio; print(asyncio.run(asyncio.sleep(0, 'ran')))\n"
        "import ssl; print(ssl.create_default_context().check_hostname)"
    )
    assert told(code) == ["ran", "True"]


def test_what_is_loaded_already_stays() -> None:
    code = (
        "import ssl; from vctutor.asyncio_without_ssl import import_asyncio; import_asyncio()\n"
        "import sys; print(sys.modules['ssl'] is ssl, 'asyncio' in sys.modules)"
    )
    assert told(code) == ["True", "False"]
