"""The kiosk: the tutor for an account that anybody may use, as the forced command of an ssh server.

Only the environment variables listed here are kept. Python has read its own variables before this code runs, so if any
of them is set, the program is executed again in isolated mode.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

# The variables that are kept, besides LC_*: none of them can make this program run, load or write anything else.
KEPT = (
    "TERM", "COLORTERM", "NO_COLOR", "LANG", "LANGUAGE", "TZ", "HOME", "USER", "LOGNAME", "OPENBLAS_NUM_THREADS",
    "VCTUTOR_COURSE", "VCTUTOR_DATA_DIR", "XDG_DATA_HOME",
)  # fmt: skip
PATH = "/usr/local/bin:/usr/bin:/bin"
START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from vctutor.cli.main import main; sys.exit(main())"


def scrubbed(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a kiosk: the variables that are kept, and a fixed PATH."""
    kept = {
        name: value for name, value in environment.items() if name in KEPT or name.startswith("LC_")
    }
    return {**kept, "PATH": PATH}


def must_restart(environment: Mapping[str, str], isolated: bool) -> bool:
    """Return whether Python may have read its own variables from this environment."""
    return not isolated and any(name.startswith("PYTHON") for name in environment)


def enter(arguments: Sequence[str]) -> None:
    """Replace the environment of this process; execute the program again if Python has used the old one.

    Args:
        arguments: the arguments of the program, for executing it again.
    """
    clean = scrubbed(os.environ)
    again = must_restart(os.environ, bool(sys.flags.isolated))
    os.environ.clear()
    os.environ.update(clean)
    os.umask(0o077)
    if again and sys.executable:
        root = str(Path(__file__).resolve().parents[1])
        os.execve(sys.executable, [sys.executable, "-I", "-c", START, root, *arguments], clean)
