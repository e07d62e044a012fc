"""The back office: visits that came in, one of them, and what was handed over."""

from __future__ import annotations

KEY = "back_office"
"""The place in the rail, and the screen of a spot there."""

VISITS = ""
"""The section of a spot that means the inbox, or the visit that was opened from it."""

BATCHES = "batches"
"""The section of a spot that means what was handed over."""

PAPERS = "papers"
"""The section of a spot that means the papers of all villages that wait."""

WORKLOAD = "workload"
"""The section of a spot that means who has how much in hand; its record is a resident."""

MAP = "map"
"""The section of a spot that means the upkeep of the social map; its record is what waits."""

MAP_IN = "map-in"
"""The section of a spot that means services out of another program."""

LISTS = "lists"
"""The section of a spot that means lists of clients out of another program."""

ACCESS = "access"
"""The section of a spot that means who works outside the own villages for a while."""

COVERAGE = "coverage"
"""The section of a spot that means where help is and where it is not."""

MAP_OUT = "map-out"
"""The section of a spot that means the social map for everybody: website and booklets."""
