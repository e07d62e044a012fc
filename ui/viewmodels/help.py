"""The help: the first steps, the keys as people say them, and whom to call. No Qt here.

The text is gated: ``tests/ui/help`` reads it for its score, its sentences and its words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.keymap import Key


class Chapter(msgspec.Struct, frozen=True):
    """A heading and what stands below it, in short sentences.

    ``numbered`` where they are steps that follow on each other.
    """

    title: str
    steps: tuple[str, ...]
    numbered: bool = False


def chapters() -> tuple[Chapter, ...]:
    """Return the help in the order in which a new user needs it."""
    return (
        Chapter(
            _("Een gesprek voeren"),
            (
                _("Zoek de inwoner op naam of straat. Niet gevonden? Klik op Nieuwe inwoner."),
                _("Klik op Nieuw gesprek. Schrijf eerst op wat de inwoner vertelt."),
                _("Loop de leefgebieden langs. Schrijf bij elk kort op hoe het gaat."),
                _("Zet bij elke behoefte wat de inwoner graag wil. Begin onderaan de ladder."),
                _("Klaar? Klik op Gesprek afronden. U ziet dan wat er nog nodig is."),
                _("Geef het plan mee of stuur het later. Vul de dag in waarop u het gaf."),
            ),
            numbered=True,
        ),
        Chapter(
            _("Uw werk is veilig"),
            (
                _("Alles wat u typt wordt vanzelf bewaard. U hoeft daar niets voor te doen."),
                _("Rechts boven staat hoe laat er is bewaard."),
                _("Loopt u even weg? Druk op Ctrl en L. Dan zit het scherm op slot."),
                _("Foutje gemaakt? Klik onderaan op Ongedaan maken."),
                _("Maak elke week een kopie op een stick. Dat doet u bij Instellingen."),
                _("U kunt zonder internet werken. Uw werk staat op deze laptop."),
            ),
        ),
    )


def key_rows(keys: Sequence[Key]) -> list[tuple[str, str]]:
    """Return each key as people say it, with what it does."""
    rows = [(key_words(key.sequence), key.words) for key in keys]
    first = (key_words("Ctrl+1…9"), _("Ga naar een plaats in de balk links"))
    last = (_("Esc"), _("Sluit een melding of een venstertje. Uw tekst blijft staan."))
    return [first, *rows, last]


def key_words(sequence: str) -> str:
    """Return a key sequence as it stands on the keyboard: ``Ctrl + Page Up``."""
    names = {
        "Return": _("Enter"),
        "PgUp": _("Page Up"),
        "PgDown": _("Page Down"),
    }
    parts = sequence.replace("++", "+\0").split("+")
    return " + ".join("+" if part == "\0" else names.get(part, part) for part in parts)


def call_words(organisation: str, phone: str) -> str:
    """Return whom to call when something is wrong."""
    if not phone:
        return _(
            "Gaat er iets mis? Bel uw organisatie."
            " Zet het nummer bij Instellingen, dan staat het hier."
        )
    name = organisation or _("uw organisatie")
    return _("Gaat er iets mis? Bel {name}, telefoon {phone}. Vertel wat u deed.").format(
        name=name, phone=phone
    )


def whole_text() -> str:
    """Return the help as one text, as the test of readability takes it."""
    return "\n".join(
        line for chapter in chapters() for line in (f"{chapter.title}.", *chapter.steps)
    )
