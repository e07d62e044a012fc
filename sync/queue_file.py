"""All that the hub did not accept, in a file that a person can read and nobody else can send.

The way out for work that cannot be sent: a program too old for the hub, a refusal, a change that
waits for something. It is JSON, with each change as it was made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from meitinker import __version__, clock
from meitinker.domain.kinds import KINDS
from meitinker.services import reading
from meitinker.store import journal, received, rows, sent, visibility
from meitinker.store.journal import Sealed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

FORM = 1
_ALL = 1_000_000


def written(database: Database, session: Session) -> bytes:
    """Return the file; that it leaves the store is written down before.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It could not be written down: nothing is exported.
    """
    with database.reading() as connection:
        unsent = journal.unsent(connection, most=_ALL)
        answered = {one.change_id: one for one in sent.not_in(connection, most=_ALL)}
        kept = [journal.change(connection, one) for one in answered]
        held = [
            shown
            for waiting in received.quarantine(connection)
            if (one := received.change_at(connection, waiting.position)) is not None
            and (shown := _of_others(connection, session, one)) is not None
        ]
    told = [_told(one, "not sent", "") for one in unsent]
    for change in kept:
        if change is not None:
            answer = answered[change.header.change_id]
            told.append(_told(change, answer.verdict.value, answer.reason.value))
    told += [_told(one, "waits here", "") for one in held]
    _write_down(database, session, [*unsent, *(one for one in kept if one), *held])
    file = {
        "form": FORM,
        "program": __version__,
        "made_at": clock.instant_text(clock.now()),
        "device": session.device,
        "user": session.user,
        "changes": told,
    }
    return msgspec.json.format(msgspec.json.encode(file), indent=2)


def _of_others(connection: Connection, session: Session, change: Sealed) -> Sealed | None:
    """Return what the session may see of a change that others made; None where that is nothing.

    Of a kind that this program does not know it cannot tell, so nothing leaves. Without all its
    fields a change cannot be told from another, so nothing is left to prove it by.
    """
    kind = KINDS.get(change.header.kind)
    if kind is None or not rows.visible(connection, session, kind, change.header.record_id):
        return None
    hidden = visibility.hidden_fields(session, kind)
    fields = {name: v for name, v in change.fields.items() if name not in hidden}
    return Sealed(change.header, fields, {}, "")


def _told(change: Sealed, status: str, reason: str) -> dict[str, Any]:
    header = msgspec.structs.asdict(change.header)
    return {"status": status, "reason": reason, **header, "fields": change.fields} | {
        "base": change.base,
        "salt": change.salt,
    }


def _write_down(database: Database, session: Session, changes: Iterable[Sealed]) -> None:
    """Log the reading; of own changes every kind is known, of others' none else is written."""
    by_kind: dict[str, set[str]] = {}
    for change in changes:
        by_kind.setdefault(change.header.kind, set()).add(change.header.record_id)
    for name, record_ids in sorted(by_kind.items()):
        record = KINDS[name].record
        reading.exported(database, session, record, sorted(record_ids), what="queue")
