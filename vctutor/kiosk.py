"""A kiosk: the tutor for an account that anybody may use, as the forced command of an ssh server starts it.

Nothing of the environment comes through but what is listed here. What Python itself reads from its environment has been
read when this runs, so where there was such a thing the program is started once more, isolated from it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

KEPT = (
    "TERM",
    "COLORTERM",
    "NO_COLOR",
    "LANG",
    "LANGUAGE",
    "TZ",
    "HOME",
    "USER",
    "LOGNAME",
    "OPENBLAS_NUM_THREADS",
    "VCTUTOR_COURSE",
    "VCTUTOR_DATA_DIR",
    "XDG_DATA_HOME",
)
PATH = "/usr/local/bin:/usr/bin:/bin"
START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from vctutor.cli.main import main; sys.exit(main())"


def scrubbed(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what is left of an environment in a kiosk."""
    kept = {
        name: value for name, value in environment.items() if name in KEPT or name.startswith("LC_")
    }
    return {**kept, "PATH": PATH}


def must_start_again(environment: Mapping[str, str], isolated: bool) -> bool:
    """Return whether Python may have read something of this environment that it should not have."""
    return not isolated and any(name.startswith("PYTHON") for name in environment)


def enter(arguments: Sequence[str]) -> None:
    """Scrub this process's environment, starting the program again where that comes too late.

    Args:
        arguments: the program's own, to start it again with.
    """
    clean = scrubbed(os.environ)
    again = must_start_again(os.environ, bool(sys.flags.isolated))
    os.environ.clear()
    os.environ.update(clean)
    os.umask(0o077)
    if again and sys.executable:
        root = str(Path(__file__).resolve().parents[1])
        os.execve(sys.executable, [sys.executable, "-I", "-c", START, root, *arguments], clean)
