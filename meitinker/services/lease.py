"""How long a store of an organisation opens without having met its hub (F25).

The hub says how many days. After that the store asks for contact before it opens: nothing in it
is lost by that. A clock that was set back makes it last no longer: the latest moment that the
store ever saw counts, and a clock well before that asks for contact too.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.errors import LeaseOver
from meitinker.store import hub_facts, settings

if TYPE_CHECKING:
    from datetime import datetime

    from meitinker.store.database import Database
    from meitinker.store.hub_facts import Went

SLACK = timedelta(hours=1)
"""How far a clock may go back, because it was put right."""

SOON = timedelta(days=3)
"""How long before the end it is said that contact is needed; of a short lease the last half."""

_NOTED_EVERY = timedelta(minutes=10)


def require(database: Database) -> None:
    """Refuse a store that has not met its hub for too long; note the moment otherwise.

    Raises:
        LeaseOver: Contact is needed first. Params: ``days``, and ``reason`` ``clock`` where the
            clock is behind what the store saw before.
        DiskFull, DiskFailed, StoreReadOnly: The moment could not be noted.
    """
    with database.reading() as connection:
        belongs = settings.get(connection, hub_facts.BELONGING).hub
        went = settings.get(connection, hub_facts.WENT)
        seen = settings.get(connection, hub_facts.LATEST)
    if not belongs or not went.lease_days or not went.met:
        return
    now, latest = clock.now(), _instant(max(seen, went.met))
    if now + SLACK < latest:
        raise LeaseOver("the clock was set back", reason="clock", days=went.lease_days)
    if max(now, latest) - _instant(went.met) > timedelta(days=went.lease_days):
        raise LeaseOver("not met for too long", reason="days", days=went.lease_days)
    if now - latest > _NOTED_EVERY and not database.recovering:
        with database.transaction() as transaction:
            settings.put(transaction, hub_facts.LATEST, clock.instant_text(now))


def until(went: Went) -> datetime | None:
    """Return up to when a store opens that has no contact meanwhile, or None: for ever."""
    if not went.lease_days or not went.met:
        return None
    return _instant(went.met) + timedelta(days=went.lease_days)


def ends_soon(went: Went) -> bool:
    """Tell whether contact is needed soon, or else the store does not open."""
    ends = until(went)
    if ends is None:
        return False
    return ends - clock.now() <= min(SOON, timedelta(days=went.lease_days) / 2)


def _instant(text: str) -> datetime:
    return clock.instant_from(text)
