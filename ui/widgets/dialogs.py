"""Our own dialog: a question, what follows from it, and buttons that name the deed.

Only for what cannot be undone; anything else is done at once and offered back in the undo
bar, because people click through confirmations.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme import px
from ui.widgets.buttons import Button, DangerButton, PrimaryButton
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading

_WIDTH = 520
_SCREEN_SHARE = 0.9

VerbKind = Literal["primair", "gewoon", "gevaar"]
_KINDS: dict[str, type[Button]] = {
    "primair": PrimaryButton,
    "gewoon": Button,
    "gevaar": DangerButton,
}


class Dialog(QDialog):
    """A dialog with room for words or a small form; what does not fit scrolls."""

    def __init__(self, title: str, parent: QWidget | None = None, *, text: str = "") -> None:
        """Ask ``title``; ``text`` says what follows. Escape is the same as the safe verb."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.chosen: str = ""
        self._content = content = QWidget()
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(px(24), px(24), px(24), px(8))
        self.body.setSpacing(px(12))
        self.body.addWidget(Heading(title, content, level=2))
        if text:
            self.body.addWidget(WrappedLabel(text, content))
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(content)
        self._verbs = QHBoxLayout()
        self._verbs.setContentsMargins(px(24), px(8), px(24), px(24))
        self._verbs.setSpacing(px(12))
        self._verbs.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addLayout(self._verbs)

    def add_verb(self, text: str, *, key: str, kind: VerbKind = "gewoon") -> Button:
        """Add a button that says what it does; pressing it ends the dialog with ``key``.

        The first one added is the safe one: it has the focus and Escape means the same.
        """
        button = _KINDS[kind](text, self)
        button.clicked.connect(lambda: self._choose(key))
        self._verbs.addWidget(button)
        if self._verbs.count() == 2:
            button.setFocus(Qt.FocusReason.OtherFocusReason)
        return button

    def fit(self) -> None:
        """Take the size that shows all, within the screen."""
        screen = self.screen().availableGeometry()
        buttons = self._verbs.sizeHint()
        width = min(max(px(_WIDTH), buttons.width()), round(screen.width() * _SCREEN_SHARE))
        # A scroll bar of an earlier size stays while the words beside it need one.
        bar = self._area.verticalScrollBar().sizeHint().width()
        wanted = self.body.totalHeightForWidth(width - bar)
        height = max(wanted, self._content.minimumSizeHint().height()) + buttons.height()
        self.resize(width, min(height + px(2), round(screen.height() * _SCREEN_SHARE)))

    def ask(self) -> str:
        """Show the dialog and return the key of the verb, or nothing after Escape."""
        self.fit()
        self.exec()
        return self.chosen

    def _choose(self, key: str) -> None:
        self.chosen = key
        self.accept()


def confirm(
    question: str, parent: QWidget | None = None, *, consequence: str, do: str, keep: str
) -> bool:
    """Ask before something that cannot be undone and tell whether to do it.

    Args:
        question: "Verwijder Sjoukje de Jong?"
        parent: The window asked for.
        consequence: What is lost, in a sentence.
        do: Verb of the deed, "Verwijder inwoner".
        keep: Verb of leaving it, "Behoud inwoner"; has the focus.
    """
    dialog = Dialog(question, parent, text=consequence)
    dialog.add_verb(keep, key="keep")
    dialog.add_verb(do, key="do", kind="gevaar")
    try:
        return dialog.ask() == "do"
    finally:
        dialog.deleteLater()
