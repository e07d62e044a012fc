"""Reservekopie: make one, know that it holds, and know how to put it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.services import backup_notes, backups
from ui.messages import sentence_for
from ui.paper.file_places import ask_folder
from ui.theme import px
from ui.viewmodels import settings as shown
from ui.viewmodels.parts import IconText
from ui.views.settings.backup_work import BackupWork
from ui.views.settings.section import FactList, SettingsSection, at_left
from ui.widgets.announce import announce
from ui.widgets.bars import MessageBar
from ui.widgets.bullets import bullets
from ui.widgets.buttons import Button, PrimaryButton
from ui.widgets.form_field import WrappedLabel

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.errors import MeitinkerError
    from meitinker.services.backups import KeptBackup
    from meitinker.store.backup import BackupNote
    from ui.workplace import Workplace


class BackupSection(SettingsSection):
    """Backups of this store."""

    def __init__(self, workplace: Workplace) -> None:
        """Build it; what was made before is read on arriving."""
        super().__init__(workplace, _("Reservekopie"))
        self.work = BackupWork(self)
        self._elsewhere = False
        self.bar = MessageBar()
        self.last = FactList()
        self.to_folder = PrimaryButton(_("Maak een reservekopie op USB-stick"), icon_name="usb")
        self.to_device = Button(_("Maak een kopie op deze computer"), icon_name="device-floppy")
        self.made_here = FactList()
        self.none_here = WrappedLabel(_("Op deze computer staat nog geen kopie."), tone="muted")
        if workplace.demo:
            self.add_card(
                _("Voorbeelddorp"),
                text=_("Van het voorbeelddorp maakt u geen reservekopie. Het is niet echt."),
            )
        else:
            self._add_making()
        self.add_card(
            _("Wat zit erin"),
            bullets(shown.in_a_backup()),
            text=_("De kopie is versleuteld. Zonder wachtwoord of herstelcode kan niemand erin."),
        )
        self.add_card(
            _("Een kopie terugzetten"),
            bullets(shown.restoring(), numbered=True),
            text=_(
                "Gaan uw gegevens hier niet meer open? Dan biedt het programma uw kopieën aan."
                " Op een andere laptop gaat het zo:"
            ),
        )
        self.lines.addStretch(1)
        self._connect()

    def arrive(self) -> None:
        """Read which backups there are."""
        if self.workplace.demo:
            return
        database = self.workplace.database

        def read() -> tuple[BackupNote, tuple[KeptBackup, ...]]:
            kept = tuple(backups.made(database.folder))
            return backup_notes.last(database, kept), kept

        self.workplace.tasks.read(self, read, done=self._show, failed=self.tell_error)

    def confirm(self) -> None:
        """Press the main button."""
        self.to_folder.click()

    def make_in(self, folder: Path | None) -> None:
        """Make a backup in ``folder``, or on this device where it is None."""
        self.bar.clear()
        self._elsewhere = folder is not None
        self._show_progress("copy", 0)
        self._busy(True)
        self.work.start(self.workplace.database, folder)

    def _add_making(self) -> None:
        self.progress_words = WrappedLabel("")
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setAccessibleName(_("Hoe ver de reservekopie is"))
        self.stop = Button(_("Stop de kopie"), icon_name="player-stop")
        self.busy = QWidget()
        column = QVBoxLayout(self.busy)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        for widget in (self.progress_words, self.progress, at_left(self.stop)):
            column.addWidget(widget)
        self.busy.hide()
        self.add_card(
            _("Nu een kopie maken"),
            self.last,
            self.bar,
            at_left(self.to_folder),
            at_left(self.to_device),
            self.busy,
        )
        self.add_card(_("Kopieën op deze computer"), self.made_here, self.none_here)
        self.stop.clicked.connect(self.work.stop)

    def _connect(self) -> None:
        self.to_folder.clicked.connect(self._choose)
        self.to_device.clicked.connect(lambda: self.make_in(None))
        self.work.progressed.connect(self._show_progress)
        self.work.made.connect(self._made)
        self.work.failed.connect(self._failed)
        self.work.stopped.connect(self._stopped)

    def _choose(self) -> None:
        folder = ask_folder(self, _("Kies de USB-stick of een map voor de reservekopie"))
        if folder is not None:
            self.make_in(folder)

    def _show(self, found: tuple[BackupNote, tuple[KeptBackup, ...]]) -> None:
        note, made = found
        self.last.show_facts([shown.backup_fact(note)])
        self.made_here.show_facts([_fact(one) for one in made])
        self.made_here.setVisible(bool(made))
        self.none_here.setVisible(not made)

    def _show_progress(self, what: str, percent: int) -> None:
        self.progress_words.setText(shown.progress_words(what, percent))
        self.progress.setValue(percent)

    def _made(self, path: Path, missing: int) -> None:
        self._busy(False)
        words = shown.made_words(str(path.parent), missing=missing)
        self.bar.tell("waarschuwing" if missing else "gelukt", words)
        announce(self, words)
        database, elsewhere = self.workplace.database, self._elsewhere
        self.workplace.tasks.write(
            self,
            lambda: backup_notes.note(database, elsewhere=elsewhere),
            done=lambda _note: self.arrive(),
            failed=self.tell_error,
        )

    def _failed(self, error: MeitinkerError) -> None:
        self._busy(False)
        self.bar.tell("fout", sentence_for(error).text)

    def _stopped(self) -> None:
        self._busy(False)
        self.bar.tell("uitleg", _("U hebt de kopie gestopt. Er is niets bewaard."))

    def _busy(self, busy: bool) -> None:
        self.busy.setVisible(busy)
        for button in (self.to_folder, self.to_device):
            button.setEnabled(not busy)


def _fact(one: KeptBackup) -> IconText:
    return IconText(shown.backup_line(one.made_at, one.size), "device-floppy", "muted")
