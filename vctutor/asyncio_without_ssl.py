"""Import asyncio without TLS, which a program without network connections does not need.

asyncio imports ``ssl``, which takes a seventh of the memory of a session that has just started.
"""

from __future__ import annotations

import sys


def import_asyncio() -> None:
    """Import asyncio as on a Python built without TLS, which asyncio supports.

    A later ``import ssl`` works as usual. If asyncio or ``ssl`` is imported already, this does nothing.
    """
    if "asyncio" in sys.modules or "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]  # an import of it fails
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]
