"""Lets Tab go through widgets as they stand on the screen.

Qt goes in the order in which widgets were made. Here sections are made when they are first
shown and cards come and go, so the next stop is looked up by place at every Tab. Not in the
layouts: Python must not see their items (see ``flow``).
"""

from __future__ import annotations

from functools import cmp_to_key, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.widgets.form_field import FormField

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    _Trail = Sequence[tuple[QWidget, QRect]]


_ONE = "leesblok"
_NOT_BY_TAB = (Qt.FocusPolicy.NoFocus, Qt.FocusPolicy.ClickFocus)
"""Asked of all that is in sight at every Tab: to mask the bits of a policy takes Python ten times
as long."""

_DIRECTLY = Qt.FindChildOption.FindDirectChildrenOnly


class Read(QWidget):
    """What is read, and so gone through by Tab, in an order of its own."""

    def reading(self) -> Sequence[QWidget]:
        """Return the parts in the order of reading."""
        return (self,)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab go as the eye does, also to what was built later."""
        moved = step_focus(self, self.reading(), forward=forward)
        return moved or super().focusNextPrevChild(forward)


def read_as_one(block: QWidget) -> None:
    """Let Tab go through all of ``block`` before what stands beside it, however low that ends."""
    block.setProperty(_ONE, True)


def step_focus(root: QWidget, panes: Sequence[QWidget], *, forward: bool) -> bool:
    """Move the focus to the next stop within ``root``, or past its ends to the window's next.

    Args:
        root: What all stops lie in.
        panes: Its parts in the order of reading.
        forward: Tab, or Shift+Tab.

    Returns:
        Whether the focus moved. It does not where it was on nothing that Tab stops at,
        unless that went out of sight: then it goes to the stop nearest to it.
    """
    here = root.window().focusWidget()
    if here is not None and not here.isVisible():
        return _step_from_hidden(root, here)
    stops = list(_stops(panes))
    if here is None or here not in stops:
        return False
    place = stops.index(here) + (1 if forward else -1)
    if 0 <= place < len(stops):
        target: QWidget | None = stops[place]
    elif (whole := _whole(root)) is not None:
        return step_focus(whole, whole.reading(), forward=forward)
    else:
        target = _outside(root, here, forward=forward) or stops[0 if forward else -1]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    if target is not None:
        target.setFocus(reason)
    return True


def _step_from_hidden(root: QWidget, here: QWidget) -> bool:
    """Keep the focus within ``root``, as near as can be, when what had it goes out of sight.

    Looked for in the smallest part of ``root`` around it that Tab stops in: another pane may have
    a button at the very same height.
    """
    if not root.isAncestorOf(here):
        return False
    height = _height_of(here, root)
    around = here.parentWidget()
    while around is not None:
        beside = [one for one in _in_sight(around) if _takes_tab(one)]
        if beside:
            nearest = min(beside, key=lambda stop: _far(_place(stop, root), height))
            nearest.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        around = around.parentWidget() if around is not root else None
    return False


def _far(place: QRect, height: int) -> tuple[int, int, int]:
    """Return how far a stop is; of what is as far, the one that is read first is nearest."""
    return abs(place.top() - height), place.top(), place.left()


def _whole(root: QWidget) -> Read | None:
    """Return the outermost that is read as one and that ``root`` is a part of, if any."""
    found, parent = None, root.parentWidget()
    while parent is not None:
        found = parent if isinstance(parent, Read) else found
        parent = parent.parentWidget()
    return found


def _height_of(widget: QWidget, root: QWidget) -> int:
    return widget.mapTo(root, QPoint(0, 0)).y()


def _outside(root: QWidget, here: QWidget, *, forward: bool) -> QWidget | None:
    """Return the next stop of the window that is not within ``root``."""
    widget = _beside(here, forward=forward)
    while widget is not None and widget is not here:
        if _takes_tab(widget) and not root.isAncestorOf(widget):
            return widget
        widget = _beside(widget, forward=forward)
    return None


def _beside(widget: QWidget, *, forward: bool) -> QWidget | None:
    return widget.nextInFocusChain() if forward else widget.previousInFocusChain()


def _takes_tab(widget: QWidget) -> bool:
    return (
        widget.focusPolicy() not in _NOT_BY_TAB
        and widget.focusProxy() is None
        and widget.isVisible()
        and widget.isEnabled()
    )


def _stops(panes: Sequence[QWidget]) -> Iterator[QWidget]:
    """Yield what Tab stops at, pane by pane, lines from above and in a line from the left.

    What scrolls is read to its end before what stands below it: a field below the edge of the
    window lies, by its coordinates, lower than the buttons that never scroll.
    """
    for pane in panes:
        found = [one for one in _in_sight(pane) if _takes_tab(one)]
        trails = {id(one): _trail(one, pane) for one in found}
        yield from sorted(found, key=cmp_to_key(partial(_compare, trails)))


def _in_sight(widget: QWidget) -> Iterator[QWidget]:
    """Yield a widget and what shows in it: of what is hidden, nothing is looked at."""
    yield widget
    for part in widget.findChildren(QWidget, options=_DIRECTLY):
        if part.isVisible():
            yield from _in_sight(part)


def _trail(stop: QWidget, pane: QWidget) -> _Trail:
    """Return what ``stop`` lies in that scrolls, from ``pane`` inwards, each with its place."""
    trail: list[tuple[QWidget, QRect]] = []
    block, around = stop, stop
    field = _field_of(stop, pane)
    if field is not None:
        # As a whole: an error above one of two fields in a line pushes only that one down.
        trail.append((stop, _place(stop, field)))
        block = around = field
    while around is not pane:
        if around is not block and around.property(_ONE):
            trail.append((block, _place(block, around)))
            block = around
        parent = around.parentWidget()
        if parent is None:
            break
        area = parent.parentWidget()
        if isinstance(area, QScrollArea) and area.widget() is around and area is not pane:
            trail.append((block, _place(block, around)))
            block = around = area
        else:
            around = parent
    trail.append((block, _place(block, pane)))
    return trail[::-1]


def _field_of(stop: QWidget, pane: QWidget) -> FormField | None:
    """Return the field that a stop is a part of, within ``pane``."""
    around = stop.parentWidget()
    while around is not None and around is not pane:
        if isinstance(around, FormField):
            return around
        around = around.parentWidget()
    return None


def _place(block: QWidget, within: QWidget) -> QRect:
    return QRect(block.mapTo(within, QPoint(0, 0)), block.size())


def _compare(trails: Mapping[int, _Trail], one: QWidget, other: QWidget) -> int:
    for (here, first), (there, second) in zip(trails[id(one)], trails[id(other)], strict=False):
        if here is not there:
            return _before(first, second)
    return 0


def _before(first: QRect, second: QRect) -> int:
    if first.bottom() < second.top():
        return -1
    if second.bottom() < first.top():
        return 1
    return first.left() - second.left()
