"""The contact note over whatever is on the screen: Ctrl+T, typed, Ctrl+Enter, gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from meitinker.i18n import _
from meitinker.store.settings import ScreenSpot
from ui.views.contacts.note_form import NoteForm
from ui.widgets.buttons import Button, FlatButton, PrimaryButton
from ui.widgets.headings import PaneHeader
from ui.widgets.overlay import Overlay
from ui.window.place_view import NEW_FOR_NOTE, NOTE

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.workplace import Workplace


class NotePanel(Overlay):
    """Lies over the window; :meth:`begin` opens it. What is typed stays when it goes.

    Signals:
        told: A message for the bar of the window: kind and sentence.
        asked: A place elsewhere that is wanted; what was typed stays.
    """

    told = Signal(str, str)
    asked = Signal(object)
    topic = NOTE

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it over ``parent``, hidden."""
        super().__init__(_("Korte notitie"), parent)
        self.form = NoteForm(workplace, self.scrolled)
        self.add_button = PrimaryButton(_("Bewaar notitie"), self.card, icon_name="check")
        self.close_button = Button(_("Later verder"), self.card)
        self.remove_button = FlatButton(_("Verwijder notitie"), self.card, icon_name="trash")
        self.remove_button.hide()
        self._build()
        self.form.added.connect(self._finish)
        self.form.known.connect(self._know)
        self.form.newcomer.connect(self._add_first)
        self.add_button.clicked.connect(self.form.add)
        self.close_button.clicked.connect(self.dismiss)
        self.remove_button.clicked.connect(self.form.remove)

    def begin(self, client_id: str = "", *, note_id: str = "", key: str = "") -> None:
        """Open the panel as :meth:`NoteForm.begin` says."""
        self.open()
        self.form.begin(client_id, note_id=note_id, key=key)

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what was typed, then call ``done``: True when it is safe."""
        self.form.flush(done)

    def dismiss(self) -> None:
        """Close without adding; what was typed is kept, and stays in sight when it cannot be."""
        if self._closing:
            return
        self._closing = True
        waits = not self.form.typed().empty
        self.form.flush(lambda safe: self._dismissed(safe=safe, waits=waits))

    def confirm(self) -> None:
        """Add the note."""
        self.form.add()

    def keep(self) -> None:
        """Keep what is typed now."""
        self.form.flush(lambda _safe: None)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+T, that opens a note, from the window below this one."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if control and event.key() == Qt.Key.Key_T:
                event.accept()
                return True
        return super().event(event)

    def _build(self) -> None:
        title = PaneHeader(_("Korte notitie"), self.card, level=2, beside=self.form.indicator)
        self.fill((title, self.form.bar), self.form, (self.add_button, self.close_button))
        self._foot.addWidget(self.remove_button)
        self.add_button.setToolTip(_("Ctrl+Enter"))
        self.close_button.setToolTip(_("Esc. Wat u typte, blijft bewaard."))

    def _add_first(self) -> None:
        """Add someone who is not in the list yet; the note waits and goes on after that."""
        note = self.form.typed()
        self.asked.emit(
            ScreenSpot(
                screen="people", section=NEW_FOR_NOTE, record_id=note.key, field=note.searched
            )
        )

    def _know(self) -> None:
        self.remove_button.setVisible(self.form.mends)
        self.fit()

    def _finish(self) -> None:
        self._closing = True
        self.go()

    def _dismissed(self, *, safe: bool, waits: bool) -> None:
        self._closing = safe
        if not safe:
            self.show()
            self.raise_()
            return
        if waits:
            words = _(
                "Uw notitie is bewaard, maar staat nog niet in het dossier."
                " U vindt de notitie op Vandaag."
            )
            self.told.emit("uitleg", words)
        self.go()

    def go(self) -> None:
        """Give the keyboard back; nobody is looked for any more."""
        self.form.person.stop()
        super().go()
