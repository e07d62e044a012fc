"""The hub's tables, for SQLite and PostgreSQL alike.

Every table carries the organisation as its leading key and no query crosses organisations, but
for those that ask which there are, so that the whole can be distributed by organisation as it
stands. Times are UTC text, as on the
wire. What may hold words of people (``body``, ``fields``) is bytes: sealed by the hub where the
database itself is not encrypted (:mod:`sync.hub.sealing`).

What changes here needs a step in :mod:`sync.hub.steps`, for the hubs that are there.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()

_WIDE = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits on both: SQLite's own numbers are as wide as they need to be."""


def _table(name: str, *parts: Column[str] | Column[int] | Column[bytes] | Index) -> Table:
    return Table(name, METADATA, Column("organisation", Text, primary_key=True), *parts)


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


def _wide(name: str) -> Column[int]:
    return Column(name, _WIDE, nullable=False, server_default="0")


def _wide_key(name: str) -> Column[int]:
    return Column(name, _WIDE, primary_key=True, autoincrement=False)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


ORGANISATION = _table(
    "hub_organisation",
    _text("hub"),
    _text("name"),
    _text("epoch"),
    _wide("end"),
    _number("lease_days"),
    _text("made_at"),
)
Index("hub_organisation_hub", ORGANISATION.c.hub)
"""One row an organisation; its lock orders all that is written for it. ``end``: last place."""

USER = _table(
    "hub_user",
    _key("user"),
    _text("name"),
    _text("role"),
    _number("everywhere"),
    _text("valid_from"),
    _text("valid_until"),
    _text("revoked_at"),
)
"""Who may work with the program; the villages stand in ``hub_user_village``."""

USER_VILLAGE = _table("hub_user_village", _key("user"), _key("village"))

DEVICE = _table(
    "hub_device",
    _key("device"),
    _text("user"),
    _text("label"),
    _text("signing_key"),
    _wide("sequence"),
    _text("enrolled_at"),
    _text("met_at"),
    _text("program"),
    _wide("waiting"),
    _text("waiting_since"),
    _text("revoked_at"),
    _text("wipe_at"),
    _text("wiped_at"),
    _text("offer"),
)
"""One store of one user.

``sequence``: number of its last request (A16). ``offer``: mark of the last answer that brought
dossiers, until the device shows that it arrived.
"""

INVITATION = _table(
    "hub_invitation",
    _key("code"),
    _text("user"),
    _text("name"),
    _text("role"),
    _text("villages"),
    _number("everywhere"),
    _text("expires_at"),
    _text("used_at"),
)
"""``code`` is a keyed hash: who reads the table cannot enrol with it."""

CHANGE = _table(
    "hub_change",
    _wide_key("position"),
    Column("change_id", Text, nullable=False),
    _text("device"),
    _text("dossier"),
    _text("kind"),
    _text("verdict"),
    _text("reason"),
    _text("took"),
    _text("lost"),
    _text("received_at"),
    _bytes("body"),
)
CHANGE.append_constraint(UniqueConstraint("organisation", "change_id"))
Index("hub_change_dossier", CHANGE.c.organisation, CHANGE.c.dossier, CHANGE.c.position)

WAITING = _table(
    "hub_waiting",
    _key("change_id"),
    _text("waits_for"),
    _text("reason"),
    _text("device"),
    _text("received_at"),
    _bytes("body"),
)
"""Changes that cannot be judged yet."""
Index("hub_waiting_key", WAITING.c.organisation, WAITING.c.waits_for)

REFUSED = _table(
    "hub_refused", _key("change_id"), _text("device"), _text("reason"), _text("received_at")
)
"""Changes that stand refused: nothing is answered from here, an administrator counts them."""

RECORD = _table(
    "hub_record",
    _key("record_id"),
    _text("kind"),
    _text("dossier"),
    _text("versions"),
    _number("deleted"),
    _wide("position"),
    _bytes("fields"),
)
"""What the list has made of each record; ``position``: the last place that moved it."""
Index("hub_record_dossier", RECORD.c.organisation, RECORD.c.dossier, RECORD.c.record_id)
Index("hub_record_kind", RECORD.c.organisation, RECORD.c.kind)

DOSSIER = _table("hub_dossier", _key("dossier"), Column("village", Text), _text("root"))
"""Where a dossier belongs: its village (None: everyone's) and the file it was merged into."""
Index("hub_dossier_village", DOSSIER.c.organisation, DOSSIER.c.village)
Index("hub_dossier_root", DOSSIER.c.organisation, DOSSIER.c.root)

HOLDING = _table(
    "hub_holding",
    _key("device"),
    _key("dossier"),
    _wide("since"),
    _text("state"),
    _text("left_at"),
    _text("seen_as"),
)
"""Which dossiers lie on which device, as of which place; ``state``: :mod:`sync.hub.scope`.

``left_at``: when the hub first noticed that it is out of reach, or "". ``seen_as``: the role of
its user when it came.
"""

PAPER = _table(
    "hub_paper",
    _key("name"),
    _wide("size"),
    _wide("held"),
    _text("digest"),
    _text("received_at"),
    _text("device"),
)
"""An attachment as it lies on laptops, encrypted: ``held`` of its ``size`` bytes are here.

``digest``: SHA-256 (hex) of all of it, once it is whole. ``device``: which sent its first bytes.
"""

PAPER_PART = _table(
    "hub_paper_part",
    _key("name"),
    _wide_key("offset"),
    _bytes("body"),
)
"""A run of bytes of an attachment; they follow on each other without holes."""

PAPER_OF = _table("hub_paper_of", _key("name"), _key("record_id"), _wide("size"))
"""Which records name an attachment, and how many bytes they say it has: who reaches one of these
records reaches the attachment (A17)."""

ACCESS = _table(
    "hub_access",
    _key("record_id"),
    _text("user"),
    _text("dossier"),
    _text("of_user"),
    _text("village"),
    _text("given_by"),
    _text("first_day"),
    _text("last_day"),
)
"""Reach outside one's own villages for a while, as the records of grants and replacements say.

Either a ``dossier``, or the villages of another user (``of_user``), all or one of them; both
days are inclusive.
"""
Index("hub_access_user", ACCESS.c.organisation, ACCESS.c.user)

AUDIT = _table(
    "hub_audit",
    _wide_key("number"),
    _text("at"),
    _text("event"),
    _text("actor"),
    _text("about"),
    _text("reason"),
    _wide("count"),
    _text("previous"),
    _text("digest"),
)
"""What happened that guards the hub, each row chained to the one before (:mod:`sync.hub.audit`).

Ids and counts only: no name, no word of anyone.
"""
Index("hub_audit_event", AUDIT.c.organisation, AUDIT.c.event)

SEALED = frozenset({("hub_change", "body"), ("hub_waiting", "body"), ("hub_record", "fields")})
"""Columns that hold words of people, as JSON in a seal."""
