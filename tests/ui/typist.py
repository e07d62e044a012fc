"""Types in every field of a screen, and tells what stands in each."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget

import ui
from ui.viewmodels.dates import DAY
from ui.widgets.choices import CheckField, CheckGroup, ComboField, RadioGroup
from ui.widgets.dates import DateField
from ui.widgets.fields import PassphraseField, TextArea, TextField
from ui.widgets.form_field import FormField
from ui.widgets.signature import SignatureField
from ui.widgets.typed import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

WORDS = "half "
"""What is typed; never what a phone number, a day or a postcode looks like."""

HALF_A_DAY = "3"

_ROOT = Path(ui.__file__).parent
_PARTS = _ROOT / "widgets"
_INPUTS = (QLineEdit, QPlainTextEdit, QComboBox)
_MADE = {
    "CheckField",
    "CheckGroup",
    "ComboField",
    "CounterField",
    "DateField",
    "PassphraseField",
    "PhoneField",
    "RadioGroup",
    "ScoreField",
    "SecretField",
    "SignatureField",
    "TextArea",
    "TextField",
}


class Site(NamedTuple):
    """Where in the code a field is made: the file below ``ui`` and the line."""

    file: str
    line: int


class Key(NamedTuple):
    """A field on a screen: its question, and the how manieth of that question."""

    label: str
    number: int


def sites() -> set[Site]:
    """Return where the screens make fields."""
    found = set()
    for path in _ROOT.rglob("*.py"):
        if path.is_relative_to(_PARTS) or path.is_relative_to(_ROOT / "tour"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id in _MADE:
                found.add(Site(str(path.relative_to(_ROOT)), called.lineno))
    return found


def made_at() -> Site | None:
    """Return where the field that is being built now is made; called while it is built."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(_ROOT) and not path.is_relative_to(_PARTS):
            return Site(str(path.relative_to(_ROOT)), frame.f_lineno)
        frame = frame.f_back
    return None


def fields_in(root: QWidget) -> dict[Key, FormField]:
    """Return the fields in sight that can be typed in, in the order of being made."""
    counted: Counter[str] = Counter()
    found = {}
    for field in root.findChildren(FormField):
        if not field.isVisible() or field.window() is not root.window():
            continue
        key = Key(field.label, counted[field.label])
        counted[field.label] += 1
        if isinstance(_within(field), FormField):
            continue  # a part of another field
        found[key] = field
    return found


def loose_inputs(root: QWidget) -> Iterator[str]:
    """Yield what can be typed in and is no field, by its name."""
    for kind in _INPUTS:
        for one in root.findChildren(kind):
            read_only = getattr(one, "isReadOnly", lambda: False)()
            loose = one.isVisible() and one.isEnabled() and not read_only
            if loose and not isinstance(_within(one), FormField):
                yield one.accessibleName() or type(one).__name__


def _within(widget: QWidget) -> QWidget | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, FormField):
        parent = parent.parentWidget()
    return parent


def type_in(field: FormField) -> bool:
    """Type, choose or tick as a person would, without leaving the field; tell whether it could be.

    Passphrases are nowhere kept, and a signature is drawn.
    """
    if isinstance(field, PassphraseField | SignatureField):
        return False
    for kind, hand in _HANDS.items():
        if isinstance(field, kind):
            return hand(field)
    raise AssertionError(f"nobody knows how to type in {type(field).__name__}")


def _in_date(field: DateField) -> bool:
    line = field.line(DAY)
    if line.isReadOnly() or not line.isEnabled():
        return False
    line.selectAll()
    QTest.keyClicks(line, HALF_A_DAY)
    return True


def _in_line(field: TextField) -> bool:
    if field.line.isReadOnly() or not field.line.isEnabled():
        return False
    QTest.keyClick(field.line, Qt.Key.Key_Home)
    QTest.keyClicks(field.line, WORDS)
    return True


def _in_area(field: TextArea) -> bool:
    if field.area.isReadOnly() or not field.area.isEnabled():
        return False
    QTest.keyClicks(field.area, WORDS)
    return True


def _pick(field: RadioGroup | CheckGroup) -> bool:
    free = [one for one in field.findChildren(QAbstractButton) if _can_be_ticked(one)]
    if free:
        free[-1].click()
    return bool(free)


def _can_be_ticked(button: QAbstractButton) -> bool:
    return button.isCheckable() and button.isEnabled() and not button.isChecked()


def _tick(field: CheckField) -> bool:
    field.box.click()
    return field.box.isEnabled()


def _choose(field: ComboField) -> bool:
    combo = field.combo
    if not combo.isEnabled() or combo.count() < 2:
        return False
    combo.setCurrentIndex((combo.currentIndex() + 1) % combo.count())
    combo.activated.emit(combo.currentIndex())
    return True


_HANDS: dict[type[FormField], Callable[[Any], bool]] = {
    DateField: _in_date,
    TextField: _in_line,
    TextArea: _in_area,
    RadioGroup: _pick,
    CheckGroup: _pick,
    CheckField: _tick,
    ComboField: _choose,
}


def standing(root: QWidget) -> dict[Key, tuple[str, ...]]:
    """Return what stands in every field in sight, without the spaces around it."""
    found = {}
    for key, field in fields_in(root).items():
        if not isinstance(field, SignatureField):
            found[key] = tuple(part.strip() for part in parts_of(field))
    return found
