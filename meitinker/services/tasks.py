"""Tasks: made, ticked off, and taken over from what was agreed at the table."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.agreements import Agreement
from meitinker.domain.organisation import User
from meitinker.domain.people import Person
from meitinker.domain.tasks import Task, is_ours
from meitinker.domain.transfers import Transfer
from meitinker.domain.visits import Visit
from meitinker.errors import InvalidField
from meitinker.ids import PersonId, RecordId, record_id
from meitinker.services import as_shown, colleagues, form_drafts, reading
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.store import records
from meitinker.store import tasks as rows
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.acts import Act
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.tasks import SilentEntry, TaskEntry

MOST = 200
"""Tasks that are returned where the caller names no number."""

AHEAD = 7
"""Days that the list of the day looks ahead."""

SILENT_AFTER = 90
"""Days without any contact after which someone is named (a setting of the organisation later)."""

AT_REST_AFTER = 730
"""Days without any contact after which a file counts as at rest and is no longer named."""


NEW = Form("task_new", TypedFields, about=Person)
CHANGE = Form("task_change", TypedFields, about=Task)


class TaskFile(msgspec.Struct, frozen=True, kw_only=True):
    """The tasks of one resident: open ones as they are due, then what was done, newest first.

    ``doers`` names who does a task that is not the user's own, by its ``user_id``.
    """

    open: tuple[Task, ...]
    done: tuple[Task, ...]
    offered: tuple[Agreement, ...]
    doers: Mapping[str, str] = {}


def waiting(database: Database, session: Session, *, most: int = MOST) -> list[TaskEntry]:
    """Return the user's tasks up to a week ahead, longest due first.

    A task says in its words what is the matter with someone, so that each one shown was read
    is logged before it is returned. So ask for no more than is shown; :func:`count_waiting`
    tells how many there are.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: show nothing.
    """
    with database.reading() as connection:
        found = rows.waiting(connection, session, until=_ahead(), most=most)
    reading.listed(database, session, Task, [entry.task_id for entry in found])
    return found


def count_waiting(database: Database, session: Session) -> int:
    """Return how many tasks the user has up to a week ahead."""
    with database.reading() as connection:
        return rows.count_waiting(connection, session, until=_ahead())


def silent(database: Database, session: Session) -> list[SilentEntry]:
    """Return people with a need or a plan of whom nothing was heard for 90 days.

    Those who fell silent last come first; after two years a file counts as at rest.
    """
    today = clock.today()
    with database.reading() as connection:
        return rows.silent(
            connection,
            session,
            after=(today - timedelta(days=AT_REST_AFTER)).isoformat(),
            before=(today - timedelta(days=SILENT_AFTER)).isoformat(),
        )


def of_client(database: Database, session: Session, client_id: str) -> TaskFile:
    """Return the tasks of a resident whose file is open, and agreements that may become one.

    Raises:
        NotVisible: It is not this session's to see.
    """
    with database.reading() as connection:
        person = records.get(connection, session, Person, records.resolve(connection, client_id))
        found = records.find(connection, session, Task, client_id=person.id)
        doers = dict(_doers(connection, session, found))
        taken = {task.agreement_id for task in found}
        agreed = [
            agreement
            for visit in records.find(connection, session, Visit, client_id=person.id)
            for agreement in records.find(connection, session, Agreement, visit_id=visit.id)
        ]
    return TaskFile(
        open=tuple(sorted((t for t in found if t.done_on is None), key=_due)),
        done=tuple(
            sorted(
                (t for t in found if t.done_on is not None),
                key=lambda t: (t.done_on or date.min, t.id),
                reverse=True,
            )
        ),
        offered=tuple(a for a in agreed if a.id not in taken and a.what.strip()),
        doers=doers,
    )


def add(
    database: Database,
    session: Session,
    client_id: PersonId,
    *,
    what: str,
    due_on: date | None = None,
) -> Changes:
    """Add a task for the user.

    Raises:
        InvalidField: It does not say what to do (``what``).
        NotVisible: The resident is not this session's to see.
    """
    if not what.strip():
        raise InvalidField("what", "task_empty")
    with act(database, session, "task.add") as work:
        work.create(
            Task(
                id=record_id(),
                client_id=client_id,
                user_id=session.user,
                what=what.strip(),
                due_on=due_on,
            )
        )
        form_drafts.drop(work.transaction, NEW, about=client_id)
    return work.changes


def change(
    database: Database,
    session: Session,
    task_id: RecordId,
    *,
    what: str,
    due_on: date | None,
    shown: Mapping[str, object] | None = None,
) -> Changes:
    """Say otherwise what is to be done, or put it off.

    Args:
        database: The store.
        session: Who does it.
        task_id: The task.
        what: What is to be done.
        due_on: By when.
        shown: Both as the form began; None is as they stand now.

    Raises:
        InvalidField: It does not say what to do (``what``).
        ChangedMeanwhile: Somebody else changed the same since the form began.
    """
    if not what.strip():
        raise InvalidField("what", "task_empty")
    with act(database, session, "task.edit") as work:
        now = records.get(work.transaction.connection, session, Task, task_id)
        wanted = {"what": what.strip(), "due_on": due_on}
        work.edit(Task, task_id, as_shown.own_changes(now, wanted, shown=shown))
        form_drafts.drop(work.transaction, CHANGE, about=task_id)
    return work.changes


def tick(database: Database, session: Session, task_id: RecordId, *, done: bool = True) -> Changes:
    """Note that a task was done today, or that it was not done after all."""
    with act(database, session, "task.done" if done else "task.reopen") as work:
        work.edit(Task, task_id, {"done_on": clock.today() if done else None})
    return work.changes


def take_over(database: Database, session: Session, task_id: RecordId) -> Changes:
    """Do a task oneself from now on that was a colleague's."""
    with act(database, session, "task.take_over") as work:
        work.edit(Task, task_id, {"user_id": session.user})
    return work.changes


def hand_over(work: Act, tasks: Iterable[Task], transfer: Transfer, *, to_user: str = "") -> None:
    """Give tasks to the colleague of a transfer, within an act.

    A colleague whom this store does not know yet has no id of a user: the transfer stands for
    them, and their own store takes the tasks over from it.

    Args:
        work: The act.
        tasks: Which tasks.
        transfer: The transfer they go along with.
        to_user: Which of the colleagues of that name, by id; "" where there is one at most.

    Raises:
        InvalidField: Several bear that name, and none of them was chosen (``to_user``).
    """
    found = colleagues.named_in(work.transaction.connection, work.session, transfer.to_name)
    to = colleagues.chosen(found, to_user) or transfer.id
    for task in tasks:
        work.edit(Task, task.id, {"user_id": to})


def own_open(database: Database, session: Session, client_id: str) -> tuple[Task, ...]:
    """Return the open tasks of a resident that are the user's own, as they are due.

    Raises:
        NotVisible: It is not this session's to see.
    """
    whole = of_client(database, session, client_id)
    return tuple(task for task in whole.open if task.user_id == session.user)


def remove(database: Database, session: Session, task_id: RecordId) -> Changes:
    """Remove a task that nobody has to do any more; undo brings it back."""
    with act(database, session, "task.remove") as work:
        work.delete(Task, task_id)
    return work.changes


def take_on(database: Database, session: Session, agreement_id: RecordId) -> Changes:
    """Make a task of an agreement; where it is one already nothing happens."""
    with database.reading() as connection:
        agreement = records.get(connection, session, Agreement, agreement_id)
    with act(database, session, "task.add") as work:
        create_agreed(work, session, [agreement])
    return work.changes


def create_ours(work: Act, session: Session, agreements: Iterable[Agreement]) -> None:
    """Make tasks of the agreements that the user of ``session`` is to keep, within an act.

    An agreement that has a task keeps that one: doing it twice adds nothing.
    """
    users = records.find(work.transaction.connection, session, User, id=session.user)
    names = [name for user in users for name in (user.name, user.title) if name.strip()]
    create_agreed(work, session, [a for a in agreements if is_ours(a.who, names)])


def create_agreed(work: Act, session: Session, agreements: Iterable[Agreement]) -> None:
    """Make a task of each agreement that has none yet, within an act."""
    connection = work.transaction.connection
    for agreement in agreements:
        if agreement.what.strip() and not _taken(connection, session, agreement):
            work.create(
                Task(
                    id=record_id(),
                    client_id=agreement.client_id,
                    user_id=session.user,
                    what=agreement.what.strip(),
                    due_on=agreement.due_on,
                    agreement_id=agreement.id,
                )
            )


def _doers(
    connection: Connection, session: Session, tasks: Iterable[Task]
) -> Iterator[tuple[str, str]]:
    """Yield who does what is not the user's own: a colleague, or the one of a transfer."""
    for one in {task.user_id for task in tasks} - {session.user}:
        for user in records.find(connection, session, User, id=one):
            yield one, user.name
        for transfer in records.find(connection, session, Transfer, id=one):
            yield one, transfer.to_name


def _taken(connection: Connection, session: Session, agreement: Agreement) -> bool:
    # By the client as well: that is what the table is indexed by.
    known = records.find(
        connection, session, Task, client_id=agreement.client_id, agreement_id=agreement.id
    )
    return bool(known)


def _ahead() -> str:
    return (clock.today() + timedelta(days=AHEAD)).isoformat()


def _due(task: Task) -> tuple[date, str]:
    """What has no date is due at once, as in the list of the day."""
    return (task.due_on or date.min, task.id)
