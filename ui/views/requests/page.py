"""The requests of one person: a section of the file, with the receipt letter behind it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.ids import PersonId, RecordId
from meitinker.services import letters, request_files, running
from meitinker.store.settings import ScreenSpot
from ui.theme import px
from ui.viewmodels.requests import cards
from ui.views.requests.application_list import ApplicationList
from ui.views.requests.card import RequestCard
from ui.views.requests.receipt_page import ReceiptPage
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import Button
from ui.widgets.column import put_away
from ui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.people import PersonFile
    from meitinker.services.request_files import RequestFile
    from ui.forms.keeping import Keeping
    from ui.viewmodels.requests import RequestCard as Shown
    from ui.views.requests.acts import Do


class RequestsPage(QWidget):
    """The section "Vragen".

    Signals:
        new_asked: A new request about this person (the id).
        appoint_asked: An appointment for a request (its id).
        visit_opened: A conversation is to be shown (the id).
        failed: A service said no: the error, for the bar.
        go: A :class:`ScreenSpot` elsewhere.
    """

    new_asked = Signal(str)
    appoint_asked = Signal(str)
    visit_opened = Signal(str)
    failed = Signal(object)
    go = Signal(object)

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Begin empty; the requests are read when the section is shown.

        What is typed in the forms of the cards is kept by ``keeping``.
        """
        super().__init__(parent)
        self._keeping, self._workplace = keeping, keeping.workplace
        self._person_id = ""
        self._turn = 0
        self._files: dict[str, RequestFile] = {}
        self.cards: dict[str, RequestCard] = {}
        self.new_button = Button(_("Nieuwe vraag"), icon_name="plus")
        self.empty = EmptyState(
            _("Nog geen vragen. Klik op Nieuwe vraag om te beginnen."), icon_name="message-circle"
        )
        self.empty.hide()
        self._list = QWidget()
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(16))
        column.addLayout(self._lines)
        column.addWidget(self.empty, 1)
        self.applications = ApplicationList(keeping, self._list)
        column.addWidget(self.applications)
        column.addStretch(1)
        self.slot = MessageBar()
        self.receipt: ReceiptPage | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(px(16))
        frame.addWidget(self.slot)
        frame.addWidget(self._stack)
        self.applications.visit_opened.connect(self.visit_opened)
        self.applications.failed.connect(self.failed)
        self.slot.acted.connect(
            lambda: self.go.emit(
                ScreenSpot(screen="settings", section="organisation", field="support.name")
            )
        )
        self.new_button.clicked.connect(lambda: self.new_asked.emit(self._person_id))

    def show_file(self, file: PersonFile) -> None:
        """Read and show the requests of a person's file."""
        if file.person.id != self._person_id:
            self._person_id = file.person.id
            self._show(())
            self._close_receipt()
        work, person_id = self._workplace, file.person.id
        self.applications.show_person(person_id)
        self._turn += 1
        work.tasks.read(
            self,
            lambda: request_files.of_person(work.database, work.session, person_id),
            done=partial(self._take, self._turn),
            failed=self.failed.emit,
        )

    def _take(self, turn: int, files: tuple[RequestFile, ...]) -> None:
        if turn != self._turn:
            return  # a later question is under way
        self._show(files)
        if self.receipt is not None and self._stack.currentWidget() is self.receipt:
            self._open_receipt(self.receipt.request_id)

    def _show(self, files: tuple[RequestFile, ...]) -> None:
        self._files = {file.request.id: file for file in files}
        shown = cards(files)
        before, self.cards = self.cards, {}
        for place, one in enumerate(shown):
            card = before.pop(one.request_id, None)
            if card is None:
                card = self._make(one)
            else:
                card.show_request(one)
            self.cards[one.request_id] = card
            if self._lines.indexOf(card) != place:
                self._lines.insertWidget(place, card)
        for gone in before.values():
            self._lines.removeWidget(gone)
        put_away(before.values())
        self.empty.setVisible(not shown)

    def _make(self, shown: Shown) -> RequestCard:
        card = RequestCard(shown, self._keeping, self._list)  # put there later it is restyled
        card.visit_opened.connect(self.visit_opened)
        card.visit_asked.connect(self._begin_visit)
        card.appoint_asked.connect(self.appoint_asked)
        card.receipt_asked.connect(self._open_receipt)
        card.act_asked.connect(self._act)
        card.come_back()
        return card

    # --- acts ----------------------------------------------------------------------------

    def _begin_visit(self, request_id: str) -> None:
        work = self._workplace
        client, one = PersonId(RecordId(self._person_id)), RecordId(request_id)
        work.tasks.write(
            self,
            lambda: running.begin_from(work.database, work.session, client, request_id=one),
            done=lambda _changes: self._open_visit(client, one),
            failed=self.failed.emit,
        )

    def _open_visit(self, client: PersonId, request_id: RecordId) -> None:
        work = self._workplace
        work.tasks.read(
            self,
            lambda: running.visit_from(work.database, work.session, client, request_id=request_id),
            done=lambda found: self.visit_opened.emit(found or ""),
            failed=self.failed.emit,
        )

    def _act(self, request_id: str, do: Do) -> None:
        work = self._workplace
        self._keeping.act(
            self,
            lambda: do(work, RecordId(request_id)),
            done=partial(self._acted, request_id),
            failed=partial(self._refused, request_id),
        )

    def _acted(self, request_id: str, _changes: Changes) -> None:
        card = self.cards.get(request_id)
        if card is not None:
            card.acted()

    def _refused(self, request_id: str, error: MeitinkerError) -> None:
        card = self.cards.get(request_id)
        if isinstance(error, InvalidField) and card is not None:
            card.refuse(error)
        else:
            self.failed.emit(error)

    # --- the letter ----------------------------------------------------------------------

    def _open_receipt(self, request_id: str) -> None:
        file = self._files.get(request_id)
        if file is None:
            self._close_receipt()
            return
        if self.receipt is None:
            self.receipt = ReceiptPage(self._keeping)
            self.receipt.closed.connect(self._close_receipt)
            self.receipt.failed.connect(self.failed)
            self._stack.addWidget(self.receipt)
        other = self._stack.currentWidget() is not self.receipt
        self._stack.setCurrentWidget(self.receipt)
        self.receipt.show_request(file)
        self._look_for_slot(file)
        if other:
            self.receipt.focus_first()

    def _look_for_slot(self, file: RequestFile) -> None:
        """Say which place in a letter that is not made yet nobody filled in, and where to."""
        work = self._workplace

        def show(named: bool) -> None:
            wanted = self._stack.currentWidget() is self.receipt and not file.letters
            if named or not wanted:
                self.slot.clear()
                return
            words = _("In de brief staat nog niet wie gratis meedenkt (cliëntondersteuning).")
            self.slot.tell("waarschuwing", words, action=_("Vul dit in bij Instellingen"))

        work.tasks.read(
            self,
            lambda: letters.names_support(work.database, work.session, file),
            done=show,
            failed=self.failed.emit,
        )

    def _close_receipt(self) -> None:
        if self.receipt is None or self._stack.currentWidget() is not self.receipt:
            return
        self._stack.setCurrentWidget(self._list)
        self.slot.clear()
        card = self.cards.get(self.receipt.request_id)
        if card is not None:
            card.receipt.setFocus(Qt.FocusReason.OtherFocusReason)
