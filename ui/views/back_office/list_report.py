"""What would come of a list: nothing is written yet, and a person decides on the doubles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from meitinker.i18n import _
from ui.forms.choosing import Choosing
from ui.views.back_office.list_sides import boxed
from ui.widgets.bars import MessageBar
from ui.widgets.busy import Busy
from ui.widgets.buttons import Button, FlatButton, PrimaryButton
from ui.widgets.column import Column, Pile
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import Card, IconLine
from ui.widgets.scrolling import scroll_within

if TYPE_CHECKING:
    from ui.forms.keeping import Keeping
    from ui.viewmodels.file_lists import FileList

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

    def __init__(self, keeping: Keeping, files: FileList, parent: QWidget | None = None) -> None:
        """Build it without a report; ``files`` tells of what kind lists are."""
        super().__init__(parent)
        self._files = files
        self.report: Any = None
        self.back = FlatButton(_("Terug naar de kolommen"), icon_name="arrow-left")
        self.bar = MessageBar()
        self.summary = Pile(gap=8)
        self.busy = Busy()
        self.untouched = WrappedLabel(_("Er is nog niets toegevoegd."), tone="muted")
        self.add = PrimaryButton(files.add_words(0), icon_name=files.icon_name)
        self.save = Button(_("Bewaar het verslag…"), icon_name="download")
        self.choosing = Choosing(keeping, files.deciding, {}, boxed=boxed)
        self.choosing.all.hide()  # each of them is for a person to look at
        self.doubles = Card()
        self.further = WrappedLabel("", tone="muted")
        self.news, self.new, self.newer = Card(), Pile(gap=8), WrappedLabel("", tone="muted")
        self.wrong = Card()
        self.troubles = Pile(gap=8)
        self.more = WrappedLabel("", tone="muted")
        self._lay_out()
        self.back.clicked.connect(self.closed)
        self.add.clicked.connect(self.added)
        self.save.clicked.connect(self.report_asked)

    def show_report(self, report: Any, *, about: str) -> None:
        """Show what would come of a list; ``about`` is what its choices are kept under."""
        self.report = report
        self.bar.clear()
        self.untouched.show()
        told = self._files.summary(report)
        self.summary.replace([IconLine(one.icon_name, one.text, tint=one.tint) for one in told])
        self._show_doubles(report, about)
        self._show_news(report)
        wrong, more = self._files.troubles(report)
        self.troubles.replace([IconLine(one.icon_name, one.text, tint=one.tint) for one in wrong])
        self.wrong.setVisible(bool(wrong))
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self._count()

    def chosen(self) -> list[str]:
        """Return the keys of what a person decided otherwise than the program would."""
        return self.choosing.chosen()

    def focus_first(self) -> None:
        """Put the keyboard on what is likely next."""
        target = self.add if self.add.isEnabled() else self.back
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        column = Column(self, widest=_WIDTH)
        column.lines.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        words = self._files.words()
        column.lines.addWidget(Heading(words.comes, level=1))
        column.lines.addWidget(self.untouched)
        for part in (self.bar, self.summary, Flow(self.add, self.save, gap=12), self.busy):
            column.lines.addWidget(part)
        self.doubles.add(Heading(words.doubles, level=2))
        hint = WrappedLabel(words.doubles_hint, tone="muted")
        for widget in (hint, self.choosing.kept.bar, self.choosing, self.further):
            self.doubles.add(widget)
        self.news.add(Heading(_("Nieuw en bijgewerkt"), level=2))
        self.news.add(self.new)
        self.news.add(self.newer)
        self.wrong.add(Heading(words.wrong, level=2))
        self.wrong.add(self.troubles)
        self.wrong.add(self.more)
        column.lines.addWidget(self.doubles)
        column.lines.addWidget(self.wrong)
        column.lines.addWidget(self.news)
        column.lines.addStretch(1)
        scroll_within(self, column)

    def _show_news(self, report: Any) -> None:
        told, more = self._files.news(report), self._files.more_news(report)
        self.new.replace([IconLine(one.icon_name, one.text, tint=one.tint) for one in told])
        self.newer.setText(more)
        self.newer.setVisible(bool(more))
        self.news.setVisible(bool(told))

    def _show_doubles(self, report: Any, about: str) -> None:
        lines = self._files.doubles(report)
        self.choosing.kept.rest()
        self.choosing.fill(())
        self.choosing.fill(lines)
        for box in self.choosing.boxes.values():
            box.edited.connect(self._count)
        self.doubles.setVisible(bool(lines))
        self.further.setText(self._files.more_doubles(report))
        self.further.setVisible(bool(self.further.text()))
        self.choosing.begin(about, then=self._count)

    def _count(self) -> None:
        if self.report is not None:
            count = self._files.count(self.report, self.chosen())
            self.add.setText(self._files.add_words(count))
            self.add.setEnabled(bool(count))
