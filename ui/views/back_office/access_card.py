"""A card with who may work where for a while, a button that ends each, and one that gives more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.views.requests.act_card import ActCard
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.column import Pile
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.icon_label import IconLabel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ui.forms.keeping import Keeping
    from ui.viewmodels.access import AccessLine
    from ui.views.requests.acts import CardAct


class AccessCard(ActCard):
    """What was given, and giving more: the card of a resident, or of the whole organisation.

    Signals:
        ended: Something is to end (its id).
        looked: The file of a resident is to be shown (its id).
    """

    ended = Signal(str)
    looked = Signal(str)

    def __init__(
        self, keeping: Keeping, parent: QWidget | None = None, *, nothing: str, looks: bool = False
    ) -> None:
        """Begin empty.

        Args:
            keeping: Keeps what is typed in the fields.
            parent: As in Qt.
            nothing: What stands there while nothing was given.
            looks: Whether each line leads to a file.
        """
        super().__init__(keeping, parent)
        self._about = ""
        self._looks = looks
        self._act: CardAct | None = None
        self.rows: dict[str, _Row] = {}
        self.nothing = WrappedLabel(nothing, tone="muted")
        self.lines = Pile(gap=12)
        self.give = Button("")
        self.give.hide()
        self.give.clicked.connect(self._open)
        for part in (self.nothing, self.lines):
            self.add(part)
        self.column.addWidget(self.give, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def record_id(self) -> str:
        """The resident, or "" where it is about none."""
        return self._about

    def possible(self) -> tuple[CardAct, ...]:
        """Return what can be given."""
        return (self._act,) if self._act is not None else ()

    def buttons_after(self, act: CardAct) -> Iterable[QWidget]:
        """Return the button that opens the fields."""
        del act
        return (self.give,)

    def show_lines(self, lines: Sequence[AccessLine]) -> None:
        """Show what was given."""
        self.rows = {one.key: _Row(one, looks=self._looks) for one in lines}
        for row in self.rows.values():
            row.end.clicked.connect(partial(self.ended.emit, row.line.key))
            row.look.clicked.connect(partial(self.looked.emit, row.line.client_id))
        self.lines.replace(self.rows.values())
        self.lines.setVisible(bool(lines))
        self.nothing.setVisible(not lines)

    def offer(self, act: CardAct, *, about: str = "") -> None:
        """Offer to give more; what was being typed about it comes back."""
        other = about != self._about or self._act is None
        self._about, self._act = about, act
        self.give.setText(act.name)
        self.give.set_icon(act.icon_name)
        self.give.show()
        if other:
            self.close_panel()
            self.come_back()

    def _open(self) -> None:
        if self._act is not None:
            self.open_act(self._act)


class _Row(QWidget):
    """One of them: in words, with its buttons."""

    def __init__(self, line: AccessLine, *, looks: bool) -> None:
        super().__init__()
        self.line = line
        self.end = FlatButton(_("Beëindig"), icon_name="ban")
        self.look = FlatButton(_("Bekijk dossier"), icon_name="user")
        self.end.setAccessibleName(f"{self.end.text()}: {line.title}")
        self.look.setAccessibleName(f"{self.look.text()}: {line.title}")
        self.end.setVisible(not line.over)
        self.look.setVisible(looks)
        status = QWidget()
        row = QHBoxLayout(status)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(IconLabel(line.icon_name, tone=line.tint), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(WrappedLabel(line.text, tone="muted"), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(WrappedLabel(line.title, tone="label"))
        column.addWidget(status)
        if looks or not line.over:
            column.addWidget(Flow(self.end, self.look, gap=12))
