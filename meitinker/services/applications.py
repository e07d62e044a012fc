"""The application: what was signed, when it came in, and when the decision is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.applications import Application, ApplicationForm
from meitinker.domain.visits import Visit, VisitState
from meitinker.errors import InvalidField
from meitinker.ids import record_id
from meitinker.services import form_drafts
from meitinker.services.form_drafts import Form, TypedForm
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.ids import RecordId, VisitId
    from meitinker.store.database import Database


class TypedApplication(TypedForm, frozen=True, kw_only=True):
    """An application while it is written down: both dates as typed (day, month, year)."""

    form: str = ""
    signed: tuple[str, str, str] = ("", "", "")
    received: tuple[str, str, str] = ("", "", "")
    asks_for: str = ""


FORM = Form("application", TypedApplication, about=Visit)


def record(
    database: Database,
    session: Session,
    visit_id: VisitId,
    *,
    form: ApplicationForm,
    signed_on: date,
    received_on: date,
    asks_for: str = "",
) -> Changes:
    """Write down the application that a conversation led to; there is one a conversation.

    It may come in long after the conversation was concluded, and be mended then too.

    Raises:
        InvalidField: A day that is still to come, or one that came in before it was signed.
    """
    for name, day in (("signed_on", signed_on), ("received_on", received_on)):
        if day > clock.today():
            raise InvalidField(name, "date_in_future")
    if received_on < signed_on:
        raise InvalidField("received_on", "before_signed")
    with database.reading() as connection:
        visit = records.get(connection, session, Visit, visit_id)
        known = records.find(connection, session, Application, visit_id=visit_id)
    fields = {
        "form": form,
        "signed_on": signed_on,
        "received_on": received_on,
        "asks_for": asks_for.strip(),
    }
    with act(database, session, "application.record", undoable=_undoable(visit)) as work:
        if known:
            work.edit(Application, known[0].id, fields)
        else:
            new = Application(
                id=record_id(),
                client_id=visit.client_id,
                visit_id=visit_id,
                form=form,
                signed_on=signed_on,
                received_on=received_on,
                asks_for=asks_for.strip(),
            )
            work.create(new)
        form_drafts.drop(work.transaction, FORM, about=visit_id)
    return work.changes


def remove(database: Database, session: Session, application_id: RecordId) -> Changes:
    """Take away an application that was written down by mistake."""
    with database.reading() as connection:
        found = records.get(connection, session, Application, application_id)
        visit = records.get(connection, session, Visit, found.visit_id) if found.visit_id else None
    undoable = visit is None or _undoable(visit)
    with act(database, session, "application.remove", undoable=undoable) as work:
        work.delete(Application, application_id)
    return work.changes


def _undoable(visit: Visit) -> bool:
    """Undoing never reaches into a concluded conversation: there it is mended by hand."""
    return visit.state is VisitState.OPEN
