"""Who may do what, since when and until when: the yearly review of rights (L24, BIO2 5.18.02).

One row a right: a role in a village, everywhere, in one dossier of another village, or in the
villages of a colleague for a while. What the role itself allows is the table of
:mod:`meitinker.domain.rights`, told beside it. A person looks at the rows, and ends what should
not be there (``meitinker hub user``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import func, select

from meitinker import clock
from meitinker.domain import rights
from meitinker.domain.session import Role
from meitinker.exchange import cells, spreadsheets
from meitinker.i18n import _
from sync.hub import audit, register, users
from sync.hub.audit import Event
from sync.hub.tables import ACCESS, AUDIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sync.hub.database import HubDatabase
    from sync.hub.users import User

_DAY = len("2026-11-23")


class Right(msgspec.Struct, frozen=True, kw_only=True):
    """One right of one user.

    Attributes:
        user: The user's id.
        name: The user's name.
        role: What the user is.
        state: ``active``, ``ended``, ``over`` or ``later``.
        right: ``everywhere``, ``village``, ``dossier`` (a grant), ``replaces`` (a colleague's
            villages), or ``none`` where the user has no village.
        where: Name of the village, id of the dossier, or name of the colleague.
        since: Since when, UTC text or a day.
        until: Last day, or "".
        given_by: Name or id of who gave it; "hub" is a command at the hub.
        last_seen: When a device of the user last asked something, or "".
        devices: How many devices of the user are not shut out.
    """

    user: str
    name: str
    role: str
    state: str
    right: str
    where: str
    since: str
    until: str
    given_by: str
    last_seen: str
    devices: int


class RoleRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a role may do with records of a kind, and in which fields."""

    role: str
    kind: str
    act: str
    fields: str


class RightsReview(msgspec.Struct, frozen=True, kw_only=True):
    """The rights of an organisation as of one moment."""

    organisation: str
    made_at: str
    rights: tuple[Right, ...]
    roles: tuple[RoleRow, ...]


def review(database: HubDatabase, organisation: register.Organisation) -> RightsReview:
    """Return who may do what in an organisation, by name."""
    of = organisation.organisation
    known = users.listed(database, of)
    since = _since(database, of)
    names = {one.user: one.name for one in known}
    villages = {found: name for name, found in register.village_names(database, of).items()}
    found: list[Right] = []
    for one in known:
        found += _standing(one, since.get(one.user, one.enrolled_at), villages)
    found += _for_a_while(database, of, {one.user: one for one in known}, names, villages)
    return RightsReview(
        organisation=organisation.name,
        made_at=clock.instant_text(clock.now()),
        rights=tuple(sorted(found, key=lambda one: (one.name, one.user, one.right, one.where))),
        roles=tuple(
            RoleRow(role=role.value, kind=kind, act=act.value, fields=", ".join(fields))
            for kind, role, act, fields in rights.table(Role)
        ),
    )


def written(told: RightsReview, form: str) -> bytes:
    """Return a review as a file: ``json`` with codes, ``csv`` (the rights only) or ``xlsx``.

    Tables are for who goes through it once a year, and are in words.
    """
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(told), indent=2)
    headings, rows = _headings(), tuple(_in_words(one) for one in told.rights)
    if form == "csv":
        return cells.csv_file(headings, rows)
    of_roles = tuple(msgspec.structs.astuple(one) for one in told.roles)
    of_role = (_("rol"), _("soort"), _("handeling"), _("velden"))
    return spreadsheets.workbook(
        [
            spreadsheets.Sheet(_("rechten"), headings, rows),
            spreadsheets.Sheet(_("rollen"), of_role, of_roles),
        ]
    )


def _headings() -> tuple[str, ...]:
    whose = (_("gebruiker"), _("naam"), _("rol"), _("staat"), _("recht"), _("waar"))
    return (
        *whose,
        _("sinds"),
        _("tot en met"),
        _("gegeven door"),
        _("laatst gezien"),
        _("apparaten"),
    )


def _in_words(one: Right) -> tuple[str | int, ...]:
    """Return a row for a person: words in place of codes, and days in place of moments."""
    words = {
        Role.BACK_OFFICE.value: _("backoffice"),
        Role.COORDINATOR.value: _("vrijwilligerscoördinator"),
        Role.ADMINISTRATOR.value: _("beheerder"),
        "active": _("geldt"),
        "ended": _("beëindigd"),
        "over": _("voorbij"),
        "later": _("gaat nog in"),
        "everywhere": _("alle dorpen"),
        "village": _("dorp"),
        "dossier": _("dossier van een ander dorp"),
        "replaces": _("vervangt een collega"),
        "none": _("geen dorp"),
        audit.COMMAND: _("beheerder, op de server"),
    }
    told = msgspec.structs.replace(
        one,
        role=words.get(one.role, one.role),
        state=words.get(one.state, one.state),
        right=words.get(one.right, one.right),
        given_by=words.get(one.given_by, one.given_by),
        since=one.since[:_DAY],
        last_seen=one.last_seen[:_DAY],
    )
    return msgspec.structs.astuple(told)


def _standing(one: User, since: str, villages: Mapping[str, str]) -> Iterator[Right]:
    """Yield what a user may for as long as the account holds."""
    if one.everywhere:
        places = [("everywhere", "")]
    else:
        places = [("village", villages.get(at, at)) for at in one.villages] or [("none", "")]
    for right, where in places:
        yield Right(
            **_of(one),
            right=right,
            where=where,
            since=max(one.valid_from, since),
            until=one.valid_until,
            given_by=audit.COMMAND,
        )


def _for_a_while(
    database: HubDatabase,
    organisation: str,
    known: Mapping[str, User],
    names: Mapping[str, str],
    villages: Mapping[str, str],
) -> list[Right]:
    """Return the grants and replacements that have not ended."""
    asked = select(ACCESS).where(
        ACCESS.c.organisation == organisation,
        ACCESS.c.last_day >= clock.today().isoformat(),
    )
    found = []
    with database.reading() as connection:
        for row in connection.execute(asked):
            one = known.get(row.user)
            if one is None:
                continue
            colleague = names.get(row.of_user, row.of_user)
            place = villages.get(row.village, row.village)
            right = Right(
                **_of(one),
                right="replaces" if row.of_user else "dossier",
                where=" ".join(part for part in (colleague, place) if part) or row.dossier,
                since=row.first_day,
                until=row.last_day,
                given_by=names.get(row.given_by, row.given_by),
            )
            found.append(right)
    return found


def _of(one: User) -> dict[str, Any]:
    return {
        "user": one.user,
        "name": one.name,
        "role": one.role,
        "state": one.state,
        "last_seen": one.met_at,
        "devices": one.devices,
    }


def _since(database: HubDatabase, organisation: str) -> dict[str, str]:
    """Return when each user was last given another role, reach or days; another device is none."""
    changed = AUDIT.c.event == Event.USER_CHANGED.value
    asked = (
        select(AUDIT.c.about, func.max(AUDIT.c.at))
        .where(AUDIT.c.organisation == organisation, changed)
        .group_by(AUDIT.c.about)
    )
    with database.reading() as connection:
        return {str(user): str(at) for user, at in connection.execute(asked)}
