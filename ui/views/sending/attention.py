"""What did not arrive, with what a person can do about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from meitinker.i18n import _
from sync import refused
from ui.views.sending.lines import Lines
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.dialogs import confirm

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.viewmodels.listed_changes import ListedChange
    from ui.workplace import Workplace


class AttentionPart(Lines):
    """The changes and files that did not arrive; hidden while there are none.

    Signals:
        failed: The store said no: the error, for the bar.
        again: A change is to be sent again with the next exchange.
        aside: A change was put aside.
    """

    failed = Signal(object)
    again = Signal()
    aside = Signal()

    def __init__(
        self, workplace: Workplace, *below: QWidget, parent: QWidget | None = None
    ) -> None:
        """Build it empty; ``below`` stands under the lines."""
        super().__init__(_("Niet aangekomen"), *below, parent=parent)
        self._workplace = workplace
        self.buttons: dict[tuple[str, str], Button | FlatButton] = {}

    def line_of(self, one: ListedChange) -> QWidget:
        """Build a line, with what a person can do where the server refused it."""
        if not one.refused:
            return self.line_with(one)
        again = Button(_("Stuur opnieuw"), icon_name="refresh")
        aside = FlatButton(_("Leg weg…"), icon_name="x")
        for verb, button in (("again", again), ("aside", aside)):
            button.setAccessibleName(f"{button.text()}: {one.title}")
            self.buttons[one.key, verb] = button
        again.clicked.connect(partial(self._again, one.key))
        aside.clicked.connect(partial(self._aside, one))
        return self.line_with(one, again, aside)

    def _again(self, change_id: str) -> None:
        work = self._workplace
        work.tasks.write(
            self,
            lambda: refused.send_again(work.database, change_id),
            done=lambda _nothing: self.again.emit(),
            failed=self.failed.emit,
        )

    def _aside(self, one: ListedChange) -> None:
        certain = confirm(
            _("Wegleggen: {what}?").format(what=one.title),
            self.window(),
            consequence=_(
                "De server krijgt deze verandering dan nooit. Op deze laptop staat weer wat er"
                " eerst stond. Bewaar de tekst eerst in een bestand als u hem nog nodig hebt."
            ),
            do=_("Leg weg"),
            keep=_("Laat staan"),
        )
        work = self._workplace
        if certain:
            work.tasks.write(
                self,
                lambda: refused.put_aside(work.database, work.session, one.key),
                done=lambda _changes: self.aside.emit(),
                failed=self.failed.emit,
            )
