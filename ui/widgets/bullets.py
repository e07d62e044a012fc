"""Sentences below each other, with a mark or a number before each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import px
from ui.widgets.form_field import WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER_WIDTH = 24
_MARK_WIDTH = 12


def bullets(
    sentences: Sequence[str], parent: QWidget | None = None, *, numbered: bool = False
) -> QWidget:
    """Return a block with ``sentences``; numbers are for steps that follow on each other."""
    block = QWidget(parent)
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(8))
    for number, sentence in enumerate(sentences, start=1):
        row = QHBoxLayout()
        row.setSpacing(px(8))
        sign = WrappedLabel(f"{number}." if numbered else "•", block)
        sign.setFixedWidth(px(_NUMBER_WIDTH if numbered else _MARK_WIDTH))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(WrappedLabel(sentence, block), 1)
        column.addLayout(row)
    return block
