"""Hulp: the first steps, whom to call, and the card of keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.services import organisation
from ui import keymap
from ui.place_view import PlaceView
from ui.theme import code_font, current, mark, px
from ui.viewmodels import help as shown
from ui.widgets.bites import Bites
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
        column = Column(self, widest=_WIDTH)
        self._pane = ScrollPane(column, self)
        self._lines = column.lines
        self._lines.addWidget(Heading(_("Hulp"), level=1))
        self._call_line = self._make_call_line()
        self._lines.addWidget(self._call_line)
        self._lines.addStretch(1)
        self.bites = Bites(self)
        for chapter in shown.chapters():
            self.bites.add(partial(self._add_steps, chapter))
        self.bites.add(self._add_key_card)
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

    def _add_steps(self, chapter: shown.Chapter) -> None:
        card, lines = self._add_card(chapter.title)
        lines.addWidget(bullets(chapter.steps, card, numbered=chapter.numbered))
        card.show()

    def _add_key_card(self) -> None:
        card, lines = self._add_card(_("Toetsen"))
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
        lines.addLayout(grid)
        self._set_key_fonts()
        card.show()

    def _add_card(self, title: str) -> tuple[QFrame, QVBoxLayout]:
        """Add a card at the end; it is shown when it is full."""
        card = QFrame(self._lines.parentWidget())
        card.hide()
        mark(card, rol="kaart")
        lines = QVBoxLayout(card)
        lines.setContentsMargins(px(16), px(16), px(16), px(16))
        lines.setSpacing(px(8))
        lines.addWidget(Heading(title, card, level=2))
        self._lines.insertWidget(self._lines.count() - 1, card)
        return card, lines

    def _set_key_fonts(self) -> None:
        font = code_font(pixels=current().rem)
        font.setWeight(font.Weight.DemiBold)
        for name in self._keys:
            name.setFont(font)
