"""The receipt letter of a request: how it will look, how it goes, to paper and to file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import letters, posting
from meitinker.services.plans import Use
from ui.forms.form_keeping import FieldsKeeping
from ui.messages import sentence_for
from ui.paper.paper_view import PaperExtras, PaperView
from ui.theme import px
from ui.viewmodels.requests import LetterPage, letter_page
from ui.widgets.buttons import FlatButton
from ui.widgets.form_field import WrappedLabel
from ui.widgets.handing import Handing
from ui.widgets.headings import Heading
from ui.widgets.rows import TightRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.plans import HandoverWay
    from meitinker.errors import MeitinkerError
    from meitinker.reports.page import Press
    from meitinker.services.request_files import RequestFile
    from ui.forms.keeping import Keeping


class ReceiptPage(QWidget):
    """The page of one letter; a letter is printed only once it is kept as it was made.

    Signals:
        closed: Back to the requests.
        failed: A service said no: the error, for the bar.
    """

    closed = Signal()
    failed = Signal(object)

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build the page, of nothing yet; ``keeping`` keeps half a day."""
        super().__init__(parent)
        self._keeping, self._workplace = keeping, keeping.workplace
        self._page: LetterPage | None = None
        self._client_id = ""
        self._made = False
        self.back = FlatButton(_("Terug naar de vragen"), icon_name="arrow-left")
        self.title = Heading(_("Ontvangstbrief"), level=2)
        self.state = WrappedLabel("", tone="label")
        self.discard = FlatButton(_("Gooi deze brief weg"), icon_name="trash")
        self.handing = Handing(_("Op welke dag ging de brief weg?"), self.discard, parent=self)
        day = self.handing.day
        self.going = FieldsKeeping(keeping, letters.GOING, {"day": day}, quiet_for=day)
        self.paper = PaperView(
            self._workplace,
            self._maker,
            language=_("Taal van de brief"),
            name=lambda: _("ontvangstbrief"),
            around=PaperExtras(above=(self.state, self.handing)),
            parent=self,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(TightRow(self.title, self.back))
        column.addWidget(self.paper)
        column.addStretch(1)
        self.back.clicked.connect(self.closed)
        self.discard.clicked.connect(self._discard)
        self.handing.chosen.connect(self._make)
        self.handing.went.connect(self._send)
        self.paper.failed.connect(self.failed)

    @property
    def request_id(self) -> str:
        """The request whose letter is shown, or ""."""
        return self._page.request_id if self._page else ""

    def show_request(self, file: RequestFile) -> None:
        """Show the newest letter of a request, or how it would be."""
        page, paper = letter_page(file, letters.hindrance(file)), self.paper
        other = page.request_id != self.request_id
        self._page = page
        self._client_id = file.client.id
        if other:
            paper.bar.clear()
            paper.large.set_value(page.large)
            paper.language.set_value(page.language)
        made = bool(page.letter_id)
        self.going.begin(page.letter_id if page.waits else "")
        if made:
            paper.language.set_value(page.language)
        paper.language.set_read_only(made)
        self.state.setText(page.state)
        self.handing.show_state(makes=page.may_make, waits=page.waits)
        for button in (paper.print, paper.save):
            button.setVisible(made)
        paper.show_pages(there=made or page.may_make)
        paper.load()
        if self._made and made:
            self._go_on()

    def focus_first(self) -> None:
        """Go to the first thing to do."""
        stops = (*self.handing.ways.values(), self.paper.print, self.back)
        wanted = next(one for one in stops if one.isVisibleTo(self) or one is self.back)
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        """Press nothing: the main button above the file begins a conversation, not a letter."""

    def _maker(self, use: Use) -> Callable[[], Press] | None:
        """Return what makes the letter; what was not made yet can only be looked at."""
        page, work, large = self._page, self._workplace, self.paper.large.value()
        if page is None:
            return None
        if page.letter_id:
            service = {
                Use.SCREEN: letters.shown,
                Use.PAPER: letters.printed,
                Use.FILE: letters.exported,
            }[use]
            letter = RecordId(page.letter_id)
            return partial(service, work.database, work.session, letter, large=large)
        if use is not Use.SCREEN or not page.may_make:
            return None
        return partial(
            letters.preview,
            work.database,
            work.session,
            RecordId(page.request_id),
            large=large,
            language=self.paper.spoken,
        )

    # --- acts ----------------------------------------------------------------------------

    def _make(self, way: HandoverWay) -> None:
        work, request_id = self._workplace, RecordId(self.request_id)
        language, client_id = self.paper.spoken, self._client_id

        def make() -> Changes:
            posting.require_address(work.database, work.session, client_id, way=way)
            return letters.make(work.database, work.session, request_id, way=way, language=language)

        work.tasks.write(
            self,
            make,
            done=lambda _changes: self._go_on(),
            failed=self._not_made,
        )

    def _not_made(self, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField) and error.field == "way":
            self.paper.bar.tell("waarschuwing", sentence_for(error).text)
        else:
            self.failed.emit(error)

    def _go_on(self) -> None:
        """Put the focus on printing once it is there: the buttons of the choice are gone."""
        self._made = not self.paper.print.isVisibleTo(self)
        if not self._made:
            self.paper.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self, on: date) -> None:
        if self._page is None:
            return
        work, letter = self._workplace, RecordId(self._page.letter_id)
        self._keeping.act(
            self,
            lambda: letters.send(work.database, work.session, letter, on=on),
            done=lambda _changes: self.going.saved(),
            failed=self._refused,
        )

    def _discard(self) -> None:
        if self._page is None:
            return
        work, letter = self._workplace, RecordId(self._page.letter_id)
        work.tasks.write(
            self,
            lambda: letters.discard(work.database, work.session, letter),
            failed=self.failed.emit,
        )

    def _refused(self, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField):
            self.handing.refuse(sentence_for(error).text)
        else:
            self.failed.emit(error)
