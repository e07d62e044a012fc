"""Bijwerken: what waits to be sent, what was sent, and what a person must decide."""

KEY = "sending"
"""The screen of a spot that leads here; its record is a resident whose cards are wanted first."""
