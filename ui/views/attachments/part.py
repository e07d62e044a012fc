"""The files of a dossier or of one conversation: the list, adding to it, and seeing one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.ids import PersonId, RecordId, VisitId
from meitinker.services import attaching
from meitinker.services.attaching import Coming
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels import attachments as told
from ui.viewmodels.today import Item
from ui.views.attachments.arrivals import Arrivals
from ui.views.attachments.form import AddForm
from ui.views.attachments.viewer import show_file
from ui.views.today.rows import Card, ItemRow
from ui.widgets.announce import announce
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.form_field import WrappedLabel
from ui.widgets.panes import lay_out_now

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ui.viewmodels.attachments import Line
    from ui.views.attachments.arrivals import Arrived
    from ui.workplace import Workplace


class _FileItem(Item, frozen=True, kw_only=True):
    """A file as a row; ``removable`` where it may be taken away."""

    removable: bool = True


class _FileRow(ItemRow):
    """One file: to be seen, or to be taken away.

    Signals:
        removed: It is to go; the :class:`Item`.
    """

    removed = Signal(object)

    def show_item(self, item: Item) -> None:
        """Show how it stands now."""
        super().show_item(item)
        self._show_away()

    def _make_buttons(self) -> tuple[Button, ...]:
        self.away = FlatButton(_("Haal weg"), self)
        self.away.clicked.connect(lambda: self.removed.emit(self.item))
        self._show_away()
        return (self.away,)

    def _show_away(self) -> None:
        self.away.setVisible(isinstance(self.item, _FileItem) and self.item.removable)

    def _name_buttons(self) -> None:
        super()._name_buttons()
        self.away.setAccessibleName(f"{self.away.text()}: {self.item.title}")


class _FileCard(Card):
    """The card of the files.

    Signals:
        removed: As of its rows.
    """

    removed = Signal(object)

    def _make(self, item: Item) -> ItemRow:
        row = _FileRow(item, self)
        row.acted.connect(self.acted)
        row.removed.connect(self.removed)
        return row


class AttachmentsPart(QWidget):
    """The list, and below it the form that adds.

    Signals:
        failed: A service said no: the error, for the bar of the screen.
    """

    failed = Signal(object)

    def __init__(
        self, workplace: Workplace, parent: QWidget | None = None, *, folded: bool = False
    ) -> None:
        """Build it without files; ``folded`` shows the form only when it is asked for."""
        super().__init__(parent)
        self._workplace = workplace
        self._folded = folded
        self._client = ""
        self._visit = ""
        self.bar = MessageBar()
        self.files = _FileCard(_("Toegevoegd"))
        self.none = WrappedLabel(_("Er is nog niets toegevoegd."), tone="muted")
        self.unfold = Button(_("Voeg foto’s of papieren toe"), icon_name="plus")
        self.form = AddForm()
        self.arrivals = Arrivals(workplace, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        for widget in (self.bar, self.files, self.none):
            column.addWidget(widget)
        column.addWidget(self.unfold, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.form)
        self.form.setVisible(not folded)
        self.unfold.setVisible(folded)
        self.unfold.clicked.connect(self._open_form)
        self.files.acted.connect(lambda item: show_file(self._workplace, self, item.key))
        self.files.removed.connect(self._remove)
        self.form.chosen.connect(self.add)
        self.form.stopped.connect(self.arrivals.stop)
        self.arrivals.progressed.connect(self.form.show_progress)
        self.arrivals.ended.connect(self._ended)

    def show_files(
        self, client_id: str, lines: Sequence[Line], *, visit_id: str = "", may_add: bool = True
    ) -> None:
        """Show the files of a dossier, or of one of its conversations."""
        if (client_id, visit_id) != (self._client, self._visit):
            self._client, self._visit = client_id, visit_id
            self.bar.clear()
        self.files.show_items([_item(line) for line in lines])
        self.none.setVisible(not lines)
        self.unfold.setVisible(may_add and self._folded)
        self.form.setVisible(may_add and not self._folded)

    def add(self, paths: Sequence[Path]) -> None:
        """Add the files at ``paths`` as the form says."""
        self.bar.clear()
        form, count = self.form, len(paths)
        sort, on, typed = form.chosen_sort, form.received_on, form.title.value()
        coming = Coming(
            client_id=PersonId(RecordId(self._client)),
            visit_id=VisitId(RecordId(self._visit)) if self._visit else None,
            sort=sort,
            received_on=on,
        )
        titles = [
            told.title_for(sort, typed, on=on, number=number, of=count)
            for number in range(1, count + 1)
        ]
        self.arrivals.start(
            [
                (path, msgspec.structs.replace(coming, title=title))
                for path, title in zip(paths, titles, strict=True)
            ]
        )

    def settle(self, done: Callable[[bool], None]) -> None:
        """Call ``done`` when no file is on its way any more."""
        self.arrivals.settle(done)

    def focus_first(self) -> None:
        """Go to the first file, or to what is to be added while there is none."""
        rows = self.files.rows
        first = self.unfold if self._folded else self.form.sort
        (rows[0].button if rows else first).setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_form(self) -> None:
        self._folded = False
        self.unfold.hide()
        self.form.show()
        lay_out_now()  # what has the focus is shown where it will stand
        self.form.sort.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ended(self, arrived: Arrived) -> None:
        error = arrived.error
        if isinstance(error, InvalidField) and error.field == "received_on":
            self.form.end(anew=False)
            self.form.on.set_error(sentence_for(error).text)
            self.form.on.focus_problem()
            return
        whole = error is None and not arrived.refused
        self.form.end(anew=whole)
        if error is not None:
            self.failed.emit(error)
            if arrived.added:
                self.bar.tell("uitleg", told.stopped_words(arrived.added, arrived.of))
        elif arrived.refused:
            self.bar.tell("waarschuwing", told.refused_words(arrived.added, arrived.refused))
            self.bar.stops[-1].setFocus(Qt.FocusReason.OtherFocusReason)
        elif arrived.stopped:
            self.bar.tell("uitleg", told.stopped_words(arrived.added, arrived.of))
        else:
            announce(self, told.done_words(arrived.added))

    def _remove(self, item: Item) -> None:
        work = self._workplace
        work.tasks.write(
            self,
            partial(attaching.remove, work.database, work.session, RecordId(item.key)),
            done=lambda _changes: self.focus_first(),
            failed=self.failed.emit,
        )


def _item(line: Line) -> Item:
    return _FileItem(
        key=line.attachment_id,
        title=line.title,
        status=line.status,
        icon_name=line.icon_name,
        record_id=line.attachment_id,
        verb=_("Bekijk"),
        removable=line.removable,
    )
