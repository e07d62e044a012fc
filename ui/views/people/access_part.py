"""To whom a file is open for a while, and opening it: the back office's part of a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import grants, handing_work
from ui.viewmodels import access as said
from ui.views.back_office import access_acts
from ui.views.back_office.access_card import AccessCard
from ui.widgets.layout import Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Changes
    from meitinker.domain.organisation import User
    from meitinker.errors import MeitinkerError
    from meitinker.services.grants import Given
    from ui.forms.keeping import Keeping
    from ui.workplace import Workplace


class AccessPart(Part):
    """The part "Toegang voor een tijd" of a file.

    Signals:
        failed: A service said no: the error, for the bar.
    """

    failed = Signal(object)

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build it empty; what is typed is kept by ``keeping``."""
        hint = _("Een collega uit een ander dorp mag hier dan een tijd in. Dat wordt bijgehouden.")
        super().__init__(_("Toegang voor een tijd"), parent, hint=hint)
        self._keeping, self._workplace = keeping, keeping.workplace
        self._person_id = RecordId("")
        self.card = AccessCard(keeping, nothing=_("Niemand kreeg extra toegang."))
        self.add(self.card)
        self.card.act_asked.connect(self._act)
        self.card.ended.connect(self._end)

    def show_person(self, person_id: RecordId) -> None:
        """Show how it stands with a file; what is being typed of the same one stays."""
        work = self._workplace
        self._person_id = person_id
        work.tasks.read(
            self,
            lambda: (
                grants.of_client(work.database, work.session, person_id),
                handing_work.meitinkers(work.database, work.session),
            ),
            done=partial(self._show, person_id),
            failed=self.failed.emit,
        )

    def _show(self, person_id: RecordId, found: tuple[Given, tuple[User, ...]]) -> None:
        if person_id == self._person_id:
            given, colleagues = found
            self.card.show_lines(said.grants(given))
            self.card.offer(access_acts.grant(colleagues), about=person_id)

    def _act(self, about: str, do: Callable[[Workplace, RecordId], Changes]) -> None:
        self._keeping.act(
            self,
            lambda: do(self._workplace, RecordId(about)),
            done=lambda _changes: self.card.acted(),
            failed=self._refuse,
        )

    def _end(self, key: str) -> None:
        work = self._workplace
        self._keeping.act(
            self,
            lambda: grants.end(work.database, work.session, RecordId(key)),
            done=None,
            failed=self._refuse,
        )

    def _refuse(self, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField) and self.card.panel is not None:
            self.card.refuse(error)
        else:
            self.failed.emit(error)
