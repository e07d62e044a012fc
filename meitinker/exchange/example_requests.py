"""The questions of the example village: some open, some answered, one that cannot wait."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.contacts import Channel
from meitinker.domain.letters import Letter, LetterKind
from meitinker.domain.people import Language
from meitinker.domain.plans import HandoverWay
from meitinker.domain.requests import (
    PlanOffer,
    Request,
    RequestKind,
    RequestState,
    SignalConsent,
    Urgency,
)
from meitinker.exchange import example_source as source
from meitinker.exchange import example_stories as stories

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.domain.records import Record
    from meitinker.ids import PersonId, UserId


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One request of the story: how many days ago, at what hour, by whom and what came of it."""

    who: PersonId
    days_ago: int
    hour: int
    words: str
    channel: Channel = Channel.PHONE
    reporter: str = ""
    tie: str = ""
    kind: RequestKind = RequestKind.QUESTION
    urgency: Urgency = Urgency.NORMAL
    consent: SignalConsent = SignalConsent.NOT_ASKED
    appointed: bool = True
    told: bool = True
    state: RequestState = RequestState.OPEN
    outcome: str = ""


_ASKED = (
    _Asked(
        who=stories.LUKASZ,
        days_ago=12,
        hour=10,
        words="Waar kan ik Nederlands leren in de buurt?",
        channel=Channel.OFFICE_HOUR,
        appointed=False,
        told=False,
        state=RequestState.ANSWERED,
        outcome="De taalgroep in het doarpshûs, op dinsdag om 10.00 uur.",
    ),
    _Asked(
        who=stories.PYTRIK,
        days_ago=9,
        hour=14,
        words="Kan iemand mij naar het ziekenhuis brengen?",
        state=RequestState.WITHDRAWN,
        outcome="Zijn buurman rijdt nu met hem mee.",
    ),
    _Asked(
        who=stories.FENNE,
        days_ago=3,
        hour=9,
        words="Ik wil graag praten, maar liever niet thuis.",
        channel=Channel.OFFICE_HOUR,
    ),
    _Asked(
        who=stories.SIETSKE,
        days_ago=1,
        hour=11,
        words="De gordijnen zijn al drie dagen dicht. Ik maak me zorgen.",
        channel=Channel.STREET,
        reporter="Anne Bakker",
        tie="buurvrouw",
        kind=RequestKind.SIGNAL,
        urgency=Urgency.URGENT,
        told=False,
    ),
    _Asked(
        who=stories.YMKJE,
        days_ago=1,
        hour=15,
        words="Mijn moeder ziet bijna niets meer. Wie kan haar helpen met de post?",
        reporter="Geartsje",
        tie="dochter",
    ),
    _Asked(
        who=stories.KLASKE,
        days_ago=1,
        hour=16,
        words="Ik kan het huis niet meer alleen schoonhouden.",
        appointed=False,
        told=False,
    ),
)
_WITH_LETTER = stories.YMKJE
"""Whose receipt letter was made and still has to go."""


def requests(today: date, user_id: UserId) -> Iterator[Record]:
    """Yield the requests, and a receipt letter that still has to go.

    Args:
        today: The day that they are reckoned back from.
        user_id: Who took them.
    """
    for number, asked in enumerate(_ASKED):
        request = _request(number, asked, today, user_id)
        yield request
        if asked.who == _WITH_LETTER:
            yield Letter(
                id=source.fixed_id("letter:receipt"),
                client_id=asked.who,
                kind=LetterKind.RECEIPT,
                made_at=request.received_at + timedelta(minutes=20),
                request_id=request.id,
                language=Language.FRISIAN,
                way=HandoverWay.SEND_LATER,
            )


def _request(number: int, asked: _Asked, today: date, user_id: UserId) -> Request:
    day = today - timedelta(days=asked.days_ago)
    received = source.instant(day, asked.hour, minute=10 + 7 * number)
    closed = asked.state in {RequestState.ANSWERED, RequestState.WITHDRAWN}
    return Request(
        id=source.fixed_id(f"request:{number}"),
        client_id=asked.who,
        user_id=user_id,
        received_at=received,
        kind=asked.kind,
        channel=asked.channel,
        reporter=asked.reporter,
        reporter_tie=asked.tie,
        words=asked.words,
        urgency=asked.urgency,
        consent=asked.consent,
        state=asked.state,
        closed_at=received + timedelta(minutes=5) if closed else None,
        told=asked.outcome if asked.state is RequestState.ANSWERED else "",
        handed_to=asked.outcome if asked.state is RequestState.HANDED_OVER else "",
        withdrawn_why=asked.outcome if asked.state is RequestState.WITHDRAWN else "",
        appointed_at=received + timedelta(minutes=8) if asked.appointed else None,
        support_told_on=day if asked.told else None,
        plan_offer=PlanOffer.TOLD if asked.told else PlanOffer.NOT_TOLD,
        plan_told_on=day if asked.told else None,
    )
