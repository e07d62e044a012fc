"""The week as a list: for a narrow window, large letters, and who would rather read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from meitinker.i18n import _
from ui.widgets.empty import EmptyState
from ui.widgets.lists import Row, RowList

if TYPE_CHECKING:
    from ui.viewmodels.week import ShownWeek


class WeekList(QStackedWidget):
    """A line for each appointment, office hour and absence; Enter or a click opens.

    Signals:
        opened: The key of an appointment.
    """

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without a week."""
        super().__init__(parent)
        self._keys: tuple[str, ...] = ()
        self.rows = RowList(_("Deze week in een lijst"))
        self.empty = EmptyState(
            _("Nog niets in deze week. Klik op Nieuwe afspraak om te beginnen."),
            icon_name="calendar",
        )
        self.addWidget(self.rows)
        self.addWidget(self.empty)
        self.rows.activated.connect(self._open)
        self.rows.clicked.connect(self._open)

    def show_week(self, week: ShownWeek) -> None:
        """Show the lines of a week."""
        self._keys = tuple(line.key for line in week.lines)
        self.rows.set_rows(
            [
                Row(line.key or str(number), line.title, line.status, line.icon_name, line.tint)
                for number, line in enumerate(week.lines)
            ]
        )
        self.setCurrentWidget(self.rows if week.lines else self.empty)

    def focus(self, key: str) -> None:
        """Put the keyboard in the list, at the line with ``key`` where it is there."""
        if key in self._keys:
            self.rows.select(key)
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, index: QModelIndex) -> None:
        key = self._keys[index.row()] if 0 <= index.row() < len(self._keys) else ""
        if key:
            self.opened.emit(key)
