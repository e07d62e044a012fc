"""The week: appointments, office hours and absence."""

from __future__ import annotations

SECTION = "week"
"""The section of a spot in Vandaag that means the week; its record is an appointment."""

FOR = "for"
"""The field of such a spot that begins a new appointment; its record is the request it is for."""

WITH = "with"
"""The field of such a spot that begins a new appointment; its record is the resident it is with."""

NEW = "new"
"""The field of such a spot that begins a new appointment with the choice of its resident."""

HOURS = "hours"
"""The field of such a spot that means office hours and absence."""

AWAY = "away"
"""The field of such a spot that means the absence on that page."""

FORM = "form"
"""The field of such a spot that comes back to the form of an appointment as it was typed."""
