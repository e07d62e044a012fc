"""The detail pane: nobody yet, a person's file, or a new person."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget

from meitinker.i18n import _
from meitinker.store.settings import ScreenSpot
from ui.theme import take_on_look
from ui.viewmodels.half_typed import TIE
from ui.views.network.page import NetworkPage
from ui.views.people.coming_back import focused, go_to
from ui.views.people.file_pages import SECTIONS
from ui.views.people.file_view import FileView
from ui.views.people.new_person_form import NewPersonForm
from ui.widgets.empty import EmptyState
from ui.widgets.main_key import form_around

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget

    from ui.widgets.form_field import FormField
    from ui.widgets.scrolling import ScrollPane
    from ui.workplace import Workplace

NEW = "new"
"""The section of a spot at which a new person is being typed."""


class Detail(QStackedWidget):
    """Shows one of the three and knows where on it the user is.

    Signals:
        added: As of `NewPersonForm`.
        same: As of `NewPersonForm`.
        failed: As of `NewPersonForm`.
        file_made: The :class:`FileView` was made, to be listened to.
    """

    added = Signal(object)
    same = Signal(str)
    failed = Signal(object)
    file_made = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Begin with nobody."""
        super().__init__(parent)
        self._workplace = workplace
        self._spot: ScreenSpot | None = None
        self._comings = 0
        self._form: NewPersonForm | None = None
        self.nobody = EmptyState(
            _("Kies een inwoner in de lijst, of zoek op naam."), icon_name="user"
        )
        self._file_view: FileView | None = None
        self.addWidget(self.nobody)

    def ahead(self) -> tuple[Callable[[], object], ...]:
        """Return what to build a turn each: all that comes in sight with the first choice."""
        overview = SECTIONS[0]
        return (
            lambda: self.file_view,
            lambda: self.file_view.pages.page(overview),
            lambda: take_on_look(self),
        )

    @property
    def file_view(self) -> FileView:
        """The file, made when it is first needed."""
        if self._file_view is None:
            self._file_view = FileView(self._workplace, self)
            self.addWidget(self._file_view)
            self.file_made.emit(self._file_view)
        return self._file_view

    @property
    def form(self) -> NewPersonForm:
        """The form of a new person, made when it is first needed."""
        if self._form is None:
            self._form = NewPersonForm(self._workplace, self)
            self._form.begun.connect(self.resume)
            self._form.added.connect(self.added)
            self._form.same.connect(self.same)
            self._form.failed.connect(self.failed)
            self.addWidget(self._form)
        return self._form

    @property
    def shows_nobody(self) -> bool:
        """Whether neither a file nor the form is in sight."""
        return self.currentWidget() is self.nobody

    @property
    def shows_file(self) -> bool:
        """Whether a person's file is in sight."""
        return self._file_view is not None and self.currentWidget() is self._file_view

    @property
    def shows_form(self) -> bool:
        """Whether the form of a new person is in sight."""
        return self._form is not None and self.currentWidget() is self._form

    def show_nobody(self) -> None:
        """Show that nobody is chosen."""
        self._spot = None
        self._comings += 1
        self.setCurrentWidget(self.nobody)

    def show_file(self) -> None:
        """Show the file, at the spot that is being come back to."""
        self.setCurrentWidget(self.file_view)
        self.resume()

    def show_form(self, name: str) -> None:
        """Show the form as it was left; ``name`` fills an empty one."""
        self._comings += 1
        self.setCurrentWidget(self.form)
        self.form.begin(name)

    def first_stop(self) -> QWidget | None:
        """Return what gets the focus first, or None where there is nothing to do."""
        if self.shows_form:
            return self.form.fields["given_names"]
        return self.file_view.tabs if self.shows_file else None

    def reading(self) -> tuple[QWidget, ...]:
        """Return the blocks in the order of reading."""
        return self.form.reading() if self.shows_form else (self,)

    def press_main_button(self) -> None:
        """Press the button of the form that is typed in, else the main one of what is in sight."""
        if self.shows_form:
            self.form.add_button.click()
        elif self.shows_file:
            typed_in = form_around(QApplication.focusWidget(), self)
            if typed_in is not None:
                typed_in.confirm()
            else:
                self.file_view.header.main_button.click()

    def save(self) -> None:
        """Keep what was typed now; the indicator says so."""
        self._flush_form(lambda _safe: None)
        self.file_view.keeping.flush()

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep the form as it is typed and make what was typed in the file one change."""
        file = self._file_view
        self._flush_form(lambda safe: file.leave(done) if safe and file is not None else done(safe))

    def spot(self, screen: str) -> ScreenSpot:
        """Return the person, the section, the field with its cursor, and the scroll."""
        if self.shows_nobody:
            return ScreenSpot(screen=screen)
        name, cursor = focused(self._fields())
        return ScreenSpot(
            screen=screen,
            record_id=self.file_view.person_id if self.shows_file else "",
            section=self.file_view.section if self.shows_file else NEW,
            field=name,
            cursor=cursor,
            scroll=self._pane().looked_at,
            away=not self._pane().shows_focus,
        )

    def come_back_to(self, spot: ScreenSpot) -> None:
        """Remember where to go once the file or the form is there."""
        self._spot = spot

    @property
    def coming_to(self) -> str:
        """The section that is being come back to, or ""."""
        return self._spot.section if self._spot is not None else ""

    def resume(self) -> None:
        """Go to the section, field, cursor and scroll that are being come back to."""
        spot, self._spot = self._spot, None
        self._comings += 1
        if spot is None:
            return
        if self.shows_file:
            self.file_view.turn_to(spot.section)
            network = self.file_view.pages.made(NetworkPage)
            if network is not None and spot.field.startswith(TIE):
                network.open_tie(spot.field.removeprefix(TIE))
            if spot.field or spot.scroll:
                self.file_view.when_complete(partial(self._go_to, spot, self._comings))
                return
        # The layout must know its height before it can scroll.
        QTimer.singleShot(0, self, partial(self._go_to, spot, self._comings))

    def _go_to(self, spot: ScreenSpot, coming: int) -> None:
        elsewhere = self.shows_file and spot.section not in {"", self.file_view.section}
        if coming == self._comings and not elsewhere:  # else another was shown meanwhile
            go_to(spot, self._fields(), self._pane())

    def _flush_form(self, done: Callable[[bool], None]) -> None:
        if self._form is None:
            done(True)
        else:
            self._form.flush(done)

    def _pane(self) -> ScrollPane:
        return self.form.pane if self.shows_form else self.file_view.pane

    def _fields(self) -> Iterator[tuple[str, FormField]]:
        if self.shows_form:
            yield from self.form.fields.items()
        else:
            for page in self.file_view.typed_pages:
                yield from page.fields()
