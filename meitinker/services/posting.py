"""May a paper go by post? One rule for letters and plans, when they are made and when they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.addresses import Address, postal_address_on
from meitinker.domain.people import Person, may_be_posted, receives_letters
from meitinker.domain.plans import HandoverWay
from meitinker.domain.representatives import Representative, addressee_on
from meitinker.errors import InvalidField
from meitinker.store import records, secrecy

if TYPE_CHECKING:
    from datetime import date, datetime

    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection


def addressee(connection: Connection, session: Session, client_id: str) -> Person:
    """Return the resident a paper is for; one secret file among theirs makes the address secret."""
    person_id = records.resolve(connection, client_id)
    person = records.get(connection, session, Person, person_id)
    if secrecy.has_secret_address(connection, person_id):
        person = msgspec.structs.replace(person, secret_address=True)
    return person


def require(way: HandoverWay, client: Person) -> None:
    """Refuse to choose the post for who cannot be written to.

    Raises:
        InvalidField: The resident died, or the address may stand on no envelope.
    """
    if way is HandoverWay.SEND_LATER and not may_be_posted(client):
        dead = not receives_letters(client)
        raise InvalidField("way", "no_post_deceased" if dead else "no_post_secret")


def require_address(
    database: Database, session: Session, client_id: str, *, way: HandoverWay
) -> None:
    """Refuse the post where nobody wrote down an address: the envelope would stay empty.

    Screens ask this before they make a paper; who writes the envelope by hand may still go on
    with another way.

    Raises:
        InvalidField: Neither the resident nor who gets their letters has an address.
        NotVisible: The resident is not this session's to see.
    """
    if way is not HandoverWay.SEND_LATER:
        return
    today = clock.today()
    with database.reading() as connection:
        person = addressee(connection, session, client_id).id
        acting = records.find(connection, session, Representative, person_id=person)
        addresses = records.find(connection, session, Address, person_id=person)
    goes_to = addressee_on(acting, today) or postal_address_on(addresses, today)
    if goes_to is None or not (goes_to.street.strip() or goes_to.place.strip()):
        raise InvalidField("way", "no_post_address")


def way_now(way: HandoverWay, client: Person) -> HandoverWay:
    """Return how a paper goes as things are now: what was for the post may have to be brought."""
    by_post = way is HandoverWay.SEND_LATER
    return HandoverWay.BRING_LATER if by_post and not may_be_posted(client) else way


def too_early(on: date, made_at: datetime) -> bool:
    """Tell whether a paper cannot have gone on a day: it was not made yet.

    Today is never too early: the paper is there, so a day of making that is still to come was
    written by a clock that ran ahead.
    """
    return on < min(clock.local(made_at).date(), clock.today())
