"""Two files of one person: find the other, see them side by side, make them one, or two again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QVBoxLayout, QWidget

from meitinker import clock
from meitinker.domain.people import full_name
from meitinker.i18n import _
from meitinker.ids import PersonId, RecordId
from meitinker.services import merging, people, reading
from ui.theme import px
from ui.viewmodels.dates import day_text
from ui.viewmodels.people import found_rows
from ui.viewmodels.person_file import compared
from ui.views.people.settling import SettledLog
from ui.widgets.buttons import Button, PrimaryButton
from ui.widgets.column import Pile, put_away
from ui.widgets.fields import TextField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.layout import Card, Part, button_line
from ui.widgets.lists import Row, RowList

if TYPE_CHECKING:
    from meitinker.services.merging import MergedFile
    from meitinker.services.people import FoundPerson, PersonFile
    from ui.viewmodels.person_file import ComparedLine
    from ui.workplace import Workplace

_MOST = 8
_LIST_HEIGHT = 280


class Comparison(Card):
    """Two files side by side; where they differ an icon and a word say so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self._cells: list[QWidget] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(8))
        for column, share in enumerate((2, 3, 3)):
            self._grid.setColumnStretch(column, share)
        self.column.addLayout(self._grid)
        self.hide()

    def show_lines(self, lines: tuple[ComparedLine, ...]) -> None:
        """Show the lines."""
        cells, self._cells = self._cells, []
        for cell in cells:
            self._grid.removeWidget(cell)
        put_away(cells)
        for column, words in enumerate((_("Wat"), _("Dit dossier"), _("Ander dossier"))):
            self._put(WrappedLabel(words, self, tone="label"), 0, column)
        for row, line in enumerate(lines, start=1):
            self._put(self._name(line), row, 0)
            for place, words in ((1, line.ours), (2, line.theirs)):
                self._put(self._value(words), row, place)

    def _put(self, cell: QWidget, row: int, column: int) -> None:
        self._cells.append(cell)
        self._grid.addWidget(cell, row, column)

    def _value(self, words: str) -> QWidget:
        label = WrappedLabel(words or "–", self)
        label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        return label

    def _name(self, line: ComparedLine) -> QWidget:
        block = QWidget(self)
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(WrappedLabel(line.name, block, tone="muted"))
        if not line.same:
            column.addWidget(WrappedLabel(_("Verschilt"), block, tone="waarschuwing"))
        return block


class MergePage(QWidget):
    """Choosing, comparing, merging and un-merging.

    Signals:
        failed: A service said no: the error, for the bar.
    """

    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the page, without a file."""
        super().__init__(parent)
        self._workplace = workplace
        self._file: PersonFile | None = None
        self._other: PersonFile | None = None
        self._asking = False
        self._log = SettledLog(workplace, self)
        self.search = TextField(_("Zoek het andere dossier"))
        self.found = RowList(_("Gevonden dossiers"))
        self.found.setFixedHeight(px(_LIST_HEIGHT))
        self.found.hide()
        self.comparison = Comparison()
        self.merge_button = PrimaryButton(_("Voeg samen in dit dossier"))
        self.other_button = Button(_("Kies een ander dossier"))
        self._buttons = button_line(self.merge_button, self.other_button)
        self._buttons.hide()
        self._merged = Part(_("Samengevoegd met dit dossier"))
        self._merged_list = Pile(gap=12)
        self._merged.add(self._merged_list)
        self._choose = Part(
            _("Twee dossiers van dezelfde inwoner?"),
            hint=_("Alles uit het andere dossier komt hier te staan. U kunt het terugdraaien."),
        )
        for widget in (self.search, self.found, self.comparison, self._buttons):
            self._choose.add(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(32))
        column.addWidget(self._choose)
        column.addWidget(self._merged)
        column.addStretch(1)
        self._connect()

    def confirm(self) -> None:
        """Merge, once there is another file to merge with; never begin something else."""
        if self.merge_button.isVisible():
            self.merge_button.click()

    def show_file(self, file: PersonFile, merged: tuple[MergedFile, ...]) -> None:
        """Show a file, or the same one as it is now."""
        if self._file is None or self._file.person.id != file.person.id:
            self._begin_again()
        self._file = file
        self._merged_list.replace(self._merged_row(one) for one in merged)
        self._merged.setVisible(bool(merged))

    def _connect(self) -> None:
        self.search.edited.connect(self._ask)
        self.search.line.returnPressed.connect(self._turn_to_found)
        # Not on selecting: with the arrows one must be able to pass the first.
        self.found.clicked.connect(lambda _index: self._compare(self.found.current_key))
        self.found.activated.connect(lambda _index: self._compare(self.found.current_key))
        self.merge_button.clicked.connect(self._merge)
        self.other_button.clicked.connect(self._begin_again)

    def _merged_row(self, one: MergedFile) -> QWidget:
        card = Card()
        day = clock.local(one.merge.merged_at).date()
        words = _("{name}, samengevoegd op {day}")
        card.add(WrappedLabel(words.format(name=full_name(one.person), day=day_text(day))))
        button = Button(_("Haal weer uit elkaar"))
        button.clicked.connect(partial(self._unmerge, one.merge.id))
        card.add(button_line(button))
        return card

    def _begin_again(self) -> None:
        self._other = None
        self.search.set_value("")
        self.search.show()
        self._hold_keyboard()
        for widget in (self.found, self.comparison, self._buttons):
            widget.hide()

    def _hold_keyboard(self) -> None:
        """Keep it here: as a pressed button goes it would fall to the list beside the file."""
        here = QApplication.focusWidget()
        if here is not None and self.isAncestorOf(here):
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        text = self.search.value()
        if not text:
            self.found.hide()
            self._log.forget()
        if self._asking or not text:
            return
        self._asking = True
        work = self._workplace
        work.tasks.read(
            self,
            lambda: people.hits(work.database, work.session, text, most=_MOST + 1),
            done=partial(self._answered, text),
        )

    def _answered(self, text: str, hits: list[FoundPerson]) -> None:
        self._asking = False
        if text != self.search.value():
            self._ask()
            return
        own = self._file.person.id if self._file else ""
        found = found_rows(hits, text)
        rows = [row for row in found if row.key != own][:_MOST]
        if found and not rows:
            self.search.set_hint(_("Dat is dit dossier. Wat al is samengevoegd, staat hieronder."))
        elif not rows:
            self.search.set_hint(_("Niets gevonden. Kijk de spelling na of zoek op straat."))
        else:
            self.search.set_hint("")
        self.found.set_rows([Row(r.key, r.title, r.status, r.icon_name, r.tint) for r in rows])
        self.found.setVisible(bool(rows))
        work, number = self._workplace, len(rows)
        self._log.shown(
            lambda: reading.searched(work.database, work.session, text, number, kind="person")
        )

    def _turn_to_found(self) -> None:
        """Put the keyboard on the first that was found; Enter then compares."""
        if self.found.isVisible():
            self.found.setFocus(Qt.FocusReason.OtherFocusReason)
            self.found.select(self.found.rows.rows[0].key)

    def _compare(self, person_id: str) -> None:
        if not person_id:
            return
        self._log.now()
        work = self._workplace
        work.tasks.write(
            self,
            lambda: people.opened(work.database, work.session, RecordId(person_id)),
            done=self._show_comparison,
            failed=self.failed.emit,
        )

    def _show_comparison(self, other: PersonFile) -> None:
        if self._file is None:
            return
        self._other = other
        self.comparison.show_lines(compared(self._file, other))
        self.search.hide()
        self.found.hide()
        self.comparison.show()
        self._buttons.show()
        # The buttons must have their place before the pane can scroll to them.
        QTimer.singleShot(0, self.merge_button, self.merge_button.setFocus)

    def _merge(self) -> None:
        if self._file is None or self._other is None:
            return
        work = self._workplace
        ours, theirs = PersonId(self._file.person.id), PersonId(self._other.person.id)
        work.tasks.write(
            self,
            lambda: merging.merge(work.database, work.session, from_id=theirs, into_id=ours),
            done=lambda _changes: self._begin_again(),
            failed=self.failed.emit,
        )

    def _unmerge(self, merge_id: RecordId) -> None:
        self._hold_keyboard()
        work = self._workplace
        work.tasks.write(
            self,
            lambda: merging.unmerge(work.database, work.session, merge_id),
            failed=self.failed.emit,
        )
