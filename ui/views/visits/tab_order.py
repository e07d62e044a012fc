"""Lets Tab go through widgets as they stand on the screen.

Qt goes in the order in which widgets were made. Here sections are made when they are first
shown and cards come and go, so the order is set again from the layouts.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QLayout


def order_tabs(root: QWidget) -> None:
    """Chain what takes the focus within ``root`` in the order of its layouts."""
    stops = list(_stops(root))
    # A field that hands the focus on to its input counts as a stop of its own, so it must stand
    # right before the input. With its proxy Qt would move other parts along.
    proxies = [(one, proxy) for one in stops if (proxy := one.focusProxy()) is not None]
    for field, _proxy in proxies:
        field.setFocusProxy(None)  # type: ignore[arg-type]  # the stubs forbid what Qt allows
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)
    for field, proxy in proxies:
        field.setFocusProxy(proxy)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    proxy = widget.focusProxy()
    hands_on = proxy is not None and widget.isAncestorOf(proxy)
    if hands_on or (proxy is None and widget.focusPolicy() & Qt.FocusPolicy.TabFocus):
        yield widget
    if isinstance(widget, QScrollArea):
        content = widget.widget()
        if content is not None:
            yield from _stops(content)
        return
    layout = widget.layout()
    if layout is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _stops(widget)
        elif inner is not None:
            yield from _in_layout(inner)
