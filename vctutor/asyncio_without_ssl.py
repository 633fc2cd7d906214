"""What a program that never uses a network need not load: encrypted connections.

asyncio takes them along when it is imported, for connections that nothing here ever makes. They would be a
seventh of the memory of a session that has just started.
"""

from __future__ import annotations

import sys


def import_asyncio() -> None:
    """Import asyncio as on a Python that was built without TLS, which asyncio is made for.

    Whoever imports ``ssl`` afterwards gets it as ever. Nothing happens where asyncio or ``ssl`` is there already.
    """
    if "asyncio" in sys.modules or "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]  # an import of it fails
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]
