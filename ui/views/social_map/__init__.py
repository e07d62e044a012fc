"""The place Sociale kaart: what help there is, found by the words of every day."""

KEY = "social_map"

CORRECTION = "correction"
"""The section of a spot that opens the form of a correction; its record is the service."""

FOR_NEED = "need"
"""The section of a spot that looks for help for a need; its field is what is looked for."""

MISSING = "missing"
"""The section of a spot that opens the form of help that is missing."""
