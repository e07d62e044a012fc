"""One chapter of the guide on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import code_font, current, mark, px
from ui.theme.style import draw_ring
from ui.viewmodels import help as shown
from ui.viewmodels.guide import BlockKind
from ui.widgets.bullets import bullets
from ui.widgets.column import Column
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.icon_label import IconLabel
from ui.widgets.layout import Card
from ui.window import keymap

if TYPE_CHECKING:
    from ui.viewmodels.guide import Chapter, TextBlock

_WIDTH = 760
"""About 80 letters a line; longer lines are hard to read."""

_KEY_WIDTH = 200


class ChapterTitle(Heading):
    """The question at the top, which takes the keyboard so that the page can be scrolled.

    Arrows and Page Up and Page Down go on to the pane: a heading has no use for them.
    """

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        """Make a heading that can be reached with Tab."""
        super().__init__(text, parent, level=1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words, and a ring while the keyboard is here."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            draw_ring(painter, QRectF(self.rect()))
            painter.end()


class ChapterPage(Column):
    """A question, its answer, and below it whom to call."""

    def __init__(self, chapter: Chapter, parent: QWidget | None = None, *, keys: bool) -> None:
        """Build the page; ``keys`` adds the card with every key."""
        super().__init__(parent, widest=_WIDTH)
        self._keys: list[WrappedLabel] = []
        self.title = ChapterTitle(chapter.title)
        self.call = WrappedLabel("")
        self.lines.addWidget(self.title)
        if shown.language_words():
            self.lines.addWidget(WrappedLabel(shown.language_words(), tone="muted"))
        card = Card(self)
        for block in chapter.blocks:
            card.add(_block(block, card))
        self.lines.addWidget(card)
        if keys:
            self.lines.addWidget(self._key_card())
        self._call_line = self._make_call_line()
        self.lines.addWidget(self._call_line)
        self.lines.addStretch(1)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size with the letters of the keys."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_keys"):
            self._set_key_fonts()

    def show_call(self, words: str) -> None:
        """Show whom to call; nothing is shown before that is known."""
        self.call.setText(words)
        self._call_line.setVisible(bool(words))

    def _make_call_line(self) -> QWidget:
        line = QFrame(self)
        line.hide()
        mark(line, melding="uitleg")
        row = QHBoxLayout(line)
        row.setContentsMargins(px(16), px(12), px(16), px(12))
        row.setSpacing(px(8))
        row.addWidget(IconLabel("phone", line, tone="info"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.call, 1)
        return line

    def _key_card(self) -> QWidget:
        card = Card(self)
        card.add(Heading(_("Toetsen"), card, level=2))
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
        card.column.addLayout(grid)
        self._set_key_fonts()
        return card

    def _set_key_fonts(self) -> None:
        font = code_font(pixels=current().rem)
        font.setWeight(font.Weight.DemiBold)
        for name in self._keys:
            name.setFont(font)


def _block(block: TextBlock, parent: QWidget) -> QWidget:
    if block.kind is BlockKind.TEXT:
        return WrappedLabel(block.lines[0], parent)
    return bullets(block.lines, parent, numbered=block.kind is BlockKind.STEPS)
