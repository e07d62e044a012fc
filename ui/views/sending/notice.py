"""The line in a resident's file that says that a choice waits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.services import conflicts
from meitinker.store.settings import ScreenSpot
from ui.viewmodels.conflict_cards import asking_words
from ui.views.sending import KEY
from ui.widgets.bars import MessageBar

if TYPE_CHECKING:
    from meitinker.services.conflicts import Asking
    from ui.workplace import Workplace


class FileNotice(QWidget):
    """A bar, made when it first has something to say.

    Signals:
        go: The page with the cards is wanted, as the spot there.
    """

    go = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Begin with nothing to say."""
        super().__init__(parent)
        self._workplace = workplace
        self._person = ""
        self.bar: MessageBar | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()
        if workplace.sending is not None:
            workplace.sending.ended.connect(lambda _outcome, _asked: self.look(self._person))

    def look(self, person_id: str) -> None:
        """Say whether a choice waits about a resident."""
        if person_id != self._person:
            self.hide()
        self._person = person_id
        work = self._workplace
        work.tasks.read(
            self,
            lambda: conflicts.asking(work.database, work.session),
            done=partial(self._show, person_id),
            failed=lambda _error: None,
        )

    def _show(self, person_id: str, found: tuple[Asking, ...]) -> None:
        asked = next((one for one in found if one.person_id == person_id), None)
        if person_id != self._person:
            return
        if asked is not None:
            self._made().tell("waarschuwing", asking_words(asked), action=_("Kies wat klopt"))
        self.setVisible(asked is not None)

    def _made(self) -> MessageBar:
        if self.bar is None:
            self.bar = MessageBar(self)
            self.bar.acted.connect(
                lambda: self.go.emit(ScreenSpot(screen=KEY, record_id=self._person))
            )
            self.bar.closed.connect(self.hide)
            self._column.addWidget(self.bar)
        return self.bar
