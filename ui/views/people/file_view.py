"""A person's file: its top, and below it overview, details or merging."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.domain.people import full_name
from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.services import timeline
from meitinker.store.settings import ScreenSpot
from ui.forms.keeping import Keeping
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels.conversation import AGREEMENTS, LADDER
from ui.viewmodels.person_file import header
from ui.viewmodels.places import has_section
from ui.views.attachments.viewer import show_file
from ui.views.network.page import NetworkPage
from ui.views.people.details import DetailsPage
from ui.views.people.dossier_page import DossierPage
from ui.views.people.file_pages import SECTIONS, FilePages
from ui.views.people.header import FileHeader
from ui.views.people.merge_page import MergePage
from ui.views.people.overview import OverviewPage
from ui.views.sending.notice import FileNotice
from ui.widgets.scrolling import ScrollPane, lay_out_now
from ui.widgets.tabs import Tabs
from ui.window.place_view import MEND, NOTE

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.domain.people import Person
    from meitinker.errors import MeitinkerError
    from meitinker.services.merging import MergedFile
    from meitinker.services.people import PersonFile
    from ui.workplace import Workplace

_STANDS_IN = {
    "task": "tasks",
    "request": "requests",
    "address": "details",
    "details": "dossier",
    "transfer": "dossier",
    "merge": "merge",
}
"""The section in which an entry of the timeline stands."""

_OF_A_VISIT = (AGREEMENTS, LADDER)

_LOOK_AGAIN_AFTER = 300
"""Milliseconds after a saved field in which the top of the file and the list follow."""


class FileView(QWidget):
    """The detail pane with an open file.

    Signals:
        visit_asked: The main button: the id of the open visit, or "" for a new one.
        visit_opened: A visit on the timeline.
        person_opened: Another person's file is wanted.
        note_asked: The panel of a contact note, as the spot that asks for it.
        stale: Something was saved: what is shown elsewhere may be old.
        told: Kind and sentence for the bar of the window.
        turned: Another section is shown.
        go: A place elsewhere that something here is set at.
        request_asked: A new request about this person.
        appoint_asked: An appointment for a request (its id).
    """

    visit_asked = Signal(str)
    visit_opened = Signal(str)
    person_opened = Signal(str)
    note_asked = Signal(object)
    go = Signal(object)
    stale = Signal()
    told = Signal(str, str)
    turned = Signal()
    request_asked = Signal(str)
    appoint_asked = Signal(str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build top and tabs; a section is built when it is first shown."""
        super().__init__(parent)
        self._workplace = workplace
        self._file: PersonFile | None = None
        self._merged: tuple[MergedFile, ...] = ()
        self._failing = False
        self.header = FileHeader(workplace.session.role)
        self.notice = FileNotice(workplace)
        self.keeping = Keeping(workplace, self)
        self.tabs = Tabs(_("Onderdelen van het dossier"))
        for name in (
            _("Overzicht"), _("Vragen"), _("Netwerk"), _("Taken"), _("Gegevens"), _("Dossier"),
            _("Samenvoegen"),
        ):  # fmt: skip
            self.tabs.addTab(name)
        self._offered = [one for one in SECTIONS if has_section(workplace.session.role, one)]
        for at, section in enumerate(SECTIONS):
            self.tabs.setTabVisible(at, section in self._offered)
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(px(24), 0, px(24), px(24))
        inside.setSpacing(px(16))
        inside.addWidget(self.header)
        inside.addWidget(self.notice)
        inside.addWidget(self.tabs)
        self.pages = FilePages(workplace, self.keeping, inside, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header.top)
        self.pane = ScrollPane(content, self)
        column.addWidget(self.pane, 1)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_LOOK_AGAIN_AFTER)
        self._connect()

    @property
    def person_id(self) -> str:
        """The person whose file is open, or ""."""
        return self._file.person.id if self._file else ""

    @property
    def section(self) -> str:
        """The section that is shown."""
        return SECTIONS[self.tabs.currentIndex()]

    @property
    def details(self) -> DetailsPage | None:
        """The page of details, once it was shown."""
        return self.pages.made(DetailsPage)

    @property
    def typed_pages(self) -> tuple[DetailsPage | NetworkPage, ...]:
        """The pages, once they were shown, on which fields are kept while they are typed."""
        both = (page for _section, page in self.pages)
        return tuple(page for page in both if isinstance(page, DetailsPage | NetworkPage))

    def show_file(
        self,
        file: PersonFile,
        merged: tuple[MergedFile, ...],
        asked: Person | None = None,
        *,
        section: str = "",
    ) -> None:
        """Show a file, or the same one as it is now.

        Args:
            file: What it holds.
            merged: The files that were merged into it.
            asked: The person whose own file was asked for, where it was merged into this one.
            section: Where another file opens; else at the overview.
        """
        other = file.person.id != self.person_id
        if other:
            self.keeping.clear()
            self.header.bar.clear()
            self._file = None
            self.turn_to(section)
        self._file, self._merged = file, merged
        self.header.show_header(header(file))
        self.notice.look(file.person.id)
        if asked is not None:
            words = _("Het dossier van {name} is samengevoegd met dit dossier.")
            self.header.bar.tell("uitleg", words.format(name=full_name(asked)))
        self._show_section()
        if other:
            self.pane.verticalScrollBar().setValue(0)

    def turn_to(self, section: str) -> None:
        """Show a section by name; an unknown one shows the overview."""
        self.tabs.setCurrentIndex(SECTIONS.index(section) if section in self._offered else 0)

    def when_complete(self, then: Callable[[], None]) -> None:
        """Call ``then`` once all of the section that is shown is built, in a later turn."""
        page = self.pages.page(self.section)
        if isinstance(page, DetailsPage | DossierPage):
            page.when_complete(then)
        else:
            QTimer.singleShot(0, self, then)

    def turn(self, step: int) -> None:
        """Show the next or previous section."""
        at = self._offered.index(self.section) + step
        self.turn_to(self._offered[at % len(self._offered)])

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what was typed and make it one change, then call ``done``."""
        unkept = [field for page in self.typed_pages for field in page.unkept()]
        if unkept:
            words = _("Niet bewaard, want het klopt nog niet: {fields}.")
            names = ", ".join(field.label for field in unkept)
            self.told.emit("waarschuwing", words.format(fields=names))

        dossier = self.pages.made(DossierPage)
        if dossier is None:
            self.keeping.seal(done)
        else:  # it keeps its words itself
            dossier.flush(lambda safe: self.keeping.seal(done) if safe else done(False))

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turned)
        self.header.visit_asked.connect(self._ask_visit)
        self.header.note_asked.connect(self._ask_note)
        self.keeping.committed.connect(self._saved)
        self.keeping.stateChanged.connect(self.header.indicator.show_state)
        self.header.bar.acted.connect(lambda: self.keeping.flush())
        self.keeping.refused.connect(self._refused)
        self._again.timeout.connect(self.stale)
        self.notice.go.connect(self.go)
        pages = self.pages
        for asked, told in (
            (pages.visit_opened, self.visit_opened),
            (pages.person_opened, self.person_opened),
            (pages.request_asked, self.request_asked),
            (pages.appoint_asked, self.appoint_asked),
            (pages.go, self.go),
            (pages.told, self.told),
        ):
            asked.connect(told)
        pages.entry_opened.connect(self._open_entry)
        pages.older_asked.connect(self._read_older)
        pages.failed.connect(self._tell)

    def _turned(self, _index: int) -> None:
        self.keeping.flush()
        self._show_section()
        self.turned.emit()

    def _show_section(self) -> None:
        if self._file is None:
            return
        page = self.pages.page(self.section)
        for name, other in self.pages:
            other.setVisible(name == self.section)
        if isinstance(page, MergePage):
            page.show_file(self._file, self._merged)
        else:
            page.show_file(self._file)
        lay_out_now()
        if isinstance(page, OverviewPage):
            page.measure_rows()

    def _open_entry(self, what: str, record_id: str) -> None:
        """Show what an entry of the timeline is about: a note, or the section it stands in."""
        if what == "contact_note":
            self.note_asked.emit(ScreenSpot(screen=NOTE, section=MEND, record_id=record_id))
        elif what == "attachment":
            show_file(self._workplace, self, record_id)
        elif what in _OF_A_VISIT:
            self.go.emit(ScreenSpot(screen="visits", record_id=record_id, section=what))
        elif what in _STANDS_IN:
            self.turn_to(_STANDS_IN[what])

    def _read_older(self) -> None:
        overview = self.pages.made(OverviewPage)
        if self._file is None or overview is None:
            return
        work, one, skip = self._workplace, self._file.person.id, overview.rows
        work.tasks.read(
            self,
            lambda: timeline.page(work.database, work.session, one, skip=skip),
            done=overview.add_older,
            failed=self._tell,
        )

    def _ask_note(self) -> None:
        self.note_asked.emit(ScreenSpot(screen=NOTE, record_id=self.person_id))

    def _ask_visit(self) -> None:
        if self._file is not None:
            self.visit_asked.emit(header(self._file).visit_id)

    def _saved(self, *_what: object) -> None:
        self._again.start()
        if self._failing:
            self._failing = False
            self.header.bar.clear()

    def _refused(self, kind: str, record_id: str, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField) and self.typed_pages:
            for page in self.typed_pages:
                page.refuse(kind, record_id, error)
            return
        self._failing = True
        words = sentence_for(error).text
        self.header.bar.tell("fout", words, action=_("Opnieuw bewaren"))

    def _tell(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)
