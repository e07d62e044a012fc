"""Bijwerken: how sending stands, choices that wait, what waits and what was sent."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout

from meitinker import paths
from meitinker.errors import HubUnreachable
from meitinker.i18n import _
from meitinker.services import editing, unaccepted, whose
from meitinker.store.settings import ScreenSpot
from sync.removals import answer
from sync.session import export_queue
from ui.forms.keeping import Keeping
from ui.messages import sentence_for
from ui.paper.file_places import ask_where
from ui.paper.papers import kept_in_clear
from ui.viewmodels import listed_changes
from ui.viewmodels import sending as said
from ui.views.sending import KEY
from ui.views.sending.attention import AttentionPart
from ui.views.sending.cards import Cards
from ui.views.sending.lines import Lines
from ui.views.sending.state import StatePart
from ui.views.sending.stick import StickPart
from ui.widgets.buttons import Button
from ui.widgets.column import CardPile, Column
from ui.widgets.headings import PaneHeader
from ui.widgets.saving import SaveIndicator
from ui.widgets.scrolling import ScrollPane
from ui.window.place_view import PlaceView

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Changes
    from meitinker.domain.records import Value
    from meitinker.errors import MeitinkerError
    from meitinker.services.whose import Unsent
    from sync.bundle import Packed
    from sync.session import ExchangeOutcome
    from sync.status import ExchangeStatus
    from ui.workplace import Workplace

_WIDTH = 1000
"""Widest the column gets, px at 100 %: three texts beside each other."""


class _Found(msgspec.Struct, frozen=True):
    """What the lists show."""

    unsent: tuple[Unsent, ...]
    names: dict[str, str]
    written: dict[str, dict[str, Value]]


class SendingPlace(PlaceView):
    """Bijwerken."""

    key = KEY

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it; what there is is read on arriving."""
        super().__init__(workplace, parent)
        self._told_trouble = False
        self.keeping = Keeping(workplace, self)
        self.saving = SaveIndicator()
        cards = self._lay_out()
        self.state = StatePart(cards)
        self.cards = Cards(workplace, self.keeping, cards)
        self.save_file = Button(_("Bewaar in een bestand…"), cards, icon_name="download")
        self.attention = AttentionPart(workplace, self.save_file, parent=cards)
        self.save_waiting = Button(_("Bewaar in een bestand…"), cards, icon_name="download")
        self.waiting = Lines(_("Wacht op versturen"), self.save_waiting, parent=cards)
        self.stick = StickPart(cards)
        self.sent = Lines(_("Verstuurd"), parent=cards)
        cards.add(self.state, self.cards, self.attention, self.waiting, self.stick, self.sent)
        self._connect()

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Show how things stand; a resident's cards come first where the spot names one."""
        first = spot.record_id if spot else ""
        self.cards.load(first, done=self._focus_first)
        if self.workplace.sending is not None:
            self._stand(self.workplace.sending.standing)
            self.workplace.sending.look()

    def refresh(self, changes: Changes) -> None:
        """Look again when a card was decided or its record changed."""
        self.cards.refresh(changes)

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what is typed in a card; what an exchange did is old news on coming back."""
        self.state.bar.clear()
        self._told_trouble = False
        self.keeping.flush(done)

    def confirm(self) -> None:
        """Press the main button."""
        main = (self.state.now, self.state.join)
        button = next((one for one in main if one.isVisible()), None)
        if button is not None:
            button.click()

    def save_now(self) -> None:
        """Keep what is typed in a card now."""
        self.keeping.flush()

    def _lay_out(self) -> CardPile:
        """Return where the cards stand; from the outside in, as what is moved is polished anew."""
        column, cards = Column(self, widest=_WIDTH), CardPile()
        self._pane = ScrollPane(column, self)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(self._pane)
        column.lines.addWidget(PaneHeader(_("Bijwerken"), beside=self.saving))
        column.lines.addWidget(cards)
        column.lines.addStretch(1)
        return cards

    def _connect(self) -> None:
        self.keeping.stateChanged.connect(self.saving.show_state)
        self.cards.failed.connect(self._fail)
        self.attention.failed.connect(self._fail)
        self.cards.told.connect(self.told)
        self.cards.settled.connect(self._focus_main)
        self.cards.file_asked.connect(
            lambda person: self.go.emit(ScreenSpot(screen="people", record_id=person))
        )
        self.state.joining.connect(self._join)
        for button in (self.save_file, self.save_waiting):
            button.clicked.connect(self._export)
        sending = self.workplace.sending
        if sending is None:
            return
        self.state.asked.connect(self._start)
        self.state.stopped.connect(sending.stop)
        self.state.answered.connect(self._answer)
        self.attention.again.connect(self._start)
        self.attention.aside.connect(sending.look)
        sending.stood.connect(self._stand)
        self.stick.packing.connect(self._pack)
        self.stick.taking_in.connect(sending.take_in)
        sending.packed.connect(self._packed)
        sending.began.connect(lambda: self._show_busy(True))
        sending.progressed.connect(self.state.show_progress)
        sending.ended.connect(self._ended)
        sending.failed.connect(self._failed)

    def _join(self) -> None:
        """Go where an invitation is pasted, with the keyboard in its field."""
        self.go.emit(ScreenSpot(screen="settings", section="device", field="invitation"))

    def _start(self) -> None:
        """Make what was typed part of what goes, then begin."""
        work, sending = self.workplace, self.workplace.sending
        if sending is None:
            return
        self.state.bar.clear()
        work.tasks.write(
            self,
            lambda: editing.seal(work.database, work.session),
            done=lambda _count: sending.start(asked=True),
            failed=self._fail,
        )

    def _stand(self, standing: ExchangeStatus) -> None:
        sending = self.workplace.sending
        self.state.show_standing(standing, may_join=sending is not None)
        self._show_busy(sending is not None and sending.busy)
        self.stick.setVisible(standing.enrolled)
        work = self.workplace
        odd = [one.change_id for one in standing.attention if not one.card]

        def read() -> _Found:
            unsent = whose.unsent(work.database)
            wanted = {
                *((one.kind, one.record_id) for one in unsent),
                *((one.kind, one.record_id) for one in standing.sent),
                *((one.kind, one.record_id) for one in standing.attention),
            }
            names = whose.names(work.database, work.session, wanted)
            written = unaccepted.words(work.database, work.session, odd) if odd else {}
            return _Found(unsent, names, written)

        show = partial(self._show, standing)
        if odd:  # that it is read is written down first
            work.tasks.write(self, read, done=show, failed=self._fail)
        else:
            work.tasks.read(self, read, done=show, failed=self._fail)

    def _show(self, standing: ExchangeStatus, found: _Found) -> None:
        odd = listed_changes.attention_lines(standing.attention, found.names, found.written)
        lists = (
            (self.attention, odd),
            (self.waiting, listed_changes.waiting_lines(found.unsent, found.names)),
            (self.sent, listed_changes.sent_lines(standing.sent, found.names)),
        )
        for part, lines in lists:
            part.show_lines(lines if standing.enrolled else (), more=_("Toon alles"))
        self.save_waiting.setVisible(standing.too_old)

    def _show_busy(self, busy: bool) -> None:
        self.state.show_busy(busy)
        self.stick.show_busy(busy)

    def _pack(self, path: Path) -> None:
        if self.workplace.sending is not None:
            self.workplace.sending.pack(path)
            self.stick.show_busy(True)

    def _packed(self, packed: Packed) -> None:
        self._show_busy(False)
        self._tell_well(said.packed_words(packed))

    def _answer(self, remove: bool) -> None:
        work, sending = self.workplace, self.workplace.sending
        asks = sending.standing.asks if sending is not None else None
        if sending is not None and asks is not None:
            lost = asks.lost_at_hub
            work.tasks.write(
                self,
                lambda: answer(work.database, work.session, remove=remove, lost=lost),
                done=lambda _nothing: sending.start(asked=True) if remove else sending.look(),
                failed=self._fail,
            )

    def _ended(self, outcome: ExchangeOutcome, asked: bool) -> None:
        self._show_busy(False)
        self.cards.load()
        if asked:
            self._tell_well(said.outcome_words(outcome))

    def _failed(self, error: MeitinkerError, asked: bool) -> None:
        self._show_busy(False)
        self.state.bar.clear()
        if asked and not isinstance(error, HubUnreachable):
            self._fail(error)
        if asked:
            self._show_top()

    def _tell_well(self, words: str) -> None:
        """Say what went well; where trouble was said, in its place: it is mended."""
        if self._told_trouble:
            self._told_trouble = False
            self.told.emit("gelukt", words)
        else:
            self.state.tell(words)
        self._show_top()

    def _show_top(self) -> None:
        """Show what an exchange did: it stands above the button that was pressed."""
        bar = self._pane.verticalScrollBar()
        QTimer.singleShot(0, self, partial(bar.setValue, 0))

    def _export(self) -> None:
        """Write what did not arrive to a file that a person can read and pass on."""
        name, title = _("niet-aangekomen.json"), _("Bewaar wat niet aangekomen is")
        chosen = ask_where(self, title, name=name, kind="JSON (*.json)")
        if chosen is None:
            return
        work = self.workplace

        def write(data: bytes) -> None:
            # a stick may be slow: typing waits for the log of it only
            work.tasks.file(
                self,
                lambda: paths.write_durably(chosen, data),
                done=lambda _nothing: self.told.emit("gelukt", kept_in_clear()),
                failed=self._fail,
            )

        work.tasks.write(
            self,
            lambda: export_queue(work.database, work.session),
            done=write,
            failed=self._fail,
        )

    def _focus_first(self) -> None:
        """Put the keyboard on the first card that waits, or on the main button."""
        if self.cards.cards:
            self.cards.cards[0].focus_first()
        else:
            self._focus_main()

    def _focus_main(self) -> None:
        button = self.state.now if self.state.now.isVisible() else self.state.join
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fail(self, error: MeitinkerError) -> None:
        self.state.bar.clear()  # what went well before is no news beside what did not
        self._told_trouble = True
        self.told.emit("fout", sentence_for(error).text)
