"""Keeps what is typed in a screen: one autosave a record, one truth for who looks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from meitinker.errors import InvalidField
from meitinker.services import editing
from meitinker.store.lanes import Priority
from ui.messages import sentence_for
from ui.widgets.autosave import Autosave, Fields, Save, SaveKind, SaveState

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from meitinker.errors import MeitinkerError
    from meitinker.ids import RecordId
    from ui.widgets.autosave import Done, Failed, Value
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace

Key = tuple[str, str]


class Keeping(QObject):
    """The autosaves of one conversation or one file, told as one state.

    Signals:
        stateChanged: A ``SaveState`` for all of it.
        committed: Kind, record id and fields that are safe now.
        refused: Kind, record id and error: something was not kept.
        formKept: A form that is no record yet is safe as it is typed.
    """

    stateChanged = Signal(object)
    committed = Signal(str, str, object)
    refused = Signal(str, str, object)
    formKept = Signal()

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        """Begin with nothing typed."""
        super().__init__(parent)
        self._workplace = workplace
        self._savers: dict[Key, Autosave] = {}
        self._fields: dict[tuple[str, str, str], FormField] = {}
        self._shown: dict[Key, Fields] = {}
        self._waiting: list[Callable[[bool], None]] = []
        self._last: datetime | None = None
        self._told = SaveState(SaveKind.CLEAN)

    @property
    def workplace(self) -> Workplace:
        """The store that keeps it."""
        return self._workplace

    @property
    def state(self) -> SaveState:
        """How things stand with all of it: the worst of the records."""
        for kind in (SaveKind.FAILED, SaveKind.SAVING, SaveKind.DIRTY):
            for saver in self._savers.values():
                if saver.state.kind is kind:
                    return SaveState(kind, self._last, saver.state.error)
        return SaveState(SaveKind.SAVED if self._last else SaveKind.CLEAN, self._last)

    def of(self, kind: str, record_id: str, *, save: Save | None = None) -> Autosave:
        """Return the autosave of a record; ``save`` is how, where it is not a typed record."""
        return self._saver((kind, record_id), save)

    def watch(
        self,
        key: Key,
        name: str,
        field: FormField,
        *,
        read: Callable[[], Value],
        save: Save | None = None,
    ) -> Autosave:
        """Keep the edits of ``field`` as ``name`` of the record ``key`` (kind and id)."""
        saver = self._saver(key, save)
        saver.watch(name, field, read)
        self._fields[*key, name] = field
        return saver

    def shows(self, key: Key, fields: Fields) -> None:
        """Hear what fields of a record show now; what is typed in them is made on that.

        Where an exchange brings something else before it is saved, a person is asked (F8).
        """
        self._shown.setdefault(key, {}).update(fields)

    def holds(self, key: Key, name: str) -> bool:
        """Tell whether something typed in this field is not known to be safe."""
        saver = self._savers.get(key)
        return saver is not None and name in saver.unsaved()

    def release(self, key: Key) -> None:
        """Forget a record that was removed; a save under way still gets its answer."""
        saver = self._savers.pop(key, None)
        self._shown.pop(key, None)
        self.forget_fields(key)
        if saver is None:
            return
        if saver.state.kind in {SaveKind.DIRTY, SaveKind.SAVING}:
            saver.settled.connect(saver.deleteLater)
            return
        saver.deleteLater()
        self._tell()

    def clear(self) -> None:
        """Begin anew: other records come into view, and all of these are safe."""
        for key in tuple(self._savers):
            self.release(key)
        self._shown = {}
        self._last = None
        self._tell()

    def forget_fields(self, key: Key) -> None:
        """Forget the fields of a record whose card is gone; what was typed is kept on."""
        self._fields = {one: f for one, f in self._fields.items() if one[:2] != key}

    def flush(self, done: Callable[[bool], None] | None = None) -> None:
        """Save all that waits now; then ``done``: True when everything is safe."""
        if done is not None:
            self._waiting.append(done)
        for saver in tuple(self._savers.values()):
            if saver.unsaved():
                saver.flush()
        self._answer()

    def act(
        self,
        owner: QObject,
        do: Callable[[], Any],
        *,
        done: Callable[[Any], None] | None,
        failed: Callable[[MeitinkerError], None],
    ) -> None:
        """Do one act on the writing lane, after everything that was typed is safe."""

        def go(safe: bool) -> None:
            if safe:
                self._workplace.tasks.write(owner, do, done=done, failed=failed)

        self.flush(go)

    def acting(
        self, owner: QObject, *, failed: Callable[[MeitinkerError], None]
    ) -> Callable[..., None]:
        """Return how a screen does its acts: a service and what it asks besides the store.

        The call that is returned takes ``done`` and, for an act with an answer of its own to a
        refusal, ``failed``; all other values go to the service.
        """
        work, otherwise = self._workplace, failed

        def act(
            service: Callable[..., Any],
            *values: Any,
            done: Callable[[Any], None] | None = None,
            failed: Callable[[MeitinkerError], None] = otherwise,
            **named: Any,
        ) -> None:
            do = partial(service, work.database, work.session, *values, **named)
            self.act(owner, do, done=done, failed=failed)

        return act

    def seal(
        self,
        done: Callable[[bool], None],
        *,
        failed: Callable[[MeitinkerError], None] = lambda _error: None,
    ) -> None:
        """Save all that waits and make one change of it; then ``done``: True when it is safe."""
        work = self._workplace

        def refused(error: MeitinkerError) -> None:
            failed(error)
            done(False)

        def kept(safe: bool) -> None:
            if not safe:
                done(False)
                return
            work.tasks.write(
                self,
                lambda: editing.seal(work.database, work.session),
                done=lambda _count: done(True),
                failed=refused,
            )

        self.flush(kept)

    def save_fields(
        self, kind: str, record_id: RecordId, *, fields: Fields, done: Done, failed: Failed
    ) -> None:
        """Hand fields of a record to the store; typing goes before all else."""
        work = self._workplace
        shown = dict(self._shown.get((kind, record_id), {}))
        work.tasks.write(
            self,
            lambda: editing.save(
                work.database,
                work.session,
                kind=kind,
                record_id=record_id,
                fields=fields,
                shown=shown,
            ),
            done=lambda _at: self._done(kind, record_id, fields, done),
            failed=partial(self._failed, (kind, record_id), failed),
            urgency=Priority.TYPING,
        )

    def _saver(self, key: Key, save: Save | None) -> Autosave:
        if key not in self._savers:
            saver = Autosave(save or partial(self._save, key), self)
            saver.stateChanged.connect(self._stood)
            self._savers[key] = saver
        return self._savers[key]

    def _save(self, key: Key, fields: Fields, done: Done, failed: Failed) -> None:
        from meitinker.ids import RecordId

        kind, record_id = key
        self.save_fields(kind, RecordId(record_id), fields=fields, done=done, failed=failed)

    def _done(self, kind: str, record_id: str, fields: Fields, done: Done) -> None:
        if (kind, record_id) in self._shown:
            self.shows((kind, record_id), fields)
        for name in fields:
            field = self._fields.get((kind, record_id, name))
            if field is not None:
                field.forget_error()  # a date that does not exist is kept as none, and stays wrong
        # First what is shown, then that it is safe: a screen that was told may look.
        self.committed.emit(kind, record_id, fields)
        done()

    def _failed(self, key: Key, failed: Failed, error: MeitinkerError) -> None:
        field = self._fields.get((*key, getattr(error, "field", "")))
        if isinstance(error, InvalidField) and field is not None:
            field.set_error(sentence_for(error).text)
        failed(error)
        self.refused.emit(*key, error)

    def _stood(self, state: SaveState) -> None:
        times = [at for at in (self._last, state.at) if at is not None]
        self._last = max(times, default=None)
        self._tell()

    def _tell(self) -> None:
        state = self.state
        if state != self._told:
            self._told = state
            self.stateChanged.emit(state)
        self._answer()

    def _answer(self) -> None:
        """Answer who waits, once the store said yes or no to every record.

        Not before: one that failed says nothing of another that is still to be sent.
        """
        unsafe = [saver for saver in self._savers.values() if saver.unsaved()]
        if any(saver.state.kind is not SaveKind.FAILED for saver in unsafe):
            return
        waiting, self._waiting = self._waiting, []
        for done in waiting:
            done(not unsafe)
