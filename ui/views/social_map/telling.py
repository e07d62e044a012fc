"""What the user says of the map: that a service is right or not, or that something is missing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from meitinker.ids import RecordId
from meitinker.services import map_checks, thesaurus
from ui.messages import sentence_for
from ui.views.social_map.panels import CorrectionPanel, MissingPanel

if TYPE_CHECKING:
    from meitinker.domain.map_checks import CheckWay
    from meitinker.errors import MeitinkerError
    from meitinker.services.social_map import ServiceFile
    from ui.views.social_map.finding import FindingPane
    from ui.views.social_map.service_view import ServiceView
    from ui.window.place_view import PlaceView


class Telling(QObject):
    """Writes it, or opens the form in which it is told.

    Attributes:
        file: The service that shows; None where none does.

    Signals:
        told: A message for the bar of the window: kind and sentence.
    """

    told = Signal(str, str)

    def __init__(self, place: PlaceView, finding: FindingPane, service: ServiceView) -> None:
        """Listen to the buttons of both panes."""
        super().__init__(place)
        self._place, self._workplace = place, place.workplace
        self._finding, self._service = finding, service
        self.file: ServiceFile | None = None
        self._then_miss = False
        finding.missing_asked.connect(self.miss)
        finding.known.connect(self._know)
        service.right_said.connect(self._say_right)
        service.wrong_asked.connect(self.correct)
        service.word_said.connect(self._add_word)

    def correct(self) -> None:
        """Open the form of a correction of the service that shows."""
        if self.file is not None:
            CorrectionPanel(self._workplace, self._place, file=self.file).begin()

    def miss(self, sought: str) -> None:
        """Open the form of help that is missing."""
        panel = MissingPanel(self._workplace, self._place, villages=self._finding.villages)
        panel.begin(sought, self._finding.filters.village_id)

    def miss_once_known(self) -> None:
        """Open that form once the villages are known among which it chooses."""
        self._then_miss = not self._finding.villages
        if not self._then_miss:
            self.miss("")

    def _know(self) -> None:
        if self._then_miss:
            self._then_miss = False
            self.miss("")

    def _say_right(self, way: CheckWay) -> None:
        work, service_id = self._workplace, RecordId(self._service.service_id)
        work.tasks.write(
            self,
            partial(map_checks.note, work.database, work.session, service_id, way=way),
            failed=self._fail,
        )

    def _add_word(self) -> None:
        work, service_id = self._workplace, RecordId(self._service.service_id)
        words = self._finding.missed
        work.tasks.write(
            self,
            partial(thesaurus.add_word, work.database, work.session, words, service_id=service_id),
            done=lambda _changes: self._word_added(),
            failed=self._fail,
        )

    def _word_added(self) -> None:
        self._finding.missed = ""
        self._service.word.hide()

    def _fail(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)
