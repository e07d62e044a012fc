"""Adding a person: the form stays as it was typed until it is added or emptied.

The person is made only when the meitinker says so, because likely doubles must be seen first.
Until then what is typed is a form (:mod:`meitinker.services.form_drafts`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.services import people
from meitinker.services.form_drafts import Form, TypedForm

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.services.people import NewPerson
    from meitinker.store.database import Database


class TypedPerson(TypedForm, frozen=True, kw_only=True):
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


NOBODY = TypedPerson()
FORM = Form("new_person", TypedPerson)


def finish(database: Database, session: Session, person: NewPerson) -> Changes:
    """Add the person and empty the form.

    Raises:
        InvalidField: As :func:`meitinker.services.people.add`; the form stays.
    """
    return people.add(database, session, person, form=FORM)
