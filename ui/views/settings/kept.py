"""A section of which each field is kept when it is left."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.errors import InvalidField
from ui.messages import sentence_for
from ui.views.settings.section import Section
from ui.widgets.saving import SaveIndicator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace


class KeptSection(Section):
    """Fields in groups: those of one group are written together, in one act.

    What a field cannot hold stays in it with its error, and keeps nobody here.
    """

    def __init__(self, workplace: Workplace, title: str) -> None:
        """Build the frame; how saving stands is right of the title."""
        self.saving = SaveIndicator()
        super().__init__(workplace, title, beside=self.saving)
        self._kept: dict[str, object] = {}
        self._waiting = 0
        self._safe = True
        self._left: list[Callable[[bool], None]] = []

    def keep_all(self) -> None:
        """Keep every group that was changed."""
        raise NotImplementedError

    def save_now(self) -> None:
        """Keep what was changed."""
        self.keep_all()
        if not self._waiting and self._safe and self._kept:
            self.saving.saved(clock.now())

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what was changed; ``done`` is False where the disk did not take it."""
        self._safe = True
        self.keep_all()
        self._left.append(done)
        self._settle()

    def stored(self, group: str, value: object, *, shown: object) -> bool:
        """Take in what the store holds of a group; tell whether it may be shown.

        What is typed and not kept yet stays.
        """
        typed = group in self._kept and shown != self._kept[group]
        self._kept[group] = value
        return not typed

    def forget(self) -> None:
        """Let go of what the store held: it is about something else from now on."""
        self._kept = {}

    def keep(
        self,
        group: str,
        value: object,
        write: Callable[[], Changes],
        fields: Mapping[str, FormField],
    ) -> None:
        """Write a group where it differs from what the store holds.

        Args:
            group: Its name.
            value: What is typed in it.
            write: Writes it, on a lane.
            fields: Where an error of a field is shown, by the name that the service gives it.
        """
        if group not in self._kept:
            return
        if value == self._kept[group]:
            _clear(fields)
            return
        self._waiting += 1
        self.saving.saving()
        self.workplace.tasks.write(
            self,
            write,
            done=partial(self._written, group, value, fields),
            failed=partial(self._refused, fields),
        )

    def _written(
        self, group: str, value: object, fields: Mapping[str, FormField], _changes: Changes
    ) -> None:
        self._kept[group] = value
        _clear(fields)
        self._waiting -= 1
        if not self._waiting:
            self.saving.saved(clock.now())
        self._settle()

    def _refused(self, fields: Mapping[str, FormField], error: MeitinkerError) -> None:
        self._waiting -= 1
        self.saving.failed()
        field = fields.get(error.field) if isinstance(error, InvalidField) else None
        if field is not None:
            field.set_error(sentence_for(error).text)
        else:
            self._safe = False
            self.tell_error(error)
        self._settle()

    def _settle(self) -> None:
        """Answer who wanted to leave, once the store answered for every field."""
        if self._waiting:
            return
        waiting, self._left = self._left, []
        for done in waiting:
            done(self._safe)


def _clear(fields: Mapping[str, FormField]) -> None:
    for field in fields.values():
        field.set_error(None)
