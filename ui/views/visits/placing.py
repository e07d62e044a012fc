"""Zet bij…: selected words go to another field as well, by mouse or by key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QWidget

from meitinker.i18n import _
from meitinker.services import placing
from ui.viewmodels import placing as told
from ui.viewmodels.typing import as_it_is

if TYPE_CHECKING:
    from meitinker.services.placing import Target
    from ui.views.visits.desk import Desk
    from ui.widgets.fields import TextArea


def watch(desk: Desk, field: TextArea) -> None:
    """Offer the places in the menu of ``field``, beside what a text always offers."""
    if not desk.read_only:
        field.offer_in_menu(lambda usual: _offer_in(usual, desk, field.area))


def menu(desk: Desk, area: QPlainTextEdit, parent: QWidget) -> QMenu:
    """Return the places for the words that are selected in ``area``."""
    whole = QMenu(_("Zet bij…"), parent)
    words = selected(area)
    for group in told.groups(desk.file):
        under = whole.addMenu(group.title) if group.title else whole
        for one in group.places:
            # An ampersand would be taken for the mark of a key.
            action = under.addAction(as_it_is(one.words))
            action.triggered.connect(partial(_place, desk, words, one.target))
    whole.setEnabled(bool(words.strip()) and not desk.read_only)
    return whole


def offer(desk: Desk, area: QPlainTextEdit) -> QMenu | None:
    """Show the places at the cursor (the key); None where nothing is selected."""
    if desk.read_only or not selected(area).strip():
        return None
    shown = menu(desk, area, area)
    shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    shown.popup(area.viewport().mapToGlobal(area.cursorRect().bottomLeft()))
    shown.setActiveAction(shown.actions()[0])
    return shown


def selected(area: QPlainTextEdit) -> str:
    """Return what is selected, lines parted by newlines."""
    return area.textCursor().selectedText().replace("\u2029", "\n")


def _offer_in(usual: QMenu, desk: Desk, area: QPlainTextEdit) -> None:
    usual.addMenu(menu(desk, area, usual))


def _place(desk: Desk, words: str, target: Target, _checked: bool = False) -> None:
    work, visit_id = desk.workplace, desk.visit_id
    desk.act(
        lambda: placing.place(work.database, work.session, visit_id, text=words, target=target)
    )
