"""People while one types: one question at a time, the newest words only, and a log entry."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from meitinker.services import map_search, people, reading
from ui.viewmodels import palette
from ui.viewmodels.palette import MOST, MOST_HELP, asked, asks_help

if TYPE_CHECKING:
    from meitinker.services.map_search import FoundService
    from meitinker.services.people import FoundPerson
    from meitinker.store.people import PersonEntry
    from ui.viewmodels.palette_result import PaletteResult as Line
    from ui.workplace import Workplace

_SETTLED = 1000
"""Milliseconds without a key after which a search counts as one and is logged."""

_RESTED = 150
"""Milliseconds without a key after which help is looked for as well. Who chose from the people
by then is building a screen, and the words of the map would be read beside that."""


class PeopleSearch(QObject):
    """Asks the reading lane for people; answers to words that are gone are dropped.

    Signals:
        answered: :attr:`people` fit the newest words.
        helped: :attr:`services` fit them as well, a moment later.
        settled: Nothing was typed for a while.
    """

    answered = Signal()
    helped = Signal()
    settled = Signal()

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        """Begin idle."""
        super().__init__(parent)
        self._workplace = workplace
        self._text = ""
        self._over = False
        self._running = ""
        self._unlogged = ""
        self.people: tuple[FoundPerson, ...] = ()
        self.services: tuple[FoundService, ...] = ()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_SETTLED)
        self._rest.timeout.connect(self.settled)
        self._rest.timeout.connect(self.log)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_RESTED)
        self._pause.timeout.connect(self._look_for_help)

    @property
    def busy(self) -> bool:
        """Whether an answer is still awaited."""
        return bool(self._running)

    def results(self, text: str, at_hand: PersonEntry | None) -> tuple[Line, ...]:
        """Return what is known to fit ``text``, best first."""
        role = self._workplace.session.role
        return palette.results(role, text, self.people, services=self.services, at_hand=at_hand)

    def ask(self, text: str) -> None:
        """Look for the people that ``text`` means."""
        self._text, self._over = text, False
        self._pause.stop()
        self._rest.start()
        if not self.busy:
            self._go()

    def log(self) -> None:
        """Write down a search that has settled: hashed words and a count (L19)."""
        self._rest.stop()
        words, self._unlogged = self._unlogged, ""
        if not words or words != asked(self._text)[1]:
            return
        work, count = self._workplace, len(self.people)
        work.tasks.write(
            work.tasks,
            lambda: reading.searched(work.database, work.session, words, count, kind="person"),
        )

    def stop(self) -> None:
        """Count no longer: a search that led to nothing is no search. Nor look for help."""
        self._over = True
        self._rest.stop()
        self._pause.stop()

    def _go(self) -> None:
        _wants, words = asked(self._text)
        self.people, self.services, self._unlogged = (), (), ""
        if not words:
            self.answered.emit()
            return
        work = self._workplace
        self._running = words
        work.tasks.read(
            self,
            lambda: people.hits(work.database, work.session, words, most=MOST),
            done=lambda hits: self._take(words, hits),
            # Places and actions go on working; the list of people tells what is wrong.
            failed=lambda _error: self._take(words, []),
        )

    def _take(self, words: str, hits: list[FoundPerson]) -> None:
        self._running = ""
        if asked(self._text)[1] != words:
            self._go()
            return
        self.people, self._unlogged = tuple(hits), words
        self.answered.emit()
        if asks_help(self._text) and not self._over:
            self._pause.start()

    def _look_for_help(self) -> None:
        """Look in the social map as well, after the people: those are shown already."""
        words = asked(self._text)[1]
        work = self._workplace
        work.tasks.read(
            self,
            lambda: map_search.found(work.database, work.session, words, most=MOST_HELP).found,
            done=partial(self._take_help, words),
            failed=lambda _error: None,  # the map itself tells what is wrong
        )

    def _take_help(self, words: str, found: tuple[FoundService, ...]) -> None:
        if found and not self.busy and asked(self._text)[1] == words:
            self.services = found
            self.helped.emit()
