"""The application: what was signed and when it came in; when its two weeks stand still and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import applications
from meitinker.domain.applications import (
    About,
    Application,
    ApplicationForm,
    ClockStop,
    SuspensionGround,
)
from meitinker.domain.letters import Letter, LetterKind
from meitinker.domain.visits import Visit, VisitState
from meitinker.errors import InvalidField, NotAllowed
from meitinker.ids import record_id
from meitinker.services import application_files, as_shown, form_drafts
from meitinker.services.form_drafts import Form, TypedFields, TypedForm
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.records import Record
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
SUSPEND = Form("application_suspend", TypedFields, about=Application)
DECIDE = Form("application_decide", TypedFields, about=Application)
GO_ON = Form("application_go_on", TypedFields, about=Letter)


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """An application as it is handed in."""

    form: ApplicationForm
    signed_on: date
    received_on: date
    asks_for: str = ""


NONE_YET: Mapping[str, object] = dict.fromkeys(Signed.__struct_fields__)
"""What was shown of the application where there was none."""


class NewStop(msgspec.Struct, frozen=True, kw_only=True):
    """A suspension as it is typed; ``last_day`` None is not known yet."""

    ground: SuspensionGround
    why: str
    first_day: date
    last_day: date | None = None


def record(
    database: Database,
    session: Session,
    visit_id: VisitId,
    typed: Signed,
    *,
    shown: Mapping[str, object] | Record | None = None,
) -> Changes:
    """Write down the application that a conversation led to; there is one a conversation.

    It may come in long after the conversation was concluded, and be mended then too. One that
    came too early (art. 2.3.2 lid 9) is kept as well: it is a fact that it came, and what follows
    from that is told by :func:`meitinker.services.application_files.of_visit`.

    It was ``shown`` to the user as the form began (:data:`NONE_YET`); None is as it stands now.

    Raises:
        InvalidField: A day that is still to come, or one that came in before it was signed.
        ChangedMeanwhile: Somebody else wrote it otherwise since the form began.
    """
    _check(typed.signed_on, typed.received_on)
    fields = msgspec.structs.asdict(typed) | {"asks_for": typed.asks_for.strip()}
    with database.reading() as connection:
        visit = records.get(connection, session, Visit, visit_id)
        known = records.find(connection, session, Application, visit_id=visit_id)
    with act(database, session, "application.record", undoable=_undoable(visit)) as work:
        if known:
            mine = as_shown.own_changes(known[0], fields, shown=shown)
            mended = msgspec.structs.replace(known[0], **mine)
            _check(mended.signed_on, mended.received_on)
            work.edit(Application, known[0].id, mine)
        else:
            client = visit.client_id
            work.create(Application(id=record_id(), client_id=client, visit_id=visit_id, **fields))
        form_drafts.drop(work.transaction, FORM, about=visit_id)
    return work.changes


def _check(signed_on: date | None, received_on: date | None) -> None:
    for name, day in (("signed_on", signed_on), ("received_on", received_on)):
        if day is not None and day > clock.today():
            raise InvalidField(name, "date_in_future")
    if signed_on is not None and received_on is not None and received_on < signed_on:
        raise InvalidField("received_on", "before_signed")


def remove(database: Database, session: Session, application_id: RecordId) -> Changes:
    """Take away an application that was written down by mistake."""
    with database.reading() as connection:
        found = records.get(connection, session, Application, application_id)
        visit = records.get(connection, session, Visit, found.visit_id) if found.visit_id else None
    undoable = visit is None or _undoable(visit)
    with act(database, session, "application.remove", undoable=undoable) as work:
        work.delete(Application, application_id)
    return work.changes


def suspend(
    database: Database, session: Session, application_id: RecordId, new: NewStop
) -> Changes:
    """Let the two weeks of an application stand still (Awb art. 4:15); who, why, and which days.

    The resident is told of it in a letter, so that is what it is kept as.

    Raises:
        InvalidField: No reason, or days that cannot be (see ``check_stop``).
        NotAllowed: It did not come in yet, or the decision was sent.
    """
    file = application_files.file_of(database, session, application_id)
    received_on = _undecided(file)
    stop = ClockStop(
        application_id=str(application_id),
        ground=new.ground,
        why=new.why.strip(),
        first_day=new.first_day,
        last_day=new.last_day,
        by=session.user,
    )
    due = file.clock.last_day if file.clock else None
    applications.check_stop(stop, received_on, (one.stop for one in file.stops), due=due)
    return _written(database, session, file.application, "application.suspend", stop=stop)


def go_on(database: Database, session: Session, letter_id: RecordId, *, on: date) -> Changes:
    """Let the clock go on that stood still since the letter; ``on`` is the first day that counts.

    Raises:
        InvalidField: Before it stood still, or a day still to come.
        NotAllowed: It goes on already.
    """
    with database.reading() as connection:
        letter = records.get(connection, session, Letter, letter_id)
    stop = application_files.stop_of(letter)
    if stop.last_day is not None:
        raise NotAllowed("the clock goes on already")
    if on > clock.today():
        raise InvalidField("last_day", "date_in_future")
    ended = applications.going_on(stop, on)
    with act(database, session, "application.go_on") as work:
        work.edit(Letter, letter_id, {"content": _text(ended)})
        form_drafts.drop(work.transaction, GO_ON, about=letter_id)
    return work.changes


def remove_stop(database: Database, session: Session, letter_id: RecordId) -> Changes:
    """Take away a suspension that was written down by mistake."""
    with act(database, session, "application.remove_stop") as work:
        work.delete(Letter, letter_id)
    return work.changes


def decide(database: Database, session: Session, application_id: RecordId, *, on: date) -> Changes:
    """Note on which day the decision was sent or handed over; that ends the two weeks.

    Raises:
        InvalidField: A day still to come, or before the application came in.
        NotAllowed: It did not come in yet, or the decision was sent before.
    """
    file = application_files.file_of(database, session, application_id)
    received_on = _undecided(file)
    if on > clock.today():
        raise InvalidField("decided_on", "date_in_future")
    if on < received_on:
        raise InvalidField("decided_on", "before_application")
    return _written(database, session, file.application, "application.decide", sent_on=on)


def _undecided(file: application_files.ApplicationFile) -> date:
    received_on = file.application.received_on
    if received_on is None or file.decided_on is not None:
        raise NotAllowed("no decision is waited for")
    return received_on


def _written(
    database: Database,
    session: Session,
    application: Application,
    action: str,
    *,
    stop: ClockStop | None = None,
    sent_on: date | None = None,
) -> Changes:
    about = stop or About(application_id=str(application.id))
    letter = Letter(
        id=record_id(),
        client_id=application.client_id,
        kind=LetterKind.SUSPENSION if stop else LetterKind.DECISION,
        made_at=clock.now(),
        content=_text(about),
        sent_on=sent_on or clock.today(),
    )
    with act(database, session, action) as work:
        work.create(letter)
        form_drafts.drop(work.transaction, SUSPEND if stop else DECIDE, about=application.id)
    return work.changes


def _text(about: ClockStop | About) -> str:
    return msgspec.json.encode(about).decode()


def _undoable(visit: Visit) -> bool:
    """Undoing never reaches into a concluded conversation: there it is mended by hand."""
    return visit.state is VisitState.OPEN
