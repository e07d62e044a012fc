"""What the first screen of the day shows. No Qt here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.plans import HandoverWay
from meitinker.domain.words import name_of
from meitinker.i18n import _, ngettext
from meitinker.services.paper_queue import PaperKind
from meitinker.store.visits import UnsentEntry
from ui.messages.fields import REASONS
from ui.viewmodels import half_typed
from ui.viewmodels.dates import day_text
from ui.viewmodels.people import entry_name
from ui.viewmodels.visits import about_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from meitinker.domain.reviews import Status
    from meitinker.services.broken_off import BrokenOff
    from meitinker.services.half_typed import WaitingForm
    from meitinker.services.map_answers import HeardAnswer
    from meitinker.services.paper_queue import Oldest
    from meitinker.services.today import WaitingWork
    from meitinker.store.requests import UnsentLetter
    from meitinker.store.visits import VisitEntry

MOST = 4
"""Rows of one kind that are shown; the rest is one button further."""

REQUESTS = "requests"
"""The section of a file with the questions, where a receipt letter belongs."""

_MORNING = 5
_NOON = 12
_EVENING = 18


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One row.

    Attributes:
        key: Tells rows of one kind apart.
        title: The resident.
        status: How it stands, in words.
        icon_name: Icon before the status.
        tint: Token of the icon's colour; the words say the same.
        screen: Where the work goes on: ``visits``, ``people``, ``request`` or ``back_office``.
        record_id: The record there, or "" where there is none yet.
        section: The part of the screen where it goes on, or "".
        field: The field of that part, or "".
        look: What the second button shows, or "" where there is none.
        made_on: Of a paper that was not given yet: the day it was made.
        question: Of such a paper: asks on which day it went.
        verb: What the main button of the row does.
    """

    key: str
    title: str
    status: str
    icon_name: str
    tint: str = "muted"
    screen: str = "visits"
    record_id: str
    section: str = ""
    field: str = ""
    look: str = ""
    made_on: date | None = None
    question: str = ""
    verb: str


class Today(msgspec.Struct, frozen=True, kw_only=True):
    """The screen: a greeting, and what waits in two kinds.

    ``told`` counts the visits of ``begun`` and those that stand there as broken off.
    """

    greeting: str
    date: str
    broken_off: tuple[Item, ...] = ()
    begun: tuple[Item, ...] = ()
    told: int = 0

    @property
    def nothing(self) -> bool:
        """Whether all is done."""
        return not (self.broken_off or self.begun)


def today(waiting: WaitingWork, broken_off: Sequence[BrokenOff] = ()) -> Today:
    """Return the screen as of now.

    Args:
        waiting: What waits, as the service tells it.
        broken_off: What of it was broken off before the program was started.
    """
    now = clock.local(clock.now())
    broken = {one.visit_id for one in broken_off if one.visit_id}
    begun = [entry for entry in waiting.begun if entry.visit_id not in broken]
    twice = len(waiting.begun) - len(begun)
    return Today(
        greeting=greeting(waiting.name, now),
        date=date_words(now.date()),
        broken_off=(
            *_once(_broken_off(one) for one in broken_off),
            *_half_typed(waiting.half_typed),
        ),
        begun=(
            *(_begun(entry) for entry in begun[:MOST]),
            *(unplanned(entry) for entry in waiting.unplanned),
        ),
        told=len(begun[:MOST]) + twice,
    )


def papers(waiting: Oldest) -> tuple[Item, ...]:
    """Return plans and letters that still have to go, as rows."""
    return tuple(_ungiven(entry, waiting.held) for entry in waiting.entries)


def heard_items(found: Iterable[HeardAnswer]) -> tuple[Item, ...]:
    """Return what was answered to what the user told, as rows of Vandaag."""
    return tuple(
        Item(
            key=one.answer_id,
            title=one.about or _("Gemiste hulp"),
            status=_heard(one),
            icon_name="message-circle",
            screen="social_map",
            record_id=one.service_id,
            look=_("Bekijk") if one.service_id else "",
            verb=_("Gelezen"),
        )
        for one in found
    )


def office_items(counts: Mapping[Status, int]) -> tuple[Item, ...]:
    """Return what waits for the back office, as rows: visits to check, and to hand over."""
    if not counts:
        return ()
    from ui.viewmodels import reviews

    check = ("", _("Gesprekken"), "list-check", "info", _("Kijk ze na"))
    hand_over = ("batches", _("Leveringen"), "file-spreadsheet", "success", _("Naar leveringen"))
    told = ((reviews.waiting_words(counts), check), (reviews.ready_words(counts), hand_over))
    return tuple(
        Item(
            key=section or "check",
            title=title,
            status=words,
            icon_name=icon_name,
            tint=tint,
            screen="back_office",
            record_id="",
            section=section,
            verb=verb,
        )
        for words, (section, title, icon_name, tint, verb) in told
        if words
    )


def greeting(name: str, now: datetime) -> str:
    """Return the greeting of the hour, to the user by name; the night has none of its own."""
    if now.hour < _MORNING:
        words = _("Hallo, {name}") if name else _("Hallo")
    elif now.hour < _NOON:
        words = _("Goedemorgen, {name}") if name else _("Goedemorgen")
    elif now.hour < _EVENING:
        words = _("Goedemiddag, {name}") if name else _("Goedemiddag")
    else:
        words = _("Goedenavond, {name}") if name else _("Goedenavond")
    return words.format(name=name)


def date_words(day: date) -> str:
    """Return a date with its weekday: ``Donderdag 12 november 2026``."""
    return f"{_weekday(day.weekday())} {day_text(day)}"


def more_words(count: int) -> str:
    """Return the button that shows the conversations that are not in the list, or ""."""
    if count <= 0:
        return ""
    return ngettext("Toon nog {count} gesprek", "Toon nog {count} gesprekken", count).format(
        count=count
    )


def more_papers(count: int) -> str:
    """Return the button that shows the papers that are not in the list, or ""."""
    if not count:
        return ""
    return ngettext("Toon nog {count} brief", "Toon nog {count} brieven", count).format(count=count)


def _weekday(number: int) -> str:
    """Return the name of weekday 0 (Monday) to 6."""
    return (
        _("Maandag"),
        _("Dinsdag"),
        _("Woensdag"),
        _("Donderdag"),
        _("Vrijdag"),
        _("Zaterdag"),
        _("Zondag"),
    )[number]


def _begun(entry: VisitEntry) -> Item:
    started = clock.local(clock.instant_from(entry.started_at or entry.changed_at))
    status = _("Begonnen op {moment}").format(moment=_moment(started))
    return Item(
        key=entry.visit_id,
        title=entry_name(entry),
        status=f"{status}. {about_text(entry)}.",
        icon_name="clock",
        tint="info",
        record_id=entry.visit_id,
        verb=_("Verder met gesprek"),
    )


def unplanned(entry: VisitEntry) -> Item:
    """Return a conversation that was concluded, but whose resident has no plan yet, as a row."""
    held = entry.visited_on or (entry.started_at or entry.changed_at)
    day = _day(date.fromisoformat(held[:10]))
    return Item(
        key=f"plan:{entry.visit_id}",
        title=entry_name(entry),
        status=_("Gesprek van {day} is afgerond. De inwoner heeft nog geen plan.").format(day=day),
        icon_name="file-text",
        tint="warning",
        record_id=entry.visit_id,
        section="plan",
        verb=_("Maak het plan"),
    )


def _ungiven(entry: UnsentEntry | UnsentLetter, held: frozenset[str]) -> Item:
    key = entry.handover_id if isinstance(entry, UnsentEntry) else entry.letter_id
    made = clock.local(clock.instant_from(entry.made_at)).date()
    send = entry.way == HandoverWay.SEND_LATER
    waits = _("Moet nog op de post") if send else _("Moet u nog langsbrengen")
    plan = isinstance(entry, UnsentEntry)
    about = _("{waits}. Plan van {date}.") if plan else _("{waits}. Ontvangstbrief van {date}.")
    told = [about.format(waits=waits, date=_day(made))]
    if key in held:
        told.append(held_words(PaperKind.PLAN if plan else PaperKind.LETTER))
    elif isinstance(entry, UnsentEntry) and entry.passed_over:
        told.append(passed_over_words())
    return Item(
        key=key,
        title=entry_name(entry),
        status=" ".join(told),
        icon_name="mail" if send else "home",
        tint="warning",
        screen="visits" if plan else "people",
        record_id=entry.visit_id if isinstance(entry, UnsentEntry) else entry.person_id,
        section="" if plan else REQUESTS,
        look=_("Bekijk gesprek") if plan else _("Bekijk vraag"),
        made_on=made,
        question=(
            _("Op welke dag kreeg de inwoner het plan?")
            if plan
            else _("Op welke dag ging de brief weg?")
        ),
        verb=_("Vandaag verstuurd") if send else _("Vandaag gegeven"),
    )


def held_words(kind: PaperKind) -> str:
    """Return why a paper may not go, and what to do: what is another resident's stands in it."""
    reason = "plan_of_another" if kind is PaperKind.PLAN else "letter_of_another"
    return REASONS[reason]({}).text


def passed_over_words() -> str:
    """Return what became of an older version that nobody gave: the newest one goes instead."""
    return _("De vorige versie hoeft niet meer weg.")


def _broken_off(one: BrokenOff) -> Item:
    saved = clock.local(clock.instant_from(one.saved_at))
    status = _("U was hier gebleven op {moment}").format(moment=_moment(saved))
    return Item(
        key=one.change_id,
        title=entry_name(one.person),
        status=f"{status}.",
        icon_name="edit",
        tint="info",
        screen="visits" if one.visit_id else "people",
        record_id=one.visit_id or one.person.id,
        verb=_("Verder met gesprek") if one.visit_id else _("Verder met dossier"),
    )


def _once(rows: Iterable[Item]) -> Iterator[Item]:
    """Yield the first row of each place: two fields of a visit are gone on with at once."""
    told: set[tuple[str, str]] = set()
    for one in rows:
        place = one.screen, one.record_id
        if place not in told:
            told.add(place)
            yield one


def _half_typed(forms: Sequence[WaitingForm]) -> Iterator[Item]:
    """Yield the forms that wait, each with whom it is about and when it was typed in."""
    for one in forms:
        form = half_typed.told(one)
        if form is None:
            continue  # a later version kept it: it waits for that one
        name = half_typed.name_of(form)
        who = entry_name(one.person) if one.person else one.name
        typed = clock.local(clock.instant_from(one.at))
        status = _("{form} is nog niet af. U was hier gebleven op {moment}.")
        spot = half_typed.spot(one, form)
        yield Item(
            key=f"{one.form}.{one.about}",
            title=who or name,
            status=status.format(form=name, moment=_moment(typed)),
            icon_name=form.icon_name,
            tint="info",
            screen=spot.screen,
            record_id=spot.record_id,
            section=spot.section,
            field=spot.field,
            verb=_("Verder typen"),
        )


def _moment(local: datetime) -> str:
    return _("{date} om {time}").format(date=_day(local.date()), time=f"{local:%H:%M}")


def _day(day: date) -> str:
    return day_text(day, with_year=day.year != clock.today().year)


def _heard(one: HeardAnswer) -> str:
    day = day_text(clock.local(one.at).date(), with_year=False)
    what = _("{answer} op {day}").format(answer=name_of(one.said), day=day)
    which = one.service if one.service != one.about else ""
    return " · ".join(part for part in (what, which, one.why) if part)
