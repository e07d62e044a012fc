"""Taking a request: the form stays as it was typed until it is taken or emptied.

The caller talks first and is asked for a name later, so nothing of the dossier is known yet.
Until then what is typed is a form (:mod:`meitinker.services.form_drafts`).
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.contacts import Channel
from meitinker.domain.people import Person
from meitinker.domain.requests import RequestKind, SignalConsent, Urgency
from meitinker.errors import InvalidField
from meitinker.ids import PersonId, RecordId
from meitinker.services import form_drafts, people, reading, requests
from meitinker.services.form_drafts import Form, TypedForm
from meitinker.store import people as rows
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.services.people import NewPerson
    from meitinker.store.database import Database
    from meitinker.store.people import PersonEntry

_NOON = time(12)


class TypedRequest(TypedForm, frozen=True, kw_only=True):
    """The form exactly as typed.

    Attributes:
        words: The question, as it was said.
        client_id: The resident, or "" while nobody was chosen.
        new_name: The name of one who is not in the list yet, or "".
        kind: A question or a signal.
        for_other: Someone asks on behalf of the resident.
        reporter: Who told us, where that was not the resident.
        reporter_tie: What they are to the resident.
        reporter_phone: Where to reach them.
        channel: By which way it came.
        urgency: Whether it cannot wait.
        consent: Whether the resident knows of a signal and agrees.
        came_on: On which day it came; None is now.
        half_day: That day as its three parts are typed, while they make no day.
        searched: What was typed to find the resident, while nobody was chosen.
    """

    words: str = ""
    client_id: str = ""
    new_name: str = ""
    kind: RequestKind = RequestKind.QUESTION
    for_other: bool = False
    reporter: str = ""
    reporter_tie: str = ""
    reporter_phone: str = ""
    channel: Channel = Channel.PHONE
    urgency: Urgency = Urgency.NORMAL
    consent: SignalConsent = SignalConsent.NOT_ASKED
    came_on: date | None = None
    half_day: tuple[str, ...] = ()
    searched: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing would be lost; about whom it is, is chosen again in a moment."""
        return msgspec.structs.replace(self, client_id="") == TypedRequest()

    @property
    def lacks_asker(self) -> bool:
        """Whether another asks for the resident and nothing tells who.

        Without that the words would count as the resident's own.
        """
        told = f"{self.reporter}{self.reporter_tie}{self.reporter_phone}"
        return self.for_other and self.kind is RequestKind.QUESTION and not told.strip()


NOTHING_TYPED = TypedRequest()
FORM = Form("new_request", TypedRequest)


def about(database: Database, session: Session, client_id: str) -> PersonEntry:
    """Return the resident that was chosen, as lists show them; logged first.

    Raises:
        NotVisible: It is not this session's to see.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: show nothing.
    """
    with database.reading() as connection:
        person_id = records.resolve(connection, client_id)
        records.get(connection, session, Person, person_id)
    reading.opened(database, session, Person, person_id)
    today = clock.today().isoformat()
    with database.reading() as connection:
        (entry,) = rows.entries(connection, session, today, people=[person_id])
    return entry


def finish(
    database: Database, session: Session, typed: TypedRequest, *, new: NewPerson | None = None
) -> Changes:
    """Take the request that was typed, and empty the form.

    A new resident is added in the same act: whatever refuses or cuts it short leaves neither,
    so that trying again never adds them twice.

    Args:
        database: The store.
        session: Who takes it.
        typed: The form.
        new: A resident who is not in the file yet; they are added with it.

    Raises:
        InvalidField: Nobody is named who asks for the resident (``asker_missing``), or as
            :func:`meitinker.services.requests.take` and :func:`meitinker.services.people.add`;
            the form stays.
    """
    if not typed.words.strip():
        raise InvalidField("words", "words_missing")
    if typed.lacks_asker:
        raise InvalidField("reporter_tie", "asker_missing")
    told = _told(typed, begun_at=form_drafts.begun_at(database, FORM))
    if new is None:
        if not typed.client_id:
            raise InvalidField("client_id", "resident_missing")
        client = PersonId(RecordId(typed.client_id))
        return requests.take(database, session, client, told, form=FORM)
    resident = people.drawn_up(database, session, new)
    request = requests.drawn_up(session, PersonId(resident[0].id), told)
    with act(database, session, "request.take") as work:
        for record in (*resident, request):
            work.create(record)
        form_drafts.drop(work.transaction, FORM)
    return work.changes


def _told(typed: TypedRequest, *, begun_at: datetime | None) -> requests.NewRequest:
    signal = typed.kind is RequestKind.SIGNAL
    other = signal or typed.for_other
    return requests.NewRequest(
        words=typed.words,
        kind=typed.kind,
        channel=typed.channel,
        reporter=typed.reporter if other else "",
        reporter_tie=typed.reporter_tie if other else "",
        reporter_phone=typed.reporter_phone if other else "",
        urgency=typed.urgency,
        consent=typed.consent,
        received_at=_came_at(typed.came_on, begun_at),
    )


def _came_at(day: date | None, begun_at: datetime | None) -> datetime | None:
    """Return when a request came in: by the day that was chosen, or when its first words were.

    A form that is finished the next morning came in the evening before: the terms run from then.
    Of an earlier day nobody wrote down the hour: noon. First words that are still to come were
    typed before the clock was set back: what they say of the moment counts for nothing.
    """
    if begun_at is not None and begun_at > clock.now():
        begun_at = None
    if day is None or (begun_at and day == clock.local(begun_at).date()):
        return begun_at
    if day == clock.today():
        return None
    return datetime.combine(day, _NOON, clock.AMSTERDAM)
