"""Eyes and hands of the tour: what a person can see, press and type, and nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPoint,
    Qt,
)
from PySide6.QtGui import QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Condition = Callable[[], bool]

_NOTCH = 120
_MOST_NOTCHES = 200


_held: list[QWidget] = []
"""The dialog in front. PySide drops the wrappers of a dialog's fields with its own wrapper, and
nobody else in Python holds a dialog that Qt made by itself."""


class NotFound(Exception):
    """Raised when a person would not find what the story needs."""


def window() -> QWidget:
    """Return the window in front: a dialog, else the program's one window."""
    modal = QApplication.activeModalWidget() or QApplication.activePopupWidget()
    if modal is not None:
        _held[:] = [modal]
        return modal
    shown = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.width() > 1]
    active = QApplication.activeWindow()
    if active in shown and active is not None:
        return active
    if not shown:
        raise NotFound("no window")
    front = max(shown, key=lambda w: w.width() * w.height())
    front.activateWindow()  # without a window manager nobody does it after a dialog or a list
    return front


def widgets(kind: type[QWidget] = QWidget) -> Iterator[QWidget]:
    """Yield the widgets that are shown in the window in front."""
    front = window()
    for widget in front.findChildren(kind):
        if widget.isVisibleTo(front):
            yield widget


def texts() -> list[str]:
    """Return everything that can be read in the window in front."""
    found = [window().windowTitle()]
    for widget in (window(), *widgets()):
        found += [text for text in _said(widget) if text]
    return found


def sees(text: str) -> bool:
    """Tell whether ``text`` can be read somewhere in the window in front."""
    return any(text in shown for shown in texts())


def press(keys: str) -> None:
    """Press a key or combination (``Ctrl+K``) where the keyboard is."""
    front = window()
    QApplication.processEvents()  # it may have come in front just now
    QTest.keySequence(QApplication.focusWidget() or front, QKeySequence(keys))


def key(which: Qt.Key) -> None:
    """Press one key where the keyboard is: an open menu has it before a field."""
    menu = QApplication.activePopupWidget()
    QTest.keyClick(menu or QApplication.focusWidget() or window(), which)


def write(text: str) -> None:
    """Type where the keyboard is."""
    target = QApplication.focusWidget()
    if target is None:
        raise NotFound("nothing has the keyboard")
    for line_number, line in enumerate(text.split("\n")):
        if line_number:
            QTest.keyClick(target, Qt.Key.Key_Return)
        QTest.keyClicks(target, line)


def field(label: str, *, number: int = 1) -> QWidget:
    """Return the ``number``-th field that a screen reader calls ``label``.

    Raises:
        NotFound: There are fewer.
    """
    kinds = (QLineEdit, QPlainTextEdit, QComboBox)
    named = [w for w in widgets() if isinstance(w, kinds) and name_of(w).startswith(label)]
    if len(named) < number:
        raise NotFound(f"no field {label!r}")
    return named[number - 1]


def fill(label: str, text: str, *, number: int = 1) -> None:
    """Click in a field, select what stands there and type ``text`` over it."""
    widget = field(label, number=number)
    touch(widget)
    QTest.keySequence(widget, QKeySequence("Ctrl+A"))
    for line_number, line in enumerate(text.split("\n")):
        if line_number:
            QTest.keyClick(widget, Qt.Key.Key_Return)
        QTest.keyClicks(widget, line)


def choose(label: str, answer: str) -> None:
    """Choose ``answer`` in the combo box called ``label``, with the keyboard.

    Raises:
        NotFound: There is no such box or answer.
    """
    box = field(label)
    if not isinstance(box, QComboBox):
        raise NotFound(f"{label!r} is no choice")
    wanted = box.findText(answer)
    if wanted < 0:
        raise NotFound(f"no answer {answer!r}")
    touch(box)
    QTest.keyClick(QApplication.activePopupWidget() or box, Qt.Key.Key_Escape)
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _step in range(wanted):
        QTest.keyClick(box, Qt.Key.Key_Down)


def button(text: str, *, number: int = 1) -> QAbstractButton:
    """Return the ``number``-th button (or box, or radio) that is called ``text``.

    Raises:
        NotFound: There are fewer.
    """
    buttons = [w for w in widgets(QAbstractButton) if isinstance(w, QAbstractButton)]
    exact = [b for b in buttons if text in (name_of(b), b.text().replace("&", ""))]
    named = exact or [b for b in buttons if name_of(b).startswith(text)]
    if len(named) < number:
        raise NotFound(f"no button {text!r}")
    return named[number - 1]


def button_near(words: str, text: str) -> QAbstractButton:
    """Return the button called ``text`` that stands on the same line as ``words``.

    Raises:
        NotFound: There is none.
    """
    labels = [w for w in widgets(QLabel) if isinstance(w, QLabel) and words in w.text()]
    front = window()
    for label in labels:
        line = label.mapTo(front, label.rect().center()).y()
        for one in widgets(QAbstractButton):
            if not isinstance(one, QAbstractButton) or text not in (one.text(), name_of(one)):
                continue
            if abs(one.mapTo(front, one.rect().center()).y() - line) <= one.height():
                return one
    raise NotFound(f"no button {text!r} beside {words!r}")


def click(text: str, *, number: int = 1) -> None:
    """Click the ``number``-th button called ``text``.

    Raises:
        NotFound: There is none, or it cannot be pressed.
    """
    found = button(text, number=number)
    if not found.isEnabled():
        raise NotFound(f"{text!r} cannot be pressed")
    touch(found)


def answer(question: str, text: str) -> None:
    """Click the answer that begins with ``text`` in the group called ``question``.

    Raises:
        NotFound: There is no such group or answer.
    """
    for group in widgets():
        if group.accessibleName() == question:
            for one in group.findChildren(QAbstractButton):
                if name_of(one).startswith(text):
                    touch(one)
                    return
    raise NotFound(f"no answer {text!r} to {question!r}")


def walk_menu(*words: str) -> None:
    """Walk with the arrow keys through the open menu to the last of ``words``, and stay there.

    Raises:
        NotFound: No menu is open, or it lacks one of the words.
    """
    for number, wanted in enumerate(words):
        if number:
            key(Qt.Key.Key_Right)
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            raise NotFound("no menu")
        for _step in menu.actions():
            if _called(menu) == wanted:
                break
            QTest.keyClick(menu, Qt.Key.Key_Down)
        else:
            raise NotFound(f"no {wanted!r} in the menu")


def _called(menu: QMenu) -> str:
    at = menu.activeAction()
    return at.text().replace("&&", "&") if at is not None else ""


def click_tab(text: str) -> None:
    """Click the tab called ``text``.

    Raises:
        NotFound: No row of tabs has it.
    """
    for bar in widgets(QTabBar):
        if isinstance(bar, QTabBar):
            for number in range(bar.count()):
                if bar.tabText(number).replace("&", "") == text:
                    centre = bar.tabRect(number).center()
                    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=centre)
                    return
    raise NotFound(f"no tab {text!r}")


def row(text: str) -> tuple[QAbstractItemView, QModelIndex]:
    """Return the first row of a list in sight that reads ``text``.

    Raises:
        NotFound: No list has it.
    """
    for view in widgets(QAbstractItemView):
        if isinstance(view, QAbstractItemView):
            for index, said in _rows(view.model()):
                if text in said:
                    return view, index
    raise NotFound(f"no row {text!r}")


def click_row(text: str) -> None:
    """Click the row that reads ``text``.

    Raises:
        NotFound: No list has it.
    """
    view, index = row(text)
    view.scrollTo(index)
    centre = view.visualRect(index).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre)


def look_at(text: str) -> None:
    """Turn the wheel until the words that begin with ``text`` are in sight.

    Raises:
        NotFound: They cannot be read here.
    """
    for label in widgets(QLabel):
        if isinstance(label, QLabel) and label.text().startswith(text):
            _bring_into_sight(label)
            return
    raise NotFound(f"no words {text!r}")


def touch(widget: QWidget) -> None:
    """Click in the middle of a widget, turning the wheel first where it is out of sight."""
    _bring_into_sight(widget)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())


def draw(widget: QWidget, points: list[tuple[float, float]]) -> None:
    """Drag the mouse over ``widget`` along points given as shares of its width and height."""
    _bring_into_sight(widget)
    places = [QPoint(round(x * widget.width()), round(y * widget.height())) for x, y in points]
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(widget, place)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=places[-1])


def _bring_into_sight(widget: QWidget) -> None:
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is None:
        return
    port = area.viewport()
    for _turn in range(_MOST_NOTCHES):
        at = widget.mapTo(port, widget.rect().center())
        if port.rect().contains(at):
            return
        before = area.verticalScrollBar().value()
        _turn_wheel(port, -_NOTCH if at.y() > port.rect().bottom() else _NOTCH)
        if area.verticalScrollBar().value() == before:
            return


def _turn_wheel(port: QWidget, by: int) -> None:
    at = port.rect().center()
    event = QWheelEvent(
        at.toPointF(),
        port.mapToGlobal(at).toPointF(),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(port, event)


def _said(widget: QWidget) -> list[str]:
    said = [widget.accessibleName(), widget.accessibleDescription()]
    match widget:
        case QLabel() | QAbstractButton():
            said.append(widget.text())
        case QLineEdit():
            said.append(widget.displayText())
        case QPlainTextEdit():
            said.append(widget.toPlainText())
        case QComboBox():
            said.append(widget.currentText())
        case QMenu():
            said += [action.text() for action in widget.actions()]
        case QTabBar():
            said += [widget.tabText(number) for number in range(widget.count())]
        case QAbstractItemView():
            said += [text for _index, text in _rows(widget.model())]
    return said


def _rows(model: QAbstractItemModel | None) -> Iterator[tuple[QModelIndex, str]]:
    if model is None:
        return
    for number in range(min(model.rowCount(), 300)):
        index = model.index(number, 0)
        role = Qt.ItemDataRole.AccessibleTextRole
        yield index, str(model.data(index, role) or model.data(index) or "")


def name_of(widget: QWidget) -> str:
    """Return what a screen reader calls ``widget``."""
    name = widget.accessibleName()
    if not name and isinstance(widget, QAbstractButton):
        name = widget.text().replace("&", "")
    if not name:
        label = next(
            (w for w in widgets(QLabel) if isinstance(w, QLabel) and w.buddy() is widget), None
        )
        name = label.text() if label else ""
    return name
