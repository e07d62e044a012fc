"""A quiet list of sentences that could be easier: there for who looks, in nobody's way."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _, ngettext
from ui.theme import px
from ui.viewmodels.plainness import Note, Plainness
from ui.widgets.buttons import FlatButton, LineButton
from ui.widgets.form_field import WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.errors import MeitinkerError
    from ui.work.tasks import Tasks


class PlainNotes(QWidget):
    """How the text reads in one muted line, with its remarks below when asked for.

    It never takes the focus, never announces itself and shows no colour of an error: plain
    words are a craft, not a rule.

    Signals:
        asked: Section and field of a sentence.
    """

    asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None, *, leads: bool = False) -> None:
        """Begin with nothing to say; with ``leads`` each remark goes to its sentence."""
        super().__init__(parent)
        self._leads = leads
        self._shown = Plainness()
        self._reading = False
        self._next: Callable[[], Plainness] | None = None
        self.lines: list[QWidget] = []
        self.words = WrappedLabel("", self, tone="muted")
        self.more = FlatButton("", self, icon_name="chevron-down")
        self.more.clicked.connect(self._turn)
        self.list = QWidget(self)
        self._rows = QVBoxLayout(self.list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(px(4))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self.words)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.list)
        self.list.hide()
        self.hide()

    def judge(self, tasks: Tasks, of: Callable[[], Plainness]) -> None:
        """Read a text on a lane and show what can be said of it; of many asked only the last.

        A long text takes a second, and it is asked at every save: typing must not wait for it.
        """
        if self._reading:
            self._next = of
            return
        self._reading, self._next = True, None

        def read(told: Plainness) -> None:
            self._reading = False
            self.show_plainness(told)
            if self._next is not None:
                self.judge(tasks, self._next)

        def failed(_error: MeitinkerError) -> None:
            self._reading = False  # it is in the log; nothing is missed that has to be done

        tasks.file(self, of, done=read, failed=failed)

    def show_plainness(self, told: Plainness) -> None:
        """Show what can be said of the text now."""
        if told == self._shown:
            return
        self._shown = told
        self.words.setText(told.score)
        self.words.setVisible(bool(told.score))
        self._fill(told)
        self._name()
        self.more.setVisible(bool(told.notes))
        if not told.notes:
            self.list.hide()
        self.setVisible(not told.nothing)

    def _turn(self) -> None:
        self.list.setVisible(self.list.isHidden())
        self._name()

    def _name(self) -> None:
        count = len(self._shown.notes) + self._shown.further
        words = ngettext(
            "{count} zin kan misschien makkelijker", "{count} zinnen kunnen misschien makkelijker",
            count,
        )  # fmt: skip
        self.more.setText(words.format(count=count))
        self.more.set_icon("chevron-down" if self.list.isHidden() else "chevron-up")

    def _fill(self, told: Plainness) -> None:
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self.lines = [self._line(note) for note in told.notes]
        if told.further:
            further = _("En nog {count} andere.").format(count=told.further)
            self.lines.append(WrappedLabel(further, self.list, tone="muted"))
        for line in self.lines:
            self._rows.addWidget(line)

    def _line(self, note: Note) -> QWidget:
        if not self._leads:
            return WrappedLabel(note.line, self.list, tone="muted")
        line = LineButton(note.line, self.list)
        line.clicked.connect(partial(self.asked.emit, note.section, note.field))
        return line
