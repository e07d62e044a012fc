"""The answer of a provider: what it would change, before anything of it is kept."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker import clock
from meitinker.exchange import tables
from meitinker.i18n import _
from meitinker.services import check_form_answers, check_forms
from ui.messages import sentence_for
from ui.paper.file_places import ask_which
from ui.viewmodels import check_answers as said
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import Button, FlatButton, PrimaryButton
from ui.widgets.choices import CheckField
from ui.widgets.column import Column, Pile
from ui.widgets.dates import DateField
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import Card, IconLine
from ui.widgets.scrolling import ScrollPane, bring_into_sight, lay_out_now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.exchange.tables import Table
    from meitinker.services.check_form_answers import ReturnedForm
    from ui.workplace import Workplace

_WIDEST = 720


class AnswerPage(QWidget):
    """Choosing the file, what it says, and which of it is taken over.

    Attributes:
        answered: What the file says; None before one was read.
        boxes: One for each change that can be taken over, by its row.

    Signals:
        closed: The user is done.
        kept: The answers are kept: the :class:`ReturnedForm`.
    """

    closed = Signal()
    kept = Signal(object)

    def __init__(self, workplace: Workplace) -> None:
        """Build it without a file."""
        super().__init__()
        self._workplace = workplace
        self.answered: ReturnedForm | None = None
        self.boxes: dict[int, CheckField] = {}
        self._sending = False
        self.close_button = Button(_("Terug"), icon_name="arrow-left")
        self.bar = MessageBar()
        self.choose = PrimaryButton(_("Kies het bestand…"), icon_name="file-spreadsheet")
        self.summary = Heading("", level=2)
        self.take = PrimaryButton(said.keep_words(0), icon_name="check")
        self.day = DateField(
            _("Op welke dag vulde de aanbieder het in?"),
            hint=_("Dan staat die dag in de kaart als dag van nakijken."),
            latest=clock.today(),
        )
        self.other = FlatButton(_("Kies een ander bestand…"), icon_name="file-spreadsheet")
        hint = _("U ziet eerst wat er verandert. Wat u niet aanvinkt, blijft bij Nakijken liggen.")
        self._changes = _List(_("Dit verandert"), hint)
        self._by_hand = _List(_("Dit leest u zelf na"), _("Het komt bij Nakijken te staan."))
        self._unused = _List(_("Dit is niet gebruikt"), "")
        self._lay_out()
        self.close_button.clicked.connect(self.closed)
        self.choose.clicked.connect(self.ask)
        self.other.clicked.connect(self.ask)
        self.take.clicked.connect(self.keep)
        self.show_answered(None)

    def ask(self) -> None:
        """Ask which file it is, and read it."""
        title, kinds = _("Kies het formulier dat u terugkreeg"), _("Formulieren (*.xlsx *.csv)")
        path = ask_which(self, title, kinds=kinds)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Read a file, where that holds up nobody; nothing is kept yet."""
        self.bar.clear()
        self._workplace.tasks.file(
            self, partial(tables.read_file, path), done=self._look, failed=self._fail
        )

    def confirm(self) -> None:
        """Press the main button: choose a file, or keep what it says."""
        (self.take if self.answered else self.choose).click()

    def keep(self) -> None:
        """Keep the answers, with the changes that are ticked."""
        if self.answered is None or self._sending:
            return
        wrong = self.day.problem() or (None if self.day.value() else _("Vul een datum in."))
        self.day.set_error(wrong)
        if wrong:
            self.day.focus_problem()
            return
        self._sending = True
        work = self._workplace
        ticked = frozenset(row for row, box in self.boxes.items() if box.value())
        work.tasks.write(
            self,
            partial(
                check_forms.keep,
                work.database,
                work.session,
                self.answered,
                checked_on=self.day.value(),
                taken_over=ticked,
            ),
            done=self._was_kept,
            failed=self._fail,
        )

    def show_answered(self, answered: ReturnedForm | None) -> None:
        """Show what a file says, or begin anew."""
        self.answered = answered if answered and answered.answers else None
        known = self.answered is not None
        self.choose.setVisible(not known)
        for part in (self.summary, self.day, self.take, self.other):
            part.setVisible(known)
        self.summary.setText(said.summary(answered) if answered else "")
        self.day.set_value(clock.today())
        self.day.set_error(None)
        found = said.changes(answered) if answered else []
        self.boxes = {one.row: CheckField(one.text) for one in found}
        for box in self.boxes.values():
            box.set_value(True)
            box.edited.connect(self._count)
        self._changes.fill(list(self.boxes.values()))
        told = said.by_hand(answered) if answered else []
        self._by_hand.fill([IconLine("edit", one) for one in told])
        wrong = said.unused(answered) if answered else []
        self._unused.fill([IconLine("alert-triangle", one, tint="warning") for one in wrong])
        self._count()
        lay_out_now()
        if answered is not None and not known:
            self.bar.tell("waarschuwing", said.nothing_words())
        (self.take if known else self.choose).setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        column = Column(widest=_WIDEST)
        column.lines.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.lines.addWidget(Heading(_("Antwoord van een aanbieder"), level=1))
        words = _("Kreeg u een controleformulier terug? Kies het Excel-bestand. U leest eerst na.")
        column.lines.addWidget(WrappedLabel(words, tone="muted"))
        buttons = Flow(self.take, self.other, gap=12)
        lists = (self._changes, self._by_hand, self._unused)
        for part in (self.bar, self.summary, self.day, *lists, buttons):
            column.lines.addWidget(part)
        column.lines.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        column.lines.addStretch(1)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(ScrollPane(column, self))

    def _look(self, table: Table) -> None:
        work = self._workplace
        work.tasks.read(
            self,
            partial(check_form_answers.read, work.database, work.session, table),
            done=self.show_answered,
            failed=self._fail,
        )

    def _count(self) -> None:
        self.take.setText(said.keep_words(sum(box.value() for box in self.boxes.values())))

    def _was_kept(self, _changes: Changes) -> None:
        self._sending = False
        answered = self.answered
        self.show_answered(None)
        self.kept.emit(answered)

    def _fail(self, error: MeitinkerError) -> None:
        self._sending = False
        self.bar.tell("fout", sentence_for(error).text)
        bring_into_sight(self.bar)  # the button stands below all that changes


class _List(QWidget):
    """A card with a heading and lines; out of sight where there are none."""

    def __init__(self, title: str, hint: str) -> None:
        super().__init__()
        card = Card()
        card.add(Heading(title, level=3))
        if hint:
            card.add(WrappedLabel(hint, tone="muted"))
        self._pile = Pile(gap=8)
        card.add(self._pile)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def fill(self, lines: Sequence[QWidget]) -> None:
        """Show these lines."""
        self._pile.replace(lines)
        self.setVisible(bool(lines))
