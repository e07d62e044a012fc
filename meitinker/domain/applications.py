"""The application: a signed report or form asks for a decision, from its date on.

An application can only be made once the investigation is done, or once the term for it has passed
(Wmo 2015 art. 2.3.2 lid 9). The two weeks to the decision can stand still (Awb art. 4:15).
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import msgspec

from meitinker.domain.clocks import Suspension
from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, declare
from meitinker.errors import InvalidField
from meitinker.ids import PersonId, VisitId

if TYPE_CHECKING:
    from collections.abc import Iterable


class ApplicationForm(StrEnum):
    """What was signed."""

    REPORT = "report"
    FORM = "form"


class SuspensionGround(StrEnum):
    """Why the two weeks stand still: the cases of Awb art. 4:15."""

    COMPLETION = "completion"
    CONSENT = "consent"
    RESIDENT = "resident"
    FORCE_MAJEURE = "force_majeure"


class Application(Record, frozen=True, kw_only=True):
    """An application (*aanvraag*); ``received_on`` starts the two weeks (art. 2.3.5 lid 2)."""

    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    visit_id: Annotated[VisitId | None, Held(ground=GROUND, ref="visit")] = None
    form: Annotated[ApplicationForm, Held(ground=GROUND, shareable=True)] = ApplicationForm.REPORT
    signed_on: Annotated[date | None, Held(ground=GROUND, shareable=True)] = None
    received_on: Annotated[date | None, Held(ground=GROUND, shareable=True)] = None
    asks_for: Annotated[str, Held(ground=GROUND, shareable=True)] = ""


class About(msgspec.Struct, frozen=True, kw_only=True):
    """Which application a letter is about; the content of one that tells of a decision."""

    application_id: str


class ClockStop(msgspec.Struct, frozen=True, kw_only=True):
    """One time that the two weeks stood still, as its letter keeps it (*opschorting*).

    Attributes:
        application_id: Of which application.
        ground: The case of the law.
        why: The reason in the worker's own words.
        first_day: First day that does not count.
        last_day: Last day that does not count; None while that is not known.
        by: Id of the user who wrote it down.
    """

    application_id: str
    ground: SuspensionGround
    why: str
    first_day: date
    last_day: date | None = None
    by: str

    @property
    def days(self) -> Suspension:
        """The days that do not count."""
        return Suspension(self.first_day, self.last_day)


class Investigation(msgspec.Struct, frozen=True, kw_only=True):
    """How far the investigation is that an application follows from.

    Attributes:
        last_day: Last day of its six weeks; None where no request started them.
        done_on: When the resident got the outcome in writing (art. 2.3.2 lid 8), or None.
    """

    last_day: date | None = None
    done_on: date | None = None

    def lets_apply_on(self, day: date) -> bool:
        """Tell whether an application can be made on ``day`` (art. 2.3.2 lid 9).

        The day on which the outcome was given counts: report and signature go together.
        """
        done = self.done_on is not None and self.done_on <= day
        return done or (self.last_day is not None and day > self.last_day)


def check_stop(
    stop: ClockStop, received_on: date, known: Iterable[ClockStop], *, due: date | None
) -> None:
    """Refuse a suspension that cannot be.

    Args:
        stop: The suspension.
        received_on: When the application came in.
        known: Its suspensions so far.
        due: Last day for the decision as it stands; None while the clock stands still.

    Raises:
        InvalidField: No reason, an end before its beginning, a day before the application came in
            or after the term was over, or days that stand still already.
    """
    if not stop.why.strip():
        raise InvalidField("why", "stop_reason_missing")
    if stop.last_day is not None and stop.last_day < stop.first_day:
        raise InvalidField("last_day", "ends_before_begins")
    if stop.first_day <= received_on:
        raise InvalidField("first_day", "before_application")
    if any(_meet(stop.days, one.days) for one in known):
        raise InvalidField("first_day", "stands_still_already")
    if due is not None and stop.first_day > due:
        raise InvalidField("first_day", "decision_term_over")


def going_on(stop: ClockStop, on: date) -> ClockStop:
    """Return ``stop`` ended: on the day ``on`` the clock goes on.

    Raises:
        InvalidField: The clock would go on before it stood still.
    """
    if on <= stop.first_day:
        raise InvalidField("last_day", "ends_before_begins")
    return msgspec.structs.replace(stop, last_day=on - timedelta(days=1))


def _meet(one: Suspension, other: Suspension) -> bool:
    def until(it: Suspension) -> date:
        return it.last_day or date.max

    return one.first_day <= until(other) and other.first_day <= until(one)


APPLICATION = declare(
    "application", Application, merge=MergeClass.BY_FIELD, scope=Scope.of_person("client_id")
)
