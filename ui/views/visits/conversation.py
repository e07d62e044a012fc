"""One conversation: sections in any order, the ladder beside them, and how saving stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from meitinker.domain.visits import VisitState
from meitinker.i18n import _
from meitinker.store.settings import ScreenSpot
from ui.theme import px
from ui.viewmodels import conversation as told
from ui.viewmodels.conversation import CLOSING, LADDER, PLAN, QUESTION
from ui.views.visits import placing
from ui.views.visits.closing import ClosingSection
from ui.views.visits.concluding import Concluding
from ui.views.visits.desk import Desk
from ui.views.visits.foot import Foot
from ui.views.visits.ladder import LadderSection
from ui.views.visits.plan_page import PlanSection
from ui.views.visits.section_list import LadderPane, SectionList
from ui.views.visits.section_pages import SectionPages, known
from ui.views.visits.telling import Telling
from ui.widgets.headings import PaneHeader, PaneTop
from ui.widgets.panes import AdaptivePanes
from ui.work.turns import in_a_later_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent

    from meitinker.services.visit_files import VisitFile
    from ui.views.visits.section import VisitSection
    from ui.workplace import Workplace

_WITHOUT_LADDER = (CLOSING, PLAN)
"""Sections that are about all needs at once: there the plan takes the room of the ladder."""

_LOW = 600
"""Height, px at 100 %, under which the buttons scroll along with the section."""


def _known(section: str) -> str:
    return section if known(section) else QUESTION


def _first(desk: Desk) -> str:
    return PLAN if desk.file.visit.state is VisitState.CONCLUDED else QUESTION


class Conversation(QWidget):
    """The screen of one visit.

    Signals:
        finished: The user wants back to the list; everything is safe.
        moved: The user went somewhere else in the visit.
        written: Something that was typed is safe.
        shareAsked: The resident is to see what may be seen; everything is safe.
    """

    finished = Signal()
    moved = Signal()
    written = Signal()
    shareAsked = Signal()

    def __init__(self, workplace: Workplace, file: VisitFile, parent: QWidget) -> None:
        """Build the frame; a section is built when it is first shown."""
        super().__init__(parent)
        self.desk = Desk(workplace, file, self)
        self.section_key = self._prepared = ""
        self.telling = Telling(self.desk.keeping, self)
        self.bar, self.indicator = self.telling.bar, self.telling.indicator
        self.concluding = Concluding(self.desk, self)
        self.list = SectionList(self)
        self.ladder = LadderPane(self)
        self._foot = Foot()
        self.later, self.main = self._foot.later, self._foot.main
        self._stack = QStackedWidget()
        self.pages = SectionPages(self.desk, self._stack)
        self.panes = AdaptivePanes(
            self.list,
            self._detail(),
            self,
            side_pane=self.ladder,
            detail_name=_("Gesprek"),
            side_name=_("Ladder"),
        )
        # Short: beside it stands the main button, also with the largest letters.
        self.panes.back.setText(_("Onderdelen"))
        self.panes.back.setAccessibleName(_("Terug naar de onderdelen"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.panes)
        self._connect()
        self._changed()

    def go(self, section: str, field: str = "", cursor: int | None = None) -> None:
        """Show a section, and put the focus in a field of it or where its work begins."""
        section = _known(section)
        self.desk.keeping.flush()
        if section in self.pages and section != self._prepared:
            self.pages.section(section).show_file()  # a new one did so by itself
        page, self._prepared = self.pages.page(section), ""
        if self.section_key and self.section_key != section:
            self.telling.quiet()
        self._stack.setCurrentWidget(page)
        self.section_key = section
        self.list.select(section)
        self.panes.tabs.setCurrentIndex(0)
        self.panes.want_side(section not in _WITHOUT_LADDER)
        self.panes.show_detail()
        self._place_foot()
        self.concluding.back_off()
        self._name_main()
        shown = self.pages.section(section)
        shown.entered()
        if not (field and shown.focus_field(field, cursor)):
            shown.focus_first()
        self.moved.emit()

    def spot(self) -> ScreenSpot:
        """Return section, field, cursor and scroll."""
        field, cursor = self.pages.section(self.section_key).at()
        page = self.pages.page(self.section_key)
        return ScreenSpot(
            screen="visits",
            record_id=self.desk.visit_id,
            section=self.section_key,
            field=field,
            cursor=cursor,
            scroll=page.looked_at,
            away=not page.shows_focus,
        )

    def prepare(self, spot: ScreenSpot) -> VisitSection:
        """Return the section in which ``spot`` is, showing the visit as it is, out of sight."""
        self._prepared = _known(spot.section or _first(self.desk))
        if self._prepared in self.pages:
            self.pages.section(self._prepared).show_file()
        else:
            self.pages.page(self._prepared)
        return self.pages.section(self._prepared)

    def arrive(self, spot: ScreenSpot) -> None:
        """Go back to where the user was."""
        self.go(spot.section or _first(self.desk), spot.field, spot.cursor)
        if spot.scrolled:
            self.pages.look_at(self.section_key, spot)

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep everything, and turn what was typed into changes."""
        keeping = self.desk.keeping

        def settled(signed: bool) -> None:
            if signed:
                keeping.seal(done, failed=self.telling.tell_error)
            else:
                keeping.flush(lambda _safe: done(False))

        _settle(self.pages.built(), settled)

    def turn_section(self, step: int) -> None:
        """Go to the next or previous section."""
        self.go(told.next_section(self.section_key, step))

    def confirm(self) -> None:
        """Press the main button."""
        if not self.desk.read_only or self.pages.section(self.section_key).unrecorded():
            self.main.click()

    def share(self) -> None:
        """Keep what was typed, then ask for the resident's screen."""
        self.desk.keeping.flush(lambda safe: self.shareAsked.emit() if safe else None)

    def place_text(self) -> None:
        """Offer where the selected words can be put as well."""
        area = self.focusWidget()
        if isinstance(area, QPlainTextEdit) and placing.offer(self.desk, area) is not None:
            return
        self.telling.tell("uitleg", _("Kies eerst tekst. Daarna zet u die bij een ander veld."))

    def print_paper(self) -> None:
        """Print the plan."""
        self.go(PLAN)
        section = self.pages.section(PLAN)
        if isinstance(section, PlanSection):
            section.print_paper()

    def focus_again(self) -> None:
        """Go back to the field that had the focus."""
        self.pages.section(self.section_key).focus_again()

    def next_pane(self, step: int) -> None:
        """Move the focus between the list of sections, the section and the ladder."""
        stops: list[QWidget] = [self.list.rows, self._stack]
        if self.ladder.isVisible():
            stops.append(self.ladder)
        here = self.focusWidget()
        at = next((n for n, p in enumerate(stops) if here and _within(p, here)), 0)
        wanted = stops[(at + step) % len(stops)]
        if wanted is self._stack:
            self.pages.section(self.section_key).focus_again()
        elif wanted is self.ladder:
            self.ladder.focus_first()
        else:
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def reading(self) -> Sequence[QWidget]:
        """Return the panes in the order of reading."""
        return self.panes.frames

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find another place for the buttons where the window is low."""
        super().resizeEvent(event)
        self._place_foot()

    def _place_foot(self) -> None:
        """Keep the buttons in sight, or below the section where they would crowd it out."""
        low = self.height() < px(_LOW)
        wanted = self.pages.room(self.section_key) if low and self._here else self._column
        if wanted.indexOf(self._foot) < 0:
            wanted.addWidget(self._foot)
        self._foot.place_main(self.panes, low=low)
        name, here = told.resident(self.desk.file), self.section_key
        # There the heading of the step is out of sight most of the time.
        self.header.set_title(f"{name} · {told.title_of(here)}" if low and here else name)

    def _detail(self) -> QWidget:
        detail = QWidget(self)
        self._column = column = QVBoxLayout(detail)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.header = PaneHeader(told.resident(self.desk.file), beside=self.indicator)
        column.addWidget(self.bar)
        column.addWidget(PaneTop(self.header))
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot)
        return detail

    def _connect(self) -> None:
        desk = self.desk
        desk.changed.connect(self._changed)
        desk.failed.connect(self.telling.tell_error)
        desk.goto.connect(self.go)
        desk.needChosen.connect(lambda _need: self._show_ladder())
        desk.onwards.connect(lambda: self.main.setFocus(Qt.FocusReason.OtherFocusReason))
        self.concluding.turned.connect(self._name_main)
        # In a turn of its own: what was concluded is told to all that shows it first.
        self.concluding.concluded.connect(lambda: in_a_later_turn(self, partial(_to_plan, self)))
        # Where the cursor is goes along with what was typed: both survive a kill.
        desk.keeping.committed.connect(lambda *_what: self.written.emit())
        desk.keeping.formKept.connect(self.written)
        self.list.chosen.connect(self.go)
        self.list.back.clicked.connect(self._later)
        self.later.clicked.connect(self._later)
        self.list.share.clicked.connect(self.share)
        self.main.clicked.connect(self._main)
        self.panes.room_changed.connect(lambda _room: self._place_foot())
        self.ladder.chosen.connect(self._rung)
        self.pages.turned.connect(self._name_main)

    @property
    def _here(self) -> VisitSection | None:
        """The section that is shown, once there is one."""
        return self.pages.section(self.section_key) if self.section_key in self.pages else None

    def _changed(self) -> None:
        file = self.desk.file
        self._place_foot()
        self.list.show_lines(told.section_lines(file))
        self._show_ladder()
        if self._here is not None:
            self._here.show_file()
        self._name_main()

    def _show_ladder(self) -> None:
        self.ladder.show_need(self.desk.file, self.desk.need_id)

    def _rung(self, number: int) -> None:
        self.go(LADDER)
        section = self.pages.section(LADDER)
        if isinstance(section, LadderSection):
            section.open_rung(number)

    def _name_main(self) -> None:
        concluded = self.desk.file.visit.state is VisitState.CONCLUDED
        self._foot.show_for(open_visit=not concluded)
        unrecorded = self._here.unrecorded() if self._here is not None else ""
        self.telling.say_unrecorded(bool(unrecorded))
        if unrecorded:
            self.main.setText(unrecorded)
            return
        if self.section_key == PLAN:
            self.main.setText(_("Gesprek afronden"))
            return
        if self.section_key == CLOSING:
            self.main.setText(_("Toch afronden") if self.concluding.sure else _("Gesprek afronden"))
            return
        following = told.next_section(self.section_key or QUESTION)
        self.main.setText(_("Verder: {section}").format(section=told.title_of(following)))

    def _main(self) -> None:
        section = self.pages.section(self.section_key)
        if section.unrecorded():
            section.record()
        elif self.section_key == PLAN:
            self.go(CLOSING)
        elif isinstance(section, ClosingSection) and not self.desk.read_only:
            self.concluding.press(section)
        else:
            self.turn_section(1)

    def _later(self) -> None:
        self.leave(lambda safe: self.finished.emit() if safe else None)


def _to_plan(shown: Conversation) -> None:
    """Build the plan's page out of sight, and go there in a turn after that."""
    shown.prepare(ScreenSpot(screen="visits", section=PLAN))
    in_a_later_turn(shown, partial(shown.go, PLAN))


def _settle(sections: Sequence[VisitSection], done: Callable[[bool], None]) -> None:
    """Let the sections finish what is under way, one after the other."""
    if not sections:
        done(True)
        return
    first, *rest = sections
    first.settle(lambda safe: _settle(rest, done) if safe else done(False))


def _within(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)
