"""Changes in a list: what waits, what was sent, what needs a person. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Reason, Verdict
from meitinker.i18n import _
from ui.viewmodels.field_words import moment_text, plain_name, thing_name, value_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meitinker.domain.records import Value
    from meitinker.services.whose import Unsent
    from sync.status import Attention, Sent

_UNTOLD = frozenset({("person", "bsn"), ("phone", "digits"), ("attachment", "key")})
"""Fields of which a list does not tell what stands in them."""

_OF_FILES = frozenset({Reason.FILE_REFUSED, Reason.FILE_UNREADABLE})
"""Reasons why the file of an attachment did not arrive: it is tried again by itself."""


class ListedChange(msgspec.Struct, frozen=True, kw_only=True):
    """A change in a list: what, how it stands, and what belongs to it.

    Attributes:
        key: The change, or the record.
        title: What and about whom: ``Notitie, Sjoukje Jong``.
        status: How it stands, and why.
        icon_name: Icon before the status.
        tint: Token of the icon's colour; the words say the same.
        text: What was written, a line a field, or "".
        refused: Whether the server refused a change, so that it can be sent again or put aside.
    """

    key: str
    title: str
    status: str
    icon_name: str
    tint: str = "muted"
    text: str = ""
    refused: bool = False


def waiting_lines(unsent: Sequence[Unsent], names: Mapping[str, str]) -> tuple[ListedChange, ...]:
    """Return what waits to be sent, a line a record."""
    words = _("Sinds {moment}")
    return tuple(
        ListedChange(
            key=one.record_id,
            title=_about(one.kind, names.get(one.record_id, "")),
            status=words.format(moment=moment_text(one.at)),
            icon_name="cloud-upload",
        )
        for one in unsent
    )


def sent_lines(sent: Sequence[Sent], names: Mapping[str, str]) -> tuple[ListedChange, ...]:
    """Return what was sent, newest first."""
    lines = []
    for one in sent:
        what, icon_name, tint = _verdict(one.verdict)
        moment = moment_text(one.at)
        lines.append(
            ListedChange(
                key=one.change_id,
                title=_about(one.kind, names.get(one.record_id, "")),
                status=_("{moment}: {what}").format(moment=moment, what=what),
                icon_name=icon_name,
                tint=tint,
            )
        )
    return tuple(lines)


def attention_lines(
    attention: Sequence[Attention],
    names: Mapping[str, str],
    written: Mapping[str, Mapping[str, Value]] | None = None,
) -> tuple[ListedChange, ...]:
    """Return what did not come in and is on no card, with the reason and what was written."""
    words = _("Sinds {moment}. {why}")
    return tuple(
        ListedChange(
            key=one.change_id,
            title=_about(one.kind, names.get(one.record_id, "")),
            status=words.format(moment=moment_text(one.since), why=reason_words(one.reason)),
            icon_name="alert-triangle",
            tint="warning",
            text=_written(one.kind, (written or {}).get(one.change_id, {})),
            refused=one.own and one.verdict is Verdict.REFUSED and one.reason not in _OF_FILES,
        )
        for one in attention
        if not one.card
    )


def _written(kind: str, fields: Mapping[str, Value]) -> str:
    """Return the fields that were filled in, a line each; a BSN is not repeated here."""
    return "\n".join(
        f"{plain_name(kind, name)}: {value_words(value, KINDS[kind].fields[name].type)}"
        for name, value in fields.items()
        if value not in {None, ""} and (kind, name) not in _UNTOLD
    )


def reason_words(reason: Reason) -> str:
    """Return why a change was not taken, and what happens now."""
    return {
        Reason.ALTERED: _("Dit kwam beschadigd aan. Bel uw beheerder."),
        Reason.UNREADABLE: _("Alleen een nieuwer programma kan dit lezen. Het wacht zolang."),
        Reason.UNKNOWN_KIND: _("Alleen een nieuwer programma kent dit. Het wacht zolang."),
        Reason.NOT_THERE_YET: _("Het hoort bij iets dat nog niet binnen is. Het wacht zolang."),
        Reason.NOT_THE_AUTHOR: _("Dit is niet op deze laptop gemaakt. Bel uw beheerder."),
        Reason.NOT_WITHIN_REACH: _(
            "Dit dossier hoort niet meer bij u. Bewaar het in een bestand en geef het door."
        ),
        Reason.NOT_WITHIN_ROLE: _("Dit mag alleen iemand met een andere rol. Bel uw beheerder."),
        Reason.CONCLUDED: _("Het gesprek was al afgerond."),
        Reason.NOT_THE_WRITER: _("Het gesprek wordt op een andere laptop geschreven."),
        Reason.NEVER_CHANGES: _("Dit ligt vast en verandert niet meer."),
        Reason.NO_ROOM: _(
            "De server heeft hier nu geen plaats voor. Het blijft op deze laptop en gaat vanzelf"
            " weer mee. Blijft het zo, bel dan uw beheerder."
        ),
        Reason.TOO_LARGE: _("Dit is te groot om te versturen. Maak de tekst korter."),
        Reason.ASKED_AGAIN: _("Dit gaat de volgende keer opnieuw mee."),
        Reason.FILE_REFUSED: _(
            "De server nam dit bestand niet aan. Wij proberen het straks vanzelf weer."
        ),
        Reason.FILE_UNREADABLE: _(
            "Dit bestand kan op deze laptop niet gelezen worden. Voeg het opnieuw toe."
        ),
    }.get(reason, _("De server nam dit niet aan. Bel uw beheerder."))


def _verdict(verdict: Verdict) -> tuple[str, str, str]:
    return {
        Verdict.APPLIED: (_("aangekomen"), "circle-check", "success"),
        Verdict.DUPLICATE: (_("was al aangekomen"), "circle-check", "success"),
        Verdict.CONFLICT: (_("aangekomen, ook door een ander veranderd"), "messages", "warning"),
        Verdict.QUARANTINED: (_("aangekomen, maar wacht nog"), "clock", "warning"),
        Verdict.REFUSED: (_("niet aangenomen"), "alert-triangle", "warning"),
    }[verdict]


def _about(kind: str, name: str) -> str:
    thing = thing_name(kind) or _("Gegeven")
    return f"{thing}, {name}" if name else thing
