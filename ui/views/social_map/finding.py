"""The left pane: what is looked for, what it is narrowed to, and what was found as one types."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.services import map_search, people
from meitinker.services.map_search import FoundService, SearchAnswer
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels import social_map as said
from ui.viewmodels.social_map import MOST, Filters
from ui.views.social_map.filters import Questions
from ui.widgets.announce import announce
from ui.widgets.buttons import Button, FlatButton, LineButton
from ui.widgets.empty import EmptyState
from ui.widgets.fields import TextField
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import LOW, PaneHeader
from ui.widgets.lists import Row, RowList
from ui.widgets.stack import Stack

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from meitinker.domain.villages import Village
    from meitinker.errors import MeitinkerError
    from meitinker.services.map_choices import LookedFor
    from ui.views.social_map.filters import FilterFields
    from ui.workplace import Workplace

SETTLED_AFTER = 1500
"""Milliseconds without a key after which what was found is said aloud."""


class FindingPane(QWidget):
    """Heading, search field, the line with the filters, and the list.

    One question is under way at a time; an answer to words that are gone is not shown.

    Attributes:
        missed: What was looked for last without an answer.
        narrow: The line that says what is chosen; the place shows the questions with it.
        questions: What the list is narrowed to; they stand beside it.

    Signals:
        answered: The list shows what fits the words and filters of now.
        chosen: The id of the service that was selected.
        entered: A row was pressed or Enter was given: a narrow window turns to the service.
        missing_asked: Help is missing: what was looked for.
        failed: The map cannot be read: a sentence.
        known: The villages are known.
    """

    known = Signal()
    answered = Signal()
    chosen = Signal(str)
    entered = Signal()
    missing_asked = Signal(str)
    failed = Signal(str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the pane; :meth:`arrive` fills it."""
        super().__init__(parent)
        self._workplace = workplace
        self._asked: tuple[str, Filters] | None = None
        self._shown: tuple[str, Filters] | None = None
        self._enter_waits = False
        self._met = False
        self._low: bool | None = None
        self._missing_fits = (False, False)
        self._found: dict[str, FoundService] = {}
        self.villages: dict[str, str] = {}
        self.missed = ""
        self._home: LookedFor | None = None
        self.search = TextField(_("Wat zoekt u?"), hint=_hint())
        self.search.line.setClearButtonEnabled(False)
        self.narrow = _narrow_button()
        self.questions = Questions()
        self.count = WrappedLabel("", tone="muted")
        self.list = RowList(_("Gevonden hulp"))
        self.add = _add_button()
        self.paper = _paper_button()
        self.missing_button = Button(said.missing_words(""), icon_name="flag")
        self.nothing = EmptyState(said.nothing_words("", Filters()), icon_name="search")
        self._settle = _settling(self)
        self._lay_out()
        self._connect()

    @property
    def typed(self) -> str:
        """What is looked for, or ""."""
        return self.search.value()

    @property
    def filters(self) -> Filters:
        """What the list is narrowed to."""
        return self.questions.filters

    @property
    def fields(self) -> FilterFields:
        """The questions behind the quiet line."""
        return self.questions.fields

    @property
    def village(self) -> str:
        """The name of the village that is chosen, or ""."""
        return self.villages.get(self.filters.village_id or "", "")

    def found(self, service_id: str) -> FoundService | None:
        """Return the line of a service as it was found."""
        return self._found.get(service_id)

    def arrive(self) -> None:
        """Get the words ready the first time, and show what belongs here now."""
        if self._met:
            self.ask()
            return
        self._met = True
        work = self._workplace
        work.tasks.read(
            self, partial(people.villages, work.database, work.session), done=self._know
        )

    def ask(self) -> None:
        """Look for what is typed, once the answer before is there."""
        if self._asked is None:
            self._go()

    def show_filters(self, filters: Filters) -> None:
        """Narrow the list to something else."""
        self.questions.show_filters(filters)
        self._narrowed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the list its room in a low window: the hint is read once."""
        super().resizeEvent(event)
        low = self.window().height() < px(LOW)
        if low is not self._low:
            self._low = low
            self.search.set_hint("" if low else _hint())
            self._header.set_low(low=low)
            self._offer_missing()

    def may_keep(self, may: bool) -> None:
        """Offer who keeps the map to add to it, also where it is empty."""
        self.add.setVisible(may)
        self._tell_nothing()

    def look_for(self, text: str) -> None:
        """Type ``text`` in the search field."""
        self.search.set_value(text)
        self._typed()

    def live(self, home: LookedFor | None) -> None:
        """Look for somebody: in their village, until they are no longer at hand."""
        before, self._home = self._home, home
        if self.villages:  # else it is chosen among them once they are known
            first = self._first_village()
            self.show_filters(said.filters_for(home, self.filters, before=before, first=first))

    def _first_village(self) -> str | None:
        """Return the village to begin with: of whom one looks for, or the user's own."""
        own = said.own_village(self._workplace.session)
        wanted = self._home.village_id if self._home is not None else None
        return next((one for one in (wanted, own) if one in self.villages), None)

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(px(16), px(16), px(16), px(8))
        head.setSpacing(px(8))
        self._header = PaneHeader(_("Sociale kaart"), beside=Flow(self.paper, self.add))
        for part in (self._header, self.search, self.narrow, self.count):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        self._stack = Stack(self)  # after the search: Tab goes as they were made
        for page in (self.list, self.nothing):
            self._stack.addWidget(page)
        column.addWidget(self._stack, 1)
        column.addLayout(_foot(self.missing_button))
        self.count.hide()
        self.missing_button.hide()

    def _connect(self) -> None:
        self.search.edited.connect(self._typed)
        self.search.line.returnPressed.connect(self._take_first)
        self.questions.edited.connect(self._narrowed)
        self.list.chosen.connect(self.chosen)
        self.list.clicked.connect(lambda _index: self.entered.emit())
        self.list.activated.connect(lambda _index: self.entered.emit())
        self.missing_button.clicked.connect(lambda: self.missing_asked.emit(self.typed))
        self._settle.timeout.connect(self._say)

    # --- asking --------------------------------------------------------------------------

    def _know(self, villages: list[Village]) -> None:
        self.villages = said.village_names(villages)
        self.questions.know(self.villages)
        self.show_filters(Filters(village_id=self._first_village()))
        self.known.emit()

    def _typed(self) -> None:
        self._enter_waits = False
        self._settle.start()
        self.ask()

    def _narrowed(self) -> None:
        self.narrow.say(said.filter_words(self.filters, self.villages, self._home))
        self.ask()

    def _go(self) -> None:
        asked = self._asked = self.typed, self.filters
        self._workplace.tasks.read(
            self,
            partial(_looked_for, self._workplace, *asked),
            done=partial(self._answered, asked),
            failed=self._failed,
        )

    def _failed(self, error: MeitinkerError) -> None:
        self._asked = None
        self._enter_waits = False
        self.failed.emit(sentence_for(error).text)

    def _answered(self, asked: tuple[str, Filters], answer: SearchAnswer) -> None:
        self._asked = None
        if asked != (self.typed, self.filters):
            self._go()
            return
        self._shown = asked
        self._show(answer)
        self.answered.emit()
        if self._enter_waits:
            self._take_first()

    def _show(self, answer: SearchAnswer) -> None:
        shown = answer.found or answer.nearest
        self._found = {one.line.service_id: one for one in shown}
        village = self.villages.get(answer.village_id or "", "")
        lines = said.rows(shown, village)
        self.list.set_rows([Row(*msgspec.structs.astuple(one)) for one in lines])
        words = said.heading_words(answer)
        self.count.setText(words)
        self.count.setVisible(bool(words))
        running = not self.filters.stopped  # else nothing is missing by what is not found
        # What is opened next may be what words that led nowhere mean.
        if running:
            self.missed = said.missed(self.missed, self.typed, answer)
        self.missing_button.setText(said.missing_words(village))
        self._missing_fits = (
            running and bool(self.typed),
            running and not answer.found and bool(self.typed or village),
        )
        self._offer_missing()
        self._tell_nothing()
        self._stack.setCurrentWidget(self.list if shown else self.nothing)

    def _tell_nothing(self) -> None:
        keeps = not self.add.isHidden()
        self.nothing.say(said.nothing_words(self.typed, self.filters, keeps=keeps))

    def _offer_missing(self) -> None:
        """Offer to tell what is missing: also below what was found, which may be no help."""
        sought, nothing = self._missing_fits
        self.missing_button.setVisible(nothing or (sought and not self._low))

    def _take_first(self) -> None:
        """Open the first that was found; not yet while the list still shows the words before."""
        self._enter_waits = self._shown != (self.typed, self.filters)
        rows = self.list.rows.rows
        if self._enter_waits or not rows or self._stack.currentWidget() is not self.list:
            return
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.setCurrentIndex(self.list.rows.index(0))
        self.entered.emit()

    def _say(self) -> None:
        """Say aloud what was found, now and not at every key."""
        announce(self.list, self.count.text() or self.nothing.sentence)


def _hint() -> str:
    return _("Gewone woorden, zoals ‘eten aan huis’ of ‘alleen thuis’.")


def _narrow_button() -> LineButton:
    button = LineButton(said.filter_words(Filters(), {}))
    button.setToolTip(_("Kies voor welk dorp en wat voor hulp."))
    button.setAccessibleDescription(_("Kies voor welk dorp en wat voor hulp."))
    return button


def _foot(button: Button) -> QVBoxLayout:
    foot = QVBoxLayout()
    foot.setContentsMargins(px(16), px(8), px(16), px(12))
    foot.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    return foot


def _paper_button() -> FlatButton:
    """Return what makes a booklet of the list."""
    button = FlatButton(_("Op papier"), icon_name="printer")
    button.setToolTip(_("Maak een boekje of lijst om af te drukken."))
    button.setAccessibleDescription(_("Maak een boekje of lijst om af te drukken."))
    return button


def _add_button() -> Button:
    """Return what adds a service; it is for who keeps the map."""
    button = Button(_("Nieuw"), icon_name="plus")
    button.setAccessibleName(_("Nieuwe dienst"))
    button.setToolTip(_("Zet een nieuwe dienst in de sociale kaart."))
    button.hide()
    return button


def _looked_for(work: Workplace, text: str, filters: Filters) -> SearchAnswer:
    """Return what answers ``text``; this runs on a lane of the database."""
    return map_search.found(
        work.database,
        work.session,
        text,
        filters.wanted(),
        near=bool(text),
        open_now=filters.open_now,
        most=MOST,
    )


def _settling(parent: QWidget) -> QTimer:
    """Return what rings once nobody types any more."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(SETTLED_AFTER)
    return timer
