"""How the plan goes to the resident, when it got there, and how a new version is made."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.errors import InvalidField, MeitinkerError
from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import plans, posting
from meitinker.services.plans import TypedNews
from ui.forms.form_keeping import FieldsKeeping, FormKeeping
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels import plan as told
from ui.views.visits.section import WIDEST
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import FlatButton
from ui.widgets.fields import TextArea
from ui.widgets.form_field import WrappedLabel
from ui.widgets.handing import Handing
from ui.widgets.headings import Heading

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.domain.plans import HandoverWay
    from ui.views.visits.desk import Desk


class HandoverPart(QWidget):
    """How the plan goes to the resident: three ways, and the date on which it got there.

    Signals:
        given: A way was chosen.
        renewing: A new version is being written, or no longer (see :attr:`renews`).
    """

    given = Signal()
    renewing = Signal()

    def __init__(self, desk: Desk, wished: Callable[[], plans.Paper]) -> None:
        """Build the three ways and the date; which is in sight depends on the visit."""
        super().__init__()
        self.desk = desk
        self._wished = wished
        self.bar = MessageBar()
        self._page: told.PlanPage | None = None
        self._renews = False
        self.again = FlatButton(_("Maak een nieuwe versie"), icon_name="plus")
        self.again.clicked.connect(self._begin_again)
        self.news = TextArea(
            _("Wat is er nieuw?"),
            hint=_("Dit komt bovenaan in het plan. De vorige versie blijft zoals hij was."),
            lines=3,
        )
        self.news.setMaximumWidth(px(WIDEST))
        self.kept = FormKeeping(
            desk.keeping,
            plans.NEWS,
            typed=lambda: TypedNews(news=self.news.value()),
            show=self._show_typed,
        )
        self.kept.watch(self.news)
        self.title = Heading(_("Hoe krijgt de inwoner het plan?"), level=3)
        self.stop = FlatButton(_("Toch geen nieuwe versie"), icon_name="x")
        self.stop.clicked.connect(self._stop)
        self.state = WrappedLabel("", tone="label")
        self.request = WrappedLabel("", tone="muted")
        self.handing = Handing(_("Op welke dag kreeg de inwoner het plan?"), parent=self)
        self.handing.chosen.connect(self._make)
        self.handing.went.connect(self._keep)
        day = self.handing.day
        self.going = FieldsKeeping(desk.keeping, plans.GOING, {"day": day}, quiet_for=day)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        for widget in (
            self.bar,
            self.kept.bar,
            self.news,
            self.title,
            self.state,
            self.request,
            self.handing,
        ):
            column.addWidget(widget)
        for button in (self.stop, self.again):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.kept.begin(desk.visit_id)

    @property
    def renews(self) -> bool:
        """Whether a new version is being written."""
        return self._renews

    def show_page(self, page: told.PlanPage) -> None:
        """Show what can be done with the plan as it stands."""
        if self._page is not None and self._page.plan_id != page.plan_id:
            self._renews = False
        self._page = page
        self.going.begin(page.handover_id if page.waits else "")
        makes = page.concluded and (not page.plan_id or page.unchosen or self._renews)
        here = self.focusWidget()
        chose = here is not None and self.handing.ways_row.isAncestorOf(here) and not makes
        self.title.setVisible(page.concluded)
        self.state.setText(page.handover)
        self.request.setText(page.request)
        self.request.setVisible(bool(page.request))
        self.state.setVisible(bool(page.handover) and not self._renews)
        waits = page.waits and not page.unchosen and not self._renews
        self.handing.show_state(makes=makes, waits=waits)
        self.news.setVisible(self._renews)
        self.stop.setVisible(self._renews)
        self.again.setVisible(bool(page.plan_id) and page.newest and not self._renews)
        self.setVisible(page.concluded)
        if chose:
            self.given.emit()

    def _make(self, way: HandoverWay) -> None:
        self.bar.clear()
        work, visit_id, paper = self.desk.workplace, self.desk.visit_id, self._wished()
        news = self.news.value() if self._renews else ""

        client_id, page = self.desk.file.client.id, self._page
        made = page is not None and page.unchosen and not self._renews
        handover = RecordId(page.handover_id) if page is not None and made else None

        def make() -> Changes:
            posting.require_address(work.database, work.session, client_id, way=way)
            if handover is not None:
                return plans.choose_way(work.database, work.session, handover, way=way)
            return plans.make(
                work.database,
                work.session,
                visit_id,
                way=way,
                language=paper.language,
                drawing=paper.drawing,
                news=news,
            )

        self.desk.act(make, done=lambda _changes: self._made(), failed=self._not_made)

    def _made(self) -> None:
        self._renews = False
        self.news.set_value("")
        self.kept.saved()

    def _show_typed(self, typed: TypedNews) -> None:
        self.news.set_value(typed.news)
        if not typed.empty:
            self._renews = True
            self._again()

    def _not_made(self, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField) and error.field == "news":
            self.news.set_error(sentence_for(error).text)
            self.news.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, InvalidField) and error.field == "way":
            words = sentence_for(error)
            self.bar.tell("waarschuwing", words.text)
        else:
            self.desk.failed.emit(error)

    def _begin_again(self) -> None:
        self._renews = True
        self._again()
        self.news.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop(self) -> None:
        self._renews = False
        self.news.set_error(None)
        self.news.set_value("")
        self.kept.leave()
        self._again()
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _again(self) -> None:
        if self._page is not None:
            self.show_page(self._page)
        self.renewing.emit()

    def _keep(self, day: date) -> None:
        if self._page is None:
            return
        handover = RecordId(self._page.handover_id)
        work = self.desk.workplace
        self.desk.act(
            lambda: plans.hand_over(work.database, work.session, handover, on=day),
            done=lambda _changes: self.going.saved(),
            failed=self._refused,
        )

    def _refused(self, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField):
            self.handing.refuse(sentence_for(error).text)
        else:
            self.desk.failed.emit(error)
