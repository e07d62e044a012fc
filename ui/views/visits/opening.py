"""From the list to a conversation and back: built out of sight, a turn at a time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from meitinker.store.settings import ScreenSpot
from ui.theme import take_on_look
from ui.views.visits.conversation import Conversation
from ui.views.visits.sittings import Sittings
from ui.work.turns import in_a_later_turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QStackedWidget, QWidget

    from meitinker.errors import MeitinkerError
    from meitinker.services.visit_files import VisitFile
    from ui.views.visits.listing import Listing
    from ui.views.visits.section import VisitSection
    from ui.workplace import Workplace


class Opening(QObject):
    """Shows one conversation at a time, where the user was in it.

    Signals:
        built: A conversation comes into sight now: the conversation.
        closed: It went, and the list is to be seen: the id of the visit.
        failed: One could not be read: the error.
    """

    built = Signal(object)
    closed = Signal(str)
    failed = Signal(object)

    def __init__(self, workplace: Workplace, stack: QStackedWidget, listing: Listing) -> None:
        """Show conversations in ``stack``, above the list that stands there."""
        super().__init__(stack)
        self.conversation: Conversation | None = None
        self._workplace, self._stack, self._listing = workplace, stack, listing
        self._sittings = Sittings(workplace)
        self._spots: dict[str, ScreenSpot] = {}
        self._going = ""
        self._under_way: tuple[str, ScreenSpot | None] | None = None

    def open_visit(
        self, visit_id: str, spot: ScreenSpot | None = None, *, fresh: bool = False
    ) -> None:
        """Open a visit where the user was in it; that it is opened is logged first.

        Pressed twice, it is opened once: arriving anew would move the cursor under what is typed.
        """
        if self._under_way == (visit_id, spot):
            return
        self._going, self._under_way = visit_id, (visit_id, spot)
        self._workplace.tasks.write(
            self,
            partial(self._sittings.opened, visit_id),
            done=lambda file: self._show(file, spot, fresh=fresh),
            failed=self._fail,
        )

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep everything that was typed in the one that is open, and where the user is."""
        shown = self.conversation
        if shown is None:
            done(True)
            return
        self._spots[shown.desk.visit_id] = shown.spot()
        shown.leave(done)

    def close(self) -> None:
        """Take away the one that is open; everything is safe already."""
        shown = self.conversation
        if shown is None:
            return
        self._spots[shown.desk.visit_id] = shown.spot()
        self.conversation = None
        self._stack.setCurrentIndex(0)
        self._stack.removeWidget(shown)
        shown.deleteLater()
        self.closed.emit(shown.desk.visit_id)

    def _fail(self, error: MeitinkerError) -> None:
        self._under_way = None
        self.failed.emit(error)

    def _show(self, file: VisitFile, spot: ScreenSpot | None, *, fresh: bool) -> None:
        if self._going != file.visit.id:
            return
        if self.conversation is not None:
            self._under_way = None
            self._change(self.conversation, file, spot, fresh=fresh)
            return
        shown = Conversation(self._workplace, file, self._stack)
        shown.hide()  # else the place, coming into sight meanwhile, would show it half built
        in_a_later_turn(shown, partial(self._prepare, shown, file, spot, fresh=fresh))

    def _prepare(
        self, shown: Conversation, file: VisitFile, spot: ScreenSpot | None, *, fresh: bool
    ) -> None:
        """Build the section that will be shown first, out of sight."""
        wanted = self._wanted(file, spot)
        enter = partial(self._enter, shown, file, spot, fresh=fresh)
        dress = partial(_dress, shown, then=enter)
        if self._going == file.visit.id and self.conversation is None:
            section = shown.prepare(wanted)
            if wanted.scrolled:
                in_a_later_turn(shown, partial(_complete, section, then=dress))
                return
        in_a_later_turn(shown, dress)

    def _enter(
        self, shown: Conversation, file: VisitFile, spot: ScreenSpot | None, *, fresh: bool
    ) -> None:
        """Show a conversation that was built, at the spot, unless another was asked for since."""
        if self._going != file.visit.id or self.conversation is not None:
            shown.deleteLater()
            self._show(file, spot, fresh=fresh)  # goes to the spot, where it is the same one
            return
        self.conversation, self._under_way = shown, None
        self.built.emit(shown)
        self._stack.addWidget(shown)
        self._stack.setCurrentWidget(shown)
        shown.arrive(self._wanted(file, spot))
        words = self._sittings.words(file, self._listing.entry(file.visit.id), fresh=fresh)
        if words:
            shown.telling.tell("uitleg", words)

    def _wanted(self, file: VisitFile, spot: ScreenSpot | None) -> ScreenSpot:
        return spot or self._spots.get(file.visit.id) or ScreenSpot(screen="visits")

    def _change(
        self, shown: Conversation, file: VisitFile, spot: ScreenSpot | None, *, fresh: bool
    ) -> None:
        """Another visit takes the place of the one that is open, once that one is safe."""
        if shown.desk.visit_id == file.visit.id:
            if spot is not None:
                shown.arrive(spot)
            return

        def kept(safe: bool) -> None:
            if safe and self.conversation is shown:
                self.close()
                in_a_later_turn(self, partial(self._show, file, spot, fresh=fresh))

        shown.leave(kept)


def _complete(section: VisitSection, *, then: Callable[[], object]) -> None:
    """Build all of a section of which a place far down will be shown, out of sight."""
    section.complete()
    in_a_later_turn(section, then)


def _dress(shown: QWidget, *, then: Callable[[], object]) -> None:
    """Let a conversation take on its look, out of sight; what shows it waits for that."""
    take_on_look(shown)
    in_a_later_turn(shown, then)
