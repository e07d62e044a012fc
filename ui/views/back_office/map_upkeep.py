"""Sociale kaart at the back office: what is said to be wrong or missing, and what is due."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import (
    form_drafts,
    map_checks,
    map_corrections,
    map_search,
    missing_services,
    people,
    social_map,
)
from meitinker.store.settings import ScreenSpot
from ui.messages import sentence_for
from ui.viewmodels import map_upkeep as said
from ui.viewmodels.social_map import ANY, village_choices, village_names
from ui.views.back_office import KEY, MAP
from ui.views.back_office.map_cards import WaitingCards
from ui.views.back_office.map_panels import GapPanel, TurnDownPanel
from ui.views.social_map import ANSWER, FORM
from ui.views.social_map import KEY as SOCIAL_MAP
from ui.widgets.buttons import Button, FlatButton, LineButton
from ui.widgets.choices import ComboField
from ui.widgets.column import Column, Pile
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.rows import TightRow
from ui.widgets.scrolling import scroll_within
from ui.window.place_view import PlaceView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.domain.villages import Village
    from meitinker.errors import MeitinkerError
    from meitinker.services.map_checks import DueService
    from meitinker.services.map_corrections import CorrectionFile
    from meitinker.services.missing_services import MissingFile
    from meitinker.store.database import Database
    from meitinker.store.social_map import MapLine
    from ui.viewmodels.map_upkeep import WaitingAnswer
    from ui.workplace import Workplace

    Told = tuple[tuple[CorrectionFile, ...], dict[str, str], tuple[MissingFile, ...], list[Village]]

_WIDTH = 800
_KINDS = ("map_correction", "map_correction_answer", "missing_service", "missing_service_answer")
_CHECKED = ("map_check", "map_service", "provider")
_LOOK, _ACCEPT, _TURN_DOWN, _ANSWER = "look", "accept", "turn_down", "answer"


class MapUpkeepPage(PlaceView):
    """Corrections and missing help wait for an answer; below them what is due for checking."""

    key = KEY

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(workplace, parent)
        self._wanted = ""
        self._waiting: dict[str, tuple[str, WaitingAnswer]] = {}
        self.corrections = WaitingCards(
            _("Klopt niet, volgens een collega"),
            nothing=_("Er wachten geen verbeteringen."),
            deeds={
                _ACCEPT: (_("Neem over"), "check"),
                _TURN_DOWN: (_("Wijs af…"), "x"),
                _LOOK: (_("Bekijk"), "eye"),
            },
            by_hand={_ACCEPT: _("Ik heb het aangepast")},
        )
        self.missing = WaitingCards(
            _("Dit ontbreekt"),
            nothing=_("Er is niets gemist."),
            deeds={_ANSWER: (_("Antwoord…"), "edit")},
        )
        self.village = ComboField(_("Nakijken voor welk dorp?"), village_choices({}))
        self.due_count = WrappedLabel("", tone="muted")
        self.answer = Button(_("Lees een antwoord in…"), icon_name="upload")
        self.answer.setToolTip(_("Een aanbieder stuurde het controleformulier terug."))
        self.due: list[LineButton] = []
        self.forms: list[FlatButton] = []
        self._due = Pile(gap=0)
        self._lay_out()
        self.answer.clicked.connect(self._read_answer)
        self.corrections.asked.connect(self._do)
        self.missing.asked.connect(self._do)
        self.village.edited.connect(self._load_due)

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Read what waits; with a record also open the form about it."""
        self._wanted = spot.record_id if spot is not None else ""
        self._load(first=not self._wanted)
        self._load_due()

    def spot(self) -> ScreenSpot:
        """Return this tab."""
        return ScreenSpot(screen=self.key, section=MAP)

    def refresh(self, changes: Changes) -> None:
        """Read anew what was touched."""
        if any(changes.touches(kind) for kind in _KINDS):
            self._load()
        if any(changes.touches(kind) for kind in _CHECKED):
            self._load_due()

    def _lay_out(self) -> None:
        column = Column(self, widest=_WIDTH)
        column.lines.addWidget(Heading(_("Sociale kaart"), level=1))
        column.lines.addWidget(self.corrections)
        column.lines.addWidget(self.missing)
        column.lines.addWidget(Heading(_("Nakijken"), level=2))
        column.lines.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignLeft)
        column.lines.addWidget(self.village)
        column.lines.addWidget(self.due_count)
        column.lines.addWidget(self._due)
        column.lines.addStretch(1)
        scroll_within(self, column)

    # --- what waits ----------------------------------------------------------------------

    def _load(self, *, first: bool = False) -> None:
        work = self.workplace
        work.tasks.read(
            self,
            partial(_told, work.database, work.session),
            done=partial(self._show, first=first),
            failed=self._fail,
        )

    def _show(self, told: Told, *, first: bool) -> None:
        corrections, names, missing, villages = told
        known = village_names(villages)
        wrong, gone = said.corrections(corrections, names), said.missing(missing, known)
        self._waiting = {one.key: (_TURN_DOWN, one) for one in wrong}
        self._waiting |= {one.key: (_ANSWER, one) for one in gone}
        self.corrections.show_waiting(wrong)
        self.missing.show_waiting(gone)
        chosen = self.village.value() or ANY
        self.village.set_choices(village_choices(known))
        self.village.set_value(chosen)
        if first:
            stop = self.corrections.first() or self.missing.first() or self.village.combo
            stop.setFocus(Qt.FocusReason.OtherFocusReason)
        wanted, self._wanted = self._wanted, ""
        if wanted in self._waiting:
            self._do(*self._waiting[wanted])

    def _do(self, deed: str, about: WaitingAnswer) -> None:
        if deed == _LOOK:
            self._look(about.service_id)
        elif deed == _ACCEPT:
            self._accept(about)
        elif deed == _TURN_DOWN:
            TurnDownPanel(self.workplace, self, about=about).begin()
        else:
            self._answer(about)

    def _accept(self, about: WaitingAnswer) -> None:
        work = self.workplace
        work.tasks.write(
            self,
            partial(map_corrections.accept, work.database, work.session, RecordId(about.key)),
            failed=self._fail,
        )

    def _answer(self, about: WaitingAnswer) -> None:
        """Open the form with what may be meant; the note's own words find it."""
        work = self.workplace
        work.tasks.read(
            self,
            partial(_near, work.database, work.session, about),
            done=partial(self._open_answer, about),
            failed=self._fail,
        )

    def _open_answer(self, about: WaitingAnswer, near: tuple[MapLine, ...]) -> None:
        GapPanel(self.workplace, self, about=about, near=near).begin()

    def _look(self, service_id: str) -> None:
        self.go.emit(ScreenSpot(screen=SOCIAL_MAP, record_id=service_id))

    # --- what is due ---------------------------------------------------------------------

    def _load_due(self) -> None:
        work, village = self.workplace, self.village.value()
        asked = None if village in {None, ANY} else village
        work.tasks.read(
            self,
            partial(map_checks.due, work.database, work.session, asked),
            done=self._show_due,
            failed=self._fail,
        )

    def _show_due(self, due: tuple[DueService, ...]) -> None:
        self.due_count.setText(said.due_count(len(due)))
        self.due, self.forms = [], []
        for one in due[: said.MOST]:
            line = LineButton(said.due_words(one))
            line.clicked.connect(partial(self._look, one.service_id))
            form = FlatButton(_("Formulier"), icon_name="clipboard-check")
            form.setAccessibleName(_("Controleformulier voor {name}").format(name=one.provider))
            form.clicked.connect(partial(self._make_form, one.service_id))
            self.due.append(line)
            self.forms.append(form)
        rows = zip(self.due, self.forms, strict=True)
        self._due.replace([TightRow(line, form) for line, form in rows])

    def _make_form(self, service_id: str) -> None:
        self.go.emit(ScreenSpot(screen=SOCIAL_MAP, record_id=service_id, section=FORM))

    def _read_answer(self) -> None:
        self.go.emit(ScreenSpot(screen=SOCIAL_MAP, section=ANSWER))

    def _fail(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)


def _near(database: Database, session: Session, about: WaitingAnswer) -> tuple[MapLine, ...]:
    """Return what a note of missing help may mean, with what was chosen in its form before."""
    answer = map_search.found(database, session, about.title, most=said.MOST_FOUND)
    typed = form_drafts.read(database, session, missing_services.ANSWERING, about=about.key)
    chosen = typed.fields.get("service_id", ()) if typed else ()
    before = social_map.lines_of(database, session, [one for one in chosen if one != ANY])
    return tuple(dict.fromkeys((*before, *said.may_be_meant(answer))))


def _told(database: Database, session: Session) -> Told:
    """Return what waits, with the names of the services; this runs on a lane of the database."""
    wrong = map_corrections.listed(database, session)
    lines = social_map.lines_of(database, session, [one.correction.service_id for one in wrong])
    return (
        wrong,
        said.full_names(lines),
        missing_services.listed(database, session),
        people.villages(database, session),
    )
