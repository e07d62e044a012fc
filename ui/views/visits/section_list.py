"""The panes beside a section: the list of all sections, and the ladder of the need at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels import conversation as told
from ui.viewmodels import ladder
from ui.viewmodels.section_states import SectionState
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.ladder import Ladder
from ui.widgets.lists import Row, RowList
from ui.widgets.scrolling import scroll_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.services.visit_files import VisitFile
    from ui.viewmodels.conversation import SectionLine

_LOOKS = {
    SectionState.EMPTY: ("circle-dashed", "muted"),
    SectionState.BUSY: ("progress", "info"),
    SectionState.DONE: ("circle-check", "success"),
}


class SectionList(QWidget):
    """The sections with how far each is; choosing one shows it.

    Signals:
        chosen: Key of a section.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.back = FlatButton(_("Terug naar de lijst"), icon_name="arrow-left")
        self.rows = RowList(_("Onderdelen van het gesprek"))
        self.rows.chosen.connect(self.chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        head = QVBoxLayout()
        head.setContentsMargins(px(8), px(8), px(16), 0)
        head.setSpacing(px(4))
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        title = QVBoxLayout()
        title.setContentsMargins(px(8), 0, 0, 0)
        title.addWidget(Heading(_("Gesprek"), level=2))
        head.addLayout(title)
        column.addLayout(head)
        column.addWidget(self.rows, 1)
        self.share = Button(_("Laat zien aan inwoner"), icon_name="eye")
        self.share.setToolTip("F11")
        foot = QVBoxLayout()
        foot.setContentsMargins(px(16), 0, px(16), px(16))
        foot.addWidget(self.share)
        column.addLayout(foot)

    def show_lines(self, lines: Sequence[SectionLine]) -> None:
        """Show the sections; the chosen one stays."""
        rows = tuple(Row(line.key, line.title, line.words, *_LOOKS[line.state]) for line in lines)
        if rows != self.rows.rows.rows:
            self.rows.set_rows(rows)

    def select(self, key: str) -> None:
        """Show which section is at hand."""
        self.rows.select(key)


class LadderPane(QWidget):
    """The ladder of one need, from 1 below to 5 above.

    Signals:
        chosen: Number of the rung that was pressed.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build an empty ladder."""
        super().__init__(parent)
        self.need = WrappedLabel("", tone="label")
        self.ladder = Ladder()
        self.ladder.chosen.connect(self.chosen)
        body = QWidget(self)
        inside = QVBoxLayout(body)
        inside.setContentsMargins(px(16), px(16), 0, px(16))  # the pane keeps as much on the right
        inside.setSpacing(px(8))
        inside.addWidget(Heading(_("Ladder"), level=3))
        inside.addWidget(self.need)
        inside.addWidget(self.ladder)
        inside.addStretch(1)
        scroll_within(self, body)

    def show_need(self, file: VisitFile, need_id: str) -> None:
        """Show the ladder of a need, or an untouched one while there is none."""
        need = next((one for one in file.needs if one.id == need_id), None)
        self.need.setText(told.need_title(need) if need else "")
        self.need.setVisible(need is not None)
        self.ladder.set_rungs(ladder.rungs(file, need.id if need else None))

    def focus_first(self) -> None:
        """Go to the lowest rung."""
        self.ladder.button(1).setFocus(Qt.FocusReason.OtherFocusReason)
