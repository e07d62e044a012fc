"""The recovery code: shown and printed once, and used by who forgot the passphrase."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from meitinker.errors import MeitinkerError
from meitinker.i18n import _
from ui.messages import sentence_for
from ui.paper import papers
from ui.theme import px
from ui.views.entry.page import COLUMN, EntryPage
from ui.widgets.buttons import Button, FlatButton, PrimaryButton
from ui.widgets.choices import CheckField
from ui.widgets.fields import TextField
from ui.widgets.pdf_preview import PdfPreview

if TYPE_CHECKING:
    from collections.abc import Callable

_PREVIEW_HEIGHT = 360


class RecoveryCodePage(EntryPage):
    """Step 3: the code on paper.

    Signals:
        kept: The user says that the paper is put away.
        later: The user goes to work first, where that may wait.
    """

    kept = Signal()
    later = Signal()

    def __init__(
        self,
        pdf: bytes,
        *,
        step: str = "",
        can_wait: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Show the sheet ``pdf``; it lives in memory only."""
        super().__init__(
            _("Uw herstelcode"),
            f"{step} "
            + _(
                "Vergeet u uw wachtwoord? Dan komt u alleen met deze code weer bij uw werk."
                " Print hem en leg hem thuis op een veilige plek. Niet bij de laptop."
            ),
            parent,
        )
        self._pdf = pdf
        self.preview = PdfPreview()
        self.preview.setMinimumHeight(px(_PREVIEW_HEIGHT))
        self.preview.set_pdf(pdf)
        self.print = Button(_("Afdrukken"), icon_name="printer")
        self.save = Button(_("Bewaar als PDF…"), icon_name="download")
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(self.print)
        row.addWidget(self.save)
        row.addStretch(1)
        self.put_away = CheckField(_("De herstelcode ligt op een veilige plek"))
        self.done = PrimaryButton(_("Aan het werk"))
        self.wait = FlatButton(_("Dat doe ik later"))
        self.column.addWidget(self.preview)
        self.column.addLayout(row)
        for widget in (self.put_away, self.done, self.wait):
            self.column.addWidget(widget)
        self.wait.setVisible(can_wait)  # who unlocks at a kitchen table has no printer there
        self.wait.clicked.connect(self.later)
        self.print.clicked.connect(partial(self._try, papers.print_pdf))
        self.save.clicked.connect(partial(self._try, partial(papers.save_pdf, name="herstelcode")))
        self.done.clicked.connect(self._go)

    def focus_first(self) -> None:
        """Put the keyboard on printing."""
        self.print.setFocus()

    def _try(self, does: Callable[[bytes, QWidget], str]) -> None:
        try:
            told = does(self._pdf, self)
        except MeitinkerError as error:
            self.tell_error(error)
            return
        if told:
            self.bar.tell("gelukt", told)

    def _go(self) -> None:
        if not self.put_away.value():
            self.put_away.set_error(_("Zet een vinkje als u de code hebt geprint of opgeschreven."))
            return
        self.kept.emit()


class RecoverPage(EntryPage):
    """For who forgot the passphrase: the recovery code opens, then a new one is chosen.

    Signals:
        entered: The code as typed.
        back: To the unlock page.
    """

    entered = Signal(str)
    back = Signal()
    topic = "unlock"

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it."""
        super().__init__(
            _("Wachtwoord vergeten"),
            _("Vul de herstelcode in die u hebt bewaard. Daarna kiest u een nieuw wachtwoord."),
            parent,
        )
        self.code = TextField(
            _("Herstelcode"),
            hint=_("Hoofdletters, spaties en streepjes maken niet uit."),
            widest=COLUMN,
        )
        self.next = PrimaryButton(_("Verder"))
        self.cancel = Button(_("Terug"))
        for widget in (self.code, self.next, self.cancel):
            self.column.addWidget(widget)
        self.next.clicked.connect(self._go)
        self.code.line.returnPressed.connect(self._go)
        self.cancel.clicked.connect(self.back)

    def focus_first(self) -> None:
        """Put the keyboard in the code."""
        self.code.line.setFocus()

    def refuse(self, error: MeitinkerError) -> None:
        """Say which part of the code does not hold."""
        self.next.setEnabled(True)
        self.code.set_error(sentence_for(error).text)
        self.focus_first()

    def _go(self) -> None:
        if not self.code.value():
            self.code.set_error(_("Vul de herstelcode in."))
            return
        self.code.set_error(None)
        self.next.setEnabled(False)
        self.entered.emit(self.code.value())


class LossPage(EntryPage):
    """For a store that is behind its mark: what is missing, and how to go on.

    Signals:
        readOnly: Look, and change nothing.
        goOn: Go on without what is missing.
        putBack: Look at the backups.
    """

    readOnly = Signal()
    goOn = Signal()
    putBack = Signal()
    topic = "settings/backup"

    def __init__(self, error: MeitinkerError, parent: QWidget | None = None) -> None:
        """Build it from the ``StoreBehind`` that opening raised."""
        words = sentence_for(error)
        super().__init__(_("Er ontbreekt werk"), words.sentence, parent)
        self.bar.tell("waarschuwing", words.step)
        self.look = PrimaryButton(_("Alleen lezen"))
        self.go_on = Button(_("Verder zonder het ontbrekende werk"))
        self.put_back = Button(_("Zet een reservekopie terug"))
        for widget in (self.look, self.put_back, self.go_on):
            self.column.addWidget(widget)
        self.look.clicked.connect(self.readOnly)
        self.put_back.clicked.connect(self.putBack)
        self.go_on.clicked.connect(self.goOn)

    def focus_first(self) -> None:
        """Put the keyboard on the safe choice."""
        self.look.setFocus()
