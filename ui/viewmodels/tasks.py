"""Tasks and people who were not heard from, as they are shown. No Qt here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.words import inside
from meitinker.i18n import _, ngettext
from ui.viewmodels.dates import day_text, local_day
from ui.viewmodels.people import entry_name
from ui.viewmodels.today import Item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.domain.agreements import Agreement
    from meitinker.domain.tasks import Task
    from meitinker.services.tasks import TaskFile
    from meitinker.store.tasks import SilentEntry, TaskEntry

MOST = 5
"""Rows of one kind that the day begins with."""


class TaskLine(msgspec.Struct, frozen=True, kw_only=True):
    """One task in a file.

    Attributes:
        task_id: The record.
        what: What is to be done.
        status: When it is due, or when it was done.
        due_on: The day it is due.
        icon_name: Icon before the status.
        tint: Token of its colour.
        others: Whether a colleague does it.
    """

    task_id: str
    what: str
    status: str
    due_on: date | None
    icon_name: str
    tint: str
    others: bool = False


class OfferedLine(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement that may become a task."""

    agreement_id: str
    text: str


class FileTasks(msgspec.Struct, frozen=True, kw_only=True):
    """The tasks of one file."""

    open: tuple[TaskLine, ...]
    done: tuple[TaskLine, ...]
    offered: tuple[OfferedLine, ...]


def day_items(entries: Sequence[TaskEntry]) -> tuple[Item, ...]:
    """Return the tasks of the day and the week ahead as rows."""
    return tuple(_day_item(entry) for entry in entries)


def silent_items(entries: Sequence[SilentEntry]) -> tuple[Item, ...]:
    """Return the people who were not heard from as rows."""
    return tuple(_silent_item(entry) for entry in entries)


def more_tasks(count: int) -> str:
    """Return the button that shows the other tasks, or "" where there are none."""
    if not count:
        return ""
    return ngettext("Toon nog {count} taak", "Toon nog {count} taken", count).format(count=count)


def more_people(count: int) -> str:
    """Return the button that shows the other people, or "" where there are none."""
    if not count:
        return ""
    return ngettext("Toon nog {count} inwoner", "Toon nog {count} inwoners", count).format(
        count=count
    )


def file_tasks(file: TaskFile) -> FileTasks:
    """Return the tasks of a file as they are shown."""
    return FileTasks(
        open=tuple(_line(task, file.doers.get(task.user_id)) for task in file.open),
        done=tuple(_line(task, file.doers.get(task.user_id)) for task in file.done),
        offered=tuple(_offered(agreement) for agreement in file.offered),
    )


def due_words(due: date | None, today: date | None = None) -> tuple[str, str, str]:
    """Return when a task is due in words, with an icon and the token of its colour."""
    today = today or clock.today()
    if due is None:
        return _("Geen datum"), "circle-dashed", "muted"
    days = (due - today).days
    if days < 0:
        words = _("Had klaar moeten zijn op {day}").format(day=_day(due, today))
        return words, "alert-triangle", "warning"
    if days == 0:
        return _("Vandaag"), "clock", "info"
    if days == 1:
        return _("Morgen"), "calendar", "muted"
    return _("Op {day}").format(day=_day(due, today)), "calendar", "muted"


def _day_item(entry: TaskEntry) -> Item:
    due = date.fromisoformat(entry.due_on) if entry.due_on else None
    words, icon_name, tint = due_words(due)
    if entry.asked_visit:  # ticked off it would be gone, and the clerk would wait for ever
        return Item(
            key=f"asked:{entry.task_id}",
            title=entry.what,
            status=" · ".join((_("Van de backoffice"), words, entry_name(entry))),
            icon_name=icon_name,
            tint=tint,
            record_id=entry.asked_visit,
            section="plan",
            verb=_("Bekijk en antwoord"),
        )
    return Item(
        key=entry.task_id,
        title=entry.what,
        status=f"{words} · {entry_name(entry)}",
        icon_name=icon_name,
        tint=tint,
        screen="people",
        record_id=entry.person_id,
        look=_("Bekijk dossier"),
        verb=_("Klaar"),
    )


def _silent_item(entry: SilentEntry) -> Item:
    last = local_day(entry.last)
    days = (clock.today() - last).days
    weeks = ngettext("{count} week", "{count} weken", days // 7).format(count=days // 7)
    return Item(
        key=entry.person_id,
        title=entry_name(entry),
        status=_("Al {weeks} niets gehoord. Laatste gesprek op {day}.").format(
            weeks=weeks, day=_day(last, clock.today())
        ),
        icon_name="bell",
        tint="muted",
        screen="people",
        record_id=entry.person_id,
        look=_("Bekijk dossier"),
        verb=_("Korte notitie"),
    )


def handed_on(task: Task) -> str:
    """Return a task as it can be ticked to go along with a file: what, and when."""
    words, _icon, _tint = due_words(task.due_on)
    return f"{task.what} ({inside(words)})"


def _line(task: Task, doer: str | None) -> TaskLine:
    words, icon_name, tint = due_words(task.due_on)
    if task.done_on is not None:
        words = _("Gedaan op {day}").format(day=_day(task.done_on, clock.today()))
        icon_name, tint = "circle-check", "success"
    if doer is not None:
        who = _("{name} doet dit").format(name=doer or _("Een collega"))
        words = f"{who} · {words}"
    return TaskLine(
        task_id=task.id,
        what=task.what,
        status=words,
        due_on=task.due_on,
        icon_name=icon_name,
        tint=tint,
        others=doer is not None,
    )


def _offered(agreement: Agreement) -> OfferedLine:
    who = agreement.who.strip()
    text = f"{who}: {agreement.what.strip()}" if who else agreement.what.strip()
    return OfferedLine(agreement_id=agreement.id, text=text)


def _day(day: date, today: date) -> str:
    return day_text(day, with_year=day.year != today.year)
