"""A network as it is shown: people in the drawing, the same in sentences, what changed. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock, i18n
from meitinker.domain.ecogram import SECTORS, Sector
from meitinker.domain.ecogram_lines import LineLook, look_of
from meitinker.domain.network import (
    Direction,
    Frequency,
    Nearness,
    Strain,
    Tie,
    TieKind,
    ring_of,
)
from meitinker.domain.network_words import (
    difference,
    label,
    on_label,
    period,
    sentences,
    unknown_begin,
    unknown_ring,
    who,
)
from meitinker.domain.people import full_name
from meitinker.domain.words import name_of
from meitinker.i18n import _, ngettext
from meitinker.services.around import missing_in
from ui.viewmodels.dates import day_text
from ui.viewmodels.parts import Choice

if TYPE_CHECKING:
    from datetime import date

    from meitinker.services.around import Known
    from meitinker.services.network import ComparedNetworks, FamilyMember, Housemate, Network


class ShownPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Someone in the drawing.

    Attributes:
        key: Id of the tie.
        name: First line of the label.
        relation: Second line; "" where it would say the same.
        told: What a screen reader says besides the name.
        kind: The sort of tie, which decides the direction.
        nearness: Which ring.
        look: How the line looks.
    """

    key: str
    name: str
    relation: str
    told: str
    kind: TieKind | None
    nearness: Nearness
    look: LineLook


class PersonLine(msgspec.Struct, frozen=True):
    """Someone in the list beside the drawing."""

    key: str
    title: str
    text: str
    icon_name: str


class NetworkView(msgspec.Struct, frozen=True, kw_only=True):
    """Everyone around a resident as the screen shows them.

    Attributes:
        resident: The name in the middle.
        words: The drawing in one sentence.
        people: Who is in the drawing.
        lines: Who is in the list: those of today, then those of before.
        housemates: Who can be added without typing.
        known: Who was named before in a question or a conversation, and can be added likewise.
        anyone: Whether there is, was or will be anyone.
    """

    resident: str
    words: str
    people: tuple[ShownPerson, ...]
    lines: tuple[PersonLine, ...]
    housemates: tuple[Housemate, ...]
    known: tuple[Known, ...]
    anyone: bool


class Sample(msgspec.Struct, frozen=True):
    """A line of the legend."""

    look: LineLook
    words: str


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One of the family, with what is going on for them.

    Attributes:
        person_id: Who.
        name: With what they are in the household.
        lines: What is going on, or that nothing is.
        visit_id: Their open conversation, or "".
        busy: Whether something is going on.
    """

    person_id: str
    name: str
    lines: tuple[str, ...]
    visit_id: str
    busy: bool


def resident(whole: Network) -> str:
    """Return the name in the middle of the drawing."""
    return label(full_name(whole.client)) or _("Naam onbekend")


def around(whole: Network, named: Iterable[Known] = ()) -> NetworkView:
    """Return who is there today, and in the list who was there before.

    Of those ``named`` whoever is not in it yet is offered. Thirty people take sentences and dates
    in words for a twentieth of a second: on a lane.
    """
    ties = whole.on(clock.today())
    names = [*(tie.name for tie in whole.ties), *(one.name for one in whole.housemates)]
    return NetworkView(
        resident=resident(whole),
        words=summary(ties),
        people=shown(ties),
        lines=(*lines(ties), *former(whole)),
        housemates=whole.housemates,
        known=missing_in(named, names),
        anyone=bool(whole.ties),
    )


def shown(ties: Iterable[Tie]) -> tuple[ShownPerson, ...]:
    """Return the people in a drawing."""
    return tuple(
        ShownPerson(
            key=tie.id,
            name=name,
            relation=relation,
            told=" ".join((f"{name_of(SECTORS[tie.kind])}.", *sentences(tie))),
            kind=tie.kind,
            nearness=ring_of(tie),
            look=look_of(tie),
        )
        for tie in ties
        for name, relation in (on_label(tie),)
    )


def lines(ties: Iterable[Tie]) -> tuple[PersonLine, ...]:
    """Return the list: sector by sector, the nearest first, then as they were added."""
    order = list(Sector)
    ranked = sorted(ties, key=lambda t: (order.index(SECTORS[t.kind]), ring_of(t), t.id))
    return tuple(PersonLine(tie.id, who(tie), _told(tie), _icon(tie)) for tie in ranked)


def former(whole: Network) -> tuple[PersonLine, ...]:
    """Return who was in the network before today, last gone first."""
    today = clock.today()
    gone = [tie for tie in whole.ties if tie.until is not None and tie.until < today]
    gone.sort(key=lambda tie: (tie.until, tie.id), reverse=True)
    return tuple(PersonLine(tie.id, who(tie), _told(tie), "clock") for tie in gone)


def summary(ties: tuple[Tie, ...]) -> str:
    """Return the drawing in one sentence."""
    if not ties:
        return _("Er staat nog niemand in het netwerk.")
    count = len(ties)
    people = ngettext("{count} persoon", "{count} personen", count).format(count=count)
    parts = [_("In het netwerk: {people}.").format(people=people)]
    helping = sum(tie.direction in (Direction.GIVES, Direction.BOTH) for tie in ties)
    heavy = sum(tie.strain >= Strain.HEAVY for tie in ties)
    if helping:
        told = ngettext("{count} helpt de inwoner.", "{count} helpen de inwoner.", helping)
        parts.append(told.format(count=helping))
    if unasked := unknown_ring(ties):
        parts.append(unasked)
    if heavy:
        told = ngettext("Voor {count} is het zwaar.", "Voor {count} is het zwaar.", heavy)
        parts.append(told.format(count=heavy))
    return " ".join(parts)


def legend() -> tuple[Sample, ...]:
    """Return what the lines mean."""
    given, weekly = Direction.GIVES, Frequency.WEEKLY
    return (
        Sample(LineLook(frequency=Frequency.DAILY), _("Elke dag contact")),
        Sample(LineLook(frequency=Frequency.WEEKLY), _("Elke week")),
        Sample(LineLook(frequency=Frequency.MONTHLY), _("Elke maand")),
        Sample(LineLook(frequency=Frequency.SELDOM), _("Een paar keer per jaar")),
        Sample(LineLook(frequency=Frequency.UNKNOWN), _("Niet bekend hoe vaak")),
        Sample(LineLook(Strain.LIGHT, given, weekly), _("De pijl wijst naar wie hulp krijgt")),
        Sample(LineLook(Strain.HEAVY, given, weekly), _("Zwaar")),
        Sample(LineLook(Strain.TOO_HEAVY, given, weekly), _("Te zwaar")),
    )


def changes(told: ComparedNetworks) -> tuple[str, ...]:
    """Return what changed in words, or that nothing did."""
    found = tuple(difference(change) for change in told.changes)
    return found or (_("Er is niets veranderd."),)


def unsure(told: ComparedNetworks) -> str:
    """Return of how many it is not known whether they were there then, or ""."""
    return unknown_begin(told.then)


def then_choices(days: Iterable[date]) -> list[Choice]:
    """Return the days to compare today with."""
    return [Choice(day.isoformat(), day_text(day)) for day in days]


def members(family: Iterable[FamilyMember]) -> tuple[Member, ...]:
    """Return the household side by side: one family, one plan."""
    return tuple(
        Member(
            person_id=one.person.id,
            name=_noted(full_name(one.person) or _("Naam onbekend"), one.tie),
            lines=tuple(_going_on(one)),
            visit_id=one.visits[-1].id if one.visits else "",
            busy=bool(one.visits) or one.plan is not None,
        )
        for one in family
    )


def in_cards(family: Sequence[Member], *, own: str, most: int) -> tuple[Member, ...]:
    """Return who gets a card of their own: at most so many, who has something going on first.

    Whose file is open comes before all others.
    """
    ranked = sorted(family, key=lambda member: (member.person_id != own, not member.busy))
    return tuple(ranked[:most])


def shared_plan_words(family: tuple[Member, ...]) -> str:
    """Return what is to think of where several of the family have something going on."""
    busy = [member.name for member in family if member.visit_id]
    if len(busy) < 2:
        return ""
    return _("Er lopen nu gesprekken met {names}. Maak er samen één plan van.").format(
        names=", ".join(busy)
    )


UNASKED = "unasked"
"""The answer that says that it was not asked."""

_UNTOLD = (Frequency.UNKNOWN.value, str(Strain.NOT_ASKED.value))
"""Answers of their own codes that say so."""


def called() -> list[Choice]:
    """Return the answers to whether someone may be called; not asked can be chosen again."""
    return [Choice("1", _("Ja")), Choice("0", _("Nee")), _unasked(UNASKED)]


def choices(codes: Iterable[TieKind | Direction | Nearness | Frequency | Strain]) -> list[Choice]:
    """Return codes as answers."""
    return [Choice(str(code.value), name_of(code)) for code in codes]


def answers(codes: Iterable[Direction | Nearness | Frequency | Strain]) -> list[Choice]:
    """Return codes as answers to a question, and last that it was not asked: so it begins."""
    told = choices(codes)
    none = next((one for one in told if one.key in _UNTOLD), _unasked(UNASKED))
    return [*(one for one in told if one is not none), none]


def _unasked(key: str) -> Choice:
    return Choice(key, _("Niet gevraagd"))


def _told(tie: Tie) -> str:
    parts = (*sentences(tie), period(tie, i18n.language()))
    return " ".join(part for part in parts if part)


def _icon(tie: Tie) -> str:
    if tie.strain >= Strain.HEAVY:
        return "alert-triangle"
    return "user-heart" if tie.carer else "user"


def _noted(name: str, tie: str) -> str:
    return f"{name} ({tie.strip()})" if tie.strip() else name


def _going_on(one: FamilyMember) -> Iterable[str]:
    for visit in one.visits:
        day = visit.visited_on
        yield (
            _("Gesprek bezig sinds {day}.").format(day=day_text(day))
            if day
            else _("Gesprek bezig.")
        )
    if one.plan is not None:
        made = day_text(clock.local(one.plan.made_at).date())
        yield _("Ondersteuningsplan van {day}.").format(day=made)
    if not one.visits and one.plan is None:
        yield _("Geen gesprek en geen plan.")
