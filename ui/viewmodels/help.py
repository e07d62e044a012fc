"""The help around the guide: the keys as people say them, and whom to call. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.i18n import DUTCH, _, language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.window.keymap import Key


def key_rows(keys: Sequence[Key]) -> list[tuple[str, str]]:
    """Return each key as people say it, with what it does."""
    rows = [(key_words(key.sequence), key.words) for key in keys]
    first = (key_words("Ctrl+1…9"), _("Ga naar een plaats in de balk links"))
    last = (_("Esc"), _("Sluit een melding of een venstertje. Uw tekst blijft staan."))
    menu = (key_words("Shift+F10"), _("Open het menu van een veld, met de geschiedenis"))
    return [first, *rows, menu, last]


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


def language_words() -> str:
    """Return that the guide is in Dutch, to who reads the program in another language, or ""."""
    return "" if language() == DUTCH else _("Deze handleiding is er alleen in het Nederlands.")
