"""With whom is the conversation? A resident is found by name, street or date of birth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.services import people, reading
from ui.theme import px
from ui.viewmodels import visits as told
from ui.widgets.buttons import Button, PrimaryButton
from ui.widgets.fields import TextField
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.lists import Row, RowList
from ui.widgets.scrolling import scroll_within

if TYPE_CHECKING:
    from meitinker.store.people import PersonEntry
    from ui.workplace import Workplace

_MOST = 20
_SETTLED = 1500
"""Milliseconds without a key after which a search counts as meant, and is logged."""


class ResidentPicker(QWidget):
    """A search field and what it finds.

    Signals:
        chosen: Id of the resident.
        closed: The user wants no new conversation after all.
        unknown: The resident is not in the file yet; what was searched, where that is a name.
    """

    chosen = Signal(str)
    closed = Signal()
    unknown = Signal(str)

    def __init__(
        self,
        workplace: Workplace,
        parent: QWidget | None = None,
        *,
        title: str = "",
        verb: str = "",
    ) -> None:
        """Build the parts; ``title`` and ``verb`` are for what is no new conversation."""
        super().__init__(parent)
        self._workplace = workplace
        self._turn = 0
        self._found = 0
        self._shown_turn = 0
        self._enter_waits = False
        self._nobody = (
            _("Kies eerst een inwoner. Zoek op naam of straat.")
            if title
            else _("Kies eerst met wie u praat. Zoek op naam of straat.")
        )
        self.search = TextField(
            _("Zoek op naam, straat of geboortedatum"), hint=_("Kies daarna de inwoner.")
        )
        self.search.edited.connect(self._look)
        self.search.line.returnPressed.connect(self._enter)
        self.rows = RowList(_("Gevonden inwoners"))
        self.rows.activated.connect(lambda _index: self._choose())
        self.rows.clicked.connect(lambda _index: self._choose())
        self.words = WrappedLabel("", tone="muted")
        self.begin = PrimaryButton(verb or _("Begin gesprek"))
        self.begin.clicked.connect(self._choose)
        self.add = Button(_("Nieuwe inwoner"), icon_name="user-plus")
        self.add.clicked.connect(lambda: self.unknown.emit(told.name_searched(self.search.value())))
        cancel = Button(_("Toch niet"))
        cancel.clicked.connect(self.closed)
        body = QWidget(self)
        self._column = column = QVBoxLayout(body)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(16))
        column.addWidget(Heading(title or _("Nieuw gesprek"), level=1))
        column.addWidget(self.search)
        column.addWidget(self.words)
        column.addWidget(self.rows, 1)
        column.addWidget(Flow(self.begin, self.add, cancel, gap=16))
        column.addStretch(0)
        scroll_within(self, body)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED)
        self._settle.timeout.connect(self._log)

    def start(self) -> None:
        """Begin a search."""
        self.search.set_value("")
        self.search.set_error(None)
        self._show([])
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self) -> None:
        work, text = self._workplace, self.search.value()
        self.search.set_error(None)
        self._turn += 1
        self._enter_waits = False
        turn = self._turn
        self._settle.start()
        self.words.hide()  # it was said of other words

        def show(found: list[PersonEntry]) -> None:
            if turn == self._turn:
                self._show(found)
                if self._enter_waits:
                    self._enter()

        work.tasks.read(
            self,
            lambda: people.found(work.database, work.session, text, most=_MOST) if text else [],
            done=show,
        )

    def _show(self, found: list[PersonEntry]) -> None:
        self._shown_turn = self._turn
        self._found = len(found)
        self.rows.set_rows(
            [Row(p.person_id, told.said_name(p), told.person_status(p), "user") for p in found]
        )
        self.rows.setVisible(bool(found))
        # What is over goes below the buttons while there is no list to take it.
        self._column.setStretch(self._column.count() - 1, 0 if found else 1)
        if found and not self.rows.current_key:
            self.rows.select(found[0].person_id)
        nothing = _("Niets gevonden. Kijk de spelling na, of klik op Nieuwe inwoner.")
        self.words.setText(nothing if self.search.value() and not found else "")
        self.words.setVisible(bool(self.words.text()))

    def _enter(self) -> None:
        """Choose the first; not yet while the list still shows the words before."""
        self._enter_waits = self._shown_turn != self._turn
        if not self._enter_waits and self.rows.current_key:
            self._choose()

    def _choose(self) -> None:
        key = self.rows.current_key
        if key:
            self.chosen.emit(key)
            return
        self.search.set_error(self._nobody)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _log(self) -> None:
        work, text, found = self._workplace, self.search.value(), self._found
        if text:
            work.tasks.write(
                self,
                lambda: reading.searched(work.database, work.session, text, found, kind="person"),
            )
