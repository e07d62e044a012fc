"""People while one types: one question at a time, the newest words only, and a log entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from meitinker.services import people, reading
from ui.viewmodels.palette import MOST, asked

if TYPE_CHECKING:
    from meitinker.services.people import FoundPerson
    from ui.workplace import Workplace

_SETTLED = 1000
"""Milliseconds without a key after which a search counts as one and is logged."""


class PeopleSearch(QObject):
    """Asks the reading lane for people; answers to words that are gone are dropped.

    Signals:
        answered: :attr:`people` fit the newest words.
        settled: Nothing was typed for a while.
    """

    answered = Signal()
    settled = Signal()

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        """Begin idle."""
        super().__init__(parent)
        self._workplace = workplace
        self._text = ""
        self._running = ""
        self._unlogged = ""
        self.people: tuple[FoundPerson, ...] = ()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_SETTLED)
        self._rest.timeout.connect(self.settled)
        self._rest.timeout.connect(self.log)

    @property
    def busy(self) -> bool:
        """Whether an answer is still awaited."""
        return bool(self._running)

    def ask(self, text: str) -> None:
        """Look for the people that ``text`` means."""
        self._text = text
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
        """Count no longer: a search that led to nothing is no search."""
        self._rest.stop()

    def _go(self) -> None:
        _wants, words = asked(self._text)
        self.people, self._unlogged = (), ""
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
