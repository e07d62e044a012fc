"""What the back office asks or says of a conversation, and the meitinker's answer to it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.domain.reviews import Status
from meitinker.errors import InvalidField
from meitinker.ids import RecordId
from meitinker.services import reviews
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels import places
from ui.views.back_office.review_page import ReviewActs
from ui.widgets.bars import MessageBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.reviews import ReviewFile
    from ui.views.visits.desk import Desk
    from ui.workplace import Workplace

_TOLD = frozenset({Status.QUESTION_OUT, Status.RETURNED, Status.IMPORTED, Status.CHANGED})
"""What the meitinker wants to know; that it waits or is being looked at says nothing to her."""


class OfficePart(QWidget):
    """A card above the plan; hidden while the back office says nothing of the conversation."""

    def __init__(self, desk: Desk) -> None:
        """Begin out of sight; :meth:`load` reads where the conversation stands."""
        super().__init__()
        self._desk = desk
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(12))
        self.hide()

    @cached_property
    def bar(self) -> MessageBar:
        """Says why an answer did not go."""
        bar = MessageBar()
        self._column.insertWidget(0, bar)
        return bar

    @cached_property
    def acts(self) -> ReviewActs:
        """Where the conversation stands, and the answer; made when there is something to say."""
        acts = ReviewActs(self._desk.keeping, clerk=False)
        acts.act_asked.connect(self._act)
        self._column.addWidget(acts)
        return acts

    def load(self) -> None:
        """Read where a concluded conversation stands at the back office."""
        work, desk = self._desk.workplace, self._desk
        if not desk.read_only or not places.shows(work.session.role, "review_step"):
            return
        work.tasks.read(
            self,
            lambda: reviews.file_of(work.database, work.session, desk.visit_id),
            done=self._show,
            failed=desk.failed.emit,
        )

    def _show(self, file: ReviewFile) -> None:
        asked = file.question is not None or file.answer is not None
        told = file.review.status in _TOLD or asked
        if not told and "acts" not in vars(self):
            return
        first = "acts" not in vars(self)
        self.acts.show_review(file)
        self.setVisible(told)
        if first:
            self.acts.come_back()

    def _act(self, visit_id: str, do: Callable[[Workplace, RecordId], Changes]) -> None:
        self.bar.clear()
        self._desk.keeping.act(
            self,
            lambda: do(self._desk.workplace, RecordId(visit_id)),
            done=lambda _changes: self._acted(),
            failed=self._refuse,
        )

    def _acted(self) -> None:
        self.acts.acted()
        self.load()

    def _refuse(self, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField) and self.acts.panel is not None:
            self.acts.refuse(error)
        else:
            self.bar.tell("fout", sentence_for(error).text)
