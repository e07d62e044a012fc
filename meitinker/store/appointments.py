"""Appointments as the week shows them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.appointments import APPOINTMENT, AppointmentState, MeetingPlace
from meitinker.domain.week import MOST_MINUTES, Span, span_of
from meitinker.store import list_sql, visibility

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection

_COLUMNS = (
    "SELECT t.id, d.id, d.given_names, d.called, d.prefix, d.surname, d.partner_name,"
    ' t.starts_at, t.minutes, t.place, t."where", t.state,'
    f" {list_sql.LED_TO}, t.request_id,"
    f" CASE WHEN {list_sql.HIDDEN} THEN ''"
    " ELSE coalesce(nullif(v.frisian_name, ''), v.dutch_name, '') END,"
    f" CASE WHEN {list_sql.HIDDEN} THEN '' ELSE trim(coalesce(a.street, '') || ' '"
    f" || coalesce(a.number, '')) END, {list_sql.HIDDEN}"
)
_HOME = (
    "LEFT JOIN village AS v ON v.id = d.village_id"
    " LEFT JOIN address AS a ON a.id = (SELECT h.id FROM address AS h"
    " WHERE h.person_id = d.id AND h.use = 'home' AND h.row_deleted = 0"
    " AND (h.valid_from IS NULL OR h.valid_from <= substr(t.starts_at, 1, 10))"
    " AND (h.valid_until IS NULL OR h.valid_until >= substr(t.starts_at, 1, 10))"
    " ORDER BY h.valid_from DESC LIMIT 1)"
)
"""Their village, and the address on the day of the appointment."""


class AppointmentEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment in a week or list: who, when and where, never what it is about.

    ``street`` is the home on that day with its number. It and ``village`` are "" where the
    address is secret, in this file or in one that was merged into it.
    """

    appointment_id: str
    person_id: str
    given_names: str
    called: str
    prefix: str
    surname: str
    partner_name: str
    starts_at: datetime
    minutes: int
    place: MeetingPlace
    where: str
    state: AppointmentState
    visit_id: str | None
    request_id: str | None
    village: str
    street: str
    secret_address: bool

    @property
    def span(self) -> Span:
        """When it is."""
        return span_of(self.starts_at, self.minutes)


def entries(
    connection: Connection, session: Session, span: Span, *, user_id: str
) -> list[AppointmentEntry]:
    """Return the appointments of a user that have time in common with ``span``, in order."""
    may, values = visibility.condition(session, APPOINTMENT)
    text = list_sql.appointments(_COLUMNS, _HOME, may)
    # One that began before may still go on: none lasts longer than MOST_MINUTES.
    since = clock.instant_text(span.begins - timedelta(minutes=MOST_MINUTES))
    found = connection.execute(text, (user_id, since, clock.instant_text(span.ends), *values))
    return [one for one in _read(found) if one.span.meets(span)]


def _read(found: Iterable[tuple[object, ...]]) -> Iterable[AppointmentEntry]:
    names = AppointmentEntry.__struct_fields__
    for row in found:
        values = dict(zip(names, row, strict=True))
        yield msgspec.convert(values, AppointmentEntry, strict=False)
