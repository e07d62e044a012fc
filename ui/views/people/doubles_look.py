"""Looking, while a name is typed, for who may be the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from meitinker.services import people, reading
from ui.viewmodels.new_person import comparable, doubles, worth_comparing
from ui.views.people.settling import SettledLog

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.domain.doubles import Likeness
    from meitinker.errors import MeitinkerError
    from meitinker.services.adding import TypedPerson
    from meitinker.store.people import PersonEntry
    from ui.viewmodels.new_person import Doubles
    from ui.views.people.doubles_panel import DoublesPanel
    from ui.workplace import Workplace


class DoublesLook(QObject):
    """Asks the store once at a time, shows the answer, and has it written down who was shown.

    Signals:
        shown: Doubles came or went: the panel has another height.
        same: It is someone who is in the list: the id.
    """

    shown = Signal()
    same = Signal(str)

    def __init__(
        self,
        workplace: Workplace,
        panel: DoublesPanel,
        typed: Callable[[], TypedPerson],
        *,
        parent: QObject,
    ) -> None:
        """Take the panel to fill, and what tells what is typed now."""
        super().__init__(parent)
        self._workplace = workplace
        self._panel, self._typed = panel, typed
        self._asking = False
        self._log = SettledLog(workplace, self)
        panel.same.connect(self._is_same)

    def look(self) -> None:
        """Look for what is typed now; the last keys are asked together after the answer."""
        typed = self._typed()
        if not worth_comparing(typed):
            self._show(typed, doubles(()))
            return
        if self._asking:
            return
        self._asking = True
        work = self._workplace

        def answered(found: list[tuple[Likeness, PersonEntry]]) -> None:
            self._asking = False
            if self._typed() != typed:
                self.look()
            else:
                self._show(typed, doubles(found))

        def failed(error: MeitinkerError) -> None:
            self._asking = False  # the next key asks again
            work.tasks.failed.emit(error)

        work.tasks.read(
            self,
            lambda: people.likely_doubles(work.database, work.session, comparable(typed)),
            done=answered,
            failed=failed,
        )

    def seen(self) -> None:
        """Write down now who was shown: the user goes on with it."""
        self._log.now()

    def _show(self, typed: TypedPerson, found: Doubles) -> None:
        self._panel.show_doubles(found)
        self.shown.emit()
        work, number = self._workplace, len(found.people)
        name = f"{typed.given_names} {typed.prefix} {typed.surname}"
        if not number:
            self._log.forget()
            return
        self._log.shown(lambda: reading.doubles_shown(work.database, work.session, name, number))

    def _is_same(self, person_id: str) -> None:
        self.seen()
        self.same.emit(person_id)
