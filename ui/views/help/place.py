"""Hulp: the first steps, whom to call, and the card of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.services import organisation
from ui import keymap
from ui.place_view import PlaceView
from ui.theme import code_font, current, mark, px
from ui.viewmodels import help as shown
from ui.widgets.bullets import bullets
from ui.widgets.column import Column
from ui.widgets.form_field import IconLabel, WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.panes import ScrollPane

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from meitinker.changes import Changes
    from meitinker.services.organisation import Own
    from meitinker.store.settings import Place
    from ui.workplace import Workplace

_WIDTH = 880
_KEY_WIDTH = 200
_PAGE = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_LINE = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class HelpPlace(PlaceView):
    """Hulp."""

    key = "help"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the page; the number to call is read on arriving."""
        super().__init__(workplace, parent)
        self._keys: list[WrappedLabel] = []
        self.call = WrappedLabel("")
        column = Column(widest=_WIDTH)
        column.lines.addWidget(Heading(_("Hulp"), level=1))
        self._call_line = self._make_call_line()
        column.lines.addWidget(self._call_line)
        for chapter in shown.chapters():
            column.lines.addWidget(_steps(chapter))
        column.lines.addWidget(self._key_card())
        column.lines.addStretch(1)
        self._pane = ScrollPane(column)
        self._pane.setAccessibleName(_("Hulp"))
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(self._pane)
        # Nothing on this page takes the keyboard, so the page itself does, to scroll.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def arrive(self, spot: Place | None) -> None:
        """Read the number to call."""
        work = self.workplace
        work.tasks.read(
            self,
            lambda: organisation.own(work.database, work.session),
            done=self._show_call,
            failed=lambda _error: None,
        )
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, changes: Changes) -> None:
        """Show the new number when it was changed."""
        if changes.touches("organisation"):
            self.arrive(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll with the arrows and Page Up and Page Down."""
        key, bar = Qt.Key(event.key()), self._pane.verticalScrollBar()
        if key in _PAGE:
            bar.setValue(bar.value() + _PAGE[key] * bar.pageStep())
        elif key in _LINE:
            bar.setValue(bar.value() + _LINE[key] * px(48))
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size with the letters of the keys."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_pane"):
            self._set_key_fonts()

    def _show_call(self, own: Own) -> None:
        self.call.setText(shown.call_words(own.organisation.name, own.organisation.phone))
        self._call_line.show()

    def _make_call_line(self) -> QWidget:
        line = QFrame()
        line.hide()  # whom to call is not known yet
        mark(line, melding="uitleg")
        row = QHBoxLayout(line)
        row.setContentsMargins(px(16), px(12), px(16), px(12))
        row.setSpacing(px(8))
        row.addWidget(IconLabel("phone", line, tone="info"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.call, 1)
        return line

    def _key_card(self) -> QWidget:
        card = _card(_("Toetsen"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(24))
        grid.setVerticalSpacing(px(8))
        grid.setColumnMinimumWidth(0, px(_KEY_WIDTH))
        grid.setColumnStretch(1, 1)
        for number, (keys, words) in enumerate(shown.key_rows(keymap.every_key())):
            name = WrappedLabel(keys, card)
            self._keys.append(name)
            does = WrappedLabel(words, card)
            does.setBuddy(name)
            grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(does, number, 1)
        layout = card.layout()
        if isinstance(layout, QVBoxLayout):
            layout.addLayout(grid)
        self._set_key_fonts()
        return card

    def _set_key_fonts(self) -> None:
        font = code_font(pixels=current().rem)
        font.setWeight(font.Weight.DemiBold)
        for name in self._keys:
            name.setFont(font)


def _steps(chapter: shown.Chapter) -> QWidget:
    card = _card(chapter.title)
    layout = card.layout()
    if layout is not None:
        layout.addWidget(bullets(chapter.steps, numbered=chapter.numbered))
    return card


def _card(title: str) -> QFrame:
    card = QFrame()
    mark(card, rol="kaart")
    column = QVBoxLayout(card)
    column.setContentsMargins(px(16), px(16), px(16), px(16))
    column.setSpacing(px(8))
    column.addWidget(Heading(title, card, level=2))
    return card
