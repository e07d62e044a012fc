"""The accessibility checklist as functions that look at any screen.

Each returns the faults it found as sentences, so that a test reads ``assert unnamed(w) == []``
and its negative control ``assert unnamed(bad)``. The screen must be shown and active.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAction, QImage, QKeySequence, QPixmap, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

from ui.theme.contrast import EDGE_MINIMUM, ratio

LEAST_TARGET = 24
"""Pixels of the smaller side of what can be hit (WCAG 2.5.8)."""

_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox)
_GUARDED = re.compile(r"(Shift\+)?((Ctrl|Alt|Meta)\+|F\d+|Esc)")
_QT_PARTS = ("qt_", "ScrollLeftButton", "ScrollRightButton")


def settle() -> None:
    """Let Qt lay out and paint what was asked."""
    for _turn in range(3):
        QCoreApplication.processEvents()


def _title(widget: QWidget) -> str:
    words = widget.accessibleName() or str(widget.property("text") or "")
    return f"{type(widget).__name__} {widget.objectName() or words!r}"


def _ours(widget: QWidget) -> bool:
    return not widget.objectName().startswith(_QT_PARTS)


def _shown(root: QWidget) -> Iterator[QWidget]:
    for widget in (root, *root.findChildren(QWidget)):
        if widget.isVisible() and widget.window() is root.window() and _ours(widget):
            yield widget


def tab_stops(root: QWidget) -> list[QWidget]:
    """Return the widgets that the Tab key reaches, in no promised order."""
    return [
        widget
        for widget in _shown(root)
        if widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus.value
        and widget.focusProxy() is None
    ]


def unnamed(root: QWidget) -> list[str]:
    """Rows 1 and 2: every stop has a name or a label; a combo box needs the label."""
    faults = []
    for widget in tab_stops(root):
        seen = QAccessible.queryAccessibleInterface(widget)
        labels = seen.relations(QAccessible.RelationFlag.Label)
        name = "" if isinstance(widget, QComboBox) else seen.text(QAccessible.Text.Name)
        if not (labels or name.strip()):
            faults.append(f"{_title(widget)} has no name")
    return faults


def small_targets(root: QWidget) -> list[str]:
    """Row 21: what can be hit is at least 24 x 24."""
    targets = [w for w in _shown(root) if isinstance(w, QAbstractButton) and w.isEnabled()]
    return [
        f"{_title(widget)} is {widget.width()} x {widget.height()}"
        for widget in {*targets, *tab_stops(root)}
        if min(widget.width(), widget.height()) < LEAST_TARGET
    ]


@lru_cache(maxsize=65536)
def _contrast(one: int, other: int) -> float:
    return ratio(f"#{one & 0xFFFFFF:06X}", f"#{other & 0xFFFFFF:06X}")


def _pixels(image: QImage) -> memoryview:
    converted = image.convertToFormat(QImage.Format.Format_RGB32)
    return memoryview(bytes(converted.constBits())).cast("I")


def changed_pixels(before: QPixmap, after: QPixmap) -> int:
    """Return how many pixels changed by 3:1 or more."""
    pairs = zip(_pixels(before.toImage()), _pixels(after.toImage()), strict=True)
    return sum(1 for a, b in pairs if a != b and _contrast(a, b) >= EDGE_MINIMUM)


def faint_rings(root: QWidget) -> list[str]:
    """Row 11: focus changes pixels by 3:1, as many as half a ring of one pixel has."""
    faults = []
    for widget in tab_stops(root):
        # By Tab a field also selects its words, and those pixels are no ring.
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        settle()
        spot = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())
        after = root.grab(spot)
        widget.clearFocus()
        settle()
        before = root.grab(spot)
        if before.isNull() or after.isNull():
            faults.append(f"{_title(widget)}: lies at {spot} of {root.size()}, nothing is drawn")
            continue
        least = min(widget.width() + widget.height(), 2 * LEAST_TARGET)
        count = changed_pixels(before, after)
        if count < least:
            faults.append(f"{_title(widget)}: focus changes {count} pixels, not {least}")
    return faults


def hidden_focus(root: QWidget) -> list[str]:
    """Row 12: what has the focus can be seen, at least its top left corner."""
    faults = []
    for widget in tab_stops(root):
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        settle()
        if widget.visibleRegion().isEmpty():
            faults.append(f"{_title(widget)} has the focus out of sight")
    return faults


def _pane(widget: QWidget, root: QWidget) -> QWidget:
    parent = widget.parentWidget()
    while parent is not None and parent is not root:
        if parent.property("paneel") or parent.property("rail"):
            return parent
        parent = parent.parentWidget()
    return root


def _areas(widget: QWidget, root: QWidget) -> list[QScrollArea]:
    """Return what ``widget`` scrolls along with, from the outside in."""
    areas: list[QScrollArea] = []
    parent = widget.parentWidget()
    while parent is not None and parent is not root:
        if isinstance(parent, QScrollArea):
            areas.insert(0, parent)
        parent = parent.parentWidget()
    return areas


def _read_at(widget: QWidget, root: QWidget) -> tuple[tuple[int, int], ...]:
    """Return where it is read: from above, then from the left, what scrolls as one block."""
    spots = (one.mapTo(root, QPoint(0, 0)) for one in (*_areas(widget, root), widget))
    return tuple((spot.y(), spot.x()) for spot in spots)


def _blocks(one: QWidget, other: QWidget, root: QWidget) -> tuple[QWidget, QWidget]:
    """Return what stands still between the two: what scrolls apart is compared as a whole."""
    first, second = [*_areas(one, root), one], [*_areas(other, root), other]
    while first[0] is second[0] and len(first) > 1 and len(second) > 1:
        first, second = first[1:], second[1:]
    return first[0], second[0]


def _jumps_back(before: QWidget, after: QWidget, root: QWidget) -> bool:
    pane = _pane(before, root)
    if pane is not _pane(after, root):
        return False
    before, after = _blocks(before, after, root)
    one = QRect(before.mapTo(root, QPoint(0, 0)), before.size())
    other = QRect(after.mapTo(root, QPoint(0, 0)), after.size())
    next_column = other.left() >= one.right()
    if other.bottom() <= one.top():
        return not next_column
    same_line = other.top() < one.bottom() and one.top() < other.bottom()
    return same_line and other.right() <= one.left()


def tab_walk(root: QWidget) -> list[QWidget]:
    """Press Tab from the first stop until the focus is somewhere for the second time."""
    stops = tab_stops(root)
    if not stops:
        return []
    railed = [one for one in stops if _pane(one, root).property("rail")]
    first = railed[0] if railed else min(stops, key=lambda one: _read_at(one, root))
    first.setFocus(Qt.FocusReason.TabFocusReason)
    settle()
    walked: list[QWidget] = []
    while (widget := QApplication.focusWidget()) is not None and widget not in walked:
        walked.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        settle()
    return walked


def _torn(walked: list[QWidget], root: QWidget) -> list[str]:
    """Return where Tab leaves what scrolls before it has been at all that lies in it.

    The fields below the edge of the window are then reached, but after the buttons that stand
    below them: who types on ends in the wrong place.
    """
    faults = []
    ring = list(zip(walked, [*walked[1:], *walked[:1]], strict=True))
    for area in {area for one in walked for area in _areas(one, root)}:
        exits = [a for a, b in ring if area.isAncestorOf(a) and not area.isAncestorOf(b)]
        wraps = all(area.isAncestorOf(one) for one in ring[-1])
        if len(exits) > 1:
            faults += [f"Tab leaves half of a pane at {_title(a)}" for a in exits]
        elif exits and wraps and _jumps_back(*ring[-1], root):
            faults.append(f"Tab begins in the middle of a pane, at {_title(walked[0])}")
    return faults


def tab_faults(root: QWidget) -> list[str]:
    """Rows 8, 9 and 10: Tab reaches every stop, is never trapped and never jumps back."""
    walked = tab_walk(root)
    stops = tab_stops(root)
    missed = [f"Tab never reaches {_title(w)}" for w in stops if w not in walked]
    back = QApplication.focusWidget()
    if walked and back is not walked[0]:
        missed.append(f"Tab does not come back to the start but to {_title(back or root)}")
    jumps = (pair for pair in pairwise(walked) if _jumps_back(*pair, root))
    back_to = [f"Tab jumps back from {_title(a)} to {_title(b)}" for a, b in jumps]
    return missed + back_to + _torn(walked, root)


def cut_off(root: QWidget) -> list[str]:
    """Rows 15 and 16: nothing is cut off or scrolls sideways at the size the window has."""
    faults = [f"{_title(w)} is cut off" for w in _shown(root) if _is_cut(w)]
    least = root.minimumSizeHint()
    if least.width() > root.width() or least.height() > root.height():
        faults.append(f"the window needs {least.width()} x {least.height()}")
    faults += [
        f"{_title(w)} scrolls sideways"
        for w in _shown(root)
        if isinstance(w, QAbstractScrollArea) and _scrolls_sideways(w)
    ]
    return faults


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height()
        return widget.sizeHint().width() > widget.width()
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.minimumSizeHint().width() > widget.width()
    return False


def _scrolls_sideways(area: QAbstractScrollArea) -> bool:
    content = area.widget() if isinstance(area, QScrollArea) else None
    if content is not None and content.width() > area.viewport().width():
        return True
    return area.horizontalScrollBar().maximum() > 0


def _sequences(root: QWidget) -> Iterator[tuple[str, QKeySequence]]:
    for action in (*root.actions(), *root.findChildren(QAction)):
        yield from ((action.text(), sequence) for sequence in action.shortcuts())
    for shortcut in root.findChildren(QShortcut):
        yield shortcut.objectName(), shortcut.key()
    for button in root.findChildren(QAbstractButton):
        yield button.text(), button.shortcut()


def bare_keys(root: QWidget) -> list[str]:
    """Row 13: no letter alone does anything; Ctrl, Alt, a function key or Escape is in it."""
    faults = []
    for name, sequence in _sequences(root):
        if sequence.isEmpty():
            continue
        if not _GUARDED.match(sequence.toString()):
            faults.append(f"{name!r} listens to {sequence.toString()} alone")
    return faults


def clashing_keys(root: QWidget) -> list[str]:
    """Row 14: one key does one thing, and so does one underlined letter."""
    used = Counter(key.toString() for _name, key in set(_sequences(root)) if not key.isEmpty())
    return [f"{key} does {times} things" for key, times in used.items() if times > 1]


def faint_edges(root: QWidget) -> list[str]:
    """Row 19: the edge of a field differs 3:1 from what is around it."""
    faults = []
    for widget in _shown(root):
        if not isinstance(widget, _FIELDS) or not widget.isEnabled() or widget.hasFocus():
            continue
        left = widget.mapTo(root, QPoint(0, widget.height() // 2))
        strip = root.grab(QRect(left.x() - 3, left.y(), 6, 1)).toImage()
        outside = strip.pixel(0, 0)
        edge = max(_contrast(strip.pixel(x, 0), outside) for x in (3, 4))
        if edge < EDGE_MINIMUM:
            faults.append(f"{_title(widget)} has an edge of {edge:.1f}:1")
    return faults


def same_in_grey(one: QPixmap, other: QPixmap, *, least: int = 12) -> bool:
    """Row 20: tell whether two states cannot be told apart without colour."""

    def grey(pixmap: QPixmap) -> QPixmap:
        image = pixmap.toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        return QPixmap.fromImage(image.convertToFormat(QImage.Format.Format_RGB32))

    return one.size() == other.size() and changed_pixels(grey(one), grey(other)) < least


CHECKS: tuple[Callable[[QWidget], list[str]], ...] = (
    unnamed,
    small_targets,
    tab_faults,
    faint_rings,
    hidden_focus,
    bare_keys,
    clashing_keys,
    faint_edges,
)


def faults(root: QWidget) -> list[str]:
    """Return the faults of all checks that hold at any size of the window."""
    return [fault for check in CHECKS for fault in check(root)]


def faults_when_large(root: QWidget, *, width: int, height: int) -> list[str]:
    """Return what is cut off when the window is ``width`` x ``height`` pixels."""
    root.resize(width, height)
    settle()
    return cut_off(root)
