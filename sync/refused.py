"""What a person may do with a change that the hub refused: send it again, or put it aside.

The third way out, a file, is :mod:`sync.queue_file`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.store import aside, sent
from sync import following

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.database import Database


def send_again(database: Database, change_id: str) -> bool:
    """Let a refused change go along with the next exchange; tell whether it was refused.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It stays as it was.
    """
    with database.transaction() as transaction:
        return sent.ask_again(transaction, change_id)


def put_aside(database: Database, session: Session, change_id: str) -> Changes:
    """Let a refused change count as done with: see :mod:`meitinker.store.aside`.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It stays as it was.
    """
    return aside.put_aside(database, session, change_id, following.decide)
