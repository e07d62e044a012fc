"""What an organisation sets for itself: its own term, client support, days on a par with holidays.

Each is the content of a reference set (:mod:`meitinker.domain.reference`); the organisation lays
its own version over what is shipped.
"""

from __future__ import annotations

from datetime import date

import msgspec

from meitinker.errors import InvalidField

SERVICE_TERMS = "service_terms"
CLIENT_SUPPORT = "client_support"
EQUAL_DAYS = "equal_days"

LEAST_HOURS = 1
MOST_HOURS = 28 * 24
"""Four weeks: a promise that is longer leaves nothing of the six weeks of the law."""


class ClientSupport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who gives free independent client support (Wmo 2015 art. 2.3.2 lid 3); letters name them."""

    name: str = ""
    phone: str = ""

    @property
    def told(self) -> str:
        """Name and phone number as a letter prints them; "" where nobody was filled in."""
        return ", ".join(part for part in (self.name, self.phone) if part)


class EqualDay(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A day that a royal decree puts on a par with holidays (Atw art. 3 lid 3).

    ``source`` says where that is decreed.
    """

    day: date
    source: str


def check_hours(hours: int) -> int:
    """Return the hours of a promise when they can be.

    Raises:
        InvalidField: ``hours_wrong``, with ``least`` and ``most``.
    """
    if not LEAST_HOURS <= hours <= MOST_HOURS:
        raise InvalidField("hours", "hours_wrong", least=LEAST_HOURS, most=MOST_HOURS)
    return hours
