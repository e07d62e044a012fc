"""The frame of every section: a title, cards below it, and how it keeps what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui.messages import sentence_for
from ui.theme import mark, px
from ui.viewmodels.settings import decided_words
from ui.widgets.choices import RadioGroup
from ui.widgets.column import Column
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading, PaneHeader
from ui.widgets.icon_label import IconLabel
from ui.widgets.layout import Card

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from ui.viewmodels.parts import IconText
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace

_WIDTH = 760


class SettingsSection(Column):
    """One section of the settings.

    Signals:
        told: Kind and sentence, for the bar of the window.
        pushed: A page to show in the place of the sections, until it is :attr:`popped`.
        popped: The page that was pushed has done its work.
    """

    told = Signal(str, str)
    pushed = Signal(object)
    popped = Signal()

    def __init__(self, workplace: Workplace, title: str, *, beside: QWidget | None = None) -> None:
        """Build the frame; ``beside`` stands right of the title."""
        super().__init__(widest=_WIDTH)
        self.workplace = workplace
        self.fields: dict[str, QWidget] = {}
        self.lines.addWidget(PaneHeader(title, beside=beside))

    def arrive(self) -> None:
        """Load what is shown."""

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what was typed, then tell whether it is safe."""
        done(True)

    def refresh(self, changes: Changes) -> None:
        """Take in what was changed."""

    def save_now(self) -> None:
        """Keep what was typed now."""

    def confirm(self) -> None:
        """Press the main button, if there is one."""

    def field_in_focus(self) -> str:
        """Return the name of the field that has the keyboard, or ""."""
        focus = QApplication.focusWidget()
        if focus is None:
            return ""
        return next((n for n, f in self.fields.items() if f is focus or f.isAncestorOf(focus)), "")

    def focus_field(self, name: str) -> None:
        """Put the keyboard in the field called ``name``; the chosen one of radio buttons."""
        field = self.fields.get(name)
        if field is None:
            return
        chosen = field.value() if isinstance(field, RadioGroup) else None
        target = field.button(chosen) if isinstance(field, RadioGroup) and chosen else field
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell_error(self, error: MeitinkerError) -> None:
        """Say in the bar of the window what went wrong and what to do."""
        self.told.emit("fout", sentence_for(error).text)

    def add_card(self, title: str, *parts: QWidget, text: str = "") -> Card:
        """Add a card with a heading, perhaps a sentence, and its parts below each other."""
        card = Card(self)
        card.add(Heading(title, card, level=2))
        if text:
            card.add(WrappedLabel(text, card))
        for part in parts:
            card.add(part)
        self.lines.addWidget(card)
        return card


class DecidedBy(QWidget):
    """Says above fields that only the organisation changes them; hidden where that is here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin out of sight."""
        super().__init__(parent)
        self.words = WrappedLabel("", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        icon_label = IconLabel("building-community", self, tone="info")
        row.addWidget(icon_label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.hide()

    def show_name(self, name: str) -> None:
        """Say who decides; "" says nothing."""
        self.words.setText(decided_words(name))
        self.setVisible(bool(name))


def lock(fields: Iterable[FormField], *, locked: bool) -> None:
    """Let fields be read only, and look so; or typed in again."""
    for field in fields:
        field.set_read_only(locked)
        for inside in (*field.findChildren(QLineEdit), *field.findChildren(QPlainTextEdit)):
            mark(inside, beslist=locked)  # the sheet is read again with it


class FactList(QWidget):
    """Sentences below each other, each with its icon."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(8))
        self._lines: list[QWidget] = []
        self.facts: tuple[IconText, ...] = ()

    def show_facts(self, facts: list[IconText]) -> None:
        """Show these and nothing else."""
        if tuple(facts) == self.facts:
            return
        self.facts = tuple(facts)
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [self._line(fact) for fact in facts]

    def _line(self, fact: IconText) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        icon_label = IconLabel(fact.icon_name, line, tone=fact.tint)
        row.addWidget(icon_label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(WrappedLabel(fact.text, line), 1)
        self._column.addWidget(line)
        return line


def at_left(*widgets: QWidget) -> QWidget:
    """Return the widgets in a row that keeps them as narrow as they are."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(12))
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return line
