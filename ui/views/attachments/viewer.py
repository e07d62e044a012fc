"""One file of a dossier, seen within the program; a copy leaves it only deliberately."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPlainTextEdit, QProgressBar, QStackedWidget, QWidget

from meitinker.domain.consents import Whom, basis_of
from meitinker.errors import AttachmentDamaged, InvalidField, MeitinkerError
from meitinker.exchange import incoming, pdfs
from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import attaching, consents
from ui.messages import sentence_for
from ui.paper import papers
from ui.theme import px
from ui.viewmodels import attachments as told
from ui.views.attachments.copying import Copying
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import Button, IconButton, PrimaryButton
from ui.widgets.choices import ComboField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import PaneHeader
from ui.widgets.overlay import Overlay
from ui.widgets.page_turning import PageTurning
from ui.widgets.pdf_preview import PdfPreview
from ui.widgets.picture_view import PictureView
from ui.window.place_view import place_of

if TYPE_CHECKING:
    from meitinker.domain.attachments import Attachment
    from meitinker.domain.consents import Consent, Recipient
    from ui.workplace import Workplace

_PDF = "application/pdf"
_TEXT = "text/plain"
_WIDE = 640
"""Room for with whom a consent lets share, and for what."""


class _Seen(NamedTuple):
    """A file as it is shown; the picture is unpacked off the screen's thread."""

    attachment: Attachment
    image: QImage
    data: bytes
    consents: tuple[Consent, ...]


class FilePanel(Overlay):
    """Lies over the place; what it shows lives in memory and goes with it (A7).

    Signals:
        shown: The file can be seen.
    """

    shown = Signal()

    def __init__(
        self, workplace: Workplace, attachment_id: str, parent: QWidget | None = None
    ) -> None:
        """Build it over ``parent``, and ask for the file: that is logged before it shows."""
        super().__init__(_("Bestand"), parent)
        self._workplace = workplace
        self._id = RecordId(attachment_id)
        self._seen: _Seen | None = None
        self.title = PaneHeader(_("Bestand"), level=2)
        self.status = WrappedLabel("", tone="muted")
        self.bar = MessageBar()
        self.waiting = WrappedLabel(_("Bezig met openen…"), tone="muted")
        self.picture = PictureView()
        self.pages = PdfPreview()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.views = QStackedWidget()
        for view in (self.waiting, self.picture, self.pages, self.text):
            self.views.addWidget(view)
        self.close_button = PrimaryButton(_("Sluit"), icon_name="x")
        self.copy_button = Button(_("Bewaar een kopie…"), icon_name="download")
        self._make_copying()
        self.smaller = IconButton(_("Kleiner"), icon_name="zoom-out")
        self.larger = IconButton(_("Groter"), icon_name="zoom-in")
        self.turning = PageTurning(self.pages)
        self._turning = (self.turning.back, self.turning.words, self.turning.on)
        self.tools = (self.smaller, self.larger, *self._turning)
        foot = (self.close_button, self.copy_button, self.stop, *self.tools)
        head = (self.title, self.status, self.bar, self.whom, self.copy_words, self.progress)
        self.fill(head, self.views, foot, whole=True)
        for tool in (*head[3:], self.copy_button, self.stop, *self.tools):
            tool.hide()
        self._connect()
        one = self._id
        workplace.tasks.file(
            self, lambda: _read(workplace, one), done=self._show, failed=self._refused
        )

    def confirm(self) -> None:
        """Close it: there is nothing else to do here."""
        self.dismiss()

    def _make_copying(self) -> None:
        """Make what asks for whom a copy is, and what tells how far it is."""
        self.stop = Button(_("Stop met de kopie"), icon_name="player-stop")
        self.whom = ComboField(_("Voor wie is de kopie?"), [])
        self.whom.combo.setMaximumWidth(px(_WIDE))
        self.copy_words = WrappedLabel("", tone="muted")
        self.progress = QProgressBar()
        self.progress.setAccessibleName(_("Hoe ver de kopie is"))
        self.progress.setTextVisible(False)
        self.copying = Copying(self._workplace, self)

    def _connect(self) -> None:
        self.close_button.clicked.connect(self.dismiss)
        self.copy_button.clicked.connect(self._ask_or_save)
        self.stop.clicked.connect(self._stop)
        self.copying.progressed.connect(self._show_progress)
        self.copying.ended.connect(self._copied)
        self.smaller.clicked.connect(self.picture.smaller)
        self.larger.clicked.connect(self.picture.larger)

    def _show(self, seen: _Seen) -> None:
        line = told.line(seen.attachment, removable=False)
        self._seen = seen
        self.title.set_title(line.title)
        self.status.setText(line.status)
        self.setAccessibleName(line.title)
        try:
            view = self._view(seen, line.title)
        except AttachmentDamaged as error:
            self._refused(error)
            return
        self.views.setCurrentWidget(view)
        self.copy_button.show()
        view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit()

    def _view(self, seen: _Seen, title: str) -> QWidget:
        """Fill the view that fits the file, with its buttons.

        Raises:
            AttachmentDamaged: It cannot be shown.
        """
        if seen.attachment.media_type == _PDF:
            self.pages.set_pdf(seen.data)
            for tool in self._turning:
                tool.setVisible(self.pages.page_count() > 1)
            return self.pages
        if seen.attachment.media_type == _TEXT:
            self.text.setPlainText(seen.data.decode("utf-8", "replace"))
            self.text.setAccessibleName(title)
            return self.text
        self.picture.set_image(seen.image, name=_("Foto: {title}").format(title=title))
        for tool in (self.smaller, self.larger):
            tool.show()
        return self.picture

    def _ask_or_save(self) -> None:
        """Ask first for whom it is: nobody gets anything without a ground (L9)."""
        if self._seen is None:
            return
        if self.whom.isHidden():
            self.whom.set_choices(told.recipients(self._seen.consents))
            self.whom.set_value(Whom.RESIDENT)
            self.whom.show()
            self.copy_button.setText(_("Kies waar de kopie komt…"))
            self.whom.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        to = told.recipient(self.whom.value() or Whom.OTHER)
        if basis_of(self._seen.consents, to) is None:
            self._refused(InvalidField("recipient", "share_without_consent"))
            return
        self._save(self._seen, to)

    def _save(self, seen: _Seen, to: Recipient) -> None:
        ending = incoming.suffix_of(seen.attachment.media_type)
        target = papers.where_for_copy(self, ending=ending)
        if target is None:
            return
        work, words = self._workplace, told.copy_words()
        self.bar.clear()
        self.copying.start(
            attaching.copying(
                work.database, work.session, self._id, target=target, words=words, to=to
            )
        )

    def _show_progress(self, done: int, of: int) -> None:
        """Show how far a copy of many pages is."""
        if of > 1:
            self._show_copying(busy=True)
            self.copy_words.setText(told.copying_words(done, of))
            self.progress.setRange(0, of)
            self.progress.setValue(done)

    def _stop(self) -> None:
        self.copying.stop()
        self._show_copying(busy=False)
        self.bar.tell("uitleg", _("Gestopt. Er is geen kopie gemaakt."))

    def _copied(self, error: MeitinkerError | None) -> None:
        self._show_copying(busy=False)
        if error is None:
            self.bar.tell("gelukt", papers.kept_in_clear())
        else:
            self._refused(error)

    def _show_copying(self, *, busy: bool) -> None:
        had = self.stop.hasFocus() if busy is False else self.copy_button.hasFocus()
        for part in (self.copy_words, self.progress, self.stop):
            part.setVisible(busy)
        self.copy_button.setVisible(not busy)
        if had:
            (self.stop if busy else self.copy_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, error: MeitinkerError) -> None:
        if self._seen is None:
            self.waiting.setText("")
        self.bar.tell("fout", sentence_for(error).text)
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)


def _read(workplace: Workplace, attachment_id: RecordId) -> _Seen:
    """Runs on a lane."""
    attachment, data = attaching.opened(workplace.database, workplace.session, attachment_id)
    image = QImage()
    if attachment.media_type == _PDF:
        pdfs.load()
    if attachment.media_type.startswith("image/"):
        image = QImage.fromData(data)
        if image.isNull():
            raise AttachmentDamaged("picture")
    answers = consents.of_person(workplace.database, workplace.session, attachment.client_id)
    return _Seen(attachment, image, data, answers)


def show_file(workplace: Workplace, asker: QWidget, attachment_id: str) -> FilePanel:
    """Show a file over the place in which ``asker`` stands; a lock hides it with the place."""
    panel = FilePanel(workplace, attachment_id, place_of(asker))
    panel.open()
    panel.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
    return panel
