"""The form by which a provider says whether the map is right: made here, and read back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from meitinker import paths
from meitinker.domain.people import Language
from meitinker.i18n import _, speaking
from meitinker.services import check_forms, social_map
from meitinker.services.plans import Use
from ui.messages import sentence_for
from ui.paper.file_places import ask_where
from ui.paper.paper_view import PaperExtras, PaperView
from ui.paper.papers import kept_in_clear
from ui.views.social_map import ANSWER, FORM
from ui.views.social_map.check_answer import AnswerPage
from ui.widgets.buttons import Button
from ui.widgets.column import Column
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.scrolling import ScrollPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.domain.providers import Provider
    from meitinker.domain.session import Session
    from meitinker.errors import MeitinkerError
    from meitinker.reports.page import Press
    from meitinker.services.check_form_answers import ReturnedForm
    from meitinker.services.social_map import ServiceFile
    from meitinker.store.database import Database
    from meitinker.store.settings import ScreenSpot
    from ui.views.social_map.service_view import ServiceView
    from ui.window.place_view import PlaceView
    from ui.workplace import Workplace

_WIDEST = 1100


class FormPage(QWidget):
    """The form of one provider as it will be printed, and as a file to mail.

    Signals:
        closed: Back to the service.
        answer_asked: A form that came back is to be read.
        failed: It could not be made: the error.
    """

    closed = Signal()
    answer_asked = Signal()
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Build it about nobody; :meth:`show_provider` makes the form."""
        super().__init__(parent)
        self._workplace = workplace
        self.provider: Provider | None = None
        column = Column(self, widest=_WIDEST)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(ScrollPane(column, self))
        page = column.lines.parentWidget()
        self.close_button = Button(_("Terug"), page, icon_name="arrow-left")
        self.title = Heading("", page, level=1)
        self.sheet = Button(_("Bewaar als Excel…"), icon_name="file-spreadsheet")
        self.answer = Button(_("Lees een antwoord in…"), icon_name="upload")
        words = _(
            "De aanbieder kijkt na of alles klopt. Mail het Excel-bestand: het antwoord leest u"
            " hier weer in. Of druk het formulier af."
        )
        self.paper = PaperView(
            workplace,
            self._maker,
            language=_("Taal van het formulier"),
            name=lambda: _("controleformulier"),
            around=PaperExtras(below=(Flow(self.sheet, self.answer, gap=12),)),
            parent=page,
        )
        self.paper.large.hide()  # it is filled in at a desk
        column.lines.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.title, WrappedLabel(words, page, tone="muted"), self.paper):
            column.lines.addWidget(part)
        self.close_button.clicked.connect(self.closed)
        self.answer.clicked.connect(self.answer_asked)
        self.sheet.clicked.connect(self._save_sheet)
        self.paper.failed.connect(self.failed)

    def show_provider(self, provider: Provider) -> None:
        """Make the form of a provider."""
        self.provider = provider
        self.title.setText(_("Controleformulier voor {name}").format(name=provider.name))
        self.paper.language.set_value(Language.DUTCH.value)
        self.paper.load()

    def _maker(self, _use: Use) -> Callable[[], Press] | None:
        if self.provider is None:
            return None
        work, spoken = self._workplace, self.paper.spoken.value
        return partial(
            check_forms.paper, work.database, work.session, self.provider.id, spoken=spoken
        )

    def _save_sheet(self) -> None:
        """Ask where, then make the file and write it, where that holds up nobody."""
        if self.provider is None:
            return
        name = _("controleformulier") + ".xlsx"
        path = ask_where(self, _("Bewaar het formulier"), name=name, kind="Excel (*.xlsx)")
        if path is None:
            return
        work = self._workplace
        make = partial(
            _sheet, work.database, work.session, self.provider.id, self.paper.spoken.value
        )
        work.tasks.file(
            self,
            lambda: paths.write_durably(path, make()),
            done=lambda _nothing: self.paper.bar.tell("gelukt", kept_in_clear()),
            failed=self.failed.emit,
        )


class CheckForms(QObject):
    """Both pages, in place of the service; for who keeps the map.

    Signals:
        told: A message for the bar of the window: kind and sentence.
    """

    told = Signal(str, str)

    def __init__(self, place: PlaceView, service: ServiceView, stack: QStackedWidget) -> None:
        """Begin with neither."""
        super().__init__(place)
        self._workplace, self._service, self._stack = place.workplace, service, stack
        self.form: FormPage | None = None
        self.answer: AnswerPage | None = None
        self._before: QWidget | None = None
        service.form.clicked.connect(lambda: self.make(service.service_id))

    def arrive(self, spot: ScreenSpot | None) -> None:
        """With a spot of a form or of an answer, show that."""
        if spot is not None and spot.section == FORM:
            self.make(spot.record_id)
        elif spot is not None and spot.section == ANSWER:
            self.read_answer()

    def make(self, service_id: str) -> None:
        """Show the form of who offers a service."""
        work = self._workplace
        work.tasks.read(
            self,
            partial(social_map.opened, work.database, work.session, service_id),
            done=self._show,
            failed=self._fail,
        )

    def read_answer(self) -> None:
        """Show the page on which a form that came back is read."""
        if self.answer is None:
            self.answer = AnswerPage(self._workplace)
            self._stack.addWidget(self.answer)
            self.answer.closed.connect(self._back)
            self.answer.kept.connect(self._kept)
        self._before = self._stack.currentWidget()
        self._stack.setCurrentWidget(self.answer)
        self.answer.show_answered(None)

    def _show(self, file: ServiceFile) -> None:
        if file.provider is None:
            self.told.emit("uitleg", _("Deze dienst heeft geen aanbieder om het aan te vragen."))
            return
        if self.form is None:
            self.form = FormPage(self._workplace, self._stack)
            self._stack.addWidget(self.form)
            self.form.closed.connect(self._close)
            self.form.answer_asked.connect(self.read_answer)
            self.form.failed.connect(self._fail)
        self._stack.setCurrentWidget(self.form)
        self.form.show_provider(file.provider)
        self.form.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self._stack.setCurrentWidget(self._service)
        self._service.form.setFocus(Qt.FocusReason.OtherFocusReason)

    def _back(self) -> None:
        if self._before is not None:
            self._stack.setCurrentWidget(self._before)

    def _kept(self, answered: ReturnedForm) -> None:
        self.told.emit("gelukt", _("De antwoorden van {name} zijn bewaard.").format(
            name=answered.provider))  # fmt: skip
        self._back()

    def _fail(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)


def _sheet(database: Database, session: Session, provider_id: str, spoken: str) -> bytes:
    """Return the workbook of a form in a language; this runs on a lane."""
    with speaking(spoken):
        return check_forms.sheet(database, session, provider_id)
