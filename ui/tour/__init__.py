"""The tour: the whole story played with keys and mouse through the real windows.

:mod:`director` starts the program as its own process, kills it in the middle of a conversation
and starts it again; :mod:`player` sits in that process and follows the chapters; :mod:`hands`
only sends input events and only reads what a screen reader reads. No service, no store: an
import contract holds that.
"""

from __future__ import annotations

from ui.tour.director import play, stage

__all__ = ["play", "stage"]
