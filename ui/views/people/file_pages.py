"""The pages of a file, each made when it is first shown, and what they ask for as one voice."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from ui.views.network.page import NetworkPage
from ui.views.people.details import DetailsPage
from ui.views.people.dossier_page import DossierPage
from ui.views.people.merge_page import MergePage
from ui.views.people.overview import OverviewPage
from ui.views.requests.page import RequestsPage
from ui.views.tasks.file_page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QBoxLayout, QWidget

    from ui.forms.keeping import Keeping
    from ui.workplace import Workplace

SECTIONS = ("overview", "requests", "network", "tasks", "details", "dossier", "merge")
Page = OverviewPage | TasksPage | RequestsPage | NetworkPage | DetailsPage | DossierPage | MergePage
P = TypeVar("P", bound=Page)


class FilePages(QObject):
    """Makes and holds the pages.

    Signals:
        visit_opened: A conversation is to be shown (the id).
        person_opened: Another file is to be shown (the id).
        entry_opened: An entry of the timeline: what it is and its id.
        older_asked: The timeline is to go further back.
        request_asked: A new request about this person.
        appoint_asked: An appointment for a request (its id).
        go: A place elsewhere.
        told: Kind and sentence for the bar of the window.
        failed: A service said no: the error.
    """

    visit_opened = Signal(str)
    person_opened = Signal(str)
    entry_opened = Signal(str, str)
    older_asked = Signal()
    request_asked = Signal(str)
    appoint_asked = Signal(str)
    go = Signal(object)
    told = Signal(str, str)
    failed = Signal(object)

    def __init__(
        self, workplace: Workplace, keeping: Keeping, column: QBoxLayout, parent: QWidget
    ) -> None:
        """Begin without any.

        Args:
            workplace: Where their records are.
            keeping: Keeps what is typed in them.
            column: In which they stand, below what is there.
            parent: As in Qt.
        """
        super().__init__(parent)
        self._column = column
        # Pages are made there: one that is put there later takes on its look twice.
        self._holder = column.parentWidget()
        self._workplace, self._keeping = workplace, keeping
        self._pages: dict[str, Page] = {}

    def __iter__(self) -> Iterator[tuple[str, Page]]:
        """Return the pages that were made, each with its section."""
        return iter(tuple(self._pages.items()))

    def made(self, kind: type[P]) -> P | None:
        """Return the page of a kind, once it was shown."""
        return next((page for _section, page in self if isinstance(page, kind)), None)

    def page(self, section: str) -> Page:
        """Return the page of a section; the first time it is made, in its place, out of sight."""
        if section not in self._pages:
            page = self._pages[section] = self._make(section)
            page.hide()
            self._column.addWidget(page, 1)
        return self._pages[section]

    def _make(self, section: str) -> Page:
        page: Page
        if section == "overview":
            page = self._overview()
        elif section == "requests":
            page = self._requests()
        elif section == "network":
            page = self._network()
        elif section == "tasks":
            page = TasksPage(self._keeping, self._holder)
        elif section == "details":
            page = DetailsPage(self._keeping, self._holder)
        elif section == "dossier":
            page = DossierPage(self._keeping, self._holder)
            page.told.connect(self.told)
        else:
            page = MergePage(self._workplace, self._holder)
        if not isinstance(page, OverviewPage):
            page.failed.connect(self.failed)
        return page

    def _overview(self) -> OverviewPage:
        overview = OverviewPage(self._workplace.session.role, self._holder)
        overview.visit_opened.connect(self.visit_opened)
        overview.person_opened.connect(self.person_opened)
        overview.entry_opened.connect(self.entry_opened)
        overview.older_asked.connect(self.older_asked)
        return overview

    def _requests(self) -> RequestsPage:
        asked = RequestsPage(self._keeping, self._holder)
        asked.new_asked.connect(self.request_asked)
        asked.appoint_asked.connect(self.appoint_asked)
        asked.visit_opened.connect(self.visit_opened)
        asked.go.connect(self.go)
        return asked

    def _network(self) -> NetworkPage:
        network = NetworkPage(self._workplace, self._keeping, self._holder)
        network.person_opened.connect(self.person_opened)
        network.visit_opened.connect(self.visit_opened)
        return network
