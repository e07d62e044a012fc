"""A line of text below which is offered what is known by such words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from meitinker.domain.villages import folded
from ui.widgets.buttons import LineButton
from ui.widgets.column import Pile
from ui.widgets.fields import TextField
from ui.widgets.scrolling import lay_out_now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ui.viewmodels.parts import Choice

MOST = 5
"""Offers at once: more is a list to read."""


class SuggestField(TextField):
    """Free text; what begins or holds it is offered below, and taken by Enter or a click.

    Arrow down goes to the first offer.

    Attributes:
        offers: The buttons in sight.

    Signals:
        taken: An offer was taken: its key.
    """

    taken = Signal(str)

    def __init__(
        self,
        label: str,
        known: Sequence[Choice],
        parent: QWidget | None = None,
        *,
        hint: str = "",
        required: bool = False,
    ) -> None:
        """Build the field.

        Args:
            label: The question.
            known: What can be meant; what it is called is what is typed.
            parent: As in Qt.
            hint: One sentence of help.
            required: Marks the field "(verplicht)".
        """
        super().__init__(label, parent, hint=hint, required=required)
        self._known = tuple((folded(one.text), one) for one in known)
        self.offers: list[LineButton] = []
        self._pile = Pile(gap=0)
        self._column.insertWidget(self._column.count() - 1, self._pile)
        self._pile.hide()
        self.edited.connect(self._offer)

    @property
    def key(self) -> str:
        """The key of what is meant by the text exactly, or ""."""
        wanted = folded(self.value())
        return next((one.key for text, one in self._known if text == wanted), "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go down to the offers, and up to the line."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self._step(watched, step):
                return True
        return super().eventFilter(watched, event)

    def _step(self, here: QObject, step: int) -> bool:
        stops = [self.line, *self.offers]
        at = next((n for n, stop in enumerate(stops) if stop is here), 0) + step
        if not 0 <= at < len(stops) or not self.offers:
            return False
        stops[at].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _offer(self) -> None:
        wanted = folded(self.value())
        self.offers = []
        if wanted and not self.key:
            near = [(text.find(wanted), text, one) for text, one in self._known if wanted in text]
            near.sort(key=lambda one: (one[0] > 0, one[1]))
            for _at, _text, one in near[:MOST]:
                button = LineButton(one.text)
                button.clicked.connect(partial(self._take, one))
                self.offers.append(button)
        self._watch(*self.offers)
        self._pile.replace(self.offers)
        self._pile.setVisible(bool(self.offers))
        lay_out_now()

    def _take(self, one: Choice) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.set_value(one.text)
        self._user_edited()
        self.taken.emit(one.key)
