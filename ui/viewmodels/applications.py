"""Applications in words, with the clock of the decision and what came too early. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.applications import ApplicationForm, SuspensionGround
from meitinker.domain.clocks import ClockState
from meitinker.domain.words import name_of
from meitinker.i18n import _
from ui.viewmodels.dates import day_text
from ui.viewmodels.parts import Choice
from ui.viewmodels.requests import ClockLine, clock_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from meitinker.domain.applications import Application, Investigation
    from meitinker.services.application_files import ApplicationFile, KeptStop


class ShownApplication(msgspec.Struct, frozen=True):
    """An application as the conversation shows it; ``late`` when its two weeks are over.

    ``early`` says that it came too early and what to do, or "".
    """

    words: str
    due: str
    late: bool
    early: str = ""


class StopLine(msgspec.Struct, frozen=True):
    """One time that the clock stood still; ``open`` while nobody said when it goes on."""

    letter_id: str
    text: str
    open: bool


class ApplicationCard(msgspec.Struct, frozen=True, kw_only=True):
    """One application in a file.

    Attributes:
        application_id: The application.
        title: "Aanvraag van 12 november 2026".
        words: What was signed and what it asks for.
        clock: The two weeks in words; None before it came in.
        stops: When the clock stood still.
        early: That it came too early and what to do, or "".
        undecided: Whether a decision is waited for.
        visit_id: The conversation that led to it, or "".
    """

    application_id: str
    title: str
    words: str
    clock: ClockLine | None
    stops: tuple[StopLine, ...]
    early: str
    undecided: bool
    visit_id: str


def forms() -> tuple[Choice, ...]:
    """Return what can be signed."""
    return tuple(Choice(one.value, name_of(one)) for one in ApplicationForm)


def grounds() -> tuple[Choice, ...]:
    """Return why the two weeks can stand still."""
    return tuple(Choice(one.value, name_of(one)) for one in SuspensionGround)


def said(application: Application) -> str:
    """Return what was signed and when, and what it asks for."""
    parts = [name_of(application.form)]
    if application.signed_on:
        parts.append(_("getekend op {day}").format(day=day_text(application.signed_on)))
    if application.received_on:
        parts.append(_("binnen op {day}").format(day=day_text(application.received_on)))
    words = _("Aanvraag: {what}.").format(what=", ".join(parts))
    return f"{words} {application.asks_for.strip()}".strip()


def shown(file: ApplicationFile) -> ShownApplication:
    """Return what was signed and when, by when the decision must be there, and what is wrong."""
    running = file.clock
    if running is None:
        return ShownApplication(said(file.application), "", late=False)
    late = running.state(clock.now()) is ClockState.OVERDUE
    return ShownApplication(said(file.application), _due(file), late=late, early=early_words(file))


def early_words(file: ApplicationFile) -> str:
    """Return that an application came too early and the next step, or "" (art. 2.3.2 lid 9)."""
    if not file.early:
        return ""
    told = [_("Deze aanvraag kwam te vroeg. Eerst moet het onderzoek klaar zijn.")]
    if file.investigation.done_on is None:
        told.append(_("Het is klaar als de inwoner het plan heeft: geef of stuur het plan."))
    told.append(_("Vraag daarna opnieuw om een handtekening en pas de datum aan."))
    last = _unless(file.investigation)
    if last is not None:
        words = _("Is het onderzoek na {day} nog niet klaar? Dan mag de aanvraag ook.")
        told.append(words.format(day=_short(last)))
    return " ".join(told)


def cards(files: Iterable[ApplicationFile]) -> tuple[ApplicationCard, ...]:
    """Return the applications of a file as they are shown."""
    return tuple(_card(one) for one in files)


def _card(file: ApplicationFile) -> ApplicationCard:
    one = file.application
    title = _("Aanvraag van {day}") if one.received_on else _("Aanvraag")
    return ApplicationCard(
        application_id=one.id,
        title=title.format(day=day_text(one.received_on) if one.received_on else ""),
        words=said(one),
        clock=clock_line(file.clock, clock.now()) if file.clock else None,
        stops=tuple(_stop(kept) for kept in file.stops),
        early=early_words(file),
        undecided=one.received_on is not None and file.decided_on is None,
        visit_id=one.visit_id or "",
    )


def _stop(kept: KeptStop) -> StopLine:
    stop = kept.stop
    if stop.last_day is None:
        days = _("Staat stil vanaf {first}").format(first=_short(stop.first_day))
    elif stop.last_day == stop.first_day:
        days = _("Stond stil op {first}").format(first=_short(stop.first_day))
    else:
        days = _("Staat stil van {first} tot en met {last}").format(
            first=_short(stop.first_day), last=_short(stop.last_day)
        )
    text = _("{days}. {ground}: {why}").format(days=days, ground=name_of(stop.ground), why=stop.why)
    if kept.by:
        text = _("{text} (genoteerd door {name})").format(text=text, name=kept.by)
    return StopLine(kept.letter_id, text, stop.last_day is None)


def _due(file: ApplicationFile) -> str:
    running = file.clock
    if file.decided_on is not None:
        return _("Het besluit is verstuurd op {day}.").format(day=day_text(file.decided_on))
    if running is None or running.last_day is None:
        return _("De twee weken voor het besluit staan stil.")
    if file.stops:
        words = _("Het besluit moet er zijn op {day}. De dagen dat de tijd stilstond tellen niet.")
    else:
        words = _("Het besluit moet er zijn op {day} (twee weken).")
    return words.format(day=day_text(running.last_day))


def _unless(investigation: Investigation) -> date | None:
    """Return the last day of the six weeks while that still opens a way."""
    last = investigation.last_day
    return last if last is not None and investigation.done_on is None else None


def _short(day: date) -> str:
    return day_text(day, with_year=day.year != clock.today().year)
