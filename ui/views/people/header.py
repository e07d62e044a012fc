"""The top of a person's file: who it is, what to know before knocking, and the main button."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import mark, px
from ui.viewmodels.places import makes
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import Button, PrimaryButton
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import PaneHeader, PaneTop
from ui.widgets.layout import IconLine
from ui.widgets.saving import SaveIndicator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.domain.session import Role
    from ui.viewmodels.person_file import FileTop, Mark


def fixed_top(title: PaneHeader, bar: MessageBar) -> QWidget:
    """Return the part of a pane that never scrolls: how saving stands is always in sight."""
    return PaneTop(title, bar)


class SafetyNote(QFrame):
    """What a visitor must look out for; it has no cross, it must be read every time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        mark(self, melding="waarschuwing")
        self._line = IconLine("alert-triangle", "", self, tint="warning")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(12), px(12), px(12))
        row.addWidget(self._line)
        self.hide()

    def tell(self, note: str) -> None:
        """Show the note; nothing hides it."""
        words = _("Let op bij een bezoek: {note}").format(note=note)
        self._line.words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(note))


class FileHeader(QWidget):
    """Line, marks, safety note and the main button; :attr:`top` stands above the scrolling.

    Attributes:
        top: Name, how saving stands, and the bar for when it fails.

    Signals:
        visit_asked: "Nieuw gesprek" or "Verder met gesprek" was pressed.
        note_asked: "Korte notitie" was pressed.
    """

    visit_asked = Signal()
    note_asked = Signal()

    def __init__(self, role: Role, parent: QWidget | None = None) -> None:
        """Begin empty, with what ``role`` may begin."""
        super().__init__(parent)
        self.indicator = SaveIndicator()
        self.title = PaneHeader("", beside=self.indicator)
        self.bar = MessageBar()
        self.top = fixed_top(self.title, self.bar)
        self.line = WrappedLabel("", tone="muted")
        self.safety = SafetyNote()
        self.main_button = PrimaryButton(_("Nieuw gesprek"), icon_name="messages")
        self.main_button.clicked.connect(self.visit_asked)
        self.note_button = Button(_("Korte notitie"), icon_name="phone")
        self.note_button.clicked.connect(self.note_asked)
        self._marks = Flow(gap=16)
        self._mark_lines: list[IconLine] = []
        if not makes(role, "visit"):
            self.main_button.setEnabled(False)  # its key presses what is out of sight, too
            self.main_button.hide()
        if not makes(role, "contact_note"):
            self.note_button.hide()
        buttons = Flow(self.main_button, self.note_button, gap=12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        for widget in (self.line, self._marks, self.safety):
            column.addWidget(widget)
        column.addWidget(buttons)

    def show_header(self, shown: FileTop) -> None:
        """Show a file's top."""
        self.title.set_title(shown.name)
        self.line.setText(shown.line)
        self.line.setVisible(bool(shown.line))
        self.safety.tell(shown.safety)
        self.main_button.setText(_("Verder met gesprek") if shown.visit_id else _("Nieuw gesprek"))
        self._show_marks(shown.marks)

    def _show_marks(self, marks: Sequence[Mark]) -> None:
        """Show what to know; lines that are there say something else, or wait (see ``facts``)."""
        lines = self._mark_lines
        if len(lines) < len(marks):
            lines += [IconLine("", "", wraps=False) for _mark in marks[len(lines) :]]
            self._marks.replace(*lines)
        for line, one in zip_longest(lines, marks):
            if one is not None:
                line.icon.set_icon(one.icon_name, tone=one.tint)
            line.words.setText(one.text if one is not None else "")
            line.setVisible(one is not None)
        self._marks.setVisible(bool(marks))
