"""A page of papers that wait, and what is done with those that are chosen."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from meitinker.i18n import _
from ui.messages import sentence_for
from ui.views.papers.sheaf import Sheaf
from ui.widgets.column import Column
from ui.widgets.empty import EmptyState
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.scrolling import scroll_within
from ui.window.place_view import PlaceView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.form_drafts import Form, TypedFields
    from meitinker.services.paper_queue import WaitingPaper
    from meitinker.store.settings import ScreenSpot
    from ui.viewmodels.parts import Line
    from ui.workplace import Workplace

_WIDTH = 800
"""Widest the list gets, px at 100 %."""

_KINDS = ("handover", "support_plan", "letter", "visit", "person", "person_merge")
"""What makes papers come and go."""


class WaitingPapers(PlaceView):
    """The list of papers below what a subclass puts above it.

    Attributes:
        sheaf: The papers, and the buttons below them.
        count: How many there are.
        empty: What is said where none waits.
    """

    def __init__(
        self,
        workplace: Workplace,
        parent: QWidget | None,
        *,
        form: Form[TypedFields],
        title: str,
        above: Sequence[QWidget],
    ) -> None:
        """Build it empty.

        Args:
            workplace: As in :class:`PlaceView`.
            parent: As in Qt.
            form: Keeps what is chosen, and the day.
            title: The heading.
            above: What stands between the heading and the list.
        """
        super().__init__(workplace, parent)
        self.count = WrappedLabel("", tone="muted")
        self.sheaf = Sheaf(workplace, form)
        self.sheaf.failed.connect(self.fail)
        self.empty = EmptyState(_("Alle brieven en plannen zijn weg."), icon_name="circle-check")
        self.empty.hide()
        column = Column(self, widest=_WIDTH)
        column.lines.addWidget(Heading(title, level=1))
        bars = (self.sheaf.bar, self.sheaf.choosing.kept.bar)
        for part in (*bars, *above, self.count, self.sheaf):
            column.lines.addWidget(part)
        column.lines.addWidget(self.empty, 1)
        column.lines.addStretch(1)
        scroll_within(self, column)

    @abstractmethod
    def load(self, *, first: bool = False) -> None:
        """Read the list; ``first`` puts the keyboard on the page."""

    def show_papers(
        self, waiting: Sequence[WaitingPaper], lines: Sequence[Line], *, head: str, none_left: bool
    ) -> None:
        """Show these papers, each with its line; ``none_left`` says that all of them went."""
        self.sheaf.show_papers(waiting, lines)
        self.count.setText(head)
        for widget in (self.count, self.sheaf):
            widget.setVisible(bool(waiting))
        self.empty.setVisible(none_left)

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Read the list and put the keyboard on the page."""
        self.load(first=True)

    def refresh(self, changes: Changes) -> None:
        """Look again when a paper was made or went."""
        if any(changes.touches(kind) for kind in _KINDS):
            self.load()

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what is chosen and typed."""
        self.sheaf.keeping.flush(done)

    def confirm(self) -> None:
        """Press the button that notes what is chosen as given or sent."""
        self.sheaf.give.click()

    def print_paper(self) -> None:
        """Print what is chosen."""
        self.sheaf.print_papers()

    def fail(self, error: MeitinkerError) -> None:
        """Say in the bar of the window what went wrong."""
        self.told.emit("fout", sentence_for(error).text)
