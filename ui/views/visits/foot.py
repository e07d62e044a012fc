"""The buttons of a conversation: on to the next step, and away for later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.widgets.buttons import Button, PrimaryButton

if TYPE_CHECKING:
    from ui.widgets.panes import AdaptivePanes


class Foot(QWidget):
    """Stands below the section; in a low window it scrolls along, but for the way on."""

    def __init__(self) -> None:
        """Build the buttons; what the main one says is the conversation's."""
        super().__init__()
        self.later = Button(_("Later verder"), icon_name="clock")
        self.main = PrimaryButton("")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(12), px(24), px(16))
        row.setSpacing(px(16))
        row.addWidget(self.main)
        row.addWidget(self.later)
        row.addStretch(1)

    def show_for(self, *, open_visit: bool) -> None:
        """Show the buttons while the conversation can be written in."""
        self.setVisible(open_visit)
        self.main.setVisible(open_visit)

    def place_main(self, panes: AdaptivePanes, *, low: bool) -> None:
        """Put the way on beside the way back where little of the section is in sight."""
        beside = low and panes.put_beside_back(self.main)
        if not beside and self._row.indexOf(self.main) != 0:
            self._row.insertWidget(0, self.main)
