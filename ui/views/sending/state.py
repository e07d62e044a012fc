"""The top of the page Bijwerken: how sending stands, and the button that does it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels import sending as said
from ui.views.settings.section import FactList
from ui.widgets.announce import announce
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import Button, PrimaryButton
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.layout import Card

if TYPE_CHECKING:
    from sync.session import ExchangeProgress
    from sync.status import ExchangeStatus, LargeRemoval


class StatePart(Card):
    """How things stand.

    Signals:
        asked: The user wants an exchange now.
        stopped: The user wants the exchange to end.
        joining: The user wants to connect this laptop.
        answered: A large removal may go (True) or not.
    """

    asked = Signal()
    stopped = Signal()
    joining = Signal()
    answered = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it with nothing known."""
        super().__init__(parent)
        self.bar = MessageBar(self)
        self.head = FactList(self)
        self.facts = FactList(self)
        self.now = PrimaryButton(_("Nu bijwerken"), icon_name="refresh")
        self.join = PrimaryButton(_("Dit apparaat aansluiten"), icon_name="link")
        self.stop = Button(_("Stop"), icon_name="player-stop")
        self.doing = WrappedLabel("", self, tone="muted")
        self.question = _Question(self)
        for part in (self.bar, self.head, self.facts, self.question, self.doing):
            self.column.addWidget(part)
        self.column.addWidget(Flow(self.now, self.join, self.stop, gap=12, parent=self))
        self.now.clicked.connect(self.asked)
        self.join.clicked.connect(self.joining)
        self.stop.clicked.connect(self.stopped)
        self.question.answered.connect(self.answered)
        self.show_busy(False)
        self.show_standing(said.NOTHING, may_join=False)

    def show_standing(self, standing: ExchangeStatus, *, may_join: bool) -> None:
        """Show how things stand; ``may_join`` where connecting is possible: not in the example."""
        self.head.show_facts([said.head(standing) if may_join else said.example()])
        facts = said.facts(standing)
        self.facts.show_facts(facts)
        self.facts.setVisible(bool(facts))
        self.now.setVisible(standing.enrolled)
        self.join.setVisible(may_join and not standing.enrolled)
        self.question.ask(standing.asks)

    def show_busy(self, busy: bool) -> None:
        """Show that an exchange is under way, or that it has ended."""
        focused = self.now.hasFocus() or self.stop.hasFocus()
        self.stop.setVisible(busy)
        self.now.setEnabled(not busy)
        self.doing.setVisible(busy)
        self.doing.setText(_("Bezig met bijwerken…") if busy else "")
        if focused:
            target = self.stop if busy else self.now
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_progress(self, progress: ExchangeProgress) -> None:
        """Show how far it is."""
        self.doing.setText(said.progress_words(progress))

    def tell(self, words: str) -> None:
        """Say what an exchange did."""
        self.bar.tell("gelukt", words)
        announce(self, words)


class _Question(QWidget):
    """Asks before many files leave this laptop; hidden while nothing is asked."""

    answered = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = WrappedLabel("", self)
        self.remove = Button(_("Haal van mijn laptop"), icon_name="trash")
        self.keep = Button(_("Laat nog staan"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.words)
        column.addWidget(Flow(self.remove, self.keep, gap=12, parent=self))
        self.remove.clicked.connect(lambda: self.answered.emit(True))
        self.keep.clicked.connect(lambda: self.answered.emit(False))
        self.hide()

    def ask(self, asks: LargeRemoval | None) -> None:
        """Ask about a removal, or nothing."""
        self.words.setText(said.removal_words(asks) if asks else "")
        self.setVisible(asks is not None)
