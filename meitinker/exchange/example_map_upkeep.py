"""Who checked the example’s map, what they found wrong, what it lacks, who was referred."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from meitinker.domain.map_checks import CheckResult, CheckWay, MapCheck
from meitinker.domain.map_corrections import (
    CorrectionAnswer,
    GapAnswer,
    MapCorrection,
    MapCorrectionAnswer,
    MissingService,
    MissingServiceAnswer,
)
from meitinker.domain.map_services import CarerFunction, MapService, ServiceStatus
from meitinker.domain.referrals import Referral
from meitinker.domain.visits import LifeDomain
from meitinker.exchange import example_source as source
from meitinker.exchange.example_stories import PYTRIK, SIETSKE, SJOUKJE
from meitinker.ids import UserId, VillageId

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from meitinker.domain.records import Record
    from meitinker.domain.villages import Village
    from meitinker.exchange.example_source import Dice
    from meitinker.ids import RecordId

_NEVER, _LONG_AGO, _IN_VAIN = 0.09, 0.2, 0.05
"""Shares of the services: never checked, (up to the second) longer ago than a year, and not reached
since: a fifth is due, as where somebody calls a few of them each week."""

# What is wrong, as a meitinker says it; the field and what it should say, where she knows.
_WRONG = (
    ("", "", "De koffie begint tegenwoordig een halfuur later.", ""),
    ("fees_description", "€ 9,00 per keer", "De prijs is omhoog.", "de coördinator"),
    ("", "", "Dit staat er twee keer in.", ""),
    ("name", "", "Zij heten nu anders, ik weet niet precies hoe.", "een inwoner"),
    ("", "", "Niemand neemt daar de telefoon op.", ""),
)
_ANSWERED = {
    1: (CorrectionAnswer.ACCEPTED, ""),
    4: (CorrectionAnswer.TURNED_DOWN, "Gebeld: zij zijn er alleen ’s ochtends."),
}
# What was sought where, in whose words, about which domain or function.
_MISSING = (
    ("Dearsum", "samen eten", "Er is hier niets meer, ook geen vervoer naar Raerd.",
     LifeDomain.SOCIAL_NETWORK, None),
    ("Terherne", "oppas bij dementie", "Voor een avond in de week.", None,
     CarerFunction.RESPITE_CARE),
    ("Tersoal", "hulp bij de belasting", "", LifeDomain.FINANCES, None),
    ("Warten", "maatje voor een jonge moeder", "Zij kent hier niemand.",
     LifeDomain.SOCIAL_NETWORK, None),
)  # fmt: skip
_REFERRED = ((SJOUKJE, "Woningaanpassing", True), (PYTRIK, "Vrijwillig vervoer", True),
             (SIETSKE, "Bezoek", False))  # fmt: skip


def upkeep(
    dice: Dice,
    services: Sequence[MapService],
    villages: Mapping[str, Village],
    *,
    user_id: UserId,
    clerk_id: UserId,
) -> Iterator[Record]:
    """Yield what was done about the map.

    Args:
        dice: Its own.
        services: The services of the map.
        villages: By Frisian name.
        user_id: The meitinker.
        clerk_id: Who keeps the map at the back office.
    """
    for service in services:
        yield from _checks(dice, service, (user_id, clerk_id))
    running = [one for one in services if one.status is ServiceStatus.ACTIVE and one.description]
    yield from _corrections(dice, running, user_id, clerk_id)
    yield from _missing(dice, villages, user_id, clerk_id)
    yield from _referrals(dice, running, user_id)


def _checks(dice: Dice, service: MapService, users: tuple[UserId, UserId]) -> Iterator[Record]:
    turn = dice.chance()
    if turn < _NEVER:
        return
    day = dice.days_ago(400, 1_500) if turn < _LONG_AGO else dice.days_ago(3, 170)
    gone = service.status is ServiceStatus.DEFUNCT
    yield MapCheck(
        id=_id("check", service.id),
        service_id=service.id,
        user_id=users[int(turn * 10) % 2],
        checked_on=day,
        result=CheckResult.GONE if gone else CheckResult.RIGHT,
        at=source.instant(day, 9),
        way=dice.one_of(list(CheckWay)),
    )
    if turn > 1 - _IN_VAIN:
        later = dice.days_ago(1, 3)
        yield MapCheck(
            id=_id("not_reached", service.id),
            service_id=service.id,
            user_id=users[0],
            checked_on=later,
            result=CheckResult.NOT_REACHED,
            at=source.instant(later, 13),
            note="Ik bel volgende week nog eens.",
        )


def _corrections(
    dice: Dice, services: Sequence[MapService], user_id: UserId, clerk_id: UserId
) -> Iterator[Record]:
    for number, (field, value, note, told_by) in enumerate(_WRONG):
        service = services[number * 7 % len(services)]
        day = dice.days_ago(1, 40)
        correction = MapCorrection(
            id=_id("correction", str(number)),
            service_id=service.id,
            user_id=user_id,
            at=source.instant(day, 14),
            part="map_service" if value else "",
            part_key=service.id if value else "",
            field=field if value else "",
            was=service.fees_description if value else "",
            value=value,
            note=note,
            told_by=told_by,
        )
        yield correction
        if number in _ANSWERED:
            verdict, why = _ANSWERED[number]
            yield MapCorrectionAnswer(
                id=_id("answer", str(number)),
                correction_id=correction.id,
                user_id=clerk_id,
                at=source.instant(day + timedelta(days=1), 10),
                verdict=verdict,
                why=why,
            )


def _missing(
    dice: Dice,
    villages: Mapping[str, Village],
    user_id: UserId,
    clerk_id: UserId,
) -> Iterator[Record]:
    for number, (village, sought, note, domain, function) in enumerate(_MISSING):
        day = dice.days_ago(2, 90)
        missing = MissingService(
            id=_id("missing", str(number)),
            user_id=user_id,
            at=source.instant(day, 11),
            village_id=VillageId(villages[village].id),
            sought=sought,
            note=note,
            life_domain=domain,
            carer_function=function,
        )
        yield missing
        if number == 0:
            yield MissingServiceAnswer(
                id=_id("missing_answer", str(number)),
                missing_id=missing.id,
                user_id=clerk_id,
                at=source.instant(day + timedelta(days=1), 9),
                answer=GapAnswer.PASSED_ON,
                why="Staat op de lijst voor het overleg met de gemeente.",
            )


def _referrals(dice: Dice, services: Sequence[MapService], user_id: UserId) -> Iterator[Record]:
    for client, begins, warm in _REFERRED:
        found = next((one for one in services if one.name.startswith(begins)), services[0])
        day = dice.days_ago(3, 20)
        yield Referral(
            id=_id("referral", client),
            client_id=client,
            user_id=user_id,
            at=source.instant(day, 15),
            service_id=found.id,
            service_name=found.name,
            warm=warm,
            contact_on=day + timedelta(days=1) if warm else None,
            contact_with="de coördinator" if warm else "",
            note="Zij verwachten een telefoontje." if warm else "",
        )


def _id(kind: str, key: str) -> RecordId:
    return source.fixed_id(f"map_upkeep:{kind}:{key}")
