"""What the week shows: days, blocks, office hours, and the same as a list. No Qt here."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.appointments import AppointmentState, MeetingPlace
from meitinker.domain.week import day_span, week_days
from meitinker.domain.words import name_of
from meitinker.i18n import _
from ui.viewmodels.dates import dates_text, day_text, said_day, short_weekday
from ui.viewmodels.parts import Choice
from ui.viewmodels.people import entry_name
from ui.viewmodels.times import times_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from meitinker.domain.appointments import Absence, Appointment
    from meitinker.domain.week import Span
    from meitinker.services.appointments import AppointmentClash
    from meitinker.services.week import VillageHour, Week
    from meitinker.store.appointments import AppointmentEntry

FIRST_HOUR = 7
LAST_HOUR = 21
"""The hours that the week shows; earlier and later ones only where there is something in them."""

WHOLE_DAY = 24 * 60
_HOUR = 60
_QUARTER = 15
_SATURDAY = 5

_LOOKS = {
    AppointmentState.PLANNED: ("clock", "action"),
    AppointmentState.HELD: ("circle-check", "success"),
    AppointmentState.CANCELLED: ("ban", "muted"),
    AppointmentState.NOT_AT_HOME: ("home", "warning"),
}
_PLACES = {
    MeetingPlace.HOME: "home",
    MeetingPlace.OFFICE_HOUR: "building-community",
    MeetingPlace.PHONE: "phone",
    MeetingPlace.ELSEWHERE: "map-pin",
}


class WeekBlock(msgspec.Struct, frozen=True, kw_only=True):
    """An appointment, or the part of it that lies in one day.

    Attributes:
        key: The appointment.
        begins: Minutes on the wall since midnight.
        ends: Likewise; later than ``begins``.
        lane: Which of ``lanes`` it stands in, from 0: what overlaps stands side by side.
        lanes: How many stand side by side.
        time: ``10:00``.
        title: The resident.
        icon_name: Icon of the state, or of the place while it is planned.
        tint: Token of the icon and the edge.
        over: Whether it is cancelled, or nobody was at home.
        name: All of it in words, for who hears the screen.
    """

    key: str
    begins: int
    ends: int
    lane: int = 0
    lanes: int = 1
    time: str
    title: str
    icon_name: str
    tint: str
    over: bool
    name: str


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """An office hour behind the blocks."""

    begins: int
    ends: int
    text: str


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """One day of the week.

    Attributes:
        day: The date.
        short: ``ma 23``.
        name: ``maandag 23 november``.
        today: Whether it is today.
        away: Who stands in while the user is away, in words; "" while not away.
        blocks: Appointments in the order of time.
        bands: Office hours.
    """

    day: date
    short: str
    name: str
    today: bool
    away: str = ""
    blocks: tuple[WeekBlock, ...] = ()
    bands: tuple[Band, ...] = ()


class WeekLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the week as a list; ``key`` is "" for what cannot be opened."""

    key: str
    title: str
    status: str
    icon_name: str
    tint: str = "muted"


class ShownWeek(msgspec.Struct, frozen=True, kw_only=True):
    """A week.

    Attributes:
        title: ``Week 48``.
        dates: ``23 tot en met 29 november 2026``.
        days: Seven of them from Monday.
        first_hour: First hour shown.
        last_hour: Hour at which it ends.
        lines: The same as a list.
        here: Whether today is in it.
    """

    title: str
    dates: str
    days: tuple[Day, ...]
    first_hour: int
    last_hour: int
    lines: tuple[WeekLine, ...]
    here: bool

    @property
    def monday(self) -> date:
        """The day it begins with."""
        return self.days[0].day

    @property
    def weekend_is_empty(self) -> bool:
        """Whether nothing stands on Saturday and Sunday."""
        return not any(day.blocks or day.bands for day in self.days[_SATURDAY:])

    @property
    def first_minute(self) -> int:
        """When the first appointment of the week begins on the wall; 09:00 without any."""
        return min((b.begins for day in self.days for b in day.blocks), default=9 * _HOUR)


def shown(week: Week) -> ShownWeek:
    """Return a week, told from Monday to Sunday."""
    today = clock.today()
    days = tuple(_day(week, day, today) for day in week_days(week.first))
    blocks = [(b.begins, b.ends) for day in days for b in day.blocks]
    taken = [*blocks, *((b.begins, b.ends) for day in days for b in day.bands)]
    begins = min((one for one, _end in taken), default=WHOLE_DAY)
    ends = max((end for _one, end in taken), default=0)
    return ShownWeek(
        title=_("Week {number}").format(number=week.first.isocalendar().week),
        dates=dates_text(week.first, week.last),
        days=days,
        first_hour=min(FIRST_HOUR, begins // _HOUR),
        last_hour=max(LAST_HOUR, -(-ends // _HOUR)),
        lines=tuple(_lines(week)),
        here=week.first <= today <= week.last,
    )


def places() -> tuple[Choice, ...]:
    """Return the places to choose from."""
    return tuple(Choice(place.value, name_of(place)) for place in MeetingPlace)


def place_in(entry: AppointmentEntry) -> str:
    """Return where it is, with the address unless that is secret."""
    if entry.place is MeetingPlace.HOME:
        return _home(entry, _("Thuis"))
    said = name_of(entry.place)
    return f"{said}: {entry.where}" if entry.where else said


def _home(entry: AppointmentEntry, said: str) -> str:
    home = ", ".join(part for part in (entry.street, entry.village) if part)
    told = f"{said}: {home}" if home else said
    return f"{told} {_('(adres geheim)')}" if entry.secret_address else told


def look_of(entry: AppointmentEntry) -> tuple[str, str]:
    """Return icon and tint: of the place while it is planned, then of what became of it."""
    icon_name, tint = _LOOKS[entry.state]
    planned = entry.state is AppointmentState.PLANNED
    return (_PLACES[entry.place], "muted") if planned else (icon_name, tint)


def clash_words(clash: AppointmentClash) -> str:
    """Return what speaks against a moment in a sentence or two, or ""."""
    said = []
    if clash.appointments:
        one = clash.appointments[0]
        sentence = _("U hebt dan al een afspraak: {name}, {times}.")
        said.append(sentence.format(name=entry_name(one), times=times_text(one.span)))
    if clash.absence is not None:
        said.append(_("U bent dan afwezig."))
    if said:
        said.append(_("Het mag wel."))
    return " ".join(said)


def changed_words(one: Appointment) -> str:
    """Return what somebody else made of an appointment, and how one's own may stand."""
    at = clock.local(one.starts_at)
    words = _(
        "Een collega heeft deze afspraak veranderd: {day} om {time}, {minutes} minuten."
        " Bewaar nog een keer als uw afspraak moet gelden."
    )
    return words.format(day=day_text(at.date()), time=f"{at:%H:%M}", minutes=one.minutes)


def away_text(absence: Absence) -> str:
    """Return that the user is away and who stands in."""
    by = " ".join(part for part in (absence.replacement, absence.replacement_phone) if part)
    return _("Afwezig. Vervanger: {name}").format(name=by) if by else _("Afwezig")


def away_days(absence: Absence) -> str:
    """Return on which days the user is away."""
    if absence.first_day == absence.last_day:
        return day_text(absence.first_day)
    return dates_text(absence.first_day, absence.last_day)


def _day(week: Week, day: date, today: date) -> Day:
    span = day_span(day)
    away = next((a for a in week.absences if a.first_day <= day <= a.last_day), None)
    here = [e for e in week.appointments if e.span.meets(span)]
    return Day(
        day=day,
        short=f"{short_weekday(day.weekday())} {day.day}",
        name=said_day(day),
        today=day == today,
        away=away_text(away) if away else "",
        blocks=tuple(_in_lanes([_block(entry, day, span) for entry in here])),
        bands=tuple(_band(hour, span) for hour in week.hours if hour.span.meets(span)),
    )


def _block(entry: AppointmentEntry, day: date, span: Span) -> WeekBlock:
    begins, ends = _minutes(entry.span, span)
    icon_name, tint = _LOOKS[entry.state]
    planned = entry.state is AppointmentState.PLANNED
    name, where = entry_name(entry), place_in(entry)
    parts = [said_day(day), times_text(entry.span), name, where, name_of(entry.state)]
    return WeekBlock(
        key=entry.appointment_id,
        begins=begins,
        ends=ends,
        time=f"{clock.local(entry.span.begins):%H:%M}",
        title=name,
        icon_name=_PLACES[entry.place] if planned else icon_name,
        tint=tint,
        over=entry.state in {AppointmentState.CANCELLED, AppointmentState.NOT_AT_HOME},
        name=", ".join(parts),
    )


def _band(hour: VillageHour, span: Span) -> Band:
    begins, ends = _minutes(hour.span, span)
    return Band(begins=begins, ends=ends, text=f"{name_of(hour.kind)} {hour.village}".strip())


def _minutes(span: Span, day: Span) -> tuple[int, int]:
    """Return from when to when a span lies on the wall of a day.

    In the night that the clock is put back the end may read no later than the beginning.
    """
    begins = _on_wall(span.begins) if span.begins > day.begins else 0
    ends = _on_wall(span.ends) if span.ends < day.ends else WHOLE_DAY
    return min(begins, WHOLE_DAY - _QUARTER), max(
        ends, min(begins, WHOLE_DAY - _QUARTER) + _QUARTER
    )


def _on_wall(instant: datetime) -> int:
    local = clock.local(instant)
    return local.hour * _HOUR + local.minute


def _in_lanes(blocks: list[WeekBlock]) -> Iterator[WeekBlock]:
    """Yield the blocks of a day with those that overlap side by side."""
    waiting: list[WeekBlock] = []
    until = -1
    for block in sorted(blocks, key=lambda b: (b.begins, b.ends, b.key)):
        if block.begins >= until:
            yield from _side_by_side(waiting)
            waiting = []
        waiting.append(block)
        until = max(until, block.ends)
    yield from _side_by_side(waiting)


def _side_by_side(blocks: list[WeekBlock]) -> Iterator[WeekBlock]:
    ends: list[int] = []
    lanes: list[int] = []
    for block in blocks:
        lane = next((n for n, end in enumerate(ends) if end <= block.begins), len(ends))
        ends[lane : lane + 1] = [block.ends]
        lanes.append(lane)
    for block, lane in zip(blocks, lanes, strict=True):
        yield msgspec.structs.replace(block, lane=lane, lanes=len(ends))


def _lines(week: Week) -> Iterator[WeekLine]:
    told = [(entry.span.begins, _appointment_line(entry)) for entry in week.appointments]
    told += [(hour.span.begins, _hour_line(hour)) for hour in week.hours]
    for absence in week.absences:
        day = max(absence.first_day, week.first)
        told.append((day_span(day).begins, _absence_line(absence)))
    for _begins, line in sorted(told, key=lambda one: one[0]):
        yield line


def _appointment_line(entry: AppointmentEntry) -> WeekLine:
    icon_name, tint = look_of(entry)
    said, state = place_in(entry), name_of(entry.state)
    if entry.state is AppointmentState.NOT_AT_HOME and entry.place is MeetingPlace.HOME:
        said = _home(entry, state)  # "Niet thuis: ..." says both
    elif entry.state is not AppointmentState.PLANNED:
        said = f"{state}. {said}"
    return WeekLine(
        key=entry.appointment_id,
        title=f"{_when(entry.span)}: {entry_name(entry)}",
        status=said,
        icon_name=icon_name,
        tint=tint,
    )


def _hour_line(hour: VillageHour) -> WeekLine:
    return WeekLine(
        key="",
        title=f"{_when(hour.span)}: {name_of(hour.kind)} {hour.village}".strip(),
        status=hour.where,
        icon_name="building-community",
    )


def _absence_line(absence: Absence) -> WeekLine:
    days = away_days(absence)
    return WeekLine(key="", title=away_text(absence), status=days, icon_name="bed", tint="info")


def _when(span: Span) -> str:
    """Return day and times: ``Dinsdag 24 november, 10:00 tot 11:00``."""
    words = said_day(clock.local(span.begins).date())
    return f"{words[:1].upper()}{words[1:]}, {times_text(span)}"


def next_week(monday: date, step: int) -> date:
    """Return the Monday ``step`` weeks on."""
    return monday + timedelta(weeks=step)


def offered(monday: date, at: tuple[date, int] | None = None) -> tuple[date, int]:
    """Return day and minute of a new appointment: ``at`` hand, or nine where that is over."""
    now = clock.local(clock.now())
    if at is not None and at > (now.date(), now.hour * _HOUR + now.minute):
        return at
    return usual_day(monday), 9 * _HOUR


def usual_day(monday: date) -> date:
    """Return the day that a new appointment begins with: the next working day.

    In a week that is still to come, from ``monday``, it is that Monday.
    """
    today = clock.today()
    if monday > today:
        return monday
    day = today + timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day
