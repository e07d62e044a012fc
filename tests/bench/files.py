"""Opening a file with 200 things in its timeline, by the service that the screen calls."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from meitinker import clock, ids
from meitinker.domain.visits import Visit, VisitState
from meitinker.ids import PersonId
from meitinker.services import people
from meitinker.store.acts import act
from tests.bench import village
from tests.bench.figure import Promise, by_turns, figure

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from tests.bench.figure import Figure

PROMISE = Promise(plus=50, words="at most 50 ms")
ITEMS = 200

_BARE = "SELECT id, visited_on, state, question FROM visit WHERE client_id = ?"


def long_files(database: Database, session: Session, *, people: int) -> list[PersonId]:
    """Give ``people`` people a timeline of 200 visits each, and return who they are."""
    from meitinker.services import people as listing

    chosen = [PersonId(ids.RecordId(e.person_id)) for e in listing.listed(database, session)]
    today = clock.today()
    for person in chosen[:people]:
        with act(database, session, "bench.fill", undoable=False) as work:
            for number in range(ITEMS):
                work.create(
                    Visit(
                        id=ids.record_id(),
                        client_id=person,
                        device_id=session.device,
                        user_id=session.user,
                        visited_on=today - timedelta(days=number),
                        state=VisitState.CONCLUDED,
                        question="Het koken valt mij zwaar sinds ik gevallen ben. " * 4,
                    )
                )
    return chosen[:people]


def figures(*, quick: bool) -> list[Figure]:
    """Return opening a long file, logged as on the screen, beside the bare timeline query."""
    rounds = 20 if quick else 100
    persons = village.QUICK_PERSONS if quick else village.PERSONS
    with village.copied(persons) as folder, village.opened(folder) as (database, session):
        chosen = long_files(database, session, people=4)

        def opened(number: int) -> None:
            people.opened(database, session, chosen[number % len(chosen)])

        def bare(number: int) -> None:
            with database.reading() as connection:
                connection.execute(_BARE, (chosen[number % len(chosen)],)).fetchall()

        own, beside = by_turns(rounds, opened, bare)
    return [
        figure(
            "file.service",
            own,
            promise=PROMISE,
            statistic="p95",
            baseline=beside,
            note="people.opened, the reading logged; beside it the bare query for the visits",
        )
    ]
