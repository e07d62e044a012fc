"""What is open of a meitinker, in a village or of a resident: what the back office can hand on."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.organisation import User
from meitinker.domain.people import Person
from meitinker.domain.tasks import TASK, Task
from meitinker.ids import RecordId
from meitinker.services import request_files
from meitinker.services.reviews import require_clerk
from meitinker.store import records
from meitinker.store import workload as rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from meitinker.domain.clocks import Clock
    from meitinker.domain.session import Session
    from meitinker.ids import PersonId
    from meitinker.store.database import Database
    from meitinker.store.workload import OpenThing

_A_DAY = timedelta(days=1)
_NEVER = datetime.max.replace(tzinfo=UTC)


class Open(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is open.

    Attributes:
        kind: ``visit``, ``request`` or ``task``.
        record_id: Of it.
        person_id: Of the resident.
        user_id: Who has it, or "".
        what: What is to be done, of a task; nothing of what a resident said.
        due_on: The day by which a task is to be done, if there is one.
        running: Of a request the clock that presses, if any runs.
    """

    kind: str
    record_id: str
    person_id: str
    user_id: str
    what: str = ""
    due_on: date | None = None
    running: Clock | None = None

    @property
    def due_at(self) -> datetime | None:
        """The first instant at which it is too late; None where nothing runs that is ours."""
        if self.due_on is not None:
            after = datetime.combine(self.due_on + _A_DAY, time(), tzinfo=clock.AMSTERDAM)
            return after.astimezone(UTC)
        running = self.running
        return running.due_at if running is not None and running.ours else None


class OpenWork(msgspec.Struct, frozen=True, kw_only=True):
    """What is open, the most pressing first, with the residents and the users by id."""

    things: tuple[Open, ...]
    people: Mapping[str, Person]
    users: Mapping[str, str]


def of_user(database: Database, session: Session, user_id: str) -> OpenWork:
    """Return what a meitinker has in hand.

    Raises:
        NotAllowed: It is not this role's.
    """
    return _read(database, session, lambda one: one.user_id == user_id)


def of_village(database: Database, session: Session, village_id: str) -> OpenWork:
    """Return what is open in a village; of "" what is in no village of ours.

    Raises:
        NotAllowed: It is not this role's.
    """
    return _read(database, session, lambda one: (one.village_id or "") == village_id)


def of_client(database: Database, session: Session, client_id: PersonId) -> OpenWork:
    """Return what is open of a resident, whoever has it.

    Raises:
        NotAllowed: It is not this role's.
        NotVisible: The resident is not this session's to see.
    """
    with database.reading() as connection:
        whole = records.resolve(connection, client_id)
        client = records.get(connection, session, Person, whole)
    work = _read(database, session, lambda one: one.person_id == client.id)
    return msgspec.structs.replace(work, people={client.id: client})


def _read(database: Database, session: Session, wanted: Callable[[OpenThing], bool]) -> OpenWork:
    require_clerk(session)
    clocks = request_files.first_clocks(database, session)
    with database.reading() as connection:
        found = [one for one in rows.open_things(connection, session) if wanted(one)]
        tasks = [one.record_id for one in found if one.kind == TASK.name]
        says = {one.id: one.what for one in records.chosen(connection, session, Task, tasks)}
        living = {one.person_id for one in found}
        people = records.chosen(connection, session, Person, living)
        users = records.find(connection, session, User)
    things = [
        Open(
            kind=one.kind,
            record_id=one.record_id,
            person_id=one.person_id,
            user_id=one.user_id,
            what=says.get(RecordId(one.record_id), ""),
            due_on=date.fromisoformat(one.due_on) if one.due_on else None,
            running=clocks.get(RecordId(one.record_id)),
        )
        for one in found
    ]
    return OpenWork(
        things=tuple(sorted(things, key=lambda one: (one.due_at or _NEVER, one.record_id))),
        people={str(one.id): one for one in people},
        users={str(one.id): one.name for one in users},
    )
