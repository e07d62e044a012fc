"""The labels and lines that an ecogram is made of, and how large they are."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from meitinker.domain.ecogram import Label, Sector
from meitinker.domain.ecogram_lines import Line, line_along
from meitinker.domain.network import Strain
from meitinker.domain.words import name_of
from meitinker.i18n import _
from ui.theme import current, px
from ui.theme.style import draw_ring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.domain.ecogram_lines import LineLook
    from ui.viewmodels.network import ShownPerson

_WIDEST = 142
"""Widest words on a label, px at 100 %."""

LETTER, CAPTION = 14, 13
PAD, RADIUS = 8, 8
_BAR = 3


class TieButton(QAbstractButton):
    """One label: the name, and below it what someone is to the resident."""

    def __init__(self, person: ShownPerson, parent: QWidget) -> None:
        """Show ``person``; it is placed by the drawing."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setCheckable(False)
        self.chosen = False
        self.set_person(person)

    @property
    def person(self) -> ShownPerson:
        """Who is shown."""
        return self._person

    def set_person(self, person: ShownPerson) -> None:
        """Show someone, or the same one as they are now."""
        self._person = person
        name = f"{person.name}, {person.relation}" if person.relation else person.name
        self.setAccessibleName(name)
        self._describe()
        self.update()

    def set_chosen(self, chosen: bool) -> None:
        """Mark the label as the one that is open in the form."""
        if chosen != self.chosen:
            self.chosen = chosen
            self._describe()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter as well as with the space bar."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return the size of the words."""
        return label_size(self._person)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the label; the chosen one has a bar and a ground, as a chosen row has."""
        tokens = current().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.underMouse() or self.isDown()
        width = px(2 if strong else tokens.border_width)
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(QColor(tokens.action if strong else tokens.control), width))
        painter.setBrush(QColor(tokens.selected if self.chosen else tokens.surface))
        painter.drawRoundedRect(box, px(RADIUS), px(RADIUS))
        if self.chosen:
            # Not a stronger edge: under the focus ring that would be no difference.
            bar = tokens.on_selected if tokens.action == tokens.selected else tokens.action
            side = QRectF(px(_BAR), px(RADIUS), px(_BAR), self.height() - 2 * px(RADIUS))
            painter.fillRect(side, QColor(bar))
        ink = tokens.on_selected if self.chosen else tokens.text
        soft = tokens.muted_on_selected if self.chosen else tokens.muted
        parts = ((self._person.name, True, ink), (self._person.relation, False, soft))
        draw_words(painter, QRectF(self.rect()), parts)
        if self.hasFocus():
            draw_ring(painter, QRectF(self.rect()), radius=RADIUS)
        painter.end()

    def _describe(self) -> None:
        chosen = _("Gekozen.") if self.chosen else ""
        self.setAccessibleDescription(f"{self._person.told} {chosen}".strip())


class LineSample(QWidget):
    """A line of the legend; the words beside it say what it means."""

    def __init__(self, look: LineLook, parent: QWidget | None = None) -> None:
        """Show ``look``."""
        super().__init__(parent)
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room of a short line."""
        return QSize(px(56), px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line as the drawing does, the resident at the right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, edge = self.height() / 2, px(2)
        ends = (self.width() - edge, middle), (edge, middle)
        line = line_along("", ends, self._look, unit=px(100) / 100)
        paint_line(painter, line, self._look, strong=False)
        painter.end()


def paint_line(painter: QPainter, line: Line, look: LineLook, *, strong: bool) -> None:
    """Draw a line with its arrow heads; colour only repeats what its form says."""
    tokens = current().tokens
    tint = {Strain.HEAVY: tokens.warning, Strain.TOO_HEAVY: tokens.error}.get(look.strain)
    colour = QColor(tokens.action if strong and tint is None else tint or tokens.muted)
    pen = QPen(colour, line.thickness + (px(1) if strong else 0))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if line.dashes:
        pen.setDashPattern([part / line.thickness for part in line.dashes])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF([QPointF(*point) for point in line.points]))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for head in line.heads:
        painter.drawPolygon(QPolygonF([QPointF(*point) for point in head]))


def draw_words(painter: QPainter, rect: QRectF, parts: Sequence[tuple[str, bool, str]]) -> None:
    """Draw words in the middle of a label; they wrap between words and are never cut off.

    Args:
        painter: What draws.
        rect: The label.
        parts: Text, whether it is bold, and its colour, from above.
    """
    lines = [
        (line, letter(LETTER, bold=bold), colour)
        for text, bold, colour in parts
        for line in wrapped(text, bold=bold)
    ]
    height = sum(QFontMetrics(font).height() for _line, font, _colour in lines)
    top = rect.top() + (rect.height() - height) / 2
    for line, font, colour in lines:
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        left = rect.left() + (rect.width() - metrics.horizontalAdvance(line)) / 2
        painter.drawText(QPointF(left, top + metrics.ascent()), line)
        top += metrics.height()


def wrapped(text: str, *, bold: bool) -> list[str]:
    """Return the lines of a text; only a word that is wider than a label is broken."""
    metrics, widest = QFontMetrics(letter(LETTER, bold=bold)), px(_WIDEST)
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= widest:
            lines[-1] = longer
            continue
        if metrics.horizontalAdvance(word) <= widest:
            lines.append(word)
            continue
        piece = ""
        for char in word:
            if piece and metrics.horizontalAdvance(piece + char) > widest:
                lines.append(piece)
                piece = ""
            piece += char
        lines.append(piece)
    return lines


def label_size(person: ShownPerson) -> QSize:
    """Return the size of a label in pixels."""
    words = _words(((person.name, True), (person.relation, False)))
    size = words + QSize(2 * px(PAD), px(PAD))
    return size.expandedTo(QSize(px(44), px(32)))


def label(person: ShownPerson) -> Label:
    """Return someone as the layout wants to know them."""
    size = label_size(person)
    return Label(person.key, person.kind, person.nearness, size.width(), size.height())


def _words(parts: Sequence[tuple[str, bool]]) -> QSize:
    return QSize(*_measured(tuple(parts), QFont().key()))


@lru_cache(maxsize=256)
def _measured(parts: tuple[tuple[str, bool], ...], in_force: str) -> tuple[int, int]:
    """Return the size of words in the letter that is in force, which ``in_force`` names.

    A drawing asks for each label several times, and measures its words letter by letter.
    """
    del in_force  # Qt knows it
    width = height = 0
    for text, bold in parts:
        metrics = QFontMetrics(letter(LETTER, bold=bold))
        for line in wrapped(text, bold=bold):
            width = max(width, metrics.horizontalAdvance(line))
            height += metrics.height()
    return width, height


def core_size(resident: str) -> tuple[float, float]:
    """Return the size of the resident's label in pixels."""
    words = _words(((resident, True),))
    return words.width() + 2 * px(PAD), max(words.height() + 2 * px(PAD), px(48))


def caption(key: str) -> str:
    """Return the name of a sector."""
    return name_of(Sector(key))


def caption_size(sector: Sector) -> tuple[float, float]:
    """Return the room of a sector's name in pixels."""
    metrics = QFontMetrics(letter(CAPTION, bold=True))
    return metrics.horizontalAdvance(caption(sector)) + px(4), metrics.height()


def letter(size: int, *, bold: bool) -> QFont:
    """Return the letter of a label; ``size`` is px at 100 %."""
    font = QFont()
    font.setPixelSize(px(size))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font
