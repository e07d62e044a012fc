"""What is open and what presses, by meitinker and by village: numbers, nothing of what it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.organisation import User
from meitinker.domain.reviews import Status
from meitinker.domain.session import Role
from meitinker.domain.villages import Village
from meitinker.services import request_files
from meitinker.services.reviews import require_clerk
from meitinker.store import records
from meitinker.store import workload as rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from meitinker.domain.clocks import Clock
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.workload import OpenThing, Waits

SOON = timedelta(days=7)
"""A clock that ends within this time presses."""


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What one meitinker has in hand, or what is open in one village.

    Attributes:
        key: Id of the user or the village; "" for who or what is not known here, or nobody's.
        name: What it is called.
        files: Residents of whom anything is open.
        visits: Conversations under way.
        requests: Requests whose terms still run; ``late`` of these are over a term that is ours,
            ``soon`` will be within a week.
        tasks: Open tasks; ``overdue`` of these had to be done before today.
        to_check: Visits that wait for the back office.
        replies: Questions and returned visits that wait for the meitinker.
        papers: Papers that wait to be given or sent; counted by village only.
    """

    key: str
    name: str
    files: int = 0
    visits: int = 0
    requests: int = 0
    late: int = 0
    soon: int = 0
    tasks: int = 0
    overdue: int = 0
    to_check: int = 0
    replies: int = 0
    papers: int = 0


_FOR_THE_OFFICE = frozenset(
    {Status.NEW.value, Status.TO_CHECK.value, Status.APPROVED.value, Status.CHANGED.value}
)
_FOR_THE_MEITINKER = frozenset({Status.QUESTION_OUT.value, Status.RETURNED.value})


def per_meitinker(database: Database, session: Session) -> tuple[Load, ...]:
    """Return what each meitinker has in hand, the most pressed first; also who has nothing.

    Raises:
        NotAllowed: It is not this role's.
    """
    require_clerk(session)
    found = _Found.read(database, session)
    with database.reading() as connection:
        users = records.find(connection, session, User)
    names = {str(one.id): one.name for one in users}
    here = {str(one.id) for one in users if one.role is Role.MEITINKER}
    return found.loads(names, here, lambda one: one.user_id)


def per_village(database: Database, session: Session) -> tuple[Load, ...]:
    """Return what is open in each village, the most pressed first; also where nothing is.

    Raises:
        NotAllowed: It is not this role's.
    """
    require_clerk(session)
    found = _Found.read(database, session)
    with database.reading() as connection:
        names = {str(one.id): one.name for one in records.find(connection, session, Village)}
        papers = rows.unsent_papers(connection, session)
    return found.loads(names, set(names), lambda one: one.village_id or "", papers=papers)


class _Found(msgspec.Struct, frozen=True):
    """All that is open, with the clocks of its requests."""

    things: list[OpenThing]
    waits: list[Waits]
    clocks: Mapping[str, Clock | None]
    now: datetime

    @classmethod
    def read(cls, database: Database, session: Session) -> _Found:
        """Read it once, for as many people and villages as there are."""
        clocks = request_files.first_clocks(database, session)
        with database.reading() as connection:
            return cls(
                rows.open_things(connection, session),
                rows.waits(connection, session),
                {str(one): clock for one, clock in clocks.items()},
                clock.now(),
            )

    def loads(
        self,
        names: Mapping[str, str],
        known: Iterable[str],
        key_of: Callable[[OpenThing | Waits], str],
        *,
        papers: Mapping[str | None, int] | None = None,
    ) -> tuple[Load, ...]:
        """Return the loads by a key: of everyone known, and of whom else anything is."""
        counted: dict[str, Counter[str]] = defaultdict(Counter, {one: Counter() for one in known})
        files: dict[str, set[str]] = defaultdict(set)
        for thing in self.things:
            counted[key_of(thing)].update(self._counts(thing))
            files[key_of(thing)].add(thing.person_id)
        for one in self.waits:
            counted[key_of(one)]["to_check"] += one.count * (one.status in _FOR_THE_OFFICE)
            counted[key_of(one)]["replies"] += one.count * (one.status in _FOR_THE_MEITINKER)
        for village, count in (papers or {}).items():
            counted[village or ""]["papers"] += count
        found = [
            Load(key=key, name=names.get(key, ""), files=len(files[key]), **counts)
            for key, counts in counted.items()
        ]
        return tuple(sorted(found, key=_pressed))

    def _counts(self, thing: OpenThing) -> Iterable[str]:
        """Return under what a thing is counted."""
        yield {"visit": "visits", "request": "requests", "task": "tasks"}[thing.kind]
        if thing.due_on is not None and thing.due_on < clock.local(self.now).date().isoformat():
            yield "overdue"
        running = self.clocks.get(thing.record_id)
        if running is not None and running.due_at is not None and running.ours:
            if running.due_at <= self.now:
                yield "late"
            elif running.due_at <= self.now + SOON:
                yield "soon"


def _pressed(one: Load) -> tuple[int, int, int, int, str, str]:
    """Return what sorts the most pressed first; of two alike who has more, then by name."""
    whole = one.visits + one.requests + one.tasks
    return -one.late, -one.overdue, -one.soon, -whole, one.name, one.key
