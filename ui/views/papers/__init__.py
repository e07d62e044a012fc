"""Papers that still have to be given or sent."""

from __future__ import annotations

SECTION = "papers"
"""The section of a spot in Vandaag that means the papers."""
