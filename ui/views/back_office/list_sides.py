"""A row that a person decides on, with both sides of it beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels.file_lists import Sides
from ui.widgets.choices import CheckField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.layout import abreast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.viewmodels.parts import Line

_LEAST = 220
"""Room that each side needs, px at 100 %; with less they stand below each other."""


def boxed(line: Line | Sides, parent: QWidget) -> CheckField:
    """Return the box of a row."""
    return SidesField(line, parent) if isinstance(line, Sides) else CheckField(line.text, parent)


class SidesField(CheckField):
    """A box, and below it what stands here and what the file says.

    Attributes:
        sides: Both texts, first what stands here.
    """

    def __init__(self, line: Sides, parent: QWidget | None = None) -> None:
        """Show ``line``."""
        super().__init__(line.text, parent)
        here, there = _side(_("Hier"), line.here), _side(_("In het bestand"), line.there)
        self.sides = (here, there)
        self._column.insertWidget(self._column.count() - 1, abreast(*self.sides, least=_LEAST))


def _side(title: str, lines: Sequence[str]) -> QWidget:
    side = QWidget()
    column = QVBoxLayout(side)
    column.setContentsMargins(px(36), 0, 0, px(8))
    column.setSpacing(px(2))
    column.addWidget(WrappedLabel(title, tone="label"))
    column.addWidget(WrappedLabel("\n".join(lines) or _("leeg")))
    column.addStretch(1)  # or the shorter side would be spread over the height of the other
    return side
