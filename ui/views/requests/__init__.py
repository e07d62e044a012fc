"""Requests: taken in a panel, gone on with in the file, listed on the first screen."""

from __future__ import annotations

SECTION = "requests"
"""The section of a spot in Vandaag, and in a file, that means the requests."""
