"""The conflict cards of a store: read, shown, decided."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from meitinker.errors import ChangedMeanwhile, InvalidField, RecordGone
from meitinker.i18n import _
from meitinker.services import conflicts
from meitinker.services.conflicts import ConflictChoice
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels.conflict_cards import count_words, more_words, shown
from ui.views.sending.card import ConflictCard
from ui.widgets.buttons import FlatButton
from ui.widgets.column import put_away
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meitinker.changes import Changes
    from meitinker.domain.records import Value
    from meitinker.errors import MeitinkerError
    from meitinker.services.conflicts import OpenConflicts
    from ui.forms.keeping import Keeping
    from ui.viewmodels.conflict_cards import ShownCard
    from ui.workplace import Workplace


class Cards(QWidget):
    """All cards that wait, those of one resident first where that was asked; hidden without.

    Signals:
        failed: A service said no: the error, for the bar.
        file_asked: The file of a resident is wanted.
        told: Kind and sentence, for the bar.
        settled: All cards that were shown are decided.
    """

    failed = Signal(object)
    file_asked = Signal(str)
    told = Signal(str, str)
    settled = Signal()

    def __init__(
        self, workplace: Workplace, keeping: Keeping, parent: QWidget | None = None
    ) -> None:
        """Build it empty; ``keeping`` keeps what is typed in a card."""
        super().__init__(parent)
        self._workplace = workplace
        self._keeping = keeping
        self._first = ""
        self._cards: dict[str, ConflictCard] = {}
        self.heading = Heading(_("Kies wat klopt"), level=2)
        self.count = WrappedLabel("", tone="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.heading)
        column.addWidget(self.count)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, px(4), 0, 0)
        self._lines.setSpacing(px(16))
        column.addLayout(self._lines)
        self._most = conflicts.MOST
        self.more = FlatButton("", icon_name="chevron-down")
        self.more.clicked.connect(self._show_more)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.hide()
        self.hide()

    @property
    def cards(self) -> tuple[ConflictCard, ...]:
        """The cards in the order shown."""
        return tuple(self._cards.values())

    def load(self, first: str = "", *, done: Callable[[], None] | None = None) -> None:
        """Read which cards wait, those about the resident ``first`` on top; then ``done``."""
        self._first = first or self._first
        work, about, most = self._workplace, self._first, self._most
        # On the writing lane: that they are read is written down first.
        work.tasks.write(
            self,
            lambda: conflicts.waiting(work.database, work.session, first=about, most=most),
            done=partial(self._show, done),
            failed=self.failed.emit,
        )

    def refresh(self, changes: Changes) -> None:
        """Look again when a card was decided or its record changed."""
        about = {str(card.card.record_id) for card in self.cards}
        if conflicts.asks_anew(changes) or any(
            str(item.record_id) in about for item in changes.items
        ):
            self.load()

    def _show(self, done: Callable[[], None] | None, found: OpenConflicts) -> None:
        self._fill([shown(one) for one in found.cards])
        self.count.setText(count_words(found.count))
        self.more.setText(more_words(found.count - len(found.cards)))
        self.more.setVisible(found.count > len(found.cards))
        if done is not None:
            done()

    def _show_more(self) -> None:
        before = len(self.cards)
        self._most += conflicts.MOST

        def go_on() -> None:
            self.cards[min(before, len(self.cards) - 1)].focus_first()

        self.load(done=go_on)

    def _fill(self, wanted: Sequence[ShownCard]) -> None:
        """Show these; a card that stays the same keeps what is typed in it."""
        focus = QApplication.focusWidget()
        had = next((n for n, c in enumerate(self.cards) if focus and c.isAncestorOf(focus)), None)
        kept: dict[str, ConflictCard] = {}
        for one in wanted:
            before = self._cards.get(one.id)
            kept[one.id] = before if before and before.card == one else self._make(one)
        left = had is not None and self.cards[had] not in kept.values()
        gone = [card for card in self.cards if card not in kept.values()]
        self._cards = kept
        for card in gone:
            self._lines.removeWidget(card)
        put_away(gone)
        for place, card in enumerate(self.cards):
            self._lines.insertWidget(place, card)
        self.setVisible(bool(kept))
        if left and had is not None:
            self._go_on(had)

    def _go_on(self, place: int) -> None:
        """Bring the keyboard to the card that came in the place of one that was decided."""
        if self.cards:
            self.cards[min(place, len(self.cards) - 1)].focus_first()
        else:
            self.settled.emit()

    def _make(self, one: ShownCard) -> ConflictCard:
        card = ConflictCard(one, self._keeping)
        card.decided.connect(self._decide)
        card.file_asked.connect(self.file_asked)
        return card

    def _decide(self, card_id: str, choice: str, written: dict[str, Value] | None) -> None:
        work, seen = self._workplace, self._cards[card_id].card.seen
        self._keeping.act(
            self,
            lambda: conflicts.choose(
                work.database,
                work.session,
                card_id,
                seen=seen,
                choice=ConflictChoice(choice),
                written=written,
            ),
            done=None,
            failed=partial(self._refused, card_id),
        )

    def _refused(self, card_id: str, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField) and card_id in self._cards:
            self._cards[card_id].refuse(error)
        elif isinstance(error, RecordGone):
            self.told.emit("uitleg", _("Deze keuze is intussen al gemaakt."))
            self.load()
        elif isinstance(error, ChangedMeanwhile):
            self.told.emit("uitleg", sentence_for(error).text)
            self.load()
        else:
            self.failed.emit(error)
