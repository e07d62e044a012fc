"""The place Sociale kaart: what help there is, found by the words of every day."""

KEY = "social_map"

CORRECTION = "correction"
"""The section of a spot that opens the form of a correction; its record is the service."""

FOR_NEED = "need"
"""The section of a spot that looks for help for a need; its field is what is looked for."""

MISSING = "missing"
"""The section of a spot that opens the form of help that is missing."""

BOOKLET = "booklet"
"""The section of a spot that shows the booklet of a village."""

EDIT = "edit"
"""The section of a spot that changes a service; its field is a form, its record what that is
about."""

NEW = "new"
"""The section of a spot that opens the form of a service that is not there yet."""

FORM = "check-form"
"""The section of a spot that shows the check form of a provider; its record is a service."""

ANSWER = "check-answer"
"""The section of a spot that reads a check form that came back."""
