"""Which of several colleagues of one name is meant; out of sight where there is one at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.i18n import _
from meitinker.services import colleagues
from ui.viewmodels.dossier import same_named
from ui.widgets.choices import ComboField

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from meitinker.errors import MeitinkerError
    from meitinker.services.colleagues import Colleague
    from ui.workplace import Workplace


class WhichColleague(ComboField):
    """The colleagues who bear a name, each with role and villages."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Begin out of sight."""
        super().__init__(_("Wie van hen is het?"), [], parent)
        self._workplace = workplace
        self._name = self._wanted = ""
        self.hide()

    def chosen(self) -> str:
        """Return the id of who was chosen, or ""."""
        return self._wanted if self.isHidden() else (self.value() or "")

    def look(self, name: str, wanted: str, *, failed: Callable[[MeitinkerError], None]) -> None:
        """Ask who is meant where several bear ``name``; ``wanted`` was chosen before, or ""."""
        self._name, self._wanted = name, wanted
        work = self._workplace

        def show(found: tuple[Colleague, ...]) -> None:
            if name == self._name:  # else more was typed since
                self._show(found)

        work.tasks.read(
            self,
            lambda: colleagues.named(work.database, work.session, name),
            done=show,
            failed=failed,
        )

    def _show(self, found: tuple[Colleague, ...]) -> None:
        asks = len(found) > 1
        self.set_choices(same_named(found) if asks else [])
        if asks:
            self.set_value(self._wanted or None)
        self.setVisible(asks)
