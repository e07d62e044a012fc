"""Requests whose clock runs out within days, as rows of the first screen. No Qt here."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.clocks import ClockName
from meitinker.domain.requests import Urgency
from meitinker.i18n import _, ngettext
from ui.viewmodels.requests import rows
from ui.viewmodels.today import Item

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from meitinker.services.request_files import OpenRequest

SOON = timedelta(days=7)
"""A clock that ends within this time, or is over already, stands on the first screen."""

MOST = 4
"""Rows that are shown; the rest is one tab further."""


def pressing(waiting: Sequence[OpenRequest]) -> tuple[Item, ...]:
    """Return the requests that cannot wait, in the order in which they came."""
    until = clock.now() + SOON
    chosen = [one for one in waiting if _presses(one, until)]
    shown = zip(chosen, rows(chosen), strict=True)
    return tuple(
        Item(
            key=row.key,
            title=row.title,
            status=row.status,
            icon_name=row.icon_name,
            tint=row.tint,
            screen="today" if _lacks_appointment(one) else "people",
            record_id=row.person_id,
            verb=_("Maak afspraak") if _lacks_appointment(one) else _("Bekijk vraag"),
        )
        for one, row in shown
    )


def more_words(count: int) -> str:
    """Return the button that shows what is not in the list, or ""."""
    if not count:
        return ""
    return ngettext("Toon nog {count} vraag", "Toon nog {count} vragen", count).format(count=count)


def _presses(one: OpenRequest, until: datetime) -> bool:
    due = one.first.due_at if one.first else None
    return one.urgency is Urgency.URGENT or (due is not None and due <= until)


def _lacks_appointment(one: OpenRequest) -> bool:
    return one.first is not None and one.first.name is ClockName.APPOINTMENT
