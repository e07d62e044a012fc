"""Leveringen: approved visits handed over to another administration, and what was handed over."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.domain.reviews import Status
from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.ids import RecordId, VisitId
from meitinker.services import import_batches, import_files, reviews
from meitinker.store.lanes import Priority
from meitinker.store.reviews import ReviewFilter
from meitinker.store.settings import ScreenSpot
from ui.forms.choosing import Choosing
from ui.forms.keeping import Keeping
from ui.messages import sentence_for
from ui.paper.file_places import ask_where
from ui.theme import px
from ui.viewmodels import batches as said
from ui.views.back_office import BATCHES, KEY
from ui.views.back_office.batch_card import BatchCard
from ui.widgets.bars import MessageBar
from ui.widgets.busy import Busy
from ui.widgets.buttons import PrimaryButton
from ui.widgets.column import Column
from ui.widgets.fields import TextField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import Card
from ui.widgets.main_key import form_around
from ui.widgets.scrolling import ScrollPane
from ui.window.place_view import PlaceView
from ui.work.bite_work import BiteWork

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.import_batches import Batch
    from meitinker.services.reviews import Inbox
    from ui.workplace import Workplace

_WIDTH = 800
"""Widest the column gets, px at 100 %."""

_NOTE = "note"
_KINDS = ("visit", "review_step", "review_reply", "import_batch", "imported_visit", "import_undo")


class BatchesPage(PlaceView):
    """What may be handed over, and below it every batch that was."""

    key = KEY

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(workplace, parent)
        self.keeping = Keeping(workplace, self)
        self.bar = MessageBar()
        self.nothing = WrappedLabel("", tone="muted")
        self._newest = ""
        self.note = TextField(_("Aantekening bij de levering"), hint=_("Dit mag leeg blijven."))
        self.make = PrimaryButton(_("Maak een levering"), icon_name="file-spreadsheet")
        self.choosing = Choosing(
            self.keeping, import_batches.MAKING, {_NOTE: self.note}, chosen=True
        )
        self.cards: dict[str, BatchCard] = {}
        self._pile = QWidget()
        self._newest_first = QVBoxLayout(self._pile)
        self._newest_first.setContentsMargins(0, 0, 0, 0)
        self._newest_first.setSpacing(px(16))
        self.busy = Busy()
        # A plan takes half a second to lay out: where that holds up no typing.
        lane = partial(workplace.tasks.file, urgency=Priority.BACKGROUND)
        self._writing = BiteWork(lane, self)
        self._lay_out()
        self.make.clicked.connect(self._make)
        self.busy.stop.clicked.connect(self._writing.stop)
        self._writing.progressed.connect(self._written_so_far)
        self._writing.ended.connect(self._written)
        self._writing.stopped.connect(self.busy.hide)
        self._writing.failed.connect(self._broke_off)

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Read what there is and put the keyboard on the first thing to do."""
        self._load(first=True)

    def spot(self) -> ScreenSpot:
        """Return this tab."""
        return ScreenSpot(screen=self.key, section=BATCHES)

    def refresh(self, changes: Changes) -> None:
        """Read anew what was touched."""
        if any(changes.touches(kind) for kind in _KINDS):
            self._load()

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what is chosen and typed."""
        self.keeping.flush(done)

    def confirm(self) -> None:
        """Do the act in which the keyboard is, or make a batch where there is none."""
        panel = form_around(self.focusWidget(), self)
        if panel is not None:
            panel.confirm()
        else:
            self.make.click()

    def save_now(self) -> None:
        """Keep what is typed now."""
        self.keeping.flush()

    def _lay_out(self) -> None:
        column = Column(self, widest=_WIDTH)
        column.lines.addWidget(Heading(_("Leveringen"), level=1))
        words = _(
            "Een levering is één bestand voor de administratie: een lijst met gesprekken, een"
            " lijst met behoeften en de plannen als PDF. Elk gesprek krijgt een importnummer."
        )
        column.lines.addWidget(WrappedLabel(words, tone="muted"))
        column.lines.addWidget(self.bar)
        card = Card()
        card.add(Heading(_("Goedgekeurd en nog niet geleverd"), level=2))
        for widget in (self.nothing, self.choosing.kept.bar, self.choosing, self.note):
            card.add(widget)
        card.column.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        column.lines.addWidget(card)
        column.lines.addWidget(self.busy)
        column.lines.addWidget(self._pile)
        column.lines.addStretch(1)
        self._pane = ScrollPane(column, self)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(self._pane)

    def _load(self, *, first: bool = False) -> None:
        work = self.workplace
        approved = ReviewFilter(status=Status.APPROVED)
        work.tasks.read(
            self,
            lambda: (
                reviews.inbox(work.database, work.session, approved, most=import_batches.MOST),
                import_batches.listed(work.database, work.session),
            ),
            done=partial(self._show, first=first),
            failed=self._fail,
        )

    def _show(self, found: tuple[Inbox, tuple[Batch, ...]], *, first: bool) -> None:
        inbox, batches = found
        rows = said.approved(inbox)
        self.choosing.fill(rows)
        for widget in (self.choosing, self.note, self.make):
            widget.setVisible(bool(rows))
        self.nothing.setText(said.nothing(batches))
        self.nothing.setVisible(not rows)
        for batch in reversed(batches):
            self._card(batch)
        self.choosing.begin()
        newest = self.cards.get(self._newest)
        if newest is not None:  # what was just made has its file to save
            self._newest = ""
            newest.save.setFocus(Qt.FocusReason.OtherFocusReason)
        elif first and rows:
            self.choosing.focus_first()
        elif first and self.cards:
            self.cards[batches[0].batch_id].save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, batch: Batch) -> None:
        known = self.cards.get(batch.batch_id)
        if known is not None:
            known.show_batch(batch)
            return
        card = BatchCard(batch, self.keeping)
        card.act_asked.connect(self._act)
        card.save.clicked.connect(partial(self._save, batch))
        self.cards[batch.batch_id] = card
        self._newest_first.insertWidget(0, card)
        card.show()  # a layout shows it a turn later, and until then it takes no keyboard
        card.come_back()

    def _make(self) -> None:
        self.bar.clear()
        chosen = [VisitId(RecordId(key)) for key in self.choosing.chosen()]
        work, note = self.workplace, self.note.value()
        self.keeping.act(
            self,
            lambda: import_batches.make(work.database, work.session, chosen, note=note),
            done=self._made,
            failed=self._refuse,
        )

    def _made(self, changes: Changes) -> None:
        self._newest = changes.created("import_batch")
        self.choosing.kept.saved()
        self.choosing.kept.empty()
        self.bar.tell("gelukt", _("De levering is gemaakt. Bewaar nu het bestand."))

    def _save(self, batch: Batch) -> None:
        """Ask where, then write the file, a plan a bite."""
        if self._writing.running:
            return
        name = said.file_name(batch)
        path = ask_where(self, _("Bewaar de levering"), name=name, kind="ZIP (*.zip)")
        if path is not None:
            work = self.workplace
            self.busy.begin(_("Het bestand wordt gemaakt…"))
            self._writing.start(
                import_files.write(work.database, work.session, batch.batch_id, target=path)
            )

    def _written_so_far(self, done: int, of: int) -> None:
        words = _("Het bestand wordt gemaakt: {done} van {of} plannen.")
        self.busy.tell(words.format(done=done, of=of), done, of)

    def _written(self, _manifest: object) -> None:
        self.busy.hide()
        words = _("De levering is bewaard. Let op: dit bestand is niet versleuteld.")
        self.bar.tell("gelukt", words)

    def _broke_off(self, error: MeitinkerError) -> None:
        self.busy.hide()
        self.bar.tell("fout", sentence_for(error).text)

    def _act(self, batch_id: str, do: Callable[[Workplace, RecordId], Changes]) -> None:
        self.bar.clear()
        card = self.cards[batch_id]
        self.keeping.act(
            self,
            lambda: do(self.workplace, RecordId(batch_id)),
            done=lambda _changes: card.acted(),
            failed=partial(self._refuse_at, card),
        )

    def _refuse_at(self, card: BatchCard, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField) and card.panel is not None:
            card.refuse(error)
        else:
            self._refuse(error)

    def _refuse(self, error: MeitinkerError) -> None:
        self.bar.tell("fout", sentence_for(error).text)

    def _fail(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)
