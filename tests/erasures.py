"""Destroying what some records held, as letting go of a dossier does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.kinds import kind_of
from meitinker.ids import new_id
from meitinker.store import erasing, history
from meitinker.store.erasing import ErasureGround
from meitinker.store.history import ActRow, ActState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.records import Record
    from meitinker.domain.session import Session
    from meitinker.store.database import Database

_WHY = ErasureGround(scope="dossier", ground="Wmo 2015 art. 5.3.5", approval="a decision")


def erase(
    database: Database, session: Session, targets: Iterable[tuple[type[Record], str]]
) -> None:
    """Destroy what these records held, in one act."""
    act_id = new_id()
    with database.transaction() as work:
        for record, one in targets:
            erasing.wipe(work, session, kind_of(record), one, act_id=act_id, why=_WHY)
        history.note(work, ActRow(act_id, session.user, "erase", state=ActState.FINAL))
