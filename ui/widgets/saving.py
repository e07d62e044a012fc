"""How saving stands, told in one place: the top right of the detail."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from meitinker import clock
from meitinker.i18n import _
from ui.theme import mark, px
from ui.widgets.announce import announce
from ui.widgets.autosave import SaveKind
from ui.widgets.autosave import SaveState as Kept
from ui.widgets.icon_label import IconLabel

SaveState = Literal["empty", "saving", "typed", "saved", "failed"]

_ANNOUNCE_EVERY = timedelta(minutes=1)
"""A screen reader that says "Bewaard" each second keeps nobody company."""


class SaveIndicator(QWidget):
    """Says *stored*, never *complete*; the words change only when the store has answered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty: nothing has been typed yet."""
        super().__init__(parent)
        self.state: SaveState = "empty"
        self._announced: datetime | None = None
        self._icon = IconLabel("", self)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addStretch(1)  # in a wider place the icon stays beside its words
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def text(self) -> str:
        """The words on the screen."""
        return self._words.text()

    def empty(self) -> None:
        """Say nothing: there is nothing to save."""
        self._tell("empty", "", icon_name="", tint="muted")

    def show_state(self, state: Kept) -> None:
        """Say how things stand with all that is typed in a screen."""
        if state.kind is SaveKind.FAILED:
            self.failed()
        elif state.kind in {SaveKind.SAVING, SaveKind.DIRTY}:
            self.saving()
        elif state.at is not None:
            self.saved(state.at)
        else:
            self.empty()

    def saving(self) -> None:
        """Say that typed text is on its way to the disk."""
        self._tell("saving", _("Bezig met bewaren…"), icon_name="progress", tint="muted")

    def typed_only(self) -> None:
        """Say that a form is safe as it is typed, but that a button still has to end it."""
        self._tell("typed", _("Nog niet opgeschreven"), icon_name="clock", tint="warning")

    def saved(self, instant: datetime) -> None:
        """Say that all is stored since ``instant``; call it after the store has answered."""
        text = _("Bewaard om {time}").format(time=f"{clock.local(instant):%H:%M}")
        self._tell("saved", text, icon_name="circle-check", tint="success")
        if self._announced is None or clock.now() - self._announced >= _ANNOUNCE_EVERY:
            self._announced = clock.now()
            announce(self, text)

    def failed(self) -> None:
        """Say that saving failed; the message bar tells why and what to do."""
        text = _("Niet bewaard")
        self._tell("failed", text, icon_name="alert-circle", tint="error")
        self._announced = None
        announce(self, text, at_once=True)

    def _tell(self, state: SaveState, text: str, *, icon_name: str, tint: str) -> None:
        self.state = state
        self._icon.set_icon(icon_name, tone=tint)
        self._words.setText(text)
        self.setAccessibleName(text)
        mark(self._words, tekst="fout" if state == "failed" else "muted")
