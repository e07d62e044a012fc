"""What would come of a list: nothing is written yet, and a person decides on the doubles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.services import importing
from meitinker.services.import_runs import State
from ui.choosing import Choosing
from ui.viewmodels import client_lists as said
from ui.views.people.layout import Card, IconLine
from ui.widgets.bars import MessageBar
from ui.widgets.busy import Busy
from ui.widgets.buttons import Button, FlatButton, PrimaryButton
from ui.widgets.column import Column, Pile
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.panes import ScrollPane

if TYPE_CHECKING:
    from meitinker.services.importing import Report
    from ui.keeping import Keeping

_WIDTH = 800


class ListReport(QWidget):
    """The third step: added, refused, known and double, and the button that brings them in.

    Signals:
        closed: The columns are wanted again.
        added: The good rows are to be brought in, and the doubles that were chosen.
        report_asked: The report is to be kept in a file.
    """

    closed = Signal()
    added = Signal()
    report_asked = Signal()

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build it without a report."""
        super().__init__(parent)
        self.report: Report | None = None
        self.back = FlatButton(_("Terug naar de kolommen"), icon_name="arrow-left")
        self.bar = MessageBar()
        self.summary = Pile(gap=8)
        self.busy = Busy()
        self.add = PrimaryButton(said.add_words(0), icon_name="users")
        self.save = Button(_("Bewaar het verslag…"), icon_name="download")
        self.choosing = Choosing(keeping, importing.DECIDING, {})
        self.choosing.all.hide()  # each of them is for a person to look at
        self.doubles = Card()
        self.further = WrappedLabel("", tone="muted")
        self.wrong = Card()
        self.troubles = Pile(gap=8)
        self.more = WrappedLabel("", tone="muted")
        self._lay_out()
        self.back.clicked.connect(self.closed)
        self.add.clicked.connect(self.added)
        self.save.clicked.connect(self.report_asked)

    def show_report(self, report: Report, *, about: str) -> None:
        """Show what would come of a list; ``about`` is what its choices are kept under."""
        self.report = report
        self.bar.clear()
        told = said.summary(report)
        self.summary.replace([IconLine(one.icon_name, one.text, tint=one.tint) for one in told])
        self._show_doubles(report, about)
        wrong = said.troubles(report)
        self.troubles.replace([IconLine(one.icon_name, one.text, tint=one.tint) for one in wrong])
        self.wrong.setVisible(bool(wrong))
        self.more.setText(said.more_troubles(report))
        self.more.setVisible(bool(self.more.text()))
        self._count()

    def also(self) -> frozenset[int]:
        """Return the rows of which a person said: another one."""
        return frozenset(int(key) for key in self.choosing.chosen())

    def focus_first(self) -> None:
        """Put the keyboard on what is likely next."""
        target = self.add if self.add.isEnabled() else self.back
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        column = Column(self, widest=_WIDTH)
        column.lines.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.lines.addWidget(Heading(_("Dit komt er van de lijst"), level=1))
        words = _("Er is nog niets toegevoegd.")
        column.lines.addWidget(WrappedLabel(words, tone="muted"))
        for part in (self.bar, self.summary, Flow(self.add, self.save, gap=12), self.busy):
            column.lines.addWidget(part)
        self.doubles.add(Heading(_("Waarschijnlijk al bekend"), level=2))
        hint = _("Zij komen niet mee. Is het toch iemand anders? Zet dan een vinkje.")
        for widget in (WrappedLabel(hint, tone="muted"), self.choosing.kept.bar, self.choosing):
            self.doubles.add(widget)
        self.doubles.add(self.further)
        self.wrong.add(Heading(_("Kijk dit na in de lijst"), level=2))
        self.wrong.add(self.troubles)
        self.wrong.add(self.more)
        column.lines.addWidget(self.doubles)
        column.lines.addWidget(self.wrong)
        column.lines.addStretch(1)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(ScrollPane(column, self))

    def _show_doubles(self, report: Report, about: str) -> None:
        lines = said.doubles(report)
        self.choosing.kept.rest()
        self.choosing.fill(())
        self.choosing.fill(lines)
        for box in self.choosing.boxes.values():
            box.edited.connect(self._count)
        self.doubles.setVisible(bool(lines))
        self.further.setText(said.more_doubles(report))
        self.further.setVisible(bool(self.further.text()))
        self.choosing.begin(about, then=self._count)

    def _count(self) -> None:
        if self.report is not None:
            count = self.report.count(State.GOOD) + len(self.also())
            self.add.setText(said.add_words(count))
