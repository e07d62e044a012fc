"""One batch that was handed over: when, by whom, its file, and taking it back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker.i18n import _
from meitinker.services import import_batches
from ui.viewmodels import batches as said
from ui.views.requests.act_card import ActCard
from ui.views.requests.acts import CardAct, text_in
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.column import Pile
from ui.widgets.fields import TextArea
from ui.widgets.flow import Flow
from ui.widgets.headings import Heading
from ui.widgets.layout import IconLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Changes
    from meitinker.ids import RecordId
    from meitinker.services.import_batches import Batch
    from ui.forms.keeping import Keeping
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace


class BatchCard(ActCard):
    """A batch in the list."""

    def __init__(self, batch: Batch, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build it for ``batch``."""
        super().__init__(keeping, parent)
        self.batch = batch
        self.title = Heading("", level=3)
        self.lines = Pile(gap=8)
        self.save = Button(_("Bewaar het bestand…"), icon_name="download")
        self.undo = FlatButton(_("Maak ongedaan"), icon_name="arrow-back-up")
        for widget in (self.title, self.lines, Flow(self.save, self.undo, gap=12)):
            self.add(widget)
        self.undo.clicked.connect(partial(self.open_act, undo()))
        self.show_batch(batch)

    def show_batch(self, batch: Batch) -> None:
        """Show how it stands now."""
        self.batch = batch
        self.title.setText(said.title(batch))
        self.lines.replace(
            [IconLine(one.icon_name, one.text, tint=one.tint) for one in said.about(batch)]
        )
        self.undo.setVisible(not batch.is_undone)
        for button in (self.save, self.undo):
            button.setAccessibleName(f"{button.text()}: {self.title.text()}")

    @property
    def record_id(self) -> str:
        """The batch."""
        return self.batch.batch_id

    def possible(self) -> tuple[CardAct, ...]:
        """Return what can be done with it."""
        return () if self.batch.is_undone else (undo(),)

    def buttons_after(self, act: CardAct) -> Iterable[QWidget]:
        """Return its buttons."""
        del act
        return self.undo, self.save


def undo() -> CardAct:
    """Say that a batch does not count any more."""
    return CardAct(
        "undo",
        _("Maak ongedaan"),
        "arrow-back-up",
        _("Maak de levering ongedaan"),
        _why,
        _do_undo,
        import_batches.UNDOING,
    )


def _why() -> dict[str, FormField]:
    words = _(
        "De gesprekken zijn daarna weer goedgekeurd en nog niet geleverd. Zeg ook tegen de"
        " administratie dat dit bestand niet meer telt."
    )
    return {"why": TextArea(_("Waarom telt deze levering niet meer?"), hint=words, lines=2)}


def _do_undo(fields: Mapping[str, FormField]) -> Callable[[Workplace, RecordId], Changes]:
    why = text_in(fields, "why")
    return lambda work, one: import_batches.undo(work.database, work.session, one, why=why)
