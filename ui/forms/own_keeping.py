"""Keeps a form that stands by itself, over the window or in a place, and tells how that stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.i18n import _
from ui.forms.keeping import Keeping
from ui.messages import sentence_for
from ui.widgets.autosave import SaveKind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.widgets.autosave import SaveState
    from ui.widgets.bars import MessageBar
    from ui.widgets.saving import SaveIndicator
    from ui.workplace import Workplace


class OwnKeeping(Keeping):
    """The keeping of one form: its indicator says "Bewaard", its bar what keeps that from being so.

    Attributes:
        failing: The bar says that saving fails; its button tries again.
    """

    def __init__(
        self, workplace: Workplace, parent: QWidget, *, indicator: SaveIndicator, bar: MessageBar
    ) -> None:
        """Begin with nothing typed."""
        super().__init__(workplace, parent)
        self._indicator, self._bar = indicator, bar
        self.failing = False
        self.stateChanged.connect(self._show)

    def retry(self) -> bool:
        """Save again after a failure; tell whether that is what the button of the bar meant."""
        if self.failing:
            self.flush()
        return self.failing

    def _show(self, state: SaveState) -> None:
        self._indicator.show_state(state)
        if state.kind is SaveKind.SAVED and self.failing:
            self.failing = False
            self._bar.clear()
        elif state.kind is SaveKind.FAILED:
            self.failing = True
            words = sentence_for(state.error).text if state.error is not None else ""
            self._bar.tell("fout", words, action=_("Opnieuw bewaren"))
