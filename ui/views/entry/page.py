"""The calm frame of every page before the work: one column in the middle of the window."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from meitinker.errors import MeitinkerError
from meitinker.i18n import _
from ui.theme import draw_choices, mark, px
from ui.widgets.buttons import FlatButton, PrimaryButton
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.scrolling import ScrollPane

if TYPE_CHECKING:
    from ui.views.help.before import GuideBefore
    from ui.widgets.bars import MessageBar

COLUMN = 560
"""Width of the column in px at 100 %: a passphrase of five words stands beside its button."""

_ALL_IT_CAN = 1000
"""Stretch of the column: it takes its whole width before the ground beside it gets any."""


class EntryPage(QWidget):
    """A heading, a sentence and what the subclass adds to :attr:`column`.

    Attributes:
        plain: Nothing on it is a choice (check box, combo box), so that Qt's own style will do.
        topic: What the page is about, for F1: a place that a chapter of the guide names.
        guide: The guide while it stands before the page.
    """

    plain = False
    topic = "start"

    def __init__(self, title: str, text: str = "", parent: QWidget | None = None) -> None:
        """Build the frame."""
        super().__init__(parent)
        card = QFrame()
        mark(card, rol="kaart")
        self.column = QVBoxLayout(card)
        self.column.setContentsMargins(px(32), px(32), px(32), px(32))
        self.column.setSpacing(px(16))
        self.heading = Heading(title, card, level=1)
        self.text = WrappedLabel(text, card, tone="muted")
        self.text.setVisible(bool(text))
        self.help = FlatButton(_("Hulp"), card)
        self.help.setToolTip("F1")
        self.help.clicked.connect(self.show_guide)
        self.guide: GuideBefore | None = None
        self._before: QWidget | None = None
        self._card = card
        top = QHBoxLayout()
        top.setSpacing(px(16))
        top.addWidget(self.heading, 1)
        top.addWidget(self.help, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(top)
        self.column.addWidget(self.text)
        card.setMaximumWidth(px(COLUMN))
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(px(16), px(24), px(16), px(24))
        row.addStretch(1)
        row.addWidget(card, _ALL_IT_CAN, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        area = ScrollPane(middle, self)
        # Qt's own style, of the first paint, would draw a bar that has nothing to scroll.
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._area = area
        self._frame = QVBoxLayout(self)
        self._frame.setContentsMargins(0, 0, 0, 0)
        self._frame.addWidget(area)

    @cached_property
    def bar(self) -> MessageBar:
        """The bar below the heading; made when it first has something to say."""
        from ui.widgets.bars import MessageBar  # most who unlock are told nothing

        bar = MessageBar(self._card)
        self.column.insertWidget(self.column.indexOf(self.text) + 1, bar)
        bar.ensurePolished()  # as a bar that waits hidden: its edge then takes no room
        for before, stop in pairwise((self.help, *bar.stops)):
            QWidget.setTabOrder(before, stop)
        return bar

    def clear_message(self) -> None:
        """Take the message away, if there is one."""
        if "bar" in vars(self):
            self.bar.clear()

    def tell_error(self, error: MeitinkerError) -> None:
        """Show what went wrong and what to do next."""
        from ui.messages import sentence_before_work

        self.bar.tell("fout", sentence_before_work(error).text)

    def focus_first(self) -> None:
        """Put the keyboard where the user begins."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the guide on F1; go on with Ctrl+Enter, and with Enter from a box that is ticked."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_F1:
            self.show_guide()
        elif enter and (control or isinstance(QApplication.focusWidget(), QCheckBox)):
            self.confirm()
        else:
            super().keyPressEvent(event)

    def confirm(self) -> None:
        """Press the main button, where there is one that can be pressed."""
        mains = self._card.findChildren(PrimaryButton)
        main = next((one for one in mains if one.isVisible() and one.isEnabled()), None)
        if main is not None:
            main.click()

    def show_guide(self) -> None:
        """Show the guide in the place of the page; what was typed waits behind it."""
        if self.guide is not None:
            return
        from ui.views.help.before import GuideBefore

        draw_choices()
        self._before = QApplication.focusWidget()
        self.guide = GuideBefore(self.topic, self)
        self.guide.closed.connect(self._close_guide)
        self._frame.addWidget(self.guide)
        self._area.hide()
        self.guide.begin()

    def _close_guide(self) -> None:
        """Go back to the page, and to the field that had the keyboard."""
        guide, self.guide = self.guide, None
        if guide is None:
            return
        self._area.show()
        before = self._before
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_first()
        guide.hide()
        guide.deleteLater()
