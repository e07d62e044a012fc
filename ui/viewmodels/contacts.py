"""What the panel of a contact note shows. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.contacts import Channel
from meitinker.domain.tasks import When, due_on
from meitinker.domain.words import name_of
from meitinker.i18n import _
from ui.viewmodels.dates import day_text
from ui.viewmodels.parts import Choice
from ui.viewmodels.people import entry_name, short_day

if TYPE_CHECKING:
    from datetime import date

    from meitinker.services.contacts import TypedNote
    from meitinker.store.people import PersonEntry


def channels() -> tuple[Choice, ...]:
    """Return the ways by which someone reached us, the commonest first."""
    return tuple(Choice(channel.value, name_of(channel)) for channel in Channel)


def whens(today: date | None = None) -> tuple[Choice, ...]:
    """Return when a task may be due, each with the day it means."""
    today = today or clock.today()

    def said(when: When, words: str) -> Choice:
        day = due_on(when, today)
        text = words if day is None else f"{words} ({day_text(day, with_year=False)})"
        return Choice(when.value, text)

    return (
        said(When.TODAY, _("Vandaag")),
        said(When.TOMORROW, _("Morgen")),
        said(When.NEXT_WEEK, _("Volgende week")),
        said(When.DAY, _("Een andere dag")),
    )


def when_of(day: date | None, today: date | None = None) -> When:
    """Return the answer that means ``day``; a note without a date begins at today."""
    today = today or clock.today()
    if day is None:
        return When.TODAY
    answers = (When.TODAY, When.TOMORROW, When.NEXT_WEEK)
    return next((when for when in answers if due_on(when, today) == day), When.DAY)


def about(entry: PersonEntry) -> str:
    """Return who the note is about, on one line; a secret address tells no village."""
    village = "" if entry.secret_address else (entry.village or "")
    return " · ".join(part for part in (entry_name(entry), village) if part)


def person_line(entry: PersonEntry) -> str:
    """Return what tells two people of one name apart; a secret address tells no village."""
    born = _("Geboren op {date}").format(date=short_day(entry.born_on)) if entry.born_on else ""
    village = "" if entry.secret_address else (entry.village or "")
    return " · ".join(part for part in (village, born) if part)


def kept_words(note: TypedNote) -> str:
    """Return that a note was begun before and is still there."""
    if not note.at:
        return _("Deze notitie had u al getypt. Hij is bewaard.")
    at = clock.local(clock.instant_from(note.at))
    return _("Deze notitie begon u op {date} om {time}. Hij is nog niet toegevoegd.").format(
        date=day_text(at.date(), with_year=False), time=f"{at:%H:%M}"
    )
