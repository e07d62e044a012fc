"""The place Gesprekken: the list, and the conversation that was opened from it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from meitinker.i18n import _
from meitinker.store.settings import ScreenSpot
from ui.messages import sentence_for
from ui.viewmodels import sharing
from ui.views.sharing.showing import Showing
from ui.views.visits.beginning import Beginning
from ui.views.visits.browse import Browse
from ui.views.visits.cut_off import CutOff
from ui.views.visits.listing import Listing
from ui.views.visits.opening import Opening
from ui.widgets.main_key import form_around
from ui.window.place_view import BEGIN, NEW_FOR_VISIT, PlaceView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.broken_off import BrokenOffVisit
    from ui.views.visits.conversation import Conversation
    from ui.workplace import Workplace

_KINDS = frozenset(
    {
        "visit",
        "attendee",
        "domain_note",
        "need",
        "finding",
        "agreement",
        "score",
        "checkpoint",
        "consent",
        "application",
        "attachment",
        "referral",
        "signature",
        "support_plan",
        "handover",
        "person",
        "request",
        "review_step",
        "review_reply",
        "imported_visit",
    }
)


class VisitsPlace(PlaceView):
    """Key ``visits``. A spot with a record opens that visit."""

    key = "visits"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the list; a conversation is built when it is opened."""
        super().__init__(workplace, parent)
        self._bound: ScreenSpot | None = None
        self._cut_off = CutOff(workplace, self)
        self._cut_off.failed.connect(self._failed)
        self.showing = Showing(workplace, self)
        self.showing.ended.connect(self._shown)
        self.showing.lockAsked.connect(lambda: self.go.emit(ScreenSpot(screen="lock")))
        self._stack = QStackedWidget(self)
        self.browse = Browse(workplace, self._stack)
        self.listing = Listing(workplace, self.browse)
        self.opening = Opening(workplace, self._stack, self.listing)
        self.beginning = Beginning(workplace, self)
        self._stack.addWidget(self.browse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._stack)
        self._connect()

    @property
    def conversation(self) -> Conversation | None:
        """The one that is open."""
        return self.opening.conversation

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Show the list, or the visit at the spot; after a crash ask first."""
        self.listing.load()
        known = spot is not None and spot.record_id and spot.section != BEGIN
        self._bound = spot if known else None
        if self._cut_off.asked:
            self._go_to(spot)
        else:
            self._cut_off.look(spot, key=self.key, then=partial(self._after_crash, spot))

    def spot(self) -> ScreenSpot:
        """Return visit, section, field, cursor and scroll; of one that is on its way its own.

        Letters made larger twice in a row bring the user back before the visit is there.
        """
        if self.conversation is not None:
            return self.conversation.spot()
        return self._bound or ScreenSpot(screen=self.key)

    def resident(self) -> str:
        """Return with whom the conversation is."""
        return self.conversation.desk.file.client.id if self.conversation is not None else ""

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep everything that was typed."""
        self.opening.leave(done)

    def refresh(self, changes: Changes) -> None:
        """Read anew what was touched."""
        if not any(item.kind in _KINDS for item in changes.items):
            return
        if self.conversation is not None:
            self.conversation.desk.reload()
        self.listing.load()

    def new(self) -> None:
        """Begin a new conversation (Ctrl+N)."""
        if self.conversation is None:
            self.browse.begin()

    def search(self) -> None:
        """Go to the search field of the list (Ctrl+F)."""
        if self.conversation is None:
            self.browse.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def confirm(self) -> None:
        """Press the main button (Ctrl+Enter): of the act that is typed in, else of the page."""
        page = self.conversation or self.browse
        (form_around(self.focusWidget(), page) or page).confirm()

    def pressed_for(self) -> str:
        """Return which conversation it is about: within one, the key leads from step to step."""
        return self.conversation.desk.visit_id if self.conversation is not None else ""

    def print_paper(self) -> None:
        """Print the plan of the visit at hand (Ctrl+P)."""
        if self.conversation is None:
            super().print_paper()
        else:
            self.conversation.print_paper()

    def share(self) -> None:
        """Show the resident what they may see of the conversation (F11)."""
        if self.conversation is None:
            super().share()
        else:
            self.conversation.share()

    def place_text(self) -> None:
        """Put the words that are selected with another field as well."""
        if self.conversation is None:
            super().place_text()
        else:
            self.conversation.place_text()

    def save_now(self) -> None:
        """Keep what was typed now (Ctrl+S)."""
        if self.conversation is not None:
            self.conversation.desk.keeping.flush()

    def turn_section(self, step: int) -> None:
        """Go to the next or previous section."""
        if self.conversation is not None:
            self.conversation.turn_section(step)

    def next_pane(self, step: int) -> None:
        """Move the focus to another pane."""
        (self.conversation or self.browse).next_pane(step)

    def reading(self) -> Sequence[QWidget]:
        """Return the parts of the conversation, or of the list."""
        return (self.conversation or self.browse).reading()

    def begin(self, person_id: str) -> None:
        """Begin a conversation with a resident and open it, or the one that is under way."""
        self.beginning.begin(person_id)

    def open_visit(self, visit_id: str, spot: ScreenSpot | None = None) -> None:
        """Open a visit, at the spot or where the user was in it."""
        self.opening.open_visit(visit_id, spot)

    def close_visit(self) -> None:
        """Go back to the list; everything is safe already."""
        self.opening.close()

    def _connect(self) -> None:
        browse, beginning, opening = self.browse, self.beginning, self.opening
        browse.opened.connect(lambda visit_id: self.open_visit(visit_id))
        browse.begun.connect(self.begin)
        browse.newcomer.connect(self._add_first)
        browse.resumed.connect(self._resume)
        browse.discarded.connect(beginning.discard)
        beginning.begun.connect(lambda visit_id: opening.open_visit(visit_id, fresh=True))
        beginning.under_way.connect(self._go_on)
        beginning.discarded.connect(browse.focus_list)
        opening.built.connect(self._take)
        opening.closed.connect(self._back_at)
        for part in (beginning, opening, self.listing):
            part.failed.connect(self._failed)

    def _go_on(self, visit_id: str) -> None:
        self.told.emit("uitleg", _("Er loopt al een gesprek. U gaat daarmee verder."))
        self.open_visit(visit_id)

    def _take(self, shown: Conversation) -> None:
        """Listen to a conversation that comes into sight."""
        self._bound = None
        self.browse.bar.clear()
        shown.finished.connect(self.close_visit)
        shown.moved.connect(self.moved)
        shown.written.connect(self.written)
        shown.shareAsked.connect(self._show_resident)

    def _back_at(self, visit_id: str) -> None:
        """Be in the list again, on the conversation that was open."""
        self._bound = None
        self.browse.panes.show_list()
        self.browse.select(visit_id)
        self.listing.load()
        self.browse.focus_list()
        self.moved.emit()

    def _show_resident(self) -> None:
        window, shown = self.window(), self.conversation
        if shown is not None and isinstance(window, QStackedWidget):
            file, spoken = shown.desk.file, sharing.language_of(shown.desk.file)
            pages = sharing.pages(sharing.only_shareable(file), spoken)
            self.showing.begin(window, pages, language=spoken)

    def _shown(self) -> None:
        """Go on where the work was left for the resident's screen."""
        if self.conversation is not None:
            self.conversation.focus_again()

    def _pick(self) -> None:
        """Ask with whom the conversation is; one that is open is kept first."""
        if self.conversation is None:
            self.browse.begin()
            return

        def kept(safe: bool) -> None:
            if safe:
                self.close_visit()
                self.browse.begin()

        self.leave(kept)

    def _add_first(self, name: str) -> None:
        """Add someone who is not in the file yet; the conversation begins after that."""
        self.go.emit(ScreenSpot(screen="people", section=NEW_FOR_VISIT, field=name))

    def _after_crash(self, spot: ScreenSpot | None, found: BrokenOffVisit | None) -> None:
        if found is None:
            self._go_to(spot)
            return
        self._bound = None
        self.listing.written_until(found.visit_id, found.saved_at)
        self.listing.load()
        self.browse.ask_to_resume(found)
        self.browse.select(found.visit_id)
        self.browse.bar.button.setFocus(Qt.FocusReason.OtherFocusReason)
        asked = spot is not None and spot.section == BEGIN
        if asked or (spot is not None and spot.record_id not in {"", found.visit_id}):
            self._go_to(spot)

    def _resume(self) -> None:
        """Open the visit that was cut off, at the same place."""
        spot = self._cut_off.spot
        if spot is not None:
            self.open_visit(spot.record_id, spot)

    def _go_to(self, spot: ScreenSpot | None) -> None:
        if spot is not None and spot.section == BEGIN:
            self.begin(spot.record_id) if spot.record_id else self._pick()
        elif spot is not None and spot.record_id:
            here = self.conversation
            if here is not None and here.desk.visit_id == spot.record_id:
                here.arrive(spot)
            else:
                self.open_visit(spot.record_id, spot if spot.section else None)
        elif self.conversation is None:
            self.browse.focus_list()

    def _failed(self, error: MeitinkerError) -> None:
        self._bound = None
        words = sentence_for(error)
        self.told.emit("fout", words.text)
