"""The contact note over whatever is on the screen: Ctrl+T, typed, Ctrl+Enter, gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.place_view import NOTE
from ui.theme import mark, px
from ui.views.contacts.note_form import NoteForm
from ui.widgets.buttons import Button, FlatButton, PrimaryButton
from ui.widgets.headings import PaneHeader
from ui.widgets.panes import ScrollPane
from ui.widgets.tab_order import step_focus

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.workplace import Workplace

_WIDTH = 640
_FROM_TOP = 48
_VEIL = QColor(0, 0, 0, 90)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NotePanel(QWidget):
    """Lies over the window; :meth:`begin` opens it. What is typed stays when it goes.

    Signals:
        told: A message for the bar of the window: kind and sentence.
    """

    told = Signal(str, str)
    topic = NOTE

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it over ``parent``, hidden."""
        super().__init__(parent)
        self._before: QWidget | None = None
        self._closing = False
        self.setAccessibleName(_("Korte notitie"))
        self.form = NoteForm(workplace)
        self.add_button = PrimaryButton(_("Bewaar notitie"), icon_name="check")
        self.close_button = Button(_("Later verder"))
        self.remove_button = FlatButton(_("Verwijder notitie"), icon_name="trash")
        self.remove_button.hide()
        self._build()
        self.form.added.connect(self._finish)
        self.form.known.connect(self._know)
        self.add_button.clicked.connect(self.form.add)
        self.close_button.clicked.connect(self.dismiss)
        self.remove_button.clicked.connect(self.form.remove)
        if parent is not None:
            parent.installEventFilter(self)
        self.hide()

    def begin(self, client_id: str = "", *, note_id: str = "") -> None:
        """Open the panel about a resident, about nobody yet, or to mend a note."""
        self._before = QApplication.focusWidget()
        self.show()
        self.form.begin(client_id, note_id=note_id)

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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window, and what the form shows of itself."""
        resized = watched is self.parent() and event.type() == QEvent.Type.Resize
        if resized or (watched is self._content and event.type() == QEvent.Type.LayoutRequest):
            self._fit()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the panel from the place below it."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if control and Qt.Key(event.key()) in (*_ENTER, Qt.Key.Key_S, Qt.Key.Key_T):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add on Ctrl+Enter, keep on Ctrl+S, go on Esc."""
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif control and key in _ENTER:
            self.form.add()
        elif control and key == Qt.Key.Key_S:
            self.form.flush(lambda _safe: None)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Keep Tab within the card, and in the order of reading."""
        return step_focus(self.window(), (self.card,), forward=forwards)

    def showEvent(self, event: QShowEvent) -> None:
        """Cover the window."""
        super().showEvent(event)
        self._fit()
        self.raise_()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what lies below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _VEIL)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close on a click beside it."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def _build(self) -> None:
        self.card = QFrame(self)
        mark(self.card, rol="kaart")
        title = PaneHeader(_("Korte notitie"), level=2, beside=self.form.indicator)
        self._top = QVBoxLayout()
        self._top.setContentsMargins(px(24), px(16), px(24), px(8))
        self._top.setSpacing(px(8))
        self._top.addWidget(title)
        self._top.addWidget(self.form.bar)
        content = QWidget()
        self._inside = inside = QVBoxLayout(content)
        inside.setContentsMargins(px(24), px(4), px(24), px(16))
        inside.addWidget(self.form)
        inside.addStretch(1)
        self._content = content
        content.installEventFilter(self)
        self.pane = ScrollPane(content)
        self._foot = buttons = QHBoxLayout()
        buttons.setContentsMargins(px(24), px(12), px(24), px(16))
        buttons.setSpacing(px(12))
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.close_button)
        buttons.addStretch(1)
        buttons.addWidget(self.remove_button)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(px(1), px(1), px(1), px(1))
        column.setSpacing(0)
        column.addLayout(self._top)
        column.addWidget(self.pane, 1)
        column.addLayout(buttons)
        self.add_button.setToolTip(_("Ctrl+Enter"))
        self.close_button.setToolTip(_("Esc. Wat u typte, blijft bewaard."))

    def _know(self) -> None:
        self.remove_button.setVisible(self.form.mends)
        self._fit()

    def _finish(self) -> None:
        self._closing = True
        self._go()

    def _dismissed(self, *, safe: bool, waits: bool) -> None:
        self._closing = safe
        if not safe:
            self.show()
            self.raise_()
            return
        if waits:
            self.told.emit("uitleg", _("Uw notitie is bewaard, maar nog niet toegevoegd. Ctrl+T."))
        self._go()

    def _go(self) -> None:
        """Give the keyboard back to where it was, and go."""
        before, inside = self._before, self.isAncestorOf(QApplication.focusWidget() or self)
        self.form.person.stop()
        self.hide()
        if inside and before is not None and shiboken6.isValid(before):
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.deleteLater()

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Go when a key of the window, such as Ctrl+1, takes the user elsewhere."""
        if self.isVisible() and now is not None and not self.isAncestorOf(now):
            self.dismiss()

    def _fit(self) -> None:
        """Cover the window, and put the card in the middle at the top, as high as it needs."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        width = max(min(px(_WIDTH), self.width() - px(32)), 1)
        top = min(px(_FROM_TOP), self.height() // 12)
        around = self._top.totalHeightForWidth(width) + self._foot.sizeHint().height() + px(2)
        wanted = self._inside.totalHeightForWidth(width) + around
        height = min(wanted, self.height() - 2 * top)
        self.card.setGeometry((self.width() - width) // 2, top, width, height)
