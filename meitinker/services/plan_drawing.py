"""The drawing of the network in a support plan: whether there is one to give, and was one given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.network import Tie, on_day
from meitinker.domain.visits import Visit
from meitinker.store import records

if TYPE_CHECKING:
    from meitinker.domain.plans import SupportPlan
    from meitinker.domain.session import Session
    from meitinker.ids import VisitId
    from meitinker.store.database import Database


def drawable(database: Database, session: Session, visit_id: VisitId) -> bool:
    """Tell whether there was anyone around the resident to draw on the day of a visit."""
    with database.reading() as connection:
        visit = records.get(connection, session, Visit, visit_id)
        client = records.resolve(connection, visit.client_id)
        ties = records.find(connection, session, Tie, client_id=client)
    return bool(on_day(ties, visit.visited_on or clock.today()))


def has_drawing(plan: SupportPlan) -> bool:
    """Tell whether the drawing of the network was given with a plan."""
    if not plan.content:
        return False
    return msgspec.json.decode(plan.content, type=_Drawn).network is not None


class _Drawn(msgspec.Struct, frozen=True):
    """Of what a plan said, only whether there is a drawing."""

    network: object = None
