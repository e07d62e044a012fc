"""The applications of one person, below the questions: each with the clock of its decision."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import application_files, applications
from ui.theme import px
from ui.viewmodels.applications import cards
from ui.views.requests.application_card import ApplicationCard
from ui.widgets.column import put_away
from ui.widgets.headings import Heading

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.application_files import ApplicationFile
    from ui.forms.keeping import Keeping
    from ui.viewmodels.applications import ApplicationCard as Shown
    from ui.views.requests.acts import Do


class ApplicationList(QWidget):
    """A heading and cards; hidden while there are none.

    Signals:
        visit_opened: A conversation is to be shown (the id).
        failed: A service said no: the error, for the bar.
    """

    visit_opened = Signal(str)
    failed = Signal(object)

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Begin empty and out of sight; ``keeping`` keeps what is typed in the cards."""
        super().__init__(parent)
        self._keeping, self._workplace = keeping, keeping.workplace
        self._person_id = ""
        self._turn = 0
        self.cards: dict[str, ApplicationCard] = {}
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(px(16))
        self._lines.addWidget(Heading(_("Aanvragen"), self, level=2))
        self.hide()

    def show_person(self, person_id: str) -> None:
        """Read and show the applications of a person whose file is open."""
        if person_id != self._person_id:
            self._person_id = person_id
            self._show(())
        work, turn = self._workplace, self._turn + 1
        self._turn = turn
        work.tasks.read(
            self,
            lambda: application_files.of_person(work.database, work.session, RecordId(person_id)),
            done=lambda files: self._show(files) if turn == self._turn else None,
            failed=self.failed.emit,
        )

    def _show(self, files: tuple[ApplicationFile, ...]) -> None:
        before, self.cards = self.cards, {}
        for place, shown in enumerate(cards(files), start=1):
            card = before.pop(shown.application_id, None)
            if card is None:
                card = self._make(shown)
            else:
                card.show_application(shown)
            self.cards[shown.application_id] = card
            if self._lines.indexOf(card) != place:
                self._lines.insertWidget(place, card)
        for gone in before.values():
            self._lines.removeWidget(gone)
        put_away(before.values())
        self.setVisible(bool(self.cards))

    def _make(self, shown: Shown) -> ApplicationCard:
        card = ApplicationCard(shown, self._keeping)
        card.visit_opened.connect(self.visit_opened)
        card.act_asked.connect(self._act)
        card.stop_removed.connect(self._remove_stop)
        card.come_back()
        return card

    def _act(self, application_id: str, do: Do) -> None:
        work = self._workplace
        self._keeping.act(
            self,
            lambda: do(work, RecordId(application_id)),
            done=partial(self._acted, application_id),
            failed=partial(self._refused, application_id),
        )

    def _acted(self, application_id: str, _changes: Changes) -> None:
        card = self.cards.get(application_id)
        if card is not None:
            card.acted()

    def _refused(self, application_id: str, error: MeitinkerError) -> None:
        card = self.cards.get(application_id)
        if isinstance(error, InvalidField) and card is not None:
            card.refuse(error)
        else:
            self.failed.emit(error)

    def _remove_stop(self, letter_id: str) -> None:
        work = self._workplace
        work.tasks.write(
            self,
            lambda: applications.remove_stop(work.database, work.session, RecordId(letter_id)),
            failed=self.failed.emit,
        )
