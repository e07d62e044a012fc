"""Autosave, as the conversation's screen does it, beside a bare commit of one row."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from meitinker.domain.room import TEXT
from meitinker.domain.visits import Visit, VisitState
from meitinker.services import editing
from meitinker.store import driver, records
from tests.bench import village
from tests.bench.figure import Promise, by_turns, figure

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from tests.bench.figure import Figure

PROMISE = Promise(times=3, words="at most 3 × a bare FULL commit of one row")

_WORDS = "Mevrouw vertelt dat het koken haar zwaar valt sinds zij in maart gevallen is. "
_SIZES = {"2kB": 2_000, "20kB": TEXT - 100}
"""A short note, and one as long as a field holds."""


def figures(*, quick: bool) -> list[Figure]:
    """Return saving the notes of an open visit at two lengths, each a little longer."""
    rounds = 60 if quick else 400
    persons = village.QUICK_PERSONS if quick else village.PERSONS
    with village.copied(persons) as folder, village.opened(folder) as (database, session):
        visit = _open_visit(database, session)
        return [
            _figure(f"autosave.{name}", rounds, size, database, session, visit)
            for name, size in _SIZES.items()
        ]


def _figure(
    name: str, rounds: int, size: int, database: Database, session: Session, visit: Visit
) -> Figure:
    begun = _WORDS * (size // len(_WORDS))

    def save(number: int) -> None:
        fields = {"notes": f"{begun}{number}"}
        editing.save(database, session, kind="visit", record_id=visit.id, fields=fields)

    with tempfile.TemporaryDirectory(prefix="meitinker-bench-") as place:
        bare = driver.connect(Path(place) / "bare.db", bytes(32))
        bare.execute("CREATE TABLE note (id TEXT PRIMARY KEY, words TEXT) STRICT")
        bare.execute("INSERT INTO note VALUES ('1', '')")

        def commit(number: int) -> None:
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("UPDATE note SET words = ? WHERE id = '1'", (f"{begun}{number}",))
            bare.execute("COMMIT")

        own, beside = by_turns(rounds, save, commit, warm=20)
        bare.close()
    return figure(name, own, promise=PROMISE, statistic="p95", baseline=beside)


def _open_visit(database: Database, session: Session) -> Visit:
    with database.reading() as connection:
        return records.find(connection, session, Visit, state=VisitState.OPEN)[0]
