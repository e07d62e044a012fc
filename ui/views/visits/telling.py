"""How a conversation tells what happened: the bar above it, and how saving stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from meitinker.i18n import _
from ui.messages import sentence_for
from ui.widgets.autosave import SaveKind
from ui.widgets.bars import MessageBar
from ui.widgets.saving import SaveIndicator

if TYPE_CHECKING:
    from meitinker.errors import MeitinkerError
    from ui.forms.keeping import Keeping
    from ui.widgets.autosave import SaveState
    from ui.widgets.bars import Kind


class Telling(QObject):
    """The message bar and the save indicator of one conversation."""

    def __init__(self, keeping: Keeping, parent: QObject) -> None:
        """Build both; the conversation gives them their place."""
        super().__init__(parent)
        self.bar = MessageBar()
        self.indicator = SaveIndicator()
        self._retries = False
        self.bar.acted.connect(keeping.flush)
        self._keeping = keeping
        self._unrecorded = False
        keeping.stateChanged.connect(self._saving)

    def tell(self, kind: Kind, words: str, *, action: str = "") -> None:
        """Show a sentence above the section."""
        self._retries = bool(action)
        self.bar.tell(kind, words, action=action)

    def tell_error(self, error: MeitinkerError) -> None:
        """Show what went wrong and the next step."""
        self.tell("fout", sentence_for(error).text)

    def quiet(self) -> None:
        """Take the sentence away, unless it says that something is not saved."""
        if not self._retries:
            self.bar.clear()

    def say_unrecorded(self, unrecorded: bool) -> None:
        """Say of a form that is kept as it is typed that its answer does not count yet."""
        if unrecorded != self._unrecorded:
            self._unrecorded = unrecorded
            self._show(self._keeping.state)

    def _show(self, state: SaveState) -> None:
        if self._unrecorded and state.kind in {SaveKind.SAVED, SaveKind.CLEAN}:
            self.indicator.typed_only()
        else:
            self.indicator.show_state(state)

    def _saving(self, state: SaveState) -> None:
        self._show(state)
        if state.kind is SaveKind.FAILED and state.error is not None:
            self.tell("fout", sentence_for(state.error).text, action=_("Opnieuw bewaren"))
        elif state.kind is SaveKind.SAVED and self._retries:
            self._retries = False
            self.bar.clear()
