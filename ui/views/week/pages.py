"""The pages of Week: the week itself, and what is made when it is first needed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from meitinker.errors import ChangedMeanwhile
from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import appointments
from meitinker.store.settings import ScreenSpot
from ui.viewmodels.week import clash_words
from ui.views.visits.picker import ResidentPicker
from ui.views.week.availability import AvailabilityPage
from ui.views.week.browse import Browse
from ui.views.week.calendar_file import CalendarFilePage
from ui.views.week.form import AppointmentForm
from ui.widgets.stack import Stack

if TYPE_CHECKING:
    from datetime import date

    from meitinker.errors import MeitinkerError
    from meitinker.services.appointments import AppointmentClash, AppointmentFile
    from ui.workplace import Workplace


class WeekPages(Stack):
    """One page at a time; each tells what it wants by the same few signals.

    Signals:
        chosen: With whom a new appointment is; the id.
        kept: An appointment was made or changed; the day it is on, and its id.
        back: Back to the week; the id of the appointment to go to, or "".
        begin: The conversation of an appointment is to be begun; its id.
        go: A :class:`ScreenSpot` to go to.
        told: Kind and sentence for the bar.
        failed: A service said no; the error.
    """

    chosen = Signal(str)
    kept = Signal(object, str)
    back = Signal(str)
    begin = Signal(str)
    go = Signal(object)
    told = Signal(str, str)
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the week; the other pages come when they are needed."""
        super().__init__(parent)
        self._workplace = workplace
        self.browse = Browse(self)
        self.addWidget(self.browse)

    def made(self, name: str) -> bool:
        """Tell whether a page is there already."""
        return name in vars(self)

    def shows(self, name: str) -> bool:
        """Tell whether a page is in sight; asking does not make it."""
        return self.made(name) and self.currentWidget() is vars(self)[name]

    def confirm(self) -> None:
        """Press the main button of the page in sight."""
        if self.shows("picker"):
            self.picker.begin.click()
        elif self.shows("form"):
            self.form.keep()
        elif self.shows("hours"):
            self.hours.confirm()
        elif self.shows("file"):
            self.file.save.click()
        else:
            self.browse.make.click()

    @cached_property
    def picker(self) -> ResidentPicker:
        """With whom is the new appointment?"""
        picker = ResidentPicker(
            self._workplace, self, title=_("Nieuwe afspraak"), verb=_("Maak afspraak")
        )
        picker.chosen.connect(self.chosen)
        picker.closed.connect(lambda: self.back.emit(""))
        picker.unknown.connect(
            lambda name: self.go.emit(ScreenSpot(screen="people", section="new", field=name))
        )
        self.addWidget(picker)
        return picker

    @cached_property
    def form(self) -> AppointmentForm:
        """The appointment at hand."""
        form = AppointmentForm(self._workplace, self)
        form.kept.connect(self._form_kept)
        form.closed.connect(lambda: self.back.emit(form.appointment_id))
        form.marked.connect(lambda _changes: self.back.emit(form.appointment_id))
        form.begin.connect(self.begin)
        form.visit.connect(lambda visit: self.go.emit(ScreenSpot(screen="visits", record_id=visit)))
        form.person.connect(lambda one: self.go.emit(ScreenSpot(screen="people", record_id=one)))
        form.failed.connect(self._form_failed)
        self.addWidget(form)
        return form

    def _form_kept(self, day: date, key: str) -> None:
        """Say on what the appointment was laid, where it was kept before the form could."""
        work, fields = self._workplace, self.form.fields
        starts_at, minutes = fields.moment(), fields.minutes
        seen = "" if fields.bar.isHidden() else fields.bar.text
        self.kept.emit(day, key)
        if starts_at is None:
            return

        def show(clash: AppointmentClash) -> None:
            words = clash_words(clash)
            if words not in {"", seen}:
                self.told.emit("waarschuwing", words)

        work.tasks.read(
            self,
            lambda: appointments.clashes(
                work.database,
                work.session,
                starts_at=starts_at,
                minutes=minutes,
                besides=RecordId(key),
            ),
            done=show,
            failed=self.failed.emit,
        )

    def _form_failed(self, error: MeitinkerError) -> None:
        """Pass it on; where somebody else changed the appointment, say what stands now."""
        if not isinstance(error, ChangedMeanwhile):
            self.failed.emit(error)
            return
        work, one = self._workplace, RecordId(self.form.appointment_id)

        def seen(file: AppointmentFile) -> None:
            if self.form.appointment_id == one:
                self.form.warn_of(file.appointment)

        work.tasks.write(
            self,
            lambda: appointments.opened(work.database, work.session, one),
            done=seen,
            failed=self.failed.emit,
        )

    @cached_property
    def hours(self) -> AvailabilityPage:
        """Office hours and absence."""
        page = AvailabilityPage(self._workplace, self)
        page.closed.connect(lambda: self.back.emit(""))
        page.failed.connect(self.failed)
        self.addWidget(page)
        return page

    @cached_property
    def file(self) -> CalendarFilePage:
        """The week as a file for another calendar."""
        page = CalendarFilePage(self._workplace, self)
        page.closed.connect(lambda: self.back.emit(""))
        page.told.connect(self.told)
        page.failed.connect(self.failed)
        self.addWidget(page)
        return page
