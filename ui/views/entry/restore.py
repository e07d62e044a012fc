"""Which backup is put back, and with what code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from meitinker.errors import WrongRecoveryCode
from meitinker.i18n import _
from meitinker.store.backup import SUFFIX
from ui.messages import sentence_for
from ui.paper.file_places import ask_which
from ui.viewmodels.parts import Choice
from ui.viewmodels.settings import backup_line
from ui.views.entry.page import COLUMN, EntryPage
from ui.widgets.buttons import Button, PrimaryButton
from ui.widgets.choices import RadioGroup
from ui.widgets.fields import TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from meitinker.errors import MeitinkerError
    from meitinker.services.backups import KeptBackup

_OFFERED = 3
"""The newest backups on the device; an older one is found with "another file"."""

_ANOTHER = "another"


class RestorePage(EntryPage):
    """The newest backups on this device, and a file from elsewhere.

    Signals:
        chosen: Put this backup back: its path, and the recovery code where that is asked.
        restored: What was put back is to be opened.
        back: To the unlock page; nothing was changed.
    """

    chosen = Signal(object, str)
    restored = Signal()
    back = Signal()
    topic = "settings/backup"

    def __init__(
        self,
        kept: Sequence[KeptBackup],
        words: str,
        *,
        by_code: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Say in ``words`` what it will do, and offer what is ``kept`` on this device."""
        super().__init__(_("Een reservekopie terugzetten"), words, parent)
        offered = [
            Choice(str(one.path), backup_line(one.made_at, one.size)) for one in kept[:_OFFERED]
        ]
        another = Choice(_ANOTHER, _("Een ander bestand, zoals op een USB-stick"))
        self.which = RadioGroup(_("Welke reservekopie?"), [*offered, another])
        self.which.set_value(offered[0].key if offered else _ANOTHER)
        self.code = TextField(
            _("Herstelcode"),
            required=True,
            hint=_(
                "De code die gold op de dag van de kopie."
                " Hoofdletters, spaties en streepjes maken niet uit."
            ),
            widest=COLUMN,
        )
        self.put_back = PrimaryButton(_("Zet terug"))
        self.go_on = PrimaryButton(_("Aan het werk"))
        self.cancel = Button(_("Toch niet"))
        for widget in (self.which, self.code, self.put_back, self.go_on, self.cancel):
            self.column.addWidget(widget)
        self.code.setVisible(by_code)
        self.go_on.hide()
        self.put_back.clicked.connect(self._put_back)
        self.code.line.returnPressed.connect(self._put_back)
        self.go_on.clicked.connect(self.restored)
        self.cancel.clicked.connect(self.back)

    def focus_first(self) -> None:
        """Put the keyboard in the choice: nothing is pressed by typing on."""
        self.which.setFocus()

    def refuse(self, error: MeitinkerError) -> None:
        """Say why it cannot be; another one may be chosen."""
        self._busy(False)
        if isinstance(error, WrongRecoveryCode):
            self.clear_message()
            self.code.set_error(sentence_for(error).text)
            self.code.line.setFocus()
        else:
            self.tell_error(error)
            self.focus_first()

    def tell_restored(self, aside: str) -> None:
        """Say that it is done, and where lies what was there."""
        words = _("De reservekopie is teruggezet.")
        if aside:
            words += " " + _("Wat er stond, is bewaard in {folder}").format(folder=aside)
        self.text.hide()
        for widget in (self.which, self.put_back, self.cancel):
            widget.hide()
        self.bar.tell("gelukt", words)
        self.go_on.show()
        self.go_on.setFocus()

    def _put_back(self) -> None:
        lacks_code = not self.code.isHidden() and not self.code.value()
        self.code.set_error(_("Vul de herstelcode in.") if lacks_code else None)
        if lacks_code:
            self.code.line.setFocus()
            return
        named = self.which.value()
        if named == _ANOTHER:
            kinds = _("Reservekopie (*{ending})").format(ending=SUFFIX)
            path = ask_which(self, _("Kies de reservekopie"), kinds=kinds)
        else:
            path = Path(named) if named else None
        if path is not None:
            self._busy(True)
            self.chosen.emit(path, self.code.value())

    def _busy(self, busy: bool) -> None:
        words = _("Bezig met terugzetten. Dit kan een paar minuten duren.")
        if busy:
            self.bar.tell("uitleg", words)
        for widget in (self.which, self.code, self.put_back, self.cancel):
            widget.setEnabled(not busy)
