"""The plan: how it will lie on the table, how it goes to the resident, to paper and to file."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.domain.people import Language
from meitinker.domain.plans import HandoverWay
from meitinker.domain.words import name_of
from meitinker.errors import InvalidField, MeitinkerError
from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import plans
from ui import papers
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels import plainness
from ui.viewmodels import plan as told
from ui.viewmodels.conversation import PLAN
from ui.viewmodels.parts import Choice
from ui.views.visits.plain_notes import PlainNotes
from ui.views.visits.section import Section
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import Button, IconButton
from ui.widgets.choices import CheckField, ComboField
from ui.widgets.dates import DateField
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.pdf_preview import PdfPreview
from ui.widgets.rows import TightRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.reports.page import Rendered
    from ui.views.visits.desk import Desk

_WIDEST = 1000
"""Widest page, px at 100 %: about as wide as paper on the table."""

_PAGE_HEIGHT = 600
_SHARE = 0.8
"""Most of the window's height for the page: there must be something left to scroll by."""


class HandoverPart(QWidget):
    """How the plan goes to the resident: three ways, and the date on which it got there.

    Signals:
        given: A way was chosen.
    """

    given = Signal()

    def __init__(self, desk: Desk, language: Callable[[], Language]) -> None:
        """Build the three ways and the date; which is in sight depends on the visit."""
        super().__init__()
        self.desk = desk
        self._language = language
        self.bar = MessageBar()
        self.title = Heading(_("Hoe krijgt de inwoner het plan?"), level=3)
        self.ways: dict[HandoverWay, Button] = {}
        for way in HandoverWay:
            button = Button(name_of(way), icon_name=_ICONS[way])
            button.clicked.connect(partial(self._make, way))
            self.ways[way] = button
        self.ways_row = Flow(*self.ways.values())
        self.state = WrappedLabel("", tone="label")
        self.day = DateField(_("Op welke dag kreeg de inwoner het plan?"))
        self.keep = Button(_("Bewaar de datum"), icon_name="check")
        self.keep.clicked.connect(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        for widget in (self.bar, self.title, self.ways_row, self.state, self.day):
            column.addWidget(widget)
        column.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)

    def show_page(self, page: told.PlanPage) -> None:
        """Show what can be done with the plan as it stands."""
        makes = page.concluded and not page.plan_id
        here = self.focusWidget()
        chose = here is not None and self.ways_row.isAncestorOf(here) and not makes
        self.title.setVisible(page.concluded)
        self.ways_row.setVisible(makes)
        self.state.setText(page.handover)
        self.state.setVisible(bool(page.handover))
        for widget in (self.day, self.keep):
            widget.setVisible(page.waits)
        self.setVisible(page.concluded)
        if chose:
            self.given.emit()

    def _make(self, way: HandoverWay) -> None:
        refused = told.refusal(self.desk.file, way)
        if refused:
            self.bar.tell("waarschuwing", refused)
            return
        self.bar.clear()
        work, visit_id, language = self.desk.workplace, self.desk.visit_id, self._language()

        def make() -> Changes:
            return plans.make(work.database, work.session, visit_id, way=way, language=language)

        self.desk.act(make)

    def _keep(self) -> None:
        day: date | None = self.day.value()
        if day is None:
            self.day.set_error(self.day.problem() or _("Vul de dag in waarop u het plan gaf."))
            self.day.focus_problem()
            return
        handover = RecordId(told.plan_page(self.desk.file).handover_id)
        work = self.desk.workplace
        self.desk.act(
            lambda: plans.hand_over(work.database, work.session, handover, on=day),
            done=lambda _changes: self.day.set_error(None),
            failed=self._refused,
        )

    def _refused(self, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField):
            self.day.set_error(sentence_for(error).text)
            self.day.focus_problem()
        else:
            self.desk.failed.emit(error)


_ICONS = {
    HandoverWay.AT_THE_TABLE: "check",
    HandoverWay.BRING_LATER: "home",
    HandoverWay.SEND_LATER: "mail",
}


class PlanSection(Section):
    """The plan's page in the conversation, and all there is to do with it."""

    key = PLAN
    widest = _WIDEST

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the page; the preview is made when the section is entered."""
        super().__init__(desk, parent)
        page = told.plan_page(desk.file)
        self._turn = 0
        self.version = WrappedLabel("", tone="muted")
        self.bar = MessageBar()
        self.large = CheckField(_("Grote letters"))
        self.large.set_value(page.large)
        self.large.setContentsMargins(0, 0, 0, px(6))  # level with the middle of the buttons
        self.language = ComboField(
            _("Taal van het plan"), [Choice(one.value, name_of(one)) for one in Language]
        )
        self.language.set_value(page.language)
        self.handover = HandoverPart(desk, lambda: Language(self.language.value() or "nl"))
        self.print = Button(_("Afdrukken"), icon_name="printer")
        self.save = Button(_("Bewaar als PDF…"), icon_name="download")
        self.plain = PlainNotes(leads=not desk.read_only)
        self.plain.asked.connect(desk.goto)
        self.preview = PdfPreview()
        self.pages = WrappedLabel("", tone="muted")
        self._build()
        self.large.edited.connect(self._load)
        self.language.edited.connect(self._load)
        self.language.edited.connect(self._tell_plainness)
        self.print.clicked.connect(self.print_paper)
        self.handover.given.connect(self._go_on)
        self.save.clicked.connect(self.save_file)
        self.preview.pageChanged.connect(self._tell_page)
        self.show_file()

    def focus_first(self) -> None:
        """Go to the first thing to do with the plan."""
        first = self.handover.ways[HandoverWay.AT_THE_TABLE]
        wanted = first if first.isVisibleTo(self) else self.print
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_file(self) -> None:
        """Show version and handover; the preview follows when it is in view."""
        page = told.plan_page(self.desk.file)
        self.version.setText(page.version)
        self.handover.show_page(page)
        made = bool(page.plan_id)
        self.language.set_read_only(made)
        if made:
            self.language.set_value(page.language)
        if self.isVisible():
            self._tell_plainness()
            self._load()

    def entered(self) -> None:
        """Show the plan as it stands now."""
        self._tell_plainness()
        self._load()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the page a good height, but never more than the window can show."""
        super().resizeEvent(event)
        most = round(self.window().height() * _SHARE)
        self.preview.setMinimumHeight(min(px(_PAGE_HEIGHT), most))

    def print_paper(self) -> None:
        """Log that the plan is printed, then ask for a printer."""
        self._fetch(plans.Use.PAPER, lambda made: papers.print_pdf(made.data, self))

    def save_file(self) -> None:
        """Log that the plan leaves in a file, then ask where to."""
        name = told.plan_page(self.desk.file).file_name
        self._fetch(plans.Use.FILE, lambda made: papers.save_pdf(made.data, self, name=name))

    def _go_on(self) -> None:
        """Put the focus on printing: the buttons of the choice are gone."""
        self.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        back = IconButton(_("Vorige bladzijde"), icon_name="chevron-left")
        on = IconButton(_("Volgende bladzijde"), icon_name="chevron-right")
        back.clicked.connect(self.preview.previous_page)
        on.clicked.connect(self.preview.next_page)
        self.pages.setWordWrap(False)
        self.pages.setMinimumHeight(px(44))
        tools = Flow(self.language, self.large, self.print, self.save, gap=16)
        # How it stands points to the choice below it.
        head = TightRow(self.version, Flow(back, self.pages, on))
        for widget in (self.bar, head, self.handover, tools, self.plain, self.preview):
            self.column.addWidget(widget)

    def _maker(self, use: plans.Use) -> Callable[[], Rendered]:
        """Return what makes the plan as it is chosen now; it runs on a lane."""
        work, plan_id = self.desk.workplace, told.plan_page(self.desk.file).plan_id
        return partial(
            plans.pdf,
            work.database,
            work.session,
            self.desk.visit_id,
            plan_id=RecordId(plan_id) if plan_id else None,
            use=use,
            large=self.large.value(),
            language=Language(self.language.value() or Language.DUTCH.value),
        )

    def _load(self) -> None:
        self._turn += 1
        turn = self._turn

        def show(made: Rendered) -> None:
            # Only the newest question counts: two clicks must not end in the older answer.
            if turn != self._turn:
                return
            self.preview.set_pdf(made.data)
            words = told.glyph_words(made.missing_glyphs)
            if words:
                self.bar.tell("waarschuwing", words)

        make = self._maker(plans.Use.SCREEN)
        self.desk.workplace.tasks.read(self, make, done=show, failed=self.desk.failed.emit)

    def _fetch(self, use: plans.Use, hand: Callable[[Rendered], str]) -> None:
        def made(paper: Rendered) -> None:
            try:
                words = hand(paper)
            except MeitinkerError as error:
                self.bar.tell("fout", sentence_for(error).text)
                return
            if words:
                self.bar.tell("gelukt", words)

        self.desk.keeping.flush()
        make = self._maker(use)
        self.desk.workplace.tasks.write(self, make, done=made, failed=self.desk.failed.emit)

    def _tell_plainness(self) -> None:
        """Say how the worker's own words read, as long as they can still be changed."""
        made = bool(told.plan_page(self.desk.file).plan_id)
        self.plain.show_plainness(
            plainness.Plainness() if made else plainness.of_visit(self.desk.file, self._spoken())
        )

    def _spoken(self) -> Language:
        return Language(self.language.value() or Language.DUTCH.value)

    def _tell_page(self, page: int, count: int) -> None:
        words = _("Bladzijde {page} van {count}").format(page=page, count=count)
        self.pages.setText(words if count else "")
