"""A day to plan on: three parts to type in, and a calendar for who would rather look.

Only here, where people do not know the date by heart, is there a calendar.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPalette, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from meitinker import clock, i18n
from meitinker.i18n import _
from ui.theme import SIZES, current, icon, mark, px
from ui.viewmodels.dates import Near, said_day
from ui.widgets.buttons import Button
from ui.widgets.dates import DateField

if TYPE_CHECKING:
    from datetime import date


_AROUND = 15
"""Days of the months around that a page of the calendar can show."""


class PlanningDay(QWidget):
    """A date with a calendar that opens below it.

    Signals:
        edited: The person changed the date.
        left: The field was left after a change, or a day was chosen.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        """Build it, empty."""
        super().__init__(parent)
        self.field = DateField(label, near=Near.COMING)
        self.open = Button(_("Kalender"), icon_name="calendar")
        self.open.setAccessibleName(f"{label}: {_('Kalender')}")
        self.open.clicked.connect(self._show_calendar)
        self.field.put_beside(self.open)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)
        self.setFocusProxy(self.field)
        self.field.edited.connect(self.edited)
        self.field.left.connect(self.left)

    def value(self) -> date | None:
        """Return the date, or None while it is empty, half done or wrong."""
        return self.field.value()

    def set_value(self, value: date | None) -> None:
        """Show a date without counting it as an edit."""
        self.field.set_value(value)

    @cached_property
    def calendar(self) -> DayCalendar:
        """The calendar; most days are typed, so it is made when asked."""
        made = DayCalendar(self)
        made.chosen.connect(self._choose)
        return made

    def _show_calendar(self) -> None:
        self.calendar.show_day(self.value() or clock.today())
        below = self.open.mapToGlobal(QPoint(0, self.open.height() + px(4)))
        room = self.open.screen().availableGeometry()
        size = self.calendar.sizeHint()
        left = min(below.x(), room.right() - size.width())
        top = min(below.y(), room.bottom() - size.height())
        self.calendar.move(max(left, room.left()), max(top, room.top()))
        self.calendar.show()
        self.calendar.days.setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self, day: date) -> None:
        self.calendar.hide()
        self.field.set_value(day)
        self.field.set_error(None)
        self.open.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()
        self.left.emit()


class DayCalendar(QFrame):
    """A month to choose a day from; Escape closes it.

    Signals:
        chosen: The day.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        """Build it out of sight."""
        super().__init__(parent, Qt.WindowType.Popup)
        mark(self, rol="kaart")
        self.setAccessibleName(_("Kalender"))
        self.days = QCalendarWidget(self)
        self.days.setLocale(QLocale(i18n.language()))
        self.days.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.days.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.days.setAccessibleName(_("Kies een dag met de pijltjes en druk op Enter"))
        self.days.selectionChanged.connect(self._tell)
        self.days.currentPageChanged.connect(self._dim)
        self.days.activated.connect(lambda day: self.chosen.emit(_date(day)))
        self.days.clicked.connect(lambda day: self.chosen.emit(_date(day)))
        self._dress()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(8), px(8), px(8), px(8))
        column.addWidget(self.days)
        self.days.setMinimumSize(px(336), px(280))

    def show_day(self, day: date) -> None:
        """Show the month of ``day``, with it chosen."""
        self.days.setSelectedDate(QDate(day.year, day.month, day.day))
        self._dim(day.year, day.month)

    def _dim(self, year: int, month: int) -> None:
        """Let the days of the months around this one step back."""
        faint = QTextCharFormat()
        faint.setForeground(QColor(current().tokens.muted))
        faint.setFontItalic(True)  # colour alone tells nobody
        self.days.setDateTextFormat(QDate(), QTextCharFormat())
        first = QDate(year, month, 1)
        for days in range(1, _AROUND):
            self.days.setDateTextFormat(first.addDays(-days), faint)
            self.days.setDateTextFormat(first.addMonths(1).addDays(days - 1), faint)

    def _tell(self) -> None:
        self.days.setAccessibleDescription(said_day(_date(self.days.selectedDate())))

    def _dress(self) -> None:
        """Give the weekend, the header and the arrows our own colours: Qt's are too faint."""
        tokens = current().tokens
        plain, head = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(QColor(tokens.text))
        head.setForeground(QColor(tokens.muted))
        head.setBackground(QColor(tokens.surface))
        for day in Qt.DayOfWeek:
            self.days.setWeekdayTextFormat(day, plain)
        self.days.setHeaderTextFormat(head)
        # Its ground would be the selection's, on which the action colour cannot be read.
        for bar in self.days.findChildren(QWidget, "qt_calendar_navigationbar"):
            bar.setBackgroundRole(QPalette.ColorRole.Base)
        names = {
            "qt_calendar_prevmonth": ("chevron-left", _("Vorige maand")),
            "qt_calendar_nextmonth": ("chevron-right", _("Volgende maand")),
        }
        for button in self.days.findChildren(QToolButton):
            if button.objectName() in names:
                icon_name, words = names[button.objectName()]
                button.setIcon(icon(icon_name, "action"))
                button.setIconSize(QSize(px(SIZES.icon), px(SIZES.icon)))
                button.setAccessibleName(words)
                button.setToolTip(words)


def _date(day: QDate) -> date:
    from datetime import date

    return date(day.year(), day.month(), day.day())
