"""The first step of a list: choosing a file; and below it the lists that were brought in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from meitinker.i18n import _
from ui.widgets.bars import MessageBar
from ui.widgets.busy import Busy
from ui.widgets.buttons import FlatButton, PrimaryButton
from ui.widgets.column import Column, Pile
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import Card, IconLine
from ui.widgets.scrolling import scroll_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.store.import_log import Import
    from ui.viewmodels.file_lists import FileList

_WIDTH = 800


class ListStart(QWidget):
    """What a list is, the button that chooses one, and what came of earlier ones.

    Signals:
        asked: A file is to be chosen.
        undone: A list is to be taken back (its id).
    """

    asked = Signal()
    undone = Signal(str)

    def __init__(self, files: FileList, parent: QWidget | None = None) -> None:
        """Build it without earlier lists; ``files`` tells of what kind lists are."""
        super().__init__(parent)
        self._files, words = files, files.words()
        self.bar = MessageBar()
        self.busy = Busy()
        self.choose = PrimaryButton(words.choose, icon_name="file-spreadsheet")
        self.cards: dict[str, _Earlier] = {}
        self.nothing = WrappedLabel(words.nothing, tone="muted")
        self._earlier = Pile(gap=16)
        column = Column(self, widest=_WIDTH)
        column.lines.addWidget(Heading(words.title, level=1))
        column.lines.addWidget(WrappedLabel(words.about, tone="muted"))
        column.lines.addWidget(self.bar)
        column.lines.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        column.lines.addWidget(self.busy)
        column.lines.addWidget(Heading(_("Eerder ingelezen op dit apparaat"), level=2))
        column.lines.addWidget(WrappedLabel(_elsewhere(), tone="muted"))
        column.lines.addWidget(self.nothing)
        column.lines.addWidget(self._earlier)
        column.lines.addStretch(1)
        scroll_within(self, column)
        self.choose.clicked.connect(self.asked)

    def show_earlier(self, found: Sequence[Import]) -> None:
        """Show the lists that were brought in, newest first."""
        self.cards = {one.id: _Earlier(one, self._files) for one in found}
        for key, card in self.cards.items():
            card.undo.clicked.connect(partial(self.undone.emit, key))
        self._earlier.replace(self.cards.values())
        self.nothing.setVisible(not found)


def _elsewhere() -> str:
    """Return who can take back what this device does not list: what came of it is noted there."""
    return _(
        "Wat op een ander apparaat is ingelezen, staat hier niet. Draai het daar terug. Is dat"
        " apparaat kwijt? Zet zijn reservekopie terug, dan kan het ook."
    )


class _Earlier(Card):
    """A list that was brought in."""

    def __init__(self, done: Import, files: FileList) -> None:
        super().__init__()
        title = Heading(files.title(done), level=3)
        self.add(title)
        for one in files.about(done):
            self.add(IconLine(one.icon_name, one.text, tint=one.tint))
        self.undo = FlatButton(_("Draai terug"), icon_name="arrow-back-up")
        self.undo.setAccessibleName(f"{self.undo.text()}: {title.text()}")
        self.column.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignLeft)
        self.undo.setVisible(bool(done.added or done.changed) and not done.undone_at)
