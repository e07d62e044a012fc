"""The timeline of a file as it is shown: each kind in its own words. No Qt here."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock, ids
from meitinker.domain.addresses import AddressUse
from meitinker.domain.appointments import AppointmentState, MeetingPlace
from meitinker.domain.attachments import sort_of as sort_of_file
from meitinker.domain.attachments import title_of
from meitinker.domain.consents import ConsentAnswer, ConsentPurpose
from meitinker.domain.contacts import Channel
from meitinker.domain.letters import LetterKind
from meitinker.domain.plans import Stance
from meitinker.domain.requests import RequestState
from meitinker.domain.visits import VisitState
from meitinker.domain.words import name_of
from meitinker.i18n import _
from meitinker.store.timeline import TimelineSort, sort_of
from ui.viewmodels.attachments import FILE_ICONS
from ui.viewmodels.conversation import AGREEMENTS, LADDER
from ui.viewmodels.dates import day_text, local_day
from ui.viewmodels.parts import Choice, TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from enum import Enum

    from meitinker.store.timeline import TimelineRow

EVERYTHING = "everything"
"""The answer of the filter that leaves nothing out."""


class _Told(msgspec.Struct, frozen=True):
    """A row in words: title, text, icon and the kind for who cannot see the icon."""

    title: str
    text: str
    icon_name: str
    kind: str


def sorts() -> tuple[Choice, ...]:
    """Return what can be shown alone, after everything."""
    return (
        Choice(EVERYTHING, _("Alles")),
        Choice(TimelineSort.VISITS, _("Gesprekken")),
        Choice(TimelineSort.REQUESTS, _("Vragen")),
        Choice(TimelineSort.NOTES, _("Notities")),
        Choice(TimelineSort.AGREEMENTS, _("Afspraken en verwijzingen")),
        Choice(TimelineSort.TASKS, _("Taken")),
        Choice(TimelineSort.PAPERS, _("Plannen en brieven")),
        Choice(TimelineSort.CHANGES, _("Wijzigingen")),
    )


def entries(rows: Iterable[TimelineRow], *, secret: bool) -> tuple[TimelineEntry, ...]:
    """Return the rows as they are shown, newest first; of a secret address only that it changed.

    Some rows tell a day and others a moment: within a day they stand by the clock.
    """
    told = [(_moment(row), row) for row in rows if row.what in _TELLERS and len(row.at) >= 10]
    told.sort(key=lambda one: one[0], reverse=True)
    return tuple(_entry(row, _TELLERS[row.what](row, secret), at) for at, row in told)


def of_sort(rows: Iterable[TimelineRow], chosen: str) -> tuple[TimelineRow, ...]:
    """Return the rows that the filter's answer lets through."""
    return tuple(row for row in rows if chosen in (EVERYTHING, sort_of(row.what)))


def opens(key: str) -> tuple[str, str]:
    """Return what an entry opens, ``visit`` or ``contact_note`` and so on, and its record.

    An agreement and a referral open the section of the conversation in which they were made.
    """
    what, _colon, rest = key.partition(":")
    record_id, _colon, visit_id = rest.partition(":")
    return (_OF_A_VISIT[what], visit_id) if visit_id else (what, record_id)


_OF_A_VISIT = {"agreement": AGREEMENTS, "referral": LADDER}


def _moment(row: TimelineRow) -> tuple[date, str]:
    """Return the day of a row and the time on it; "" where only the day is known.

    What tells a day, and was written down on that same day, happened when it was.
    """
    if "T" in row.at:
        at = clock.local(clock.instant_from(row.at))
        return at.date(), "" if (at.hour, at.minute) == (0, 0) else f"{at:%H:%M}"
    day = date.fromisoformat(row.at)
    made = ids.made_at(row.record_id)
    written = clock.local(made) if made is not None else None
    return day, f"{written:%H:%M}" if written is not None and written.date() == day else ""


def _entry(row: TimelineRow, told: _Told, at: tuple[date, str]) -> TimelineEntry:
    key = f"{row.what}:{row.record_id}"
    if row.what in _OF_A_VISIT:
        key = f"{key}:{row.state.rpartition(':')[2]}"
    return TimelineEntry(
        key,
        day=at[0],
        title=told.title,
        text=told.text,
        icon=told.icon_name,
        kind=told.kind,
        time=at[1],
    )


def _visit(row: TimelineRow, _secret: bool) -> _Told:
    busy = row.state == VisitState.OPEN
    title = _("Gesprek bezig") if busy else _("Gesprek aan huis")
    return _Told(title, row.text, "clock" if busy else "messages", _("Gesprek"))


def _appointment(row: TimelineRow, secret: bool) -> _Told:
    code, place, minutes = row.state.split(":", 2)
    begins = clock.instant_from(row.at)
    ends = clock.local(begins + timedelta(minutes=int(minutes)))
    hours = _("{begin} tot {end}").format(begin=f"{clock.local(begins):%H:%M}", end=f"{ends:%H:%M}")
    where = "" if secret else row.text
    parts = (_named(AppointmentState, code), hours, _named(MeetingPlace, place), where)
    text = " · ".join(part for part in parts if part)
    return _Told(_("Afspraak in de agenda"), text, "calendar-event", _("Agenda"))


def _request(row: TimelineRow, _secret: bool) -> _Told:
    kind, _colon, state = row.state.partition(":")
    title = _("Signaal over deze inwoner") if kind == "signal" else _("Vraag binnengekomen")
    said = _named(RequestState, state)
    return _Told(f"{title}: {said}" if said else title, row.text, "message-circle", _("Vraag"))


def _application(row: TimelineRow, _secret: bool) -> _Told:
    return _Told(_("Aanvraag"), row.text, "clipboard-list", _("Aanvraag"))


def _note(row: TimelineRow, _secret: bool) -> _Told:
    channel, outgoing, who = row.state.split(":", 2)
    way = _named(Channel, channel)
    title = _("{way}, zelf contact opgenomen") if outgoing == "1" else "{way}"
    about = title.format(way=way)
    icon_name = {"phone": "phone", "email": "mail", "letter": "mail"}.get(channel, "notes")
    return _Told(f"{about}: {who}" if who else about, row.text, icon_name, _("Notitie"))


def _agreement(row: TimelineRow, _secret: bool) -> _Told:
    return _Told(_("Afgesproken"), row.text, "heart-handshake", _("Afgesproken"))


def _referral(row: TimelineRow, _secret: bool) -> _Told:
    warm, day, rest = row.state.split(":", 2)
    who = rest.rpartition(":")[0]
    title = _("Verwezen, wij leggen het contact") if warm == "1" else _("Verwezen")
    made = _("Contact gelegd op {day} met {who}") if who else _("Contact gelegd op {day}")
    contact = made.format(day=_day(day), who=who) if day else ""
    text = " · ".join(part for part in (row.text, contact) if part)
    return _Told(title, text, "arrow-right", _("Verwijzing"))


def _task(row: TimelineRow, _secret: bool) -> _Told:
    done = row.state == "done"
    title = _("Taak gedaan") if done else _("Taak")
    return _Told(title, row.text, "circle-check" if done else "list-check", _("Taak"))


def _plan(row: TimelineRow, _secret: bool) -> _Told:
    _way, _colon, day = row.state.partition(":")
    text = _("Gegeven op {day}").format(day=_day(day)) if day else _("Nog niet gegeven")
    title = _("Ondersteuningsplan, versie {number}").format(number=row.text)
    return _Told(title, text, "file-text" if day else "alert-triangle", _("Plan"))


def _remark(row: TimelineRow, _secret: bool) -> _Told:
    said = _named(Stance, row.state)
    title = _("Reactie op het plan")
    return _Told(f"{title}: {said}" if said else title, row.text, "signature", _("Plan"))


def _letter(row: TimelineRow, _secret: bool) -> _Told:
    if row.text == LetterKind.SUSPENSION:
        return _Told(_("De twee weken voor het besluit staan stil"), "", "player-stop", _("Brief"))
    sent = _("Verstuurd op {day}").format(day=_day(row.state)) if row.state else ""
    titles = {
        LetterKind.RECEIPT.value: _("Ontvangstbrief"),
        LetterKind.DECISION.value: _("Besluit op de aanvraag"),
    }
    title = titles.get(row.text, _("Brief"))
    return _Told(title, sent or _("Nog niet verstuurd"), "mail", _("Brief"))


def _attachment(row: TimelineRow, _secret: bool) -> _Told:
    media_type, _colon, request = row.state.partition(":")
    sort = sort_of_file(media_type, request)
    return _Told(title_of(row.text) or name_of(sort), name_of(sort), FILE_ICONS[sort], _("Bijlage"))


def _consent(row: TimelineRow, _secret: bool) -> _Told:
    purpose, _colon, answer = row.state.partition(":")
    said = _named(ConsentAnswer, answer)
    about = _named(ConsentPurpose, purpose)
    text = f"{about} · {row.text}" if row.text else about
    return _Told(f"{_('Toestemming')}: {said}", text, "signature", _("Toestemming"))


def _tie_began(row: TimelineRow, _secret: bool) -> _Told:
    title = _("In het netwerk: {name}").format(name=row.state or _("Naam onbekend"))
    return _Told(title, row.text, "users", _("Netwerk"))


def _tie_ended(row: TimelineRow, _secret: bool) -> _Told:
    title = _("Niet meer in het netwerk: {name}").format(name=row.state or _("Naam onbekend"))
    return _Told(title, row.text, "users", _("Netwerk"))


def _address(row: TimelineRow, secret: bool) -> _Told:
    home = row.state == AddressUse.HOME
    title = _("Woont hier") if home else name_of(AddressUse(row.state))
    return _Told(title, _("Geheim adres") if secret else row.text, "home", _("Adres"))


def _merge(row: TimelineRow, _secret: bool) -> _Told:
    undone = row.state == "undone"
    title = _("Dossiers weer uit elkaar gehaald") if undone else _("Dossiers samengevoegd")
    return _Told(title, "", "users", _("Dossier"))


def _transfer(row: TimelineRow, _secret: bool) -> _Told:
    title = _("Overgedragen aan {name}").format(name=row.state or _("een collega"))
    return _Told(title, row.text, "arrow-right", _("Dossier"))


def _details(_row: TimelineRow, _secret: bool) -> _Told:
    return _Told(_("Gegevens veranderd"), "", "edit", _("Dossier"))


_TELLERS: dict[str, Callable[[TimelineRow, bool], _Told]] = {
    "visit": _visit,
    "appointment": _appointment,
    "request": _request,
    "application": _application,
    "contact_note": _note,
    "agreement": _agreement,
    "referral": _referral,
    "task": _task,
    "plan": _plan,
    "consent": _consent,
    "tie_began": _tie_began,
    "tie_ended": _tie_ended,
    "remark": _remark,
    "letter": _letter,
    "attachment": _attachment,
    "address": _address,
    "merge": _merge,
    "transfer": _transfer,
    "details": _details,
}


def _named(kind: type[Enum], code: str) -> str:
    """Return what a code is called, or "" for one that a newer program wrote."""
    try:
        return name_of(kind(code))
    except (KeyError, ValueError):
        return ""


def _day(text: str) -> str:
    day = local_day(text)
    return day_text(day, with_year=day.year != clock.today().year)
