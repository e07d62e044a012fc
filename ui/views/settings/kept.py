"""A section of which each field is kept when it is left, and until then as it is typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.errors import ChangedMeanwhile, InvalidField
from meitinker.i18n import _
from meitinker.services.form_drafts import TypedFields
from ui.forms.form_keeping import FormKeeping
from ui.forms.keeping import Keeping
from ui.messages import sentence_for
from ui.views.settings.section import SettingsSection
from ui.widgets.saving import SaveIndicator
from ui.widgets.typed import parts_of, show_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.form_drafts import Form
    from ui.widgets.autosave import SaveState
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace

    Groups = Mapping[str, Mapping[str, FormField]]


class KeptSection(SettingsSection):
    """Fields in groups: those of one group are written together, in one act.

    What a field cannot hold stays in it with its error, and keeps nobody here; it is there again
    after a kill, as is what was typed in a field that nobody left.
    """

    def __init__(self, workplace: Workplace, title: str) -> None:
        """Build the frame; how saving stands is right of the title."""
        self.saving = SaveIndicator()
        super().__init__(workplace, title, beside=self.saving)
        self._kept: dict[str, object] = {}
        self._seen: dict[str, object] = {}
        self._clashing: set[str] = set()
        self._waiting = 0
        self._safe = True
        self._left: list[Callable[[bool], None]] = []
        self._groups: Groups = {}
        self.keeping = Keeping(workplace, self)
        self.keeping.stateChanged.connect(self._tell_failing)
        self.typing: FormKeeping[TypedFields] | None = None

    def keep_typed(self, form: Form[TypedFields], groups: Groups) -> None:
        """Keep what is typed until it is written.

        Args:
            form: The form it is kept in.
            groups: The fields of every group, by their names.
        """
        self._groups = groups
        self.typing = FormKeeping(
            self.keeping, form, typed=self._typed, show=self._show_typed, changes=True
        )
        for fields in groups.values():
            self.typing.watch(*fields.values())
        self.lines.insertWidget(1, self.typing.bar)

    def come_back(self, about: str = "") -> None:
        """Show what was typed before and not written, once the stored values stand there."""
        if self.typing is not None:
            self.typing.begin(about)

    def values(self, group: str) -> object:
        """Return what is typed in a group, as :meth:`keep` gets it."""
        raise NotImplementedError

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
        self._left.append(lambda safe: self.keeping.flush(lambda kept: done(safe and kept)))
        self._settle()

    def stored(self, group: str, value: object, *, shown: object) -> bool:
        """Take in what the store holds of a group; tell whether it may be shown.

        What is typed and not kept yet stays.
        """
        typed = group in self._kept and shown != self._kept[group]
        self._kept[group] = value
        if not typed:
            self._seen[group] = value
        elif group in self._clashing:
            self._warn(group)
        return not typed

    def seen(self, group: str) -> object:
        """Return what the store held of a group when its user saw that last."""
        return self._seen.get(group)

    def in_words(self, _group: str, value: object) -> str:
        """Return what the store holds of a group, in words."""
        return str(value)

    def forget(self) -> None:
        """Let go of what the store held: it is about something else from now on."""
        if self.typing is not None:
            self.typing.rest()
        self._kept, self._seen, self._clashing = {}, {}, set()

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
            failed=partial(self._refused, group, fields),
        )

    def _written(
        self, group: str, value: object, fields: Mapping[str, FormField], _changes: Changes
    ) -> None:
        self._kept[group] = self._seen[group] = value
        _clear(fields)
        self._waiting -= 1
        if not self._waiting:
            self.saving.saved(clock.now())
        if self.typing is not None:
            self.typing.settle()
        self._settle()

    def _warn(self, group: str) -> None:
        """Say what somebody else made of a group; who leaves it once more knows that."""
        self._clashing.discard(group)
        self._seen[group] = self._kept[group]
        words = _(
            "Een collega heeft dit veranderd: “{what}”."
            " Verlaat het veld nog een keer als het uwe moet gelden."
        )
        first = next(iter(self._groups[group].values()))
        first.set_error(words.format(what=self.in_words(group, self._kept[group])))

    def _refused(self, group: str, fields: Mapping[str, FormField], error: MeitinkerError) -> None:
        self._waiting -= 1
        self.saving.failed()
        field = fields.get(error.field) if isinstance(error, InvalidField) else None
        if isinstance(error, ChangedMeanwhile):
            self._clashing.add(group)
            self.arrive()
        elif field is not None:
            field.set_error(sentence_for(error).text)
        else:
            self._safe = False
            self.tell_error(error)
        self._settle()

    def _typed(self) -> TypedFields:
        groups = (fields for group, fields in self._groups.items() if self._differs(group))
        found = {name: parts_of(field) for fields in groups for name, field in fields.items()}
        return TypedFields(fields=found)

    def _differs(self, group: str) -> bool:
        return group in self._kept and self.values(group) != self._kept[group]

    def _show_typed(self, typed: TypedFields) -> None:
        if typed.empty:  # what was typed is to go: the stored values come in its place
            self._kept, self._seen, self._clashing = {}, {}, set()
            self.arrive()
        for fields in self._groups.values():
            for name, field in fields.items():
                if name in typed.fields:
                    show_parts(field, typed.fields[name])

    def _tell_failing(self, state: SaveState) -> None:
        if state.error is not None:
            self.tell_error(state.error)

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
