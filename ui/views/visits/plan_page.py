"""The plan: how it will lie on the table, how it goes to the resident, to paper and to file."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import plan_drawing, plans
from ui.paper.paper_view import PaperExtras, PaperView
from ui.viewmodels import plainness
from ui.viewmodels import plan as told
from ui.viewmodels.conversation import PLAN
from ui.views.visits.office_part import OfficePart
from ui.views.visits.plain_notes import PlainNotes
from ui.views.visits.plan_handover import HandoverPart
from ui.views.visits.plan_remarks import RemarksPart
from ui.views.visits.section import VisitSection
from ui.widgets.choices import CheckField, ComboField
from ui.widgets.landing import Landing

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.reports.page import Press
    from ui.views.visits.desk import Desk

_WIDEST = 1000
"""Widest page, px at 100 %: about as wide as paper on the table."""


class PlanSection(VisitSection):
    """The plan's page in the conversation, and all there is to do with it."""

    key = PLAN
    widest = _WIDEST

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the page; the preview is made when the section is entered."""
        super().__init__(desk, parent)
        page = told.plan_page(desk.file)
        self._chosen = ""
        self.version = Landing(tone="muted")
        self.versions = ComboField(_("Welke versie?"), [])
        self.drawing = CheckField(_("Tekening van het netwerk meegeven (als de inwoner dat wil)"))
        self.drawing.hide()
        self.with_remarks = CheckField(_("Met reacties"))
        self.with_remarks.hide()
        self.plain = PlainNotes(leads=not desk.read_only)
        self.handover = HandoverPart(desk, self._wished)
        self.paper = PaperView(
            desk.workplace,
            self._maker,
            language=_("Taal van het plan"),
            name=lambda: self._page().file_name,
            around=PaperExtras(
                above=(self.version, self.drawing, self.handover),
                before=(self.versions,),
                after=(self.with_remarks,),
                below=(self.plain,),
            ),
            parent=self,
        )
        self.paper.language.set_value(page.language)
        self.paper.large.set_value(page.large)
        self.office = OfficePart(desk)
        self.column.addWidget(self.office)
        self.column.addWidget(self.paper)
        self._connect()
        self.show_file()
        self._bites.add(lambda: self.remarks)

    @cached_property
    def remarks(self) -> RemarksPart:
        """What the resident says of the plan; it stands below the paper."""
        part = RemarksPart(self.desk)
        self.fields["plan_remark:new:text"] = part.text
        self.column.addWidget(part)
        part.shown.connect(self._show_remarks)
        part.show_plan(self._page().plan_id)
        if self.isVisible():
            part.load()
        return part

    def focus_first(self) -> None:
        """Go to the words that say what this is: a stray Enter gives nothing away there."""
        self.version.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_file(self) -> None:
        """Show version and handover; the preview follows when it is in view."""
        page = self._page()
        self.version.setText(page.version)
        self.versions.set_choices(page.versions)
        self.versions.set_value(page.plan_id or None)
        self.versions.setVisible(len(page.versions) > 1)
        self.handover.show_page(page)
        if "remarks" in vars(self):
            self.remarks.show_plan(page.plan_id)
        self._hold()
        if self.isVisible():
            self._look()
            self.office.load()

    def entered(self) -> None:
        """Show the plan as it stands now, and what the back office says."""
        self._look()
        self.office.load()
        if "remarks" in vars(self):
            self.remarks.load()

    def print_paper(self) -> None:
        """Print the plan as it is chosen."""
        self.paper.print_paper()

    def _connect(self) -> None:
        self.versions.edited.connect(self._choose)
        self.drawing.edited.connect(self.paper.load)
        self.paper.language.edited.connect(self._tell_plainness)
        self.paper.large.edited.connect(self._remember_large)
        self.paper.failed.connect(self.desk.failed)
        self.plain.asked.connect(self.desk.goto)
        self.handover.renewing.connect(self._hold)
        self.handover.given.connect(self._go_on)

    def _go_on(self) -> None:
        """Put the focus on printing: the buttons of the choice are gone."""
        self.paper.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def _page(self) -> told.PlanPage:
        return told.plan_page(self.desk.file, self._chosen)

    def _choose(self) -> None:
        self._chosen = self.versions.value() or ""
        self.show_file()

    def _hold(self) -> None:
        """Let language and drawing of a new version be chosen; what was made keeps its own."""
        page = self._page()
        made = bool(page.plan_id) and not self.handover.renews
        if made:
            self.paper.language.set_value(page.language)
            self.drawing.set_value(page.drawing)
        self.paper.language.set_read_only(made)
        self.drawing.set_read_only(made)

    def _look(self) -> None:
        """Show how the plan reads and looks now, and whether there is a network to draw."""
        self._tell_plainness()
        self.paper.load()
        work, visit_id = self.desk.workplace, self.desk.visit_id
        work.tasks.read(
            self,
            lambda: plan_drawing.drawable(work.database, work.session, visit_id),
            done=self.drawing.setVisible,
            failed=self.desk.failed.emit,
        )

    def _show_remarks(self, count: int) -> None:
        there = bool(count) and bool(self._page().plan_id)
        self.with_remarks.setVisible(there)
        if self.with_remarks.value():
            self.paper.load()

    def _wished(self) -> plans.Paper:
        """Return the paper as it is chosen."""
        return plans.Paper(
            large=self.paper.large.value(),
            language=self.paper.spoken,
            remarks=self.with_remarks.value() and not self.with_remarks.isHidden(),
            drawing=self.drawing.value(),
        )

    def _maker(self, use: plans.Use) -> Callable[[], Press]:
        """Return what makes the plan as it is chosen now; it runs on a lane."""
        work, plan_id = self.desk.workplace, self._page().plan_id
        if use is not plans.Use.SCREEN:
            self.desk.keeping.flush()  # what was typed last is on the paper too
        return partial(
            plans.pdf,
            work.database,
            work.session,
            self.desk.visit_id,
            plan_id=RecordId(plan_id) if plan_id else None,
            use=use,
            paper=self._wished(),
        )

    def _remember_large(self) -> None:
        """Keep it as the resident's wish: what is printed later, and the next letter, follow it."""
        wish = self.desk.keeping.of("person", self.desk.file.client.id)
        wish.put("large_print", int(self.paper.large.value()))

    def _tell_plainness(self) -> None:
        """Say how the worker's own words read, as long as they can still be changed."""
        made = bool(self._page().plan_id)
        spoken = self.paper.spoken
        read = partial(plainness.of_visit, self.desk.file, spoken)
        self.plain.judge(self.desk.workplace.tasks, plainness.Plainness if made else read)
