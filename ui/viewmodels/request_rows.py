"""The list of open requests in words: all, or those that were handed over. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.requests import RequestKind, RequestState, Urgency
from meitinker.domain.words import inside, name_of
from meitinker.i18n import _
from ui.viewmodels.parts import Choice
from ui.viewmodels.people import entry_name
from ui.viewmodels.requests import clock_line, moment_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from meitinker.services.request_files import OpenRequest

ALL, HANDED_OVER = "all", "handed_over"
"""Which requests the list shows."""


class RequestRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list of open requests."""

    key: str
    title: str
    status: str
    icon_name: str
    tint: str
    person_id: str


def which_choices() -> tuple[Choice, ...]:
    """Return which requests the list can show."""
    return (
        Choice(ALL, _("Alle open vragen")),
        Choice(HANDED_OVER, _("Overgedragen aan een ander")),
    )


def any_handed_over(waiting: Iterable[OpenRequest]) -> bool:
    """Tell whether anything was handed over: only then there is something to choose."""
    return any(one.state is RequestState.HANDED_OVER for one in waiting)


def chosen_of(waiting: Iterable[OpenRequest], which: str) -> tuple[OpenRequest, ...]:
    """Return the requests of ``which``, in the order in which they came."""
    return tuple(one for one in waiting if which == ALL or one.state is RequestState.HANDED_OVER)


def nothing_words(which: str) -> str:
    """Return what stands where no request is."""
    if which == HANDED_OVER:
        return _("Er zijn geen overgedragen vragen die nog open staan.")
    return _("Er zijn geen open vragen. Klik op Nieuwe vraag als er een komt.")


def rows(waiting: Iterable[OpenRequest]) -> tuple[RequestRow, ...]:
    """Return the lines of the list: who, since when, and the clock that presses most."""
    now = clock.now()
    return tuple(_row(one, now) for one in waiting)


def _row(one: OpenRequest, now: datetime) -> RequestRow:
    since = _("Sinds {when}").format(when=moment_text(one.received_at))
    first = clock_line(one.first, now) if one.first else None
    urgent = one.urgency is Urgency.URGENT
    parts = [since]
    if one.kind is RequestKind.SIGNAL:
        parts.append(_("signaal"))
    if one.state is RequestState.HANDED_OVER:
        parts.append(inside(name_of(one.state)))
    pressing = first.text if first else _("Alles op tijd gedaan")
    if urgent:
        pressing = f"{name_of(Urgency.URGENT)}. {pressing}"
    icon_name, tint = (first.icon_name, first.tint) if first else ("circle-check", "success")
    return RequestRow(
        key=one.request_id,
        title=entry_name(one.person),
        status=f"{', '.join(parts)}. {pressing}.",
        icon_name="alert-triangle" if urgent and tint != "error" else icon_name,
        tint="warning" if urgent and tint != "error" else tint,
        person_id=one.person.person_id,
    )
