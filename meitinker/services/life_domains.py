"""Which list of life domains a conversation goes through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import life_domains, reference
from meitinker.domain.life_domains import LIFE_DOMAINS, DomainList
from meitinker.domain.organisation import Municipality, ReferenceOverlay
from meitinker.domain.villages import Village
from meitinker.errors import InvalidField
from meitinker.store import records, settings
from meitinker.store.settings import Setting

if TYPE_CHECKING:
    from datetime import date

    from meitinker.domain.people import Person
    from meitinker.domain.reference import ReferenceSet
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

CHOSEN = Setting("life_domains", str, "")
"""Key of the list that the user wants everywhere; "" follows the resident's municipality."""


class ListChoice(msgspec.Struct, frozen=True):
    """A list that can be chosen: its key, whom it is for ("" for everybody), its length."""

    key: str
    municipality: str
    count: int


def choices(database: Database, session: Session) -> tuple[ListChoice, ...]:
    """Return the lists that hold today, the general ones first."""
    today = clock.today()
    with database.reading() as connection:
        names = {str(one.id): one.name for one in records.find(connection, session, Municipality)}
        known = [one for one in _known(connection, session) if one.holds_on(today)]
    found = [
        ListChoice(one.key, names.get(one.municipality, one.municipality), len(guides.guides))
        if one.municipality
        else ListChoice(one.key, "", len(guides.guides))
        for one in known
        if (guides := _read(one)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.municipality, one.key)))


def chosen(database: Database) -> str:
    """Return the key of the list that the user wants everywhere, or ""."""
    with database.reading() as connection:
        return settings.get(connection, CHOSEN)


def choose(database: Database, key: str) -> None:
    """Want the list ``key`` everywhere on this device; "" follows the municipality again.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It is as it was.
    """
    with database.transaction() as transaction:
        settings.put(transaction, CHOSEN, key)


def in_force(connection: Connection, session: Session, client: Person, *, day: date) -> DomainList:
    """Return the list to go through with ``client`` on ``day``.

    The user's own choice wins, then the list of the resident's municipality, then the matrix.
    A list that cannot be read never keeps a conversation shut: the next one counts.
    """
    known = _known(connection, session)
    wanted = settings.get(connection, CHOSEN)
    shipped = reference.shipped(LIFE_DOMAINS)
    municipality = _municipality(connection, session, client)
    by_choice = next((one for one in known if one.key == wanted), None)
    overlays = [one for one in _overlays(connection, session) if _fits(one)]
    by_place = reference.choose(
        shipped, overlays, municipality=municipality, day=day, unchecked=True
    )
    for one in (by_choice, by_place):
        found = _read(one) if one is not None else None
        if found is not None:
            return found
    return life_domains.matrix()


def _overlays(connection: Connection, session: Session) -> list[ReferenceOverlay]:
    return records.find(connection, session, ReferenceOverlay, name=LIFE_DOMAINS)


def _known(connection: Connection, session: Session) -> list[ReferenceSet]:
    own = [reference.overlay_set(one) for one in _overlays(connection, session) if _fits(one)]
    return [*reference.shipped(LIFE_DOMAINS), *own]


def _fits(overlay: ReferenceOverlay) -> bool:
    try:
        return _read(reference.overlay_set(overlay)) is not None
    except InvalidField:
        return False


def _read(chosen_set: ReferenceSet) -> DomainList | None:
    """Return the list a set holds, or None where it holds none that can be gone through."""
    try:
        entries = chosen_set.read(list[reference.LifeDomainEntry])
    except InvalidField:
        return None
    found = life_domains.read(chosen_set, entries)
    return found if found.guides else None


def _municipality(connection: Connection, session: Session, client: Person) -> Municipality | None:
    """Return the municipality a resident lives in, or None where that is not known here."""
    village = records.known(connection, session, Village, client.village_id)
    municipality_id = village.municipality_id if village is not None else None
    return records.known(connection, session, Municipality, municipality_id)
