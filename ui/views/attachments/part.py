"""The files of a dossier or of one conversation: the list, adding to it, and seeing one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from meitinker.domain.attachments import Sort
from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.ids import PersonId, RecordId, VisitId
from meitinker.services import attaching
from meitinker.services.attaching import Coming
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels import attachments as told
from ui.views.attachments.arrivals import Arrivals
from ui.views.attachments.brought import brought, holds_any
from ui.views.attachments.form import AddForm
from ui.views.attachments.rows import FileCard, item_of
from ui.views.attachments.thumbnails import Thumbnails
from ui.views.attachments.viewer import show_file
from ui.widgets.announce import announce
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import Button
from ui.widgets.form_field import WrappedLabel
from ui.widgets.scrolling import lay_out_now

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meitinker.services.form_drafts import Form, TypedFields
    from ui.forms.keeping import Keeping
    from ui.viewmodels.attachments import AttachmentLine
    from ui.viewmodels.today import Item
    from ui.views.attachments.arrivals import Arrived
    from ui.views.attachments.brought import Brought


_PASTED = "foto.png"
"""Name of a picture that is pasted; it is shown under its title."""


class AttachmentsPart(QWidget):
    """The list, and below it the form that adds.

    Signals:
        failed: A service said no: the error, for the bar of the screen.
    """

    failed = Signal(object)

    def __init__(self, keeping: Keeping, form: Form[TypedFields], *, folded: bool = False) -> None:
        """Build it without files; ``folded`` shows the form only when it is asked for.

        What is typed in that form is kept by ``keeping`` in ``form``.
        """
        super().__init__()
        workplace = self._workplace = keeping.workplace
        self._folded = folded
        self._client = ""
        self._visit = ""
        self.bar = MessageBar()
        self.pictures = Thumbnails(workplace, self)
        self.files = FileCard(_("Toegevoegd"), self.pictures)
        self.none = WrappedLabel(_("Er is nog niets toegevoegd."), tone="muted")
        self.unfold = Button(_("Voeg foto’s of papieren toe"), icon_name="plus")
        self.form = AddForm(keeping, form)
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
        self.form.pasted.connect(self.paste)
        self.form.stopped.connect(self.arrivals.stop)
        self.form.came_back.connect(self._unfold)
        self.arrivals.progressed.connect(self.form.show_progress)
        self.arrivals.ended.connect(self._ended)

    def show_files(
        self,
        client_id: str,
        lines: Sequence[AttachmentLine],
        *,
        visit_id: str = "",
        may_add: bool = True,
    ) -> None:
        """Show the files of a dossier, or of one of its conversations."""
        if (client_id, visit_id) != (self._client, self._visit):
            self._client, self._visit = client_id, visit_id
            self.bar.clear()
            self.pictures.wipe()
            self.form.kept.begin(visit_id or client_id)
        self.setAcceptDrops(may_add)
        self.files.show_items([item_of(line) for line in lines])
        self.none.setVisible(not lines)
        self.unfold.setVisible(may_add and self._folded)
        self.form.setVisible(may_add and not self._folded)

    def add(self, found: Sequence[Brought]) -> None:
        """Add these files as the form says."""
        self.bar.clear()
        form = self.form
        on = form.received_on
        names = [one.name for one in found]
        entries = []
        for one, (sort, title) in zip(
            found, told.named(form.chosen_sort, names, form.title.value(), on=on), strict=True
        ):
            coming = Coming(
                client_id=PersonId(RecordId(self._client)),
                visit_id=VisitId(RecordId(self._visit)) if self._visit else None,
                title=title,
                sort=sort,
                received_on=on if sort is Sort.PLAN else None,
            )
            entries.append((one, coming))
        self.arrivals.start(entries)

    def paste(self) -> None:
        """Add what was copied elsewhere, or say that nothing was."""
        found = brought(QApplication.clipboard().mimeData(), name=_PASTED)
        if found:
            self._take(found)
        else:
            words = _("Er is nog geen foto of bestand gekopieerd. Kopieer het eerst.")
            self.bar.tell("uitleg", words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste where no text has the focus; other keys go on to the window."""
        if event.matches(QKeySequence.StandardKey.Paste) and self.acceptDrops():
            self.paste()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that files can be let go of here; the file itself stays where it is."""
        if holds_any(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            if self._folded:
                self._unfold()
            self.form.show_target(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show that they would go elsewhere."""
        self.form.show_target(over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what is let go of."""
        self.form.show_target(over=False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._take(brought(event.mimeData(), name=_PASTED))

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget the pictures of photos that nobody sees, as at lock."""
        super().hideEvent(event)
        self.pictures.wipe()

    def settle(self, done: Callable[[bool], None]) -> None:
        """Call ``done`` when no file is on its way any more."""
        self.arrivals.settle(done)

    def focus_first(self) -> None:
        """Go to the first file, or to what is to be added while there is none."""
        rows = self.files.rows
        first = self.unfold if self._folded else self.form.sort
        (rows[0].button if rows else first).setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, found: Sequence[Brought]) -> None:
        self.bar.clear()
        if self._folded:
            self._unfold()
        self.form.take(found)

    def _unfold(self) -> None:
        self._folded = False
        self.unfold.hide()
        self.form.show()
        lay_out_now()  # what has the focus is shown where it will stand

    def _open_form(self) -> None:
        self._unfold()
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
