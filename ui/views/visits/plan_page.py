"""The plan: how it will lie on the table, how it goes to the resident, to paper and to file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from meitinker.domain.people import Language
from meitinker.domain.words import name_of
from meitinker.errors import MeitinkerError
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
from ui.views.visits.plan_handover import HandoverPart
from ui.views.visits.plan_remarks import RemarksPart
from ui.views.visits.section import Section
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import Button, IconButton
from ui.widgets.choices import CheckField, ComboField
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.pdf_preview import PdfPreview
from ui.widgets.rows import TightRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.reports.page import Rendered
    from ui.views.visits.desk import Desk

_WIDEST = 1000
"""Widest page, px at 100 %: about as wide as paper on the table."""

_PAGE_HEIGHT = 600
_SHARE = 0.8
"""Most of the window's height for the page: there must be something left to scroll by."""


class PlanSection(Section):
    """The plan's page in the conversation, and all there is to do with it."""

    key = PLAN
    widest = _WIDEST

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the page; the preview is made when the section is entered."""
        super().__init__(desk, parent)
        page = told.plan_page(desk.file)
        self._turn = 0
        self._chosen = ""
        self.version = WrappedLabel("", tone="muted")
        self.versions = ComboField(_("Welke versie?"), [])
        self.versions.edited.connect(self._choose)
        self.bar = MessageBar()
        self.large = CheckField(_("Grote letters"))
        self.large.set_value(page.large)
        self.large.setContentsMargins(0, 0, 0, px(6))  # level with the middle of the buttons
        self.language = ComboField(
            _("Taal van het plan"), [Choice(one.value, name_of(one)) for one in Language]
        )
        self.language.set_value(page.language)
        self.handover = HandoverPart(desk, self._spoken)
        self.handover.renewing.connect(self._renew)
        self.remarks = RemarksPart(desk)
        self.fields["plan_remark:new:text"] = self.remarks.text
        self.remarks.shown.connect(self._show_remarks)
        self.with_remarks = CheckField(_("Met reacties"))
        self.with_remarks.setContentsMargins(0, 0, 0, px(6))
        self.with_remarks.hide()
        self.with_remarks.edited.connect(self._load)
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
        first = next(iter(self.handover.ways.values()))
        wanted = first if first.isVisibleTo(self) else self.print
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_file(self) -> None:
        """Show version and handover; the preview follows when it is in view."""
        page = self._page()
        self.version.setText(page.version)
        several = len(page.versions) > 1
        self.versions.set_choices(page.versions)
        self.versions.set_value(page.plan_id or None)
        self.versions.setVisible(several)
        self.handover.show_page(page)
        self.remarks.show_plan(page.plan_id)
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
        self.remarks.load()

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
        name = self._page().file_name
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
        tools = Flow(
            self.versions,
            self.language,
            self.large,
            self.with_remarks,
            self.print,
            self.save,
            gap=16,
        )
        # How it stands points to the choice below it.
        head = TightRow(self.version, Flow(back, self.pages, on))
        for widget in (
            self.bar,
            head,
            self.handover,
            tools,
            self.plain,
            self.preview,
            self.remarks,
        ):
            self.column.addWidget(widget)

    def _page(self) -> told.PlanPage:
        return told.plan_page(self.desk.file, self._chosen)

    def _choose(self) -> None:
        self._chosen = self.versions.value() or ""
        self.show_file()

    def _renew(self, renewing: bool) -> None:
        """Let the language of a new version be chosen; what was made keeps its own."""
        self.language.set_read_only(not renewing and bool(self._page().plan_id))

    def _show_remarks(self, count: int) -> None:
        there = bool(count) and bool(self._page().plan_id)
        self.with_remarks.setVisible(there)
        if self.with_remarks.value():
            self._load()

    def _maker(self, use: plans.Use) -> Callable[[], Rendered]:
        """Return what makes the plan as it is chosen now; it runs on a lane."""
        work, plan_id = self.desk.workplace, self._page().plan_id
        return partial(
            plans.pdf,
            work.database,
            work.session,
            self.desk.visit_id,
            plan_id=RecordId(plan_id) if plan_id else None,
            use=use,
            paper=plans.Paper(
                large=self.large.value(),
                language=self._spoken(),
                remarks=self.with_remarks.value() and not self.with_remarks.isHidden(),
            ),
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
        made = bool(self._page().plan_id)
        self.plain.show_plainness(
            plainness.Plainness() if made else plainness.of_visit(self.desk.file, self._spoken())
        )

    def _spoken(self) -> Language:
        return Language(self.language.value() or Language.DUTCH.value)

    def _tell_page(self, page: int, count: int) -> None:
        words = _("Bladzijde {page} van {count}").format(page=page, count=count)
        self.pages.setText(words if count else "")
