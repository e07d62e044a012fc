"""The drawing with its legend."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels import network as told
from ui.widgets.ecogram import Ecogram
from ui.widgets.ecogram_labels import LineSample
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel


class Legend(QWidget):
    """What rings, places and lines mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build a sample for every look of a line."""
        super().__init__(parent)
        rings = _("Wie dichter bij het midden staat, staat dichter bij de inwoner.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(WrappedLabel(rings, tone="muted"))
        samples = (_sample(one) for one in told.legend())
        column.addWidget(Flow(*samples, gap=16, parent=self))


class Map(QWidget):
    """One drawing, with the legend below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nobody."""
        super().__init__(parent)
        self.ecogram = Ecogram(self)
        self.legend = Legend(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(self.ecogram)
        column.addWidget(self.legend)

    def show_people(
        self,
        resident: str,
        people: Iterable[told.ShownPerson],
        *,
        text: str,
        around: Iterable[told.ShownPerson] = (),
    ) -> None:
        """Show a network; ``text`` says the same in a sentence to who cannot see it."""
        self.ecogram.show_people(resident, tuple(people), around=tuple(around))
        self.ecogram.setAccessibleDescription(text)


def _sample(one: told.Sample) -> QWidget:
    item = QWidget()
    words = WrappedLabel(one.words, tone="muted")
    words.setWordWrap(False)
    row = QHBoxLayout(item)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(8))
    row.addWidget(LineSample(one.look))
    row.addWidget(words)
    return item
