"""How letters begin: whom they greet, and whom they are about where that is another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.reports.text import one_line

if TYPE_CHECKING:
    from gettext import NullTranslations

    from meitinker.reports.typeset import Composer


def add_salutation(
    page: Composer, salutation: str, words: NullTranslations, *, about: str = ""
) -> None:
    """Add whom the letter greets; ``about`` names the resident where another reads it.

    What "u" does and wants is the resident's, the call and the letter are for who reads this.
    """
    page.para(f"{one_line(salutation)},", gap=page.style.lead)
    if about:
        told = words.gettext(
            "Deze brief gaat over {name}. U krijgt hem omdat u voor {name} opkomt. "
            "Lees hierna bij “u” steeds: {name}. Alleen als het over bellen of schrijven gaat, "
            "bedoelen wij u zelf."
        )
        page.para(told.format(name=one_line(about)))
