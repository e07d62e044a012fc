"""What is moved takes on its look anew with all it holds: so panels are made in their place."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from ui.paper.paper_view import PaperExtras, PaperView
from ui.theme import Theme, apply
from ui.views.contacts.panel import NotePanel
from ui.views.requests.panel import RequestPanel
from ui.views.sending.place import SendingPlace
from ui.views.social_map.check_form import FormPage
from ui.views.social_map.leaflet import LeafletPage
from ui.widgets.form_field import WrappedLabel
from ui.widgets.handing import Handing

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from ui.workplace import Workplace

    Make = Callable[[Workplace, QWidget], QWidget]


def _paper(workplace: Workplace, window: QWidget) -> QWidget:
    around = PaperExtras(above=(Handing("Op welke dag?", parent=window),))
    return PaperView(
        workplace,
        lambda _use: None,
        language="Taal",
        name=lambda: "papier",
        around=around,
        parent=window,
    )


@pytest.mark.parametrize(
    "make", [RequestPanel, NotePanel, SendingPlace, LeafletPage, FormPage, _paper]
)
def test_words_take_on_their_look_twice_at_most_while_they_are_built(
    example_workplace: Workplace,
    qtbot: QtBot,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    make: Make,
) -> None:
    """Once with the block that they are made in, and once with the row that this stands in."""
    apply(qapp, Theme())
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    looks: Counter[str] = Counter()
    change = WrappedLabel.changeEvent

    def note(label: WrappedLabel, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            looks[label.text()] += 1
        change(label, event)

    monkeypatch.setattr(WrappedLabel, "changeEvent", note)
    make(example_workplace, window)
    often = {words: times for words, times in looks.items() if words and times > 2}
    assert often == {}
