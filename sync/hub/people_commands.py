"""The commands about people: who may what, changing that, and what happened that guards the hub."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from meitinker.i18n import _
from sync.hub import terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sync.hub.accounts import Invited
    from sync.hub.home import OpenHub
    from sync.hub.inviting import OpenInvitation
    from sync.hub.users import User

ROLES = ("meitinker", "back_office", "coordinator", "administrator")
_FORMS = frozenset({".json", ".csv", ".xlsx"})
_ID_SHOWN = 12
"""Signs of an invitation's id: enough to tell it apart, and to withdraw it by."""
_EITHER = (("villages", "everywhere"), ("first", "always"), ("last", "always"), ("ends", "again"))
_DAY = click.DateTime(formats=["%Y-%m-%d"])
_AS = "YYYY-MM-DD"


@click.command("users")
@terminal.folder_option
@terminal.organisation_option
@terminal.json_option
def list_users(folder: Path | None, organisation: str | None, as_json: bool) -> None:
    """List the users: their role, reach, days, devices and when one was last met."""
    import msgspec

    from sync.hub import inviting, users

    with terminal.opened(folder) as opened:
        of = terminal.chosen(opened, organisation).organisation
        found = users.listed(opened.database, of)
        names = inviting.village_names(opened.database, of)
    if as_json:
        told = [{**msgspec.structs.asdict(one), "state": one.state} for one in found]
        click.echo(msgspec.json.encode(told).decode())
        return
    terminal.show_table(
        (_("gebruiker"), _("staat"), _("naam"), _("rol"), _("bereik"), _("van/tot"),
         _("apparaten"), _("laatst gezien")),
        (_shown(one, names) for one in found),
    )  # fmt: skip


@click.command("user")
@terminal.folder_option
@terminal.organisation_option
@click.option("--role", type=click.Choice(ROLES), help="Another role.")
@click.option("--village", "villages", multiple=True, help="Exactly these; may be repeated.")
@click.option("--everywhere", is_flag=True, help="No village limits what they see.")
@click.option("--from", "first", type=_DAY, metavar=_AS, help="First day of the account.")
@click.option("--until", "last", type=_DAY, metavar=_AS, help="Last day of the account.")
@click.option("--always", is_flag=True, help="No days limit the account any more.")
@click.option("--end", "ends", is_flag=True, help="Shut all their devices out from now on.")
@click.option("--again", is_flag=True, help="Let a user who was ended in again.")
@click.argument("user", help="Its id, or the beginning of it.")
def change_user(folder: Path | None, organisation: str | None, user: str, **told: Any) -> None:
    """Change what a USER may: role, villages, days; or end it.

    It counts from their next exchange on. With another role their laptops let go of what that
    role does not see, and are filled anew.
    """
    from sync.hub import inviting

    if not any(told.values()):
        raise click.UsageError(
            _("Zeg wat er verandert. Met meitinker hub users ziet u hoe het nu is.")
        )
    for pair in _EITHER:
        terminal.require_one_of(told, *pair)
    with terminal.opened(folder) as opened:
        of = terminal.chosen(opened, organisation).organisation
        one = user_of(opened, of, user)
        _change(opened, of, one, told)
        one = user_of(opened, of, one.user)
        names = inviting.village_names(opened.database, of)
    click.echo("\t".join(_shown(one, names)))


@click.command("invitations")
@terminal.folder_option
@terminal.organisation_option
@terminal.json_option
def list_invitations(folder: Path | None, organisation: str | None, as_json: bool) -> None:
    """List the invitations that nobody used yet: for whom, what they will be, until when."""
    import msgspec

    from sync.hub import inviting

    with terminal.opened(folder) as opened:
        of = terminal.chosen(opened, organisation).organisation
        found = inviting.still_open(opened.database, of)
        names = inviting.village_names(opened.database, of)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    terminal.show_table(
        (_("uitnodiging"), _("gebruiker"), _("naam"), _("rol"), _("bereik"), _("werkt tot")),
        (_invitation_shown(one, names) for one in found),
    )


@click.command("withdraw")
@terminal.folder_option
@terminal.organisation_option
@click.argument("invitation", help="Its id, or the beginning of it; invitations lists them.")
def withdraw_invitation(folder: Path | None, organisation: str | None, invitation: str) -> None:
    """Withdraw an INVITATION that nobody used yet: it takes in no device any more.

    A device that it took in before is shut out with revoke.
    """
    from sync.hub import inviting

    with terminal.opened(folder) as opened:
        of = terminal.chosen(opened, organisation).organisation
        one = _invitation(opened, of, invitation)
        inviting.withdraw(opened.database, of, one.invitation)
    told = _("Ingetrokken. Met de uitnodiging voor {name} kan niemand meer aansluiten.")
    click.echo(told.format(name=terminal.one_line(one.name)), err=True)


@click.command("rights")
@terminal.folder_option
@terminal.organisation_option
@click.argument(
    "file", required=False, type=click.Path(dir_okay=False, path_type=Path), help="A new file."
)
def review_rights(folder: Path | None, organisation: str | None, file: Path | None) -> None:
    """Tell who may do what, since when, until when and given by whom: to be gone through yearly.

    To FILE as its name ends: .json, .csv or .xlsx; else as JSON to standard output.
    """
    from meitinker import paths
    from sync.hub import audit, rights_review

    if file is not None and file.suffix.lower() not in _FORMS:
        raise click.UsageError(_("De naam van het bestand eindigt op .json, .csv of .xlsx."))
    if file is not None:
        terminal.require_new_file(file)
    with terminal.opened(folder) as opened:
        chosen = terminal.chosen(opened, organisation)
        found = rights_review.review(opened.database, chosen)
        audit.note_exported(opened.database, chosen.organisation, "rights")
    if file is None:
        click.echo(rights_review.written(found, "json").decode())
        return
    paths.write_durably(file, rights_review.written(found, file.suffix.lower()[1:]))
    click.echo(str(file.absolute()))


@click.command("audit")
@terminal.folder_option
@terminal.organisation_option
@terminal.json_option
@click.option("--last", type=click.IntRange(min=0), default=50, help="Rows that are shown.")
@click.option(
    "--keep-years", type=click.IntRange(min=1), help="Let go of what is older: 5 is usual."
)
@click.pass_context
def read_audit(
    ctx: click.Context,
    folder: Path | None,
    organisation: str | None,
    *,
    as_json: bool,
    last: int,
    keep_years: int | None,
) -> None:
    """Tell what happened that guards the hub, and prove the chain of it.

    Years are counted back from the last contact with a laptop: a clock may be wrong.

    The last line is its head: kept elsewhere, it shows later that nothing was cut off. Ends
    with 1 when a row does not hold, and says which.
    """
    from collections import deque

    import msgspec

    from sync.hub import audit

    with terminal.opened(folder) as opened:
        of = terminal.chosen(opened, organisation).organisation
        if keep_years is not None and not audit.verify(opened.database, of).broken:
            _forget(opened, of, keep_years)
        head = audit.verify(opened.database, of)
        rows = deque(audit.rows(opened.database, of), maxlen=last)
    if as_json:
        click.echo(msgspec.json.encode({"rows": list(rows), "head": head}).decode())
    else:
        told = (
            (row.number, row.at, row.event, row.actor, row.about, row.reason, row.count)
            for row in rows
        )
        terminal.show_table(
            (_("nummer"), _("moment"), _("wat"), _("door"), _("over"), _("waarom"), _("aantal")),
            ([str(one) or "-" for one in row] for row in told),
        )
        click.echo(f"{head.number}\t{head.digest}")
    for number in head.broken:
        click.echo(_("Regel {number} klopt niet.").format(number=number), err=True)
    ctx.exit(1 if head.broken else 0)


@click.command("lease")
@terminal.folder_option
@terminal.organisation_option
@click.argument("days", required=False, type=click.IntRange(min=0, max=365), help="0 is for ever.")
def set_lease(folder: Path | None, organisation: str | None, days: int | None) -> None:
    """Tell, or with DAYS set, how long a laptop opens without having met the hub."""
    from sync.hub import users

    with terminal.opened(folder) as opened:
        of = terminal.chosen(opened, organisation).organisation
        if days is not None:
            users.set_lease(opened.database, of, days)
        found = users.lease(opened.database, of)
    terminal.show_table((_("dagen zonder contact"),), [(str(found),)])


def _forget(opened: OpenHub, organisation: str, years: int) -> None:
    """Let old rows go, and say how many and from which day on the years were counted."""
    from sync.hub import audit

    last = audit.last_contact(opened.database, organisation)
    if last is None:
        words = _("Er is nog geen contact met een laptop geweest. Er gaat niets weg.")
        click.echo(words, err=True)
        return
    gone = audit.forget(opened.database, organisation, years=years)
    words = _("Geteld vanaf het laatste contact met een laptop: {day}. Regels weg: {count}.")
    click.echo(words.format(day=last.isoformat(), count=gone), err=True)


def _change(opened: OpenHub, organisation: str, one: User, told: dict[str, Any]) -> None:
    from meitinker.domain.session import Role
    from sync.hub import users

    villages = None
    if told["villages"] or told["everywhere"]:
        villages = terminal.villages(opened, organisation, told["villages"])
    changed = users.Changed(
        role=Role(told["role"]) if told["role"] else None,
        villages=villages,
        everywhere=told["everywhere"],
        days=_days(one, told),
        ended=told["ends"] if told["ends"] or told["again"] else None,
    )
    users.change(opened.database, organisation, one.user, changed)


def _days(one: User, told: dict[str, Any]) -> tuple[date | None, date | None] | None:
    """Return the days of a user, where any is said; the one that is not said stays."""
    if told["always"]:
        return None, None
    if not told["first"] and not told["last"]:
        return None
    first = told["first"].date() if told["first"] else _day(one.valid_from)
    last = told["last"].date() if told["last"] else _day(one.valid_until)
    if first and last and last < first:
        raise click.UsageError(_("De laatste dag ligt voor de eerste."))
    return first, last


def user_of(opened: OpenHub, organisation: str, begin: str) -> User:
    """Return the user whose id begins so.

    Raises:
        click.UsageError: There is none, or there are several.
    """
    from sync.hub import users

    found = [
        one for one in users.listed(opened.database, organisation) if one.user.startswith(begin)
    ]
    if len(found) != 1:
        raise click.UsageError(
            _("Deze gebruiker is er niet, of er zijn er meer. Geef meer van het nummer.")
        )
    return found[0]


def new_user(opened: OpenHub, organisation: str, told: dict[str, Any]) -> Invited:
    """Return whom an invitation is for who is not known yet.

    Raises:
        click.UsageError: Who, or where, was not said.
    """
    from meitinker.domain.session import Role
    from sync.hub.accounts import Invited

    if not told["name"].strip():
        raise click.UsageError(_("Zeg met --name voor wie de uitnodiging is."))
    role = Role(told["role"] or ROLES[0])
    # an administrator sees no resident: no village is theirs
    if not told["villages"] and not told["everywhere"] and role is not Role.ADMINISTRATOR:
        raise click.UsageError(_("Zeg welke dorpen met --village, of alle met --everywhere."))
    return Invited(
        name=told["name"],
        role=role,
        villages=terminal.villages(opened, organisation, told["villages"]),
        everywhere=told["everywhere"],
    )


def known_user(opened: OpenHub, organisation: str, told: dict[str, Any]) -> Invited:
    """Return whom another device is for: who they are already.

    Raises:
        click.UsageError: Something else is said of them, or they were ended.
    """
    from sync.hub.accounts import Invited

    if told["role"] or told["villages"] or told["everywhere"]:
        words = _("Met --user blijft iemand wie hij is. Verander dat met meitinker hub user.")
        raise click.UsageError(words)
    one = user_of(opened, organisation, told["user"])
    if one.ended_at:
        words = _("Van {name} is de toegang beëindigd. Zet die eerst aan met --again.")
        raise click.UsageError(words.format(name=terminal.one_line(one.name)))
    return Invited(name=one.name, user=one.user)


def _invitation(opened: OpenHub, organisation: str, begin: str) -> OpenInvitation:
    from sync.hub import inviting

    found = [
        one
        for one in inviting.still_open(opened.database, organisation)
        if one.invitation.startswith(begin)
    ]
    if len(found) != 1:
        raise click.UsageError(
            _("Deze uitnodiging staat niet open, of er zijn er meer. Geef meer van het nummer.")
        )
    return found[0]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _shown(one: User, names: Mapping[str, str]) -> tuple[str, ...]:
    reach = terminal.reach(one, names)
    days = f"{one.valid_from or '-'}/{one.valid_until or '-'}"
    name = terminal.one_line(one.name)
    return one.user, one.state, name, one.role, reach, days, str(one.devices), one.met_at or "-"


def _invitation_shown(one: OpenInvitation, names: Mapping[str, str]) -> tuple[str, ...]:
    reach = terminal.reach(one, names)
    name = terminal.one_line(one.name)
    return one.invitation[:_ID_SHOWN], one.user or "-", name, one.role, reach, one.until


PEOPLE = (
    list_users,
    change_user,
    list_invitations,
    withdraw_invitation,
    review_rights,
    read_audit,
    set_lease,
)
"""The commands of this module."""
