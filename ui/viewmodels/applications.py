"""The application in words, with the clock of its decision. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import clocks
from meitinker.domain.applications import ApplicationForm
from meitinker.domain.clocks import ClockState
from meitinker.domain.words import name_of
from meitinker.i18n import _
from ui.viewmodels.dates import day_text
from ui.viewmodels.parts import Choice

if TYPE_CHECKING:
    from meitinker.domain.applications import Application


class Shown(msgspec.Struct, frozen=True):
    """An application as the screen shows it; ``late`` when its two weeks are over."""

    words: str
    due: str
    late: bool


def forms() -> tuple[Choice, ...]:
    """Return what can be signed."""
    return tuple(Choice(one.value, name_of(one)) for one in ApplicationForm)


def shown(application: Application) -> Shown:
    """Return what was signed and when, and by when the decision must be there."""
    parts = [name_of(application.form)]
    if application.signed_on:
        parts.append(_("getekend op {day}").format(day=day_text(application.signed_on)))
    if application.received_on:
        parts.append(_("binnen op {day}").format(day=day_text(application.received_on)))
    words = _("Aanvraag: {what}.").format(what=", ".join(parts))
    if application.asks_for.strip():
        words = f"{words} {application.asks_for.strip()}"
    if application.received_on is None:
        return Shown(words, "", late=False)
    running = clocks.decision_clock(application.received_on)
    last = running.last_day
    due = _("Het besluit moet er zijn op {day} (twee weken).") if last else ""
    late = running.state(clock.now()) is ClockState.OVERDUE
    return Shown(words, due.format(day=day_text(last)) if last else "", late=late)
