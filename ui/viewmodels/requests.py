"""Requests as they are shown in the file, and their clocks. No Qt here."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import consent_words
from meitinker.domain.clocks import Clock, ClockName, ClockState
from meitinker.domain.plans import HandoverWay
from meitinker.domain.requests import (
    OPEN,
    PlanOffer,
    RequestKind,
    RequestState,
    SignalConsent,
    Urgency,
)
from meitinker.domain.words import inside, name_of
from meitinker.i18n import _, ngettext
from ui.viewmodels.dates import day_text
from ui.viewmodels.parts import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from meitinker.domain.letters import Letter
    from meitinker.domain.requests import Request
    from meitinker.services.request_files import RequestFile

_SOON_DAYS = 3
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


class ClockLine(msgspec.Struct, frozen=True):
    """One clock in words, with icon and tint that say the same."""

    text: str
    icon_name: str
    tint: str


class RequestCard(msgspec.Struct, frozen=True, kw_only=True):
    """One request in a file.

    Attributes:
        request_id: The request.
        title: "Vraag van 12 november 2026".
        state: How it stands, in words.
        state_icon: Its icon.
        state_tint: Token of its colour.
        told: How it came and who told it.
        words: The question as it was said.
        marks: What to know: urgency, consent.
        clocks: The clocks in words; none once it is closed without them.
        notes: What was told and agreed, a sentence each.
        outcome: To whom it was handed over, what was told, why it was withdrawn: what there is.
        running: Whether anything can still be done.
        visit_id: The conversation that was begun from it, or "".
        letter_id: The newest receipt letter, or "".
        cannot: Keys of the acts that are not there now.
    """

    request_id: str
    title: str
    state: str
    state_icon: str
    state_tint: str
    told: str
    words: str
    marks: tuple[ClockLine, ...]
    clocks: tuple[ClockLine, ...]
    notes: tuple[str, ...]
    outcome: tuple[str, ...]
    running: bool
    visit_id: str
    letter_id: str
    cannot: frozenset[str]


def clock_line(one: Clock, now: datetime) -> ClockLine:
    """Return a clock in words: what it is for, how long it still runs, and until when."""
    match one.state(now):
        case ClockState.MET:
            when = (
                moment_text(one.met_at) if one.name is ClockName.APPOINTMENT else _day(one.met_at)
            )
            words = _("op tijd gedaan, {when}").format(when=when)
            icon_name, tint = "circle-check", "success"
        case ClockState.MET_LATE:
            words = _("te laat gedaan, {when}").format(when=_day(one.met_at))
            icon_name, tint = "alert-triangle", "warning"
        case ClockState.OVERDUE if not one.ours:
            words = _("de tijd is om, de laatste dag was {when}").format(when=_until(one))
            icon_name, tint = "circle", "muted"
        case ClockState.OVERDUE if one.name is ClockName.PERSONAL_PLAN:
            words = _("nog niet verteld, dit moest uiterlijk {when}").format(when=_until(one))
            icon_name, tint = "alert-circle", "error"
        case ClockState.OVERDUE:
            words = _("te laat, dit moest uiterlijk {when}").format(when=_until(one))
            icon_name, tint = "alert-circle", "error"
        case ClockState.SUSPENDED:
            words, icon_name, tint = _("staat stil"), "player-stop", "muted"
        case ClockState.STOPPED:
            words, icon_name, tint = _("hoeft niet meer"), "circle", "muted"
        case _:
            until = _("{left} (tot en met {when})") if one.last_day else _("{left} (tot {when})")
            words = until.format(left=left(one, now), when=_until(one))
            soon = one.due_at is not None and one.due_at - now <= _SOON_DAYS * _DAY
            icon_name, tint = "clock", "warning" if soon else "info"
    return ClockLine(f"{name_of(one.name)}: {words}", icon_name, tint)


def left(one: Clock, now: datetime) -> str:
    """Return how long a running clock has: "nog 5 uur", "nog 3 dagen", "vandaag de laatste dag"."""
    if one.last_day is not None:
        days = (one.last_day - clock.local(now).date()).days
        if days == 0:
            return _("vandaag is de laatste dag")
        return ngettext("nog {count} dag", "nog {count} dagen", days).format(count=days)
    if one.due_at is None:
        return ""
    hours = int((one.due_at - now) / _HOUR)
    if hours >= 48:
        days = hours // 24
        return ngettext("nog {count} dag", "nog {count} dagen", days).format(count=days)
    if hours >= 1:
        return ngettext("nog {count} uur", "nog {count} uur", hours).format(count=hours)
    minutes = max(int((one.due_at - now) / timedelta(minutes=1)), 1)
    return ngettext("nog {count} minuut", "nog {count} minuten", minutes).format(count=minutes)


def cards(files: Iterable[RequestFile]) -> tuple[RequestCard, ...]:
    """Return the requests of a file, the newest first."""
    return tuple(map(_card, files))


def moment_text(instant: datetime | None) -> str:
    """Return date and time in words: "12 november om 14:05"."""
    if instant is None:
        return ""
    local = clock.local(instant)
    return _("{date} om {time}").format(date=_short(local.date()), time=f"{local:%H:%M}")


def who_choices() -> tuple[Choice, ...]:
    """Return who can tell of a request."""
    return (
        Choice("self", _("De inwoner zelf")),
        Choice("other", _("Iemand namens de inwoner")),
        Choice("signal", _("Iemand die zich zorgen maakt (signaal)")),
    )


def consent_choices() -> tuple[Choice, ...]:
    """Return whether the resident knows of a signal."""
    return tuple(Choice(one.value, name_of(one)) for one in SignalConsent)


def offer_choices() -> tuple[Choice, ...]:
    """Return what can become of the personal plan."""
    return tuple(Choice(one.value, name_of(one)) for one in PlanOffer)


def hindrance_words(reason: str) -> str:
    """Return why no receipt may go out, or ""."""
    return {
        "deceased": _("De inwoner is overleden. Er gaat geen post meer uit."),
        "closed": _("Deze vraag is klaar. Een ontvangstbrief is niet meer nodig."),
        "consent": _(
            "De inwoner weet nog niet van dit signaal, of wil het niet. Vraag het eerst. Daarna "
            "kan de brief."
        ),
    }.get(reason, "")


def taken_words(one: Clock) -> str:
    """Return what the bar says when a request was taken: by when an appointment must be made."""
    if one.due_at is None:
        return _("Vraag bewaard.")
    return _("Vraag bewaard. Maak uiterlijk {when} een afspraak.").format(
        when=moment_text(one.due_at)
    )


def _card(file: RequestFile) -> RequestCard:
    request, now = file.request, clock.now()
    icon_name, tint = _STATES[request.state]
    day = day_text(clock.local(request.received_at).date())
    signal = request.kind is RequestKind.SIGNAL
    title = _("Signaal van {day}") if signal else _("Vraag van {day}")
    shown = [one for one in file.clocks if one.state(now) is not ClockState.STOPPED]
    own_line = any(one.name is ClockName.PERSONAL_PLAN for one in shown)
    return RequestCard(
        request_id=request.id,
        title=title.format(day=day),
        state=_state(request),
        state_icon=icon_name,
        state_tint=tint,
        told=_told(request),
        words=request.words,
        marks=tuple(_marks(request)),
        clocks=tuple(_with_plan(clock_line(one, now), one, request) for one in shown),
        notes=tuple(_notes(request, with_plan=not own_line)),
        outcome=tuple(_outcome(request)),
        running=request.state in OPEN,
        visit_id=file.visits[-1].id if file.visits else "",
        letter_id=file.letters[-1].id if file.letters else "",
        cannot=frozenset(_cannot(request)),
    )


def _cannot(request: Request) -> Iterable[str]:
    if request.kind is not RequestKind.SIGNAL:
        yield "consent"
    if request.appointed_at is not None:
        yield "appointed"


_STATES = {
    RequestState.OPEN: ("circle-dot", "info"),
    RequestState.ANSWERED: ("circle-check", "success"),
    RequestState.HANDED_OVER: ("arrow-right", "info"),
    RequestState.INVESTIGATED: ("circle-check", "success"),
    RequestState.WITHDRAWN: ("ban", "muted"),
}


def _state(request: Request) -> str:
    words = name_of(request.state)
    if request.closed_at is None:
        return words
    return _("{state} op {day}").format(state=words, day=_day(request.closed_at))


def _told(request: Request) -> str:
    came = _("{channel}, {when}").format(
        channel=name_of(request.channel), when=moment_text(request.received_at)
    )
    if not (request.reporter or request.reporter_tie or request.reporter_phone):
        return came
    who = request.reporter or request.reporter_tie or _("iemand anders")
    tie = request.reporter_tie if request.reporter else ""
    about = ", ".join(part for part in (tie, request.reporter_phone) if part)
    told = f"{who} ({about})" if about else who
    return _("{came}. Verteld door {who}.").format(came=came, who=told)


def told_by_another(request: Request | None) -> str:
    """Return the words someone asked with for the resident, and who that was, or "".

    The words of a signal stay with the signal: not everyone at the table may know of it.
    """
    if request is None or request.kind is RequestKind.SIGNAL or request.own_words:
        return ""
    return f"{_told(request)}\n“{request.words}”" if request.words.strip() else ""


def _marks(request: Request) -> Iterable[ClockLine]:
    if request.urgency is Urgency.URGENT:
        words = _("Kan niet wachten. Kijk vandaag welke hulp nu al nodig is.")
        yield ClockLine(words, "alert-triangle", "warning")
    if request.kind is RequestKind.SIGNAL:
        words = consent_words.of_signal(request.consent)
        agreed = request.consent is SignalConsent.GIVEN
        yield ClockLine(
            words, "circle-check" if agreed else "info-circle", "success" if agreed else "warning"
        )


def _with_plan(line: ClockLine, one: Clock, request: Request) -> ClockLine:
    """Return the line of a clock; that of the personal plan also says what was told of it."""
    if one.name is not ClockName.PERSONAL_PLAN or request.plan_offer is PlanOffer.NOT_TOLD:
        return line
    lead = f"{name_of(one.name)}: "
    words = f"{lead}{inside(_plan_told(request))}, {line.text.removeprefix(lead)}"
    return msgspec.structs.replace(line, text=words)


def _plan_told(request: Request) -> str:
    plan = name_of(request.plan_offer)
    day = request.plan_received_on or request.plan_told_on
    return _("{plan} op {day}").format(plan=plan, day=_short(day)) if day else plan


def _notes(request: Request, *, with_plan: bool) -> Iterable[str]:
    if with_plan:
        yield _("Persoonlijk plan: {about}.").format(about=inside(_plan_told(request)))
    support = (
        _("verteld op {day}").format(day=_short(request.support_told_on))
        if request.support_told_on
        else _("nog niet verteld")
    )
    yield _("Gratis cliëntondersteuning: {about}.").format(about=support)
    if request.agreed_until:
        yield _("Uitstel afgesproken tot en met {day}: {why}. De zes weken lopen door.").format(
            day=_short(request.agreed_until), why=request.agreed_why
        )


def _outcome(request: Request) -> Iterable[str]:
    if request.handed_to:
        yield _("Overgedragen aan: {text}").format(text=request.handed_to)
    if request.told:
        yield _("Gegeven informatie: {text}").format(text=request.told)
    if request.withdrawn_why:
        yield _("Waarom: {text}").format(text=request.withdrawn_why)


def _until(one: Clock) -> str:
    if one.last_day is not None:
        return _short(one.last_day)
    return moment_text(one.due_at)


def _day(instant: datetime | None) -> str:
    return _short(clock.local(instant).date()) if instant else ""


def _short(day: date) -> str:
    return day_text(day, with_year=day.year != clock.today().year)


class LetterPage(msgspec.Struct, frozen=True, kw_only=True):
    """What the page of a receipt letter shows.

    Attributes:
        request_id: The request.
        letter_id: The newest letter, or "" while there is none.
        state: How it stands, in words.
        may_make: Whether one can be made now.
        waits: Whether the letter still has to go.
        language: Code of its language.
        large: Whether the resident wants large print.
    """

    request_id: str
    letter_id: str
    state: str
    may_make: bool
    waits: bool
    language: str
    large: bool


def letter_page(file: RequestFile, hindrance: str) -> LetterPage:
    """Return what the page of a request's newest receipt shows; why none may go, by its name."""
    letter = file.letters[-1] if file.letters else None
    may_make = letter is None and not hindrance
    return LetterPage(
        request_id=file.request.id,
        letter_id=letter.id if letter else "",
        state=_letter_state(letter) or hindrance_words(hindrance) or _to_make(),
        may_make=may_make,
        waits=letter is not None and letter.sent_on is None,
        language=(letter.language if letter else file.client.language).value,
        large=file.client.large_print,
    )


def _letter_state(letter: Letter | None) -> str:
    if letter is None:
        return ""
    if letter.sent_on is not None:
        return _("Deze brief ging weg op {day}.").format(day=_short(letter.sent_on))
    made = moment_text(letter.made_at)
    waits = (
        _("Stuur hem op, of geef hem.")
        if letter.way is HandoverWay.SEND_LATER
        else _("Breng hem nog langs.")
    )
    return _("Deze brief is gemaakt op {when}. {waits}").format(when=made, waits=waits)


def _to_make() -> str:
    return _("Zo wordt de brief. Kies hoe de inwoner hem krijgt. Daarna kunt u afdrukken.")
