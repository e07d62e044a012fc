"""Adding a person: the form stays as it was typed until it is added or emptied.

The person is made only when the meitinker says so, because likely doubles must be seen first. What
is typed until then lies in this device's own settings, inside the encrypted store: a kill loses
nothing, and a form that is never finished is never journaled or sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.services import people
from meitinker.store import settings

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.services.people import NewPerson
    from meitinker.store.database import Database


class TypedPerson(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a new person exactly as typed, half a date of birth included."""

    given_names: str = ""
    called: str = ""
    prefix: str = ""
    surname: str = ""
    partner_name: str = ""
    born_day: str = ""
    born_month: str = ""
    born_year: str = ""
    born_text: str = ""
    street: str = ""
    number: str = ""
    postcode: str = ""
    place: str = ""
    phone: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is typed."""
        return not any(msgspec.structs.astuple(self))


NOBODY = TypedPerson()
_FORM = settings.Setting("new_person", TypedPerson, NOBODY)


def kept(database: Database) -> TypedPerson:
    """Return the form as it was typed last; empty when there is none."""
    with database.reading() as connection:
        return settings.get(connection, _FORM)


def keep(database: Database, typed: TypedPerson) -> None:
    """Keep the form as it is typed; an empty one is forgotten.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It is not kept; the form still has it.
    """
    with database.transaction() as transaction:
        if typed.empty:
            settings.forget(transaction, _FORM)
        else:
            settings.put(transaction, _FORM, typed)


def finish(database: Database, session: Session, person: NewPerson) -> Changes:
    """Add the person and empty the form.

    Raises:
        InvalidField: As :func:`meitinker.services.people.add`; the form stays.
    """
    changes = people.add(database, session, person)
    keep(database, NOBODY)
    return changes
