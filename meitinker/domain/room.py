"""How many characters a text may have; apart from the records, as every field asks for it."""

from __future__ import annotations

LINE = 200
"""Most characters of a text that stands on one line: a name, a street, a phone number."""

TEXT = 20_000
"""Most characters of a text that people write: seven pages. More holds up screen and paper."""

ANY = 2**31
"""For what the program itself writes, such as the content of a letter or the list of a law."""
