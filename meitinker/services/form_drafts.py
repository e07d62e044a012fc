"""Half-typed forms: each is kept as it is typed, until it is saved or left on purpose.

A form is what someone fills in before there is a record to keep it in. What is typed lies in this
device's own store, encrypted like the rest, so that a lock or a kill loses nothing; it is never
journaled and never sent. Every service with such a form declares it here and drops it in the act
that saves it::

    FORM = Form("plan_remark", TypedRemark, about=SupportPlan)

    with act(database, session, "plan.remark") as work:
        work.create(remark)
        form_drafts.drop(work.transaction, FORM, about=plan_id)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from meitinker import clock
from meitinker.changes import NOTHING, Change, Changes
from meitinker.domain.kinds import kind_of
from meitinker.errors import NotVisible
from meitinker.ids import RecordId
from meitinker.store import form_drafts, rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from meitinker.domain.records import Kind, Record
    from meitinker.domain.session import Session
    from meitinker.store.database import Database, Transaction
    from meitinker.store.driver import Connection


WAITS = "form"
"""Stands for a kind in the changes that tell that a form waits, or no more."""


class TypedForm(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a form, half a date included; every field has a default: not filled in."""

    @property
    def empty(self) -> bool:
        """Whether nothing would be lost."""
        return self == type(self)()


class TypedFields(TypedForm, frozen=True, kw_only=True):
    """A form of a few fields whose names say it all.

    Attributes:
        fields: By the name of a field what was typed in its parts: a date has three. A field that
            stands as the form began is left out.
    """

    fields: dict[str, tuple[str, ...]] = {}


T = TypeVar("T", bound=TypedForm)


class Form(Generic[T]):
    """A form that is kept while it is typed.

    Attributes:
        name: By which it is found again; never another form's.
        holds: What stands in it.
        kind: The kind of the record it is about; None where it is about none, or none yet.
    """

    __slots__ = ("holds", "kind", "name")

    def __init__(self, name: str, holds: type[T], *, about: type[Record] | None = None) -> None:
        """Declare it."""
        self.name = name
        self.holds = holds
        self.kind: Kind | None = kind_of(about) if about else None


class HalfTyped(msgspec.Struct, frozen=True, kw_only=True):
    """A form that was typed in and not saved yet.

    Attributes:
        form: Its name.
        about: The record it is about, the key of its own, or "".
        kind: The kind of that record, or "" where it is about none.
        at: When it was last kept (UTC text).
        typed: What stands in it, as JSON.
    """

    form: str
    about: str
    kind: str
    at: str
    typed: msgspec.Raw


class _Kept(msgspec.Struct, frozen=True):
    at: str
    typed: msgspec.Raw
    begun: str = ""
    kind: str = ""


def keep(
    database: Database, session: Session, form: Form[T], typed: T, *, about: str = ""
) -> Changes:
    """Keep a form as it is typed; an empty one is forgotten.

    Args:
        database: The store.
        session: Who types.
        form: Which form.
        typed: What stands in it.
        about: Id of the record it is about, or "".

    Returns:
        That the form waits from now on, or no more; nothing where that was so already.

    Raises:
        NotVisible: The record is not this session's to see.
        DiskFull, DiskFailed, StoreReadOnly: It is not kept; the form still has it.
    """
    with database.transaction() as transaction:
        _require_visible(transaction.connection, session, form, about)
        before = _kept(form_drafts.get(transaction.connection, form.name, about))
        if typed.empty:
            drop(transaction, form, about=about)
            return _told("delete", about) if before else NOTHING
        now = clock.instant_text(clock.now())
        begun = (before.begun or before.at) if before else now
        kind = form.kind.name if form.kind else ""
        kept = _Kept(now, msgspec.Raw(msgspec.json.encode(typed)), begun, kind)
        form_drafts.put(transaction, form.name, about, msgspec.json.encode(kept).decode())
        return NOTHING if before else _told("create", about)


def drop(transaction: Transaction, form: Form[T], *, about: str = "") -> None:
    """Forget a form, within the act that saves it: after a kill it is there or it is saved."""
    form_drafts.drop(transaction, form.name, about)


def finish(transaction: Transaction, form: Form[T] | None, *, about: str = "") -> None:
    """Forget the form that an act saves, where it was typed in one."""
    if form is not None:
        drop(transaction, form, about=about)


def read(database: Database, session: Session, form: Form[T], *, about: str = "") -> T | None:
    """Return a form as it was typed last, or None.

    Nothing is returned about a record that this session may not see.
    """
    with database.reading() as connection:
        try:
            _require_visible(connection, session, form, about)
        except NotVisible:
            return None
        kept = _opened(form, form_drafts.get(connection, form.name, about))
    return kept[1] if kept else None


def waits(connection: Connection, form: Form[T], *, about: str = "") -> bool:
    """Tell whether a form was typed in and is not saved."""
    return form_drafts.get(connection, form.name, about) is not None


def begun_at(database: Database, form: Form[T], *, about: str = "") -> datetime | None:
    """Return when the first words of a form were kept, or None where nothing is."""
    with database.reading() as connection:
        kept = _kept(form_drafts.get(connection, form.name, about))
    return clock.instant_from(kept.begun or kept.at) if kept else None


def newest(
    database: Database, session: Session, forms: Mapping[str, tuple[Form[Any], str]]
) -> str | None:
    """Return the key of the form, each with its record, that was typed in last, or None."""
    with database.reading() as connection:
        kept = [
            (found.at, key)
            for key, (form, about) in forms.items()
            if (found := _kept(form_drafts.get(connection, form.name, about))) is not None
            and (form.kind is None or rows.visible(connection, session, form.kind, about))
        ]
    return max(kept)[1] if kept else None


def every(connection: Connection, form: Form[T]) -> list[T]:
    """Return all that is kept of a form that is about no record yet, the newest first."""
    found = [_opened(form, text) for text in form_drafts.every(connection, form.name)]
    known = sorted((one for one in found if one), key=lambda one: one[0], reverse=True)
    return [typed for _at, typed in known]


def half_typed(connection: Connection) -> list[HalfTyped]:
    """Return every form that waits, whatever it is about, the newest first."""
    found = [
        HalfTyped(form=form, about=about, kind=kept.kind, at=kept.at, typed=kept.typed)
        for form, about, text in form_drafts.waiting(connection)
        if (kept := _kept(text)) is not None
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _told(operation: str, about: str) -> Changes:
    return msgspec.structs.replace(NOTHING, items=(Change(WAITS, RecordId(about), operation),))


def _opened(form: Form[T], text: str | None) -> tuple[str, T] | None:
    """Return when a form was kept and what stood in it, or None.

    What this version of the program cannot read counts as not there: a form that has changed must
    never keep a screen shut.
    """
    kept = _kept(text)
    if kept is None:
        return None
    try:
        return kept.at, msgspec.json.decode(kept.typed, type=form.holds)
    except msgspec.DecodeError:
        return None


def _kept(text: str | None) -> _Kept | None:
    try:
        return msgspec.json.decode(text, type=_Kept) if text else None
    except msgspec.DecodeError:
        return None


def _require_visible(connection: Connection, session: Session, form: Form[T], about: str) -> None:
    if form.kind is not None and not rows.visible(connection, session, form.kind, about):
        raise NotVisible(form.kind.name)
