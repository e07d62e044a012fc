"""What became of the applications of the example village: decisions, and one that stands still."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.applications import About, Application, ClockStop, SuspensionGround
from meitinker.domain.letters import Letter, LetterKind
from meitinker.exchange import example_source as source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from meitinker.domain.records import Record
    from meitinker.ids import UserId

_DECIDED_AFTER = timedelta(days=9)
_LONG_AGO = timedelta(days=30)
_MORNING = 10


def decisions(records: Iterable[Record], today: date, user_id: UserId) -> Iterator[Record]:
    """Yield a decision for each application of long ago, and for the newest a stop.

    Args:
        records: The records of the village, of which the applications count.
        today: The day that they are reckoned back from.
        user_id: Who wrote it down.
    """
    found = [
        (one.received_on, one)
        for one in records
        if isinstance(one, Application) and one.received_on is not None
    ]
    for received_on, application in found:
        if received_on + _LONG_AGO < today:
            about = About(application_id=str(application.id))
            sent_on = received_on + _DECIDED_AFTER
            yield _letter(application, LetterKind.DECISION, about, sent_on=sent_on)
    newest = max(found, key=lambda one: (one[0], str(one[1].id)), default=None)
    if newest is None or newest[0] + _LONG_AGO < today:
        return
    received_on, application = newest
    first = received_on + timedelta(days=2)
    stop = ClockStop(
        application_id=str(application.id),
        ground=SuspensionGround.COMPLETION,
        why="De offerte van de aannemer mist nog.",
        first_day=first,
        last_day=first + timedelta(days=1),
        by=str(user_id),
    )
    yield _letter(application, LetterKind.SUSPENSION, stop, sent_on=received_on)


def _letter(
    application: Application, kind: LetterKind, about: About | ClockStop, *, sent_on: date
) -> Letter:
    return Letter(
        id=source.fixed_id(f"letter:{kind.value}:{application.id}"),
        client_id=application.client_id,
        kind=kind,
        made_at=source.instant(sent_on, _MORNING),
        content=msgspec.json.encode(about).decode(),
        sent_on=sent_on,
    )
