"""Who is involved with a file and what changed in it, as it is shown. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.domain.words import name_of
from meitinker.i18n import _
from meitinker.services.involved import Involvement
from ui.viewmodels.dates import day_text
from ui.viewmodels.field_words import field_name, moment_text, thing_name, value_words
from ui.viewmodels.parts import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.domain.transfers import Transfer
    from meitinker.services.colleagues import Colleague
    from meitinker.services.history import FieldChange
    from meitinker.services.involved import Involved


class ChangeLine(msgspec.Struct, frozen=True):
    """One change in words: what became of which field, and who did it when."""

    what: str
    when: str


def involved_line(one: Involved) -> str:
    """Return one who is involved: name, what they are, and their number."""
    part = {
        Involvement.COLLEAGUE: _("meitinker"),
        Involvement.PROFESSIONAL: _("hulpverlener"),
        Involvement.VOLUNTEER: _("vrijwilliger"),
        Involvement.REPRESENTATIVE: _("vertegenwoordiger"),
    }[one.part]
    about = one.about if one.about.casefold() != part else ""
    kind = f"{part}, {about}" if about else part
    name = one.name or _("Naam onbekend")
    return " · ".join(text for text in (f"{name} ({kind})", one.phone) if text)


def transfer_line(transfer: Transfer) -> str:
    """Return to whom a file went and when."""
    words = _("Overgedragen aan {name} op {day}.")
    day = day_text(transfer.on) if transfer.on else ""
    return words.format(name=transfer.to_name, day=day)


def same_named(found: Sequence[Colleague]) -> list[Choice]:
    """Return the colleagues of one name as answers, each with role and villages."""
    return [
        Choice(one.id, " · ".join((one.name, name_of(one.role), *one.villages))) for one in found
    ]


def field_line(change: FieldChange) -> ChangeLine:
    """Return one change of a field that is named already: only from what to what."""
    what = _values(change)
    return msgspec.structs.replace(change_line(change), what=what[:1].upper() + what[1:])


def change_line(change: FieldChange) -> ChangeLine:
    """Return one change in words."""
    moment = moment_text(change.at)
    author = change.author or _("Iemand die hier niet bekend is")
    return ChangeLine(what=_what(change), when=f"{moment} · {author}")


def _what(change: FieldChange) -> str:
    if not change.field:
        thing = thing_name(change.kind) or _("Gegeven")
        gone = change.operation == "delete"
        words = _("{thing} weggehaald") if gone else _("{thing} teruggezet")
        return words.format(thing=thing)
    name = field_name(change.kind, change.field)
    return f"{name}: {_values(change)}"


def _values(change: FieldChange) -> str:
    if change.hidden:
        return _("veranderd. Wat er stond, staat hier niet.")
    declared = KINDS[change.kind].fields[change.field].type
    before, after = (value_words(one, declared) for one in (change.before, change.after))
    return _("van “{before}” naar “{after}”").format(before=before, after=after)
