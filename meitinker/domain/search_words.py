"""Words of every day that somebody added from the search box of the social map.

Each is a record of its own: two people who add a word apart never clash, and one that turns out
wrong is removed alone. The words that came with the program are a reference set
(:mod:`meitinker.domain.thesaurus`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from meitinker.domain.grounds import DIRECTORY as GROUND
from meitinker.domain.providers import EVERYWHERE
from meitinker.domain.records import STAFF, WORKERS, Held, MergeClass, Record, Writers, declare
from meitinker.ids import RecordId, UserId


class SearchWord(Record, frozen=True, kw_only=True):
    """What somebody typed, and what they meant by it; of nobody in particular.

    ``said`` is what was typed; ``category`` a code of the tree of categories, or "" where it means
    the one service ``service_id``.
    """

    user_id: Annotated[UserId, Held(ground=GROUND, ref="user")]
    at: Annotated[datetime, Held(ground=GROUND)]
    said: Annotated[str, Held(ground=GROUND)] = ""
    category: Annotated[str, Held(ground=GROUND, group="meaning")] = ""
    service_id: Annotated[
        RecordId | None, Held(ground=GROUND, group="meaning", ref="map_service")
    ] = None


SEARCH_WORD = declare(
    "search_word",
    SearchWord,
    merge=MergeClass.BY_FIELD,
    scope=EVERYWHERE,
    # no `own`: it would let in whoever reads them and may add none
    writers=Writers(begin=WORKERS, change=STAFF, author="user_id"),
)
