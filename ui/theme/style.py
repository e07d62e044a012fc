"""Fusion, with its faint edges drawn anew.

Fusion's own edges reach 2:1 in light and 1:1 in high contrast, and its check box cannot be
seen in dark. So check boxes, radio buttons, combo boxes and the focus ring are drawn here,
in the token ``control``; the rest comes from the style sheet.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPalette, QPen
from PySide6.QtWidgets import (
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QTabBar,
    QWidget,
)

from ui.theme.icons import icon
from ui.theme.in_force import current, px
from ui.theme.tokens import SIZES, Tokens

_State = QStyle.StateFlag
_Metric = QStyle.PixelMetric
_Primitive = QStyle.PrimitiveElement
_Contents = QStyle.ContentsType


_METRICS = {
    _Metric.PM_IndicatorWidth: SIZES.check_box,
    _Metric.PM_IndicatorHeight: SIZES.check_box,
    _Metric.PM_ExclusiveIndicatorWidth: SIZES.check_box,
    _Metric.PM_ExclusiveIndicatorHeight: SIZES.check_box,
    _Metric.PM_CheckBoxLabelSpacing: 8,
    _Metric.PM_RadioButtonLabelSpacing: 8,
    _Metric.PM_ScrollBarExtent: SIZES.scroll_bar,
    _Metric.PM_SmallIconSize: SIZES.icon,
    _Metric.PM_ButtonIconSize: SIZES.icon,
    _Metric.PM_ListViewIconSize: SIZES.icon,
    _Metric.PM_ToolBarIconSize: SIZES.icon,
    _Metric.PM_LargeIconSize: SIZES.icon_large,
    _Metric.PM_LayoutHorizontalSpacing: 12,
    _Metric.PM_LayoutVerticalSpacing: 8,
    _Metric.PM_LayoutLeftMargin: 16,
    _Metric.PM_LayoutTopMargin: 16,
    _Metric.PM_LayoutRightMargin: 16,
    _Metric.PM_LayoutBottomMargin: 16,
    _Metric.PM_ToolTipLabelFrameWidth: 4,
}

_TOGGLES = {
    QStyle.ControlElement.CE_CheckBox: (
        _Primitive.PE_IndicatorCheckBox,
        QStyle.ControlElement.CE_CheckBoxLabel,
    ),
    QStyle.ControlElement.CE_RadioButton: (
        _Primitive.PE_IndicatorRadioButton,
        QStyle.ControlElement.CE_RadioButtonLabel,
    ),
}


def draw_ring(painter: QPainter, rect: QRectF, *, radius: float = 4) -> None:
    """Draw the focus ring just inside ``rect``.

    The ring has a gap of the window's colour inside it, so that it also shows on the
    yellow selection of the high-contrast theme, where ring on ground is 1.2:1.

    Args:
        painter: Left as it was.
        rect: Outer edge of the ring, in pixels.
        radius: Of the corners, in pixels at text size 100 %.
    """
    tokens = current().tokens
    width, rounding = px(tokens.focus_width), px(radius)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if tokens.focus_width > 2:
        gap = px(2)
        inset = width + gap / 2
        painter.setPen(QPen(QColor(tokens.window), gap))
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), rounding, rounding)
    half = width / 2
    painter.setPen(QPen(QColor(tokens.focus), width))
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), rounding, rounding)
    painter.restore()


def _given(widget: QWidget | None) -> QWidget:
    """Pass on what Qt handed over: it may be None, though the stubs of three methods deny it."""
    return cast("QWidget", widget)


def _ring_room() -> int:
    """Return the pixels between the edge of a check box's row and what stands in it."""
    return px(current().tokens.focus_width + 2)


def _indicator_rect(row: QRect) -> QRect:
    side = px(SIZES.check_box)
    top = row.y() + (row.height() - side) // 2
    return QRect(row.x() + _ring_room(), top, side, side)


def _words_rect(row: QRect) -> QRect:
    return row.adjusted(_ring_room() + px(SIZES.check_box + 8), 0, -_ring_room(), 0)


def _wrong(widget: QWidget | None) -> bool:
    """Tell whether the screen marked ``widget`` as holding a wrong value."""
    return widget is not None and widget.property("fout") == "true"


def _edge_colour(tokens: Tokens, option: QStyleOption, widget: QWidget | None) -> QColor:
    if not option.state & _State.State_Enabled:
        return QColor(tokens.disabled)
    if _wrong(widget):
        return QColor(tokens.error)
    return QColor(tokens.action if option.state & _State.State_MouseOver else tokens.control)


def _filled(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> QRectF:
    """Choose pen and brush of an indicator and return the middle line of its edge."""
    tokens, edge = current().tokens, px(2)
    enabled = bool(option.state & _State.State_Enabled)
    marked = bool(option.state & (_State.State_On | _State.State_NoChange))
    ground = tokens.surface if enabled else tokens.disabled_bg
    colour = _edge_colour(tokens, option, widget)
    if marked:
        fill = QColor(tokens.action if enabled else tokens.disabled)
        painter.setBrush(fill)
        painter.setPen(QPen(colour if _wrong(widget) else fill, edge))
    else:
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(colour, edge))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = edge / 2
    return QRectF(option.rect).adjusted(half, half, -half, -half)


def _draw_check_box(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    tokens = current().tokens
    painter.save()
    box = _filled(painter, option, widget)
    painter.drawRoundedRect(box, px(3), px(3))
    enabled = option.state & _State.State_Enabled
    ink = QColor(tokens.on_action if enabled else tokens.disabled_bg)
    stroke = QPen(ink, px(3), c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)
    painter.setPen(stroke)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if option.state & _State.State_On:
        tick = QPainterPath(_within(box, 0.23, 0.52))
        tick.lineTo(_within(box, 0.43, 0.71))
        tick.lineTo(_within(box, 0.78, 0.30))
        painter.drawPath(tick)
    elif option.state & _State.State_NoChange:
        painter.drawLine(_within(box, 0.27, 0.5), _within(box, 0.73, 0.5))
    painter.restore()


def _draw_radio_button(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    tokens = current().tokens
    painter.save()
    circle = _filled(painter, option, widget)
    painter.drawEllipse(circle)
    if option.state & _State.State_On:
        enabled = option.state & _State.State_Enabled
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.on_action if enabled else tokens.disabled_bg))
        dot = circle.width() * 0.21
        painter.drawEllipse(circle.center(), dot, dot)
    painter.restore()


def _within(box: QRectF, across: float, down: float) -> QPointF:
    return QPointF(box.x() + box.width() * across, box.y() + box.height() * down)


def _draw_combo(option: QStyleOptionComboBox, painter: QPainter, widget: QWidget | None) -> None:
    tokens, state = current().tokens, option.state
    focused = bool(state & _State.State_HasFocus)
    width = tokens.border_width
    colour = _edge_colour(tokens, option, widget)
    if _wrong(widget):
        width = 3 if focused else 2
    if focused and (not _wrong(widget) or tokens.focus_width > 3):
        width, colour = tokens.focus_width, QColor(tokens.focus)
    enabled = bool(state & _State.State_Enabled)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = px(width) / 2
    painter.setPen(QPen(colour, px(width)))
    painter.setBrush(QColor(tokens.surface if enabled else tokens.disabled_bg))
    radius = px(SIZES.field_radius)
    painter.drawRoundedRect(QRectF(option.rect).adjusted(half, half, -half, -half), radius, radius)
    side = px(SIZES.icon)
    arrow = QRect(0, 0, side, side)
    arrow.moveCenter(option.rect.center())
    arrow.moveRight(option.rect.right() - px(10))
    mode = QIcon.Mode.Normal if enabled else QIcon.Mode.Disabled
    icon("chevron-down").paint(painter, arrow, mode=mode)
    painter.restore()


class MeitinkerStyle(QProxyStyle):
    """Fusion underneath; reads the theme in force at every call, so it never goes stale.

    What Qt asks of a style it asks of this one in Python, thousands of times for one screen. So
    nothing is answered here that a rule of the style sheet or a widget can say: hints of the
    style (:mod:`ui.theme.sheet_surfaces`), the rows of a combo box, and where a box is clicked.
    The room of a label's or frame's contents Qt asks at every look that it takes on.
    """

    def __init__(self) -> None:
        super().__init__("Fusion")

    def standardPalette(self) -> QPalette:
        """Return the palette in force: Qt takes this one whenever it resets."""
        from ui.theme.palette import make_palette

        return make_palette(current().tokens)

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        """Return lengths that grow with the text size."""
        size = _METRICS.get(metric)
        return super().pixelMetric(metric, option, widget) if size is None else px(size)

    def sizeFromContents(
        self,
        kind: QStyle.ContentsType,
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        """Return sizes at which everything can be hit with a shaking hand."""
        found = super().sizeFromContents(kind, option, size, _given(widget))
        if kind in (_Contents.CT_CheckBox, _Contents.CT_RadioButton):
            room = 2 * _ring_room()
            return QSize(found.width() + room, max(found.height() + room, px(SIZES.check_row)))
        if kind == _Contents.CT_ComboBox:
            width = size.width() + px(12 + 8 + SIZES.icon + 10)
            return QSize(width, px(SIZES.control_height))
        if kind == _Contents.CT_ItemViewItem:
            return QSize(found.width(), max(found.height(), px(SIZES.menu_row)))
        return found

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """Return where the words of a combo box stand: 12 px in, clear of the arrow."""
        is_words = part == QStyle.SubControl.SC_ComboBoxEditField
        if control == QStyle.ComplexControl.CC_ComboBox and is_words:
            return option.rect.adjusted(px(12), px(2), -px(8 + SIZES.icon + 10), -px(2))
        return super().subControlRect(control, option, part, _given(widget))

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw indicators and the focus ring."""
        if element in (_Primitive.PE_IndicatorCheckBox, _Primitive.PE_IndicatorItemViewItemCheck):
            _draw_check_box(option, painter, widget)
        elif element == _Primitive.PE_IndicatorRadioButton:
            _draw_radio_button(option, painter, widget)
        elif element == _Primitive.PE_FrameFocusRect:
            # Qt puts the ring of a tab around its words, where a thick one covers them.
            tab = widget.tabRect(widget.currentIndex()) if isinstance(widget, QTabBar) else None
            draw_ring(painter, QRectF(tab or option.rect))
        else:
            super().drawPrimitive(element, option, painter, widget)

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw check boxes and radio buttons from their parts.

        Qt's own drawing asks Fusion, not this style, where the parts stand.
        """
        parts = _TOGGLES.get(element)
        if parts is None or not isinstance(option, QStyleOptionButton):
            super().drawControl(element, option, painter, widget)
            return
        indicator, words = parts
        copy = QStyleOptionButton(option)
        copy.rect = _indicator_rect(option.rect)
        self.drawPrimitive(indicator, copy, painter, widget)
        copy.rect = _words_rect(option.rect)
        super().drawControl(words, copy, painter, widget)
        if option.state & _State.State_HasFocus:
            draw_ring(painter, QRectF(option.rect))

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw combo boxes; an editable one is a line edit with its own look inside."""
        if control == QStyle.ComplexControl.CC_ComboBox and isinstance(
            option, QStyleOptionComboBox
        ):
            _draw_combo(option, painter, widget)
        else:
            super().drawComplexControl(control, option, painter, widget)
