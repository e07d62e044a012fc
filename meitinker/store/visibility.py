"""What a session may see: the scope and roles that each kind declares, as conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain import rights
from meitinker.domain.session import Everywhere
from meitinker.errors import NotVisible
from meitinker.store import sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from meitinker.domain.records import Kind
    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection

Condition = tuple[str, tuple[object, ...]]

NOTHING: Condition = ("0", ())
EVERYTHING: Condition = ("1", ())


def condition(session: Session, kind: Kind) -> Condition:
    """Return the condition on row ``t`` of ``kind`` under which ``session`` may read it."""
    if session.sees_nothing or not readable(session, kind):
        return NOTHING
    if session.sees_everything or kind.scope.rule == "organisation":
        return EVERYTHING
    if kind.scope.rule == "village":
        field = sql.column(kind.name, kind.scope.field)
        return in_villages(session, f"t.{field}", "t.id")
    return _of_dossier(session, f"t.{sql.column(kind.name, kind.scope.field)}")


def reads_any(session: Session, kind: Kind) -> bool:
    """Tell whether the session may read any record of ``kind``: what nobody limits by village."""
    return condition(session, kind) != NOTHING


def was_limited(connection: Connection, user_id: str) -> bool:
    """Tell whether villages were ever given to a user, also where all were taken back since."""
    found = connection.execute(sql.exists("user_village", where="t.user_id = ?"), (user_id,))
    return found.fetchone() is not None


def readable(session: Session, kind: Kind) -> bool:
    """Tell whether the session's role may see any field of ``kind`` beyond references."""
    return rights.reads(session.role, kind)


def hidden_fields(session: Session, kind: Kind) -> frozenset[str]:
    """Return the names of fields that the session's role may not see."""
    return rights.hidden(session.role, kind)


def require_fields(session: Session, kind: Kind, fields: Iterable[str]) -> None:
    """Refuse to write what the session's role may not read.

    Raises:
        NotVisible: One of ``fields`` is hidden from the role.
    """
    if not hidden_fields(session, kind).isdisjoint(fields):
        raise NotVisible(kind.name)


def in_villages(session: Session, village: str, record: str) -> Condition:
    """Return the condition that a village column, or a granted record, is the session's.

    Files that were merged are one dossier: who sees one of them sees the one that stands for all,
    as the hub reckons whose it is (``sync.hub.reach``). Asked of each row that is elsewhere, by the
    index of merged files: as a list, SQLite went through everybody to make it, at every key typed.
    """
    if session.sees_nothing:
        return NOTHING
    if isinstance(session.villages, Everywhere):
        return EVERYTHING
    villages = sorted(session.villages)
    grants = sorted(session.grants)
    here, opened = f"IN ({_marks(villages)})", f"IN ({_marks(grants)})"
    text = (
        f"({village} IS NULL OR {village} {here} OR {record} {opened} OR EXISTS"
        " (SELECT 1 FROM person_alias AS x JOIN person AS m ON m.id = x.alias"
        f" WHERE x.person_id = {record}"
        f" AND (m.village_id IS NULL OR m.village_id {here} OR x.alias {opened})))"
    )
    return text, (*villages, *grants, *villages, *grants)


def _of_dossier(session: Session, person: str) -> Condition:
    inside, values = in_villages(session, "d.village_id", "d.id")
    text = (
        "EXISTS (SELECT 1 FROM person AS d WHERE d.id = coalesce((SELECT a.person_id"
        f" FROM person_alias AS a WHERE a.alias = {person}), {person}) AND {inside})"
    )
    return text, values


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" for _ in values)
