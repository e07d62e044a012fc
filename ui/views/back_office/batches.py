"""Leveringen: approved visits handed over to another administration, and what was handed over."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from meitinker.domain.reviews import Status
from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.ids import RecordId, VisitId
from meitinker.services import import_batches, import_files, reviews
from meitinker.store.lanes import Urgency
from meitinker.store.reviews import Asked
from meitinker.store.settings import Place
from ui.file_places import in_documents
from ui.form_keeping import FieldsKeeping
from ui.keeping import Keeping
from ui.messages import sentence_for
from ui.place_view import PlaceView
from ui.theme import px
from ui.viewmodels import batches as said
from ui.views.back_office import BATCHES, KEY
from ui.views.back_office.batch_card import BatchCard
from ui.views.people.layout import Card
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import Button, FlatButton, PrimaryButton
from ui.widgets.choices import CheckField
from ui.widgets.column import Column, Pile
from ui.widgets.fields import TextField
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.panes import ScrollPane

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.exchange.import_batch import Manifest
    from meitinker.services.import_batches import Batch
    from meitinker.services.import_files import Share
    from meitinker.services.reviews import Inbox
    from ui.widgets.form_field import FormField
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
        self.boxes: dict[str, CheckField] = {}
        self.nothing = WrappedLabel(_("Er is nu niets goedgekeurd."), tone="muted")
        self.list = Pile(gap=4)
        self.all = FlatButton(_("Kies alles"), icon_name="check")
        self.note = TextField(_("Aantekening bij de levering"), hint=_("Dit mag leeg blijven."))
        self.make = PrimaryButton(_("Maak een levering"), icon_name="file-spreadsheet")
        self._fields: dict[str, FormField] = {_NOTE: self.note}
        self.kept = FieldsKeeping(self.keeping, import_batches.MAKING, self._fields)
        self.cards: dict[str, BatchCard] = {}
        self._pile = QWidget()
        self._newest_first = QVBoxLayout(self._pile)
        self._newest_first.setContentsMargins(0, 0, 0, 0)
        self._newest_first.setSpacing(px(16))
        self.busy = _Writing()
        self._job: Generator[Share, None, Manifest] | None = None
        self._lay_out()
        self.all.clicked.connect(self._choose_all)
        self.make.clicked.connect(self._make)
        self.busy.stop.clicked.connect(self._stop)

    def arrive(self, spot: Place | None) -> None:
        """Read what there is and put the keyboard on the first thing to do."""
        self._load(first=True)

    def spot(self) -> Place:
        """Return this tab."""
        return Place(screen=self.key, section=BATCHES)

    def refresh(self, changes: Changes) -> None:
        """Read anew what was touched."""
        if any(changes.touches(kind) for kind in _KINDS):
            self._load()

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what is chosen and typed."""
        self.keeping.flush(done)

    def confirm(self) -> None:
        """Press the main button."""
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
        for widget in (self.nothing, self.kept.bar, self.list, self.note):
            card.add(widget)
        card.add(Flow(self.make, self.all, gap=12))
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
        approved = Asked(status=Status.APPROVED)
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
        self._fill(said.approved(inbox))
        for widget in (self.list, self.note, self.make, self.all):
            widget.setVisible(bool(self.boxes))
        self.nothing.setVisible(not self.boxes)
        for batch in reversed(batches):
            self._card(batch)
        self.kept.begin()
        if first:
            stop = next(iter(self.boxes.values()), None) or next(iter(self.cards.values()), None)
            (stop or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, rows: tuple[said.Approved, ...]) -> None:
        """Show what may be handed over; all of it is chosen, until somebody says otherwise."""
        if [row.visit_id for row in rows] == list(self.boxes):
            return
        left_out = {key for key, box in self.boxes.items() if not box.value()}
        self.boxes = {}
        self._fields.clear()
        self._fields[_NOTE] = self.note
        for row in rows:
            box = CheckField(row.text)
            box.set_value(row.visit_id not in left_out)
            self.boxes[row.visit_id] = self._fields[row.visit_id] = box
        self.list.replace(self.boxes.values())
        self.kept.begins()
        self.kept.watch(*self.boxes.values())

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
        card.come_back()

    def _choose_all(self) -> None:
        every = all(box.value() for box in self.boxes.values())
        for box in self.boxes.values():
            box.set_value(not every)
        self.kept.keep()

    def _make(self) -> None:
        self.bar.clear()
        chosen = [VisitId(RecordId(key)) for key, box in self.boxes.items() if box.value()]
        work, note = self.workplace, self.note.value()
        self.keeping.act(
            self,
            lambda: import_batches.make(work.database, work.session, chosen, note=note),
            done=lambda _changes: self._made(),
            failed=self._refuse,
        )

    def _made(self) -> None:
        self.kept.saved()
        self.kept.empty()
        self.bar.tell("gelukt", _("De levering is gemaakt. Bewaar nu het bestand."))

    def _save(self, batch: Batch) -> None:
        """Ask where, then write the file, a plan a bite."""
        if self._job is not None:
            return
        proposed = in_documents(said.file_name(batch))
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Bewaar de levering"), proposed, "ZIP (*.zip)"
        )
        if chosen:
            work = self.workplace
            self._job = import_files.write(
                work.database, work.session, batch.batch_id, target=Path(chosen)
            )
            self.busy.begin()
            self._go_on()

    def _go_on(self) -> None:
        job = self._job
        if job is not None:
            self.workplace.tasks.write(
                self,
                lambda: _step(job),
                done=self._stepped,
                failed=self._broke_off,
                urgency=Urgency.BACKGROUND,
            )

    def _stepped(self, share: Share | Manifest) -> None:
        if self._job is None:
            self.busy.end()
        elif isinstance(share, tuple):
            self.busy.tell(*share)
            self._go_on()
        else:
            self._end()
            words = _("De levering is bewaard. Let op: dit bestand is niet versleuteld.")
            self.bar.tell("gelukt", words)

    def _stop(self) -> None:
        """Leave nothing behind: the file is whole or not there."""
        job, self._job = self._job, None
        if job is not None:
            self.workplace.tasks.write(self, job.close, done=lambda _nothing: self._end())

    def _broke_off(self, error: MeitinkerError) -> None:
        self._end()
        self.bar.tell("fout", sentence_for(error).text)

    def _end(self) -> None:
        self._job = None
        self.busy.end()

    def _act(self, batch_id: str, do: Callable[[Workplace, RecordId], Changes]) -> None:
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


class _Writing(QWidget):
    """How far the file is, and a way to stop; hidden while none is written."""

    def __init__(self) -> None:
        super().__init__()
        self.words = WrappedLabel("", tone="muted")
        self.stop = Button(_("Stop"), icon_name="player-stop")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)
        column.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def begin(self) -> None:
        """Say that it begins."""
        self.words.setText(_("Het bestand wordt gemaakt…"))
        self.show()

    def tell(self, done: int, of: int) -> None:
        """Say how far it is."""
        words = _("Het bestand wordt gemaakt: {done} van {of} plannen.")
        self.words.setText(words.format(done=done, of=of))

    def end(self) -> None:
        """Go out of sight."""
        self.hide()


def _step(job: Generator[Share, None, Manifest]) -> Share | Manifest:
    """Do one bite on the lane; return how far it is, or what is in the file once it is whole."""
    try:
        return next(job)
    except StopIteration as whole:
        manifest: Manifest = whole.value
        return manifest
