"""The palette (Ctrl+K): people, places and actions in one field, and never the only way."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.services import people
from ui.theme import mark, px
from ui.viewmodels import palette as shown
from ui.views.palette.search import PeopleSearch
from ui.widgets.announce import announce
from ui.widgets.form_field import WrappedLabel
from ui.widgets.lists import Row, RowList
from ui.widgets.overlay import LaidOver

if TYPE_CHECKING:
    from meitinker.store.people import PersonEntry
    from ui.viewmodels.palette_result import PaletteResult
    from ui.workplace import Workplace

_WIDTH = 640
_FROM_TOP = 64
_BELOW = 8
_VEIL = QColor(0, 0, 0, 90)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Palette(LaidOver):
    """Lies over the window; :meth:`show` opens it and it goes by itself.

    Signals:
        chosen: A :class:`Place` to go to.
        acted: The name of an action; see :mod:`ui.viewmodels.palette`.
    """

    chosen = Signal(object)
    acted = Signal(str)

    def __init__(
        self, workplace: Workplace, parent: QWidget | None = None, *, client_id: str = ""
    ) -> None:
        """Build it over ``parent``, hidden; ``client_id`` is whom what lies below is about."""
        super().__init__(parent)
        self.workplace = workplace
        self._at_hand: PersonEntry | None = None
        self._found: tuple[PaletteResult, ...] = ()
        self._enter_waits = False
        self._before: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(_("Zoek een inwoner of wat u wilt doen"))
        self._build()
        self._search = PeopleSearch(workplace, self)
        self._search.answered.connect(self._answered)
        self._search.helped.connect(self._show_more)
        self._search.settled.connect(self._announce_count)
        self.line.textChanged.connect(self._typed)
        self.line.installEventFilter(self)
        self.list.clicked.connect(self._clicked)
        if parent is not None:
            parent.installEventFilter(self)
        self._show_found(shown.results(workplace.session.role, ""))
        self.hide()
        if client_id:
            workplace.tasks.read(
                self,
                partial(people.entry, workplace.database, workplace.session, client_id),
                done=self._know,
                failed=lambda _error: None,  # it can all be begun without
            )

    def text(self) -> str:
        """Return what is typed."""
        return self.line.text()

    def found(self) -> tuple[PaletteResult, ...]:
        """Return the results in the order shown."""
        return self._found

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the list from the field, and follow the size of the window."""
        if watched is self.line and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and self._took(event):
                return True
        elif watched is self.parent() and event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Cover the window and take the keyboard; a palette that was open goes."""
        super().showEvent(event)
        parent = self.parentWidget()
        if parent is not None:
            for other in parent.findChildren(Palette):
                if other is not self:
                    other.close()
        self._before = QApplication.focusWidget()
        self._fit()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Count no longer: a search that led to nothing is no search."""
        super().hideEvent(event)
        self._search.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what lies below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _VEIL)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close on a click beside it."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Keep Tab within: the field is the only stop."""
        self.line.setFocus(
            Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason
        )
        return True

    def dismiss(self) -> None:
        """Close without choosing, and give the keyboard back to where it was."""
        before, inside = self._before, self.isAncestorOf(QApplication.focusWidget() or self)
        self.close()
        if inside and before is not None and shiboken6.isValid(before):
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def _build(self) -> None:
        self.card = QFrame(self)
        mark(self.card, rol="kaart")
        self.line = QLineEdit(self.card)
        self.line.setClearButtonEnabled(False)
        label = WrappedLabel(_("Zoek een inwoner of wat u wilt doen"), self.card, tone="label")
        label.setBuddy(self.line)
        self.line.setAccessibleName(label.text())
        self.line.setAccessibleDescription(
            _("Pijltjes kiezen een regel. Enter gaat erheen. Esc sluit.")
        )
        self.list = RowList(_("Gevonden"), self.card)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = WrappedLabel(
            _("Niets gevonden. Kijk de spelling na of zoek op straat."), self.card, tone="muted"
        )
        self.nothing.setMargin(px(16))  # a style sheet takes the margins of contents away
        self._head = QVBoxLayout()
        self._head.setContentsMargins(px(16), px(16), px(16), px(12))
        self._head.setSpacing(px(8))
        self._head.addWidget(label)
        self._head.addWidget(self.line)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(px(1), px(1), px(1), px(_BELOW - 1))
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self.list)
        column.addWidget(self.nothing)

    def _took(self, event: QKeyEvent) -> bool:
        """Do what a key of the list or of the palette does; False leaves it to the field."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._step(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            return False
        return True

    def _step(self, step: int) -> None:
        keys = [one.key for one in self._found]
        if not keys:
            return
        now = self.list.current_key
        at = (keys.index(now) + step) % len(keys) if now in keys else 0
        self._select(keys[at])
        self._announce()

    def _know(self, at_hand: PersonEntry | None) -> None:
        """Offer to begin with the resident at hand."""
        self._at_hand = at_hand
        if not self._search.busy:
            self._show_more()

    def _typed(self, text: str) -> None:
        """Look for people; what no longer fits goes at once, the rest waits for the answer."""
        self._enter_waits = False
        self._search.ask(text)
        if self._search.busy:
            role = self.workplace.session.role
            fitting = shown.still_fitting(role, text, self._found, at_hand=self._at_hand)
            self._show_rows(fitting)
            # Whether there is nothing is not known yet, and the card must not jump at every key.
            self.nothing.hide()

    def _answered(self) -> None:
        self._show_found(self._search.results(self.text(), self._at_hand))
        if self._enter_waits:
            self._choose(self.list.current_key)

    def _show_more(self) -> None:
        """Show what came later as well; what was chosen meanwhile stays chosen."""
        chosen = self.list.current_key
        self._answered()
        if chosen:
            self._select(chosen)

    def _show_found(self, found: tuple[PaletteResult, ...]) -> None:
        self._show_rows(found)
        self.list.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self._fit()

    def _show_rows(self, found: tuple[PaletteResult, ...]) -> None:
        self._found = found
        self.list.set_rows([Row(one.key, one.title, one.status, one.icon_name) for one in found])
        if found:
            self._select(found[0].key)

    def _select(self, key: str) -> None:
        self.list.select(key)
        self.list.scrollTo(self.list.currentIndex())

    def _announce(self) -> None:
        row = next((one for one in self._found if one.key == self.list.current_key), None)
        if row is not None:
            announce(self.line, f"{row.title}, {row.status}")

    def _enter(self) -> None:
        """Choose what is selected; not yet while the list still shows the words before."""
        if self._search.busy:
            self._enter_waits = True
        else:
            self._choose(self.list.current_key)

    def _clicked(self, index: QModelIndex) -> None:
        self._choose(self.list.rows.rows[index.row()].key)

    def _choose(self, key: str) -> None:
        one = next((one for one in self._found if one.key == key), None)
        if one is None:
            return
        self._search.log()
        self.dismiss()
        if one.place is not None:
            self.chosen.emit(one.place)
        else:
            self.acted.emit(one.action)

    def _announce_count(self) -> None:
        announce(self.line, shown.count_words(len(self._found)))

    def _fit(self) -> None:
        """Cover the window, and put the card in the middle at the top, as high as it needs."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        width = max(min(px(_WIDTH), self.width() - px(32)), 1)
        top = min(px(_FROM_TOP), self.height() // 8)
        self.card.setFixedWidth(width)
        rows = sum(self.list.sizeHintForRow(number) for number in range(len(self._found)))
        around = self._head.heightForWidth(width) + px(_BELOW)
        room = max(self.height() - top - px(16) - around, px(72))
        self.list.setFixedHeight(min(rows + px(2), room))
        below = self.list.height() if self._found else self.nothing.heightForWidth(width)
        self.card.setFixedHeight(around + below)
        self.card.move(QPoint((self.width() - width) // 2, top))
