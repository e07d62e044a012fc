"""Questions and decisions whose clock runs out within days, as rows of Vandaag. No Qt here."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.clocks import ClockName
from meitinker.i18n import _, ngettext
from ui.viewmodels.people import entry_name
from ui.viewmodels.request_rows import rows
from ui.viewmodels.requests import clock_line
from ui.viewmodels.today import Item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.services.application_files import Undecided
    from meitinker.services.request_files import OpenRequest

SOON = timedelta(days=7)
"""A clock that ends within this time, or is over already, stands on the first screen."""

MOST = 4
"""Rows that are shown; the rest is one tab further."""


def pressing(waiting: Sequence[OpenRequest]) -> tuple[Item, ...]:
    """Return the requests that cannot wait as rows, in the order in which they came."""
    shown = zip(waiting, rows(waiting), strict=True)
    return tuple(
        Item(
            key=row.key,
            title=row.title,
            status=row.status,
            icon_name=row.icon_name,
            tint=row.tint,
            screen="today" if _lacks_appointment(one) else "people",
            record_id=row.person_id,
            look=_("Bekijk dossier"),
            verb=_("Maak afspraak") if _lacks_appointment(one) else _("Bekijk vraag"),
        )
        for one, row in shown
    )


def decisions(undecided: Sequence[Undecided]) -> tuple[Item, ...]:
    """Return the applications whose two weeks are over soon or already, in their order."""
    until = clock.now() + SOON
    due = [one for one in undecided if one.clock.due_at is not None and one.clock.due_at <= until]
    return tuple(_decision(one) for one in due)


def more_decisions(count: int) -> str:
    """Return the button that shows the decisions that are not in the list, or ""."""
    if not count:
        return ""
    return ngettext("Toon nog {count} besluit", "Toon nog {count} besluiten", count).format(
        count=count
    )


def more_words(count: int) -> str:
    """Return the button that shows what is not in the list, or ""."""
    if not count:
        return ""
    return ngettext("Toon nog {count} vraag", "Toon nog {count} vragen", count).format(count=count)


def _decision(one: Undecided) -> Item:
    line = clock_line(one.clock, clock.now())
    return Item(
        key=one.application_id,
        title=entry_name(one.person),
        status=f"{line.text}.",
        icon_name=line.icon_name,
        tint=line.tint,
        screen="people",
        record_id=one.person.person_id,
        look=_("Bekijk dossier"),
        verb=_("Bekijk aanvraag"),
    )


def _lacks_appointment(one: OpenRequest) -> bool:
    return one.first is not None and one.first.name is ClockName.APPOINTMENT
