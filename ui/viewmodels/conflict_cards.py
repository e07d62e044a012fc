"""A conflict card as it is shown: what is asked, and the texts to choose from. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import REMOVED, Reason
from meitinker.domain.room import LINE
from meitinker.i18n import _, ngettext
from meitinker.services.conflicts import ConflictChoice
from ui.viewmodels.differing import Piece, differing
from ui.viewmodels.field_words import field_name, moment_text, plain_name, thing_name, value_words
from ui.viewmodels.today import Item

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meitinker.domain.records import Value
    from meitinker.services.conflict_sides import Side
    from meitinker.services.conflicts import Asking, OpenConflict

_MASKED = frozenset({("person", "bsn")})
"""Of these only the last digits are told (L10)."""

_TOLD_DIGITS = 3


class Text(msgspec.Struct, frozen=True):
    """What stands in one field; ``label`` is "" where the card has one field."""

    label: str
    pieces: tuple[Piece, ...]

    @property
    def plain(self) -> str:
        """All of it, without marks."""
        return "".join(piece.text for piece in self.pieces)


class CardSide(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a card.

    Attributes:
        title: What it is: ``Zo staat het nu``.
        who: Who wrote it and when, or "".
        texts: The fields; none where the record is removed.
        gone: What is said instead of fields, or "".
        choice: What its button decides, or "" where it has none.
        verb: The words of that button.
    """

    title: str
    who: str = ""
    texts: tuple[Text, ...] = ()
    gone: str = ""
    choice: str = ""
    verb: str = ""


class OwnField(msgspec.Struct, frozen=True):
    """A field of the third text: its name, what it is called and what stands there now.

    ``long`` tells that it takes more than a line.
    """

    name: str
    label: str
    value: str
    long: bool


class ShownCard(msgspec.Struct, frozen=True, kw_only=True):
    """A card.

    Attributes:
        id: The card.
        record_id: The record.
        part: The part of it that is at stake.
        title: What it is about: ``Over contact``.
        about: The resident, or the organisation.
        why: What happened, and what to do.
        columns: What there was, what stands and what else was wanted, in that order.
        own: The fields in which a third text can be written; none where that makes no sense.
        person_id: Whose file can be opened, or "".
        seen: What a decision on it names.
    """

    id: str
    record_id: str
    part: str
    title: str
    about: str
    why: str
    columns: tuple[CardSide, ...]
    own: tuple[OwnField, ...]
    person_id: str
    seen: str = ""


def shown(card: OpenConflict) -> ShownCard:
    """Return a card as it is shown."""
    whole = card.part == REMOVED
    return ShownCard(
        id=card.id,
        record_id=card.record_id,
        part=card.part,
        title=(thing_name(card.kind) or _("Gegeven")) if whole else _title(card),
        about=card.name or (_("Naam onbekend") if card.person_id else _("Uw organisatie")),
        why=_why(card),
        columns=_columns(card),
        own=tuple(_own(card, name) for name in card.writable if card.may_choose),
        # there is no file to open of who was removed
        person_id="" if card.reason is Reason.HAS_WORK else card.person_id,
        seen=card.seen,
    )


def day_items(asking: Sequence[Asking]) -> tuple[Item, ...]:
    """Return the rows of Vandaag: about whom a choice waits."""
    return tuple(
        Item(
            key=one.person_id or "organisation",
            title=one.name or (_("Naam onbekend") if one.person_id else _("Uw organisatie")),
            status=asking_words(one),
            icon_name="messages",
            tint="warning",
            screen="sending",
            record_id=one.person_id,
            look=_("Bekijk dossier") if one.person_id and not one.removed else "",
            verb=_("Kies wat klopt"),
        )
        for one in asking
    )


def count_words(count: int) -> str:
    """Return how many choices wait, as a line above the cards."""
    return ngettext("Er wacht {count} keuze.", "Er wachten {count} keuzes.", count).format(
        count=count
    )


def more_words(count: int) -> str:
    """Return the button that shows the choices that are not shown yet."""
    return ngettext("Toon nog {count} keuze", "Toon nog {count} keuzes", count).format(count=count)


def asking_words(asking: Asking) -> str:
    """Return what is asked about a resident."""
    if asking.removed:
        return _("Deze inwoner is weggehaald, maar er staat nog werk. Kies wat klopt.")
    return waiting_words(asking.count)


def waiting_words(count: int) -> str:
    """Return how many parts of a file two people changed."""
    return ngettext(
        "Twee mensen hebben hetzelfde veranderd. Kies wat klopt.",
        "Twee mensen hebben {count} keer hetzelfde veranderd. Kies wat klopt.",
        count,
    ).format(count=count)


def _own(card: OpenConflict, name: str) -> OwnField:
    value = str(card.standing.values.get(name) or "")
    long = KINDS[card.kind].fields[name].most > LINE
    return OwnField(name, plain_name(card.kind, name), value, long)


def _title(card: OpenConflict) -> str:
    """Return what a part is called: its only field, or the group by its first."""
    names = _fields(card)
    named = field_name(card.kind, names[0]) if names else _("Ander gegeven")
    groups = {
        ("person", "name"): _("Naam"),
        ("person", "born"): _("Geboren"),
        ("address", "address"): _("Adres"),
        ("representative", "address"): field_name("representative", "address"),
    }
    return groups.get((card.kind, card.part), named)


def _both_changed(card: OpenConflict) -> str:
    if card.mine.own and card.standing.own:
        return _(
            "U hebt dit veld op twee laptops veranderd. Kies wat klopt."
            " De andere tekst blijft bewaard."
        )
    if card.mine.own or card.standing.own:
        return _(
            "Iemand anders heeft dit veld ook veranderd. Kies wat klopt."
            " De andere tekst blijft bewaard."
        )
    return _(
        "Twee mensen hebben dit veld veranderd. Kies wat klopt. De andere tekst blijft bewaard."
    )


def _why(card: OpenConflict) -> str:
    sentences = {
        Reason.BOTH_CHANGED: _both_changed(card),
        Reason.WAS_REMOVED: _(
            "De een heeft dit weggehaald. De ander heeft het nog veranderd. Kies wat klopt."
        ),
        Reason.WAS_EDITED: _(
            "De een heeft dit veranderd. De ander heeft het weggehaald. Kies wat klopt."
        ),
        Reason.CLOSES_CIRCLE: _(
            "Deze dossiers zijn intussen al op een andere manier samengevoegd."
            " Deze samenvoeging is niet gedaan. Kijk in het dossier of het zo klopt."
        ),
        Reason.NOT_THE_WRITER: _(
            "Dit gesprek wordt op een andere laptop geschreven. Daarom is deze tekst er niet bij"
            " gekomen. Geef de tekst door aan wie het gesprek schrijft."
        ),
        Reason.CONCLUDED: _(
            "Dit gesprek was al afgerond. Daarom is deze tekst er niet bij gekomen."
            " Zet de tekst in een notitie als die nog nodig is."
        ),
        Reason.HAS_WORK: _(
            "De een heeft deze inwoner weggehaald. De ander werkte er nog aan en wist dat niet."
            " Zet de inwoner terug. Is er een dubbel dossier? Voeg die twee daarna samen."
        ),
        Reason.NEVER_CHANGES: _(
            "Dit ligt vast en verandert niet meer. Daarom is deze tekst er niet bij gekomen."
        ),
    }
    return sentences.get(card.reason, _("Deze verandering is niet overgenomen."))


def _columns(card: OpenConflict) -> tuple[CardSide, ...]:
    if card.reason is Reason.HAS_WORK:
        return _removed_columns(card)
    names = _fields(card)
    marked: dict[str, tuple[tuple[Piece, ...], tuple[Piece, ...]]] = {
        name: differing(*(_words(card, side.values, name) for side in (card.mine, card.standing)))
        for name in names
        if card.mine.values.get(name) and card.standing.values.get(name) and not card.gone
    }
    mine = _side(card, card.mine, {name: pair[0] for name, pair in marked.items()})
    standing = _side(card, card.standing, {name: pair[1] for name, pair in marked.items()})
    columns = [
        CardSide(
            title=_("Zo staat het nu"),
            who=_who(card.standing),
            texts=() if card.gone else standing,
            gone=_("Weggehaald") if card.gone else "",
            choice=ConflictChoice.STANDING.value,
            verb=_standing_verb(card),
        ),
        CardSide(
            title=_("Dit wilde u") if card.mine.own else _("Dit wilde een ander"),
            who=_who(card.mine),
            texts=() if card.removes else mine,
            gone=_("Weghalen") if card.removes else "" if mine else _("Terugzetten"),
            choice=ConflictChoice.MINE.value if card.may_choose else "",
            verb=_mine_verb(card) if card.may_choose else "",
        ),
    ]
    if card.base is not None and not card.removes and not card.gone:
        columns.insert(0, CardSide(title=_("Zo was het"), texts=_side_plain(card, card.base)))
    return tuple(columns)


def _removed_columns(card: OpenConflict) -> tuple[CardSide, ...]:
    """Return the sides of a card about a resident who was removed while something stands."""
    things = [name for kind in card.stands if (name := thing_name(kind))]
    return (
        CardSide(title=_("Zo staat het nu"), who=_who(card.standing), gone=_("Weggehaald")),
        CardSide(
            title=_("Dit staat er nog"),
            who=_who(card.mine),
            gone=", ".join(things) or _("Gegeven"),
            choice=ConflictChoice.MINE.value if card.may_choose else "",
            verb=_("Zet de inwoner terug") if card.may_choose else "",
        ),
    )


def _standing_verb(card: OpenConflict) -> str:
    if not card.may_choose:
        return _("Ik heb dit gezien")
    if card.gone:
        return _("Laat het weg")
    if card.removes:
        return _("Laat het staan")
    return _("Houd deze tekst") if _is_text(card) else _("Houd dit")


def _mine_verb(card: OpenConflict) -> str:
    if card.removes:
        return _("Haal het weg")
    if card.gone:
        return _("Zet het terug")
    return _("Neem deze tekst") if _is_text(card) else _("Neem dit")


def _is_text(card: OpenConflict) -> bool:
    """Tell whether what is chosen between is words, and no date, tick or name to point at."""
    fields = [KINDS[card.kind].fields[name] for name in _fields(card)]
    return all(field.type is str and not field.held.ref for field in fields)


def _side(
    card: OpenConflict, side: Side, marked: Mapping[str, tuple[Piece, ...]]
) -> tuple[Text, ...]:
    plain = _side_plain(card, side.values)
    names = [name for name in _fields(card) if name in side.values]
    return tuple(
        Text(text.label, marked.get(name, text.pieces))
        for name, text in zip(names, plain, strict=True)
    )


def _side_plain(card: OpenConflict, values: Mapping[str, Value]) -> tuple[Text, ...]:
    names = _fields(card)
    return tuple(
        Text(
            plain_name(card.kind, name) if len(names) > 1 else "",
            (Piece(_words(card, values, name)),),
        )
        for name in names
        if name in values
    )


def _fields(card: OpenConflict) -> tuple[str, ...]:
    """Return the fields about which the sides differ; at least the first."""
    sides = [card.mine.values, card.standing.values, card.base or {}]
    known = dict.fromkeys(name for side in sides for name in side)
    ordered = [name for name in KINDS[card.kind].fields if name in known]
    both = [card.mine.values, card.standing.values] if card.mine.values else [card.standing.values]
    if card.gone or card.removes:
        told = [n for n in ordered if any(side.get(n) not in {None, ""} for side in sides)]
    else:
        told = [n for n in ordered if len({side.get(n) for side in both}) > 1]
    return tuple(told or ordered[:1])


def _words(card: OpenConflict, values: Mapping[str, Value], name: str) -> str:
    value = values.get(name)
    if (card.kind, name) in _MASKED and value:
        return _("eindigt op {digits}").format(digits=str(value)[-_TOLD_DIGITS:])
    return value_words(value, KINDS[card.kind].fields[name].type, most=0)


def _who(side: Side) -> str:
    if not side.at:
        return ""
    words = _("Van u, {moment}") if side.own else _("Van {name}, {moment}")
    name = side.author or _("iemand die hier niet bekend is")
    return words.format(name=name, moment=moment_text(side.at))
