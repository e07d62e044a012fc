"""Finding the file of someone in a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from meitinker.i18n import _
from meitinker.services import people, reading
from ui.theme import px
from ui.viewmodels import visits as told
from ui.widgets.buttons import Button
from ui.widgets.fields import TextField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.layout import Card
from ui.widgets.lists import Row, RowList

if TYPE_CHECKING:
    from meitinker.store.people import PersonEntry
    from ui.workplace import Workplace

_MOST = 8
_SETTLED = 1500
"""Milliseconds without a key after which a search counts as meant, and is logged."""


class LinkPart(Card):
    """A search field and what it finds.

    Signals:
        chosen: Id of the person whose file it is.
        closed: No file is wanted after all.
    """

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the parts."""
        super().__init__(parent)
        self._workplace = workplace
        self._turn = 0
        self._found = 0
        self.search = TextField(
            _("Van wie is het dossier?"), hint=_("Zoek op naam, straat of geboortedatum.")
        )
        self.rows = RowList(_("Gevonden dossiers"))
        self.rows.setMinimumHeight(px(160))
        self.words = WrappedLabel("", tone="muted")
        self.cancel = Button(_("Toch niet"))
        self.add(self.search)
        self.add(self.words)
        self.add(self.rows)
        self.column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignLeft)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED)
        self._settle.timeout.connect(self._log)
        self.search.edited.connect(self._look)
        self.search.line.returnPressed.connect(self._choose)
        self.rows.activated.connect(lambda _index: self._choose())
        self.rows.clicked.connect(lambda _index: self._choose())
        self.cancel.clicked.connect(self.closed)
        self.hide()

    def start(self, name: str) -> None:
        """Begin with a name that is known already."""
        self.show()
        self.search.set_value(name)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._look()

    def _look(self) -> None:
        work, text = self._workplace, self.search.value()
        self._turn += 1
        turn = self._turn
        self._settle.start()

        def show(found: list[PersonEntry]) -> None:
            if turn == self._turn:
                self._show(found)

        work.tasks.read(
            self,
            lambda: people.found(work.database, work.session, text, most=_MOST) if text else [],
            done=show,
        )

    def _show(self, found: list[PersonEntry]) -> None:
        self._found = len(found)
        self.rows.set_rows(
            [Row(p.person_id, told.said_name(p), told.person_status(p), "user") for p in found]
        )
        self.rows.setVisible(bool(found))
        if found and not self.rows.current_key:
            self.rows.select(found[0].person_id)
        nothing = _("Niets gevonden. Kijk de spelling na of zoek op straat.")
        self.words.setText(nothing if self.search.value() and not found else "")
        self.words.setVisible(bool(self.words.text()))

    def _choose(self) -> None:
        key = self.rows.current_key
        if key:
            self._log()
            self.chosen.emit(key)

    def _log(self) -> None:
        work, text, found = self._workplace, self.search.value(), self._found
        if self._settle.isActive():
            self._settle.stop()
        if text:
            work.tasks.write(
                self,
                lambda: reading.searched(work.database, work.session, text, found, kind="person"),
            )
