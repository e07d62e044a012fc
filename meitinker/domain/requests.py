"""Requests: a question or a signal, with the moment at which its clocks begin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from meitinker.domain.contacts import Channel
from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, Search, Value, declare
from meitinker.domain.room import TEXT
from meitinker.ids import PersonId


class RequestKind(StrEnum):
    """Whether people ask for themselves, or someone tells that another struggles."""

    QUESTION = "question"
    SIGNAL = "signal"


class SignalConsent(StrEnum):
    """Whether the person whom a signal is about knows of it and agrees."""

    NOT_ASKED = "not_asked"
    GIVEN = "given"
    REFUSED = "refused"


class Urgency(StrEnum):
    """Whether help cannot wait for the investigation (Wmo 2015 art. 2.3.3)."""

    NORMAL = "normal"
    URGENT = "urgent"


class RequestState(StrEnum):
    """How far a request is."""

    OPEN = "open"
    ANSWERED = "answered"
    HANDED_OVER = "handed_over"
    INVESTIGATED = "investigated"
    WITHDRAWN = "withdrawn"


OPEN = (RequestState.OPEN, RequestState.HANDED_OVER)
"""States in which the terms of the law still run: handing over stops none of them."""


class PlanOffer(StrEnum):
    """What became of the personal plan (Wmo 2015 art. 2.3.2 lid 2)."""

    NOT_TOLD = "not_told"
    TOLD = "told"
    HANDED_IN = "handed_in"
    TOGETHER = "together"
    NONE_WISHED = "none_wished"


PLAN_CAME = frozenset({PlanOffer.HANDED_IN, PlanOffer.TOGETHER})
"""There is a plan of the resident's own: it is taken into the investigation (lid 5)."""


class Request(Record, frozen=True, kw_only=True):
    """A question or signal (*melding*), in the words of who came with it.

    ``received_at`` starts the 24 hours to an appointment, its day the six weeks and the
    seven days of the personal plan. ``reporter``, ``reporter_tie`` and ``reporter_phone``
    say who told us, where that was not the resident. ``appointed_at`` is when an appointment
    was made, not when it is. ``told`` is the information that answered it, ``handed_to`` who
    goes on with it, which stays known whatever became of it, and ``withdrawn_why`` the reason,
    where one was given. ``agreed_until`` is a later day that was agreed on with the
    resident; the law knows no suspension of the six weeks, so the clock stays visible.
    """

    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    user_id: Annotated[str, Held(ground=GROUND, ref="user")]
    received_at: Annotated[datetime, Held(ground=GROUND, shareable=True)]
    kind: Annotated[RequestKind, Held(ground=GROUND, group="signal")] = RequestKind.QUESTION
    channel: Annotated[Channel, Held(ground=GROUND)] = Channel.PHONE
    reporter: Annotated[str, Held(ground=GROUND, group="reporter")] = ""
    reporter_tie: Annotated[str, Held(ground=GROUND, group="reporter")] = ""
    reporter_phone: Annotated[str, Held(ground=GROUND, group="reporter")] = ""
    words: Annotated[str, Held(ground=GROUND, search=Search.NOTES, shareable=True)] = ""
    urgency: Annotated[Urgency, Held(ground=GROUND)] = Urgency.NORMAL
    consent: Annotated[SignalConsent, Held(ground=GROUND, group="signal")] = SignalConsent.NOT_ASKED
    state: Annotated[RequestState, Held(ground=GROUND, group="outcome")] = RequestState.OPEN
    closed_at: Annotated[datetime | None, Held(ground=GROUND, group="outcome")] = None
    told: Annotated[
        str, Held(ground=GROUND, group="outcome", search=Search.NOTES, shareable=True)
    ] = ""
    handed_to: Annotated[
        str, Held(ground=GROUND, group="outcome", search=Search.NOTES, shareable=True)
    ] = ""
    withdrawn_why: Annotated[
        str, Held(ground=GROUND, group="outcome", search=Search.NOTES, shareable=True)
    ] = ""
    appointed_at: Annotated[datetime | None, Held(ground=GROUND)] = None
    support_told_on: Annotated[date | None, Held(ground=GROUND)] = None
    plan_offer: Annotated[PlanOffer, Held(ground=GROUND, group="personal_plan")] = (
        PlanOffer.NOT_TOLD
    )
    plan_told_on: Annotated[date | None, Held(ground=GROUND, group="personal_plan")] = None
    plan_received_on: Annotated[date | None, Held(ground=GROUND, group="personal_plan")] = None
    agreed_until: Annotated[date | None, Held(ground=GROUND, group="delay")] = None
    agreed_why: Annotated[str, Held(ground=GROUND, group="delay", most=TEXT)] = ""

    @property
    def by_another(self) -> bool:
        """Someone asked for the resident; a signal is another thing, nobody asked there."""
        told = self.reporter or self.reporter_tie or self.reporter_phone
        return bool(told) and self.kind is RequestKind.QUESTION

    @property
    def own_words(self) -> str:
        """The words where the resident said them; those of another are not their question."""
        return "" if self.by_another or self.kind is RequestKind.SIGNAL else self.words


_ANSWER = "answer"
"""Field of layouts before the fourth: what was told, to whom it went, or why it was withdrawn."""

_ANSWER_IS = {
    RequestState.OPEN: "told",
    RequestState.ANSWERED: "told",
    RequestState.HANDED_OVER: "handed_to",
    # only what was handed over kept its text until the outcome was given
    RequestState.INVESTIGATED: "handed_to",
    RequestState.WITHDRAWN: "withdrawn_why",
}


def _with_answer_told_apart(
    fields: Mapping[str, Value], standing: Mapping[str, Value]
) -> Mapping[str, Value]:
    """Return a change of a request with its one answer told apart by the state that it is in.

    There was one text, so whoever wrote it replaced the one before, whatever that had said.
    """
    if _ANSWER not in fields:
        return fields
    state = fields.get("state", standing.get("state", RequestState.OPEN.value))
    rest = {name: value for name, value in fields.items() if name != _ANSWER}
    texts: dict[str, Value] = dict.fromkeys(_ANSWER_IS.values(), "")
    try:
        texts[_ANSWER_IS[RequestState(str(state))]] = fields[_ANSWER]
    except ValueError:  # a state that only a newer program knows says nothing of an old text
        texts["told"] = fields[_ANSWER]
    return {**rest, **texts}


REQUEST = declare(
    "request",
    Request,
    merge=MergeClass.BY_FIELD,
    scope=Scope.of_person("client_id"),
    older=_with_answer_told_apart,
)
