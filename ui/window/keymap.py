"""Every key of the program, in one registry: no key twice, none without a modifier or F-number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence


class Key(msgspec.Struct, frozen=True):
    """One key: its name in code, the sequence, and what the key card says."""

    name: str
    sequence: str
    words: str


def every_key() -> Sequence[Key]:
    """Return every key with its words in the language at hand, in the order of the card."""
    return (
        Key("palette", "Ctrl+K", _("Zoek een inwoner of wat u wilt doen")),
        Key("find", "Ctrl+F", _("Zoek in deze lijst")),
        Key("new", "Ctrl+N", _("Nieuw op dit scherm")),
        Key("note", "Ctrl+T", _("Korte notitie, ook van een telefoontje")),
        Key("confirm", "Ctrl+Return", _("Doe wat de grote knop doet")),
        Key("previous_section", "Ctrl+PgUp", _("Vorig onderdeel")),
        Key("next_section", "Ctrl+PgDown", _("Volgend onderdeel")),
        Key("next_pane", "F6", _("Volgende kolom")),
        Key("previous_pane", "Shift+F6", _("Vorige kolom")),
        Key("save", "Ctrl+S", _("Bewaar nu")),
        Key("undo", "Ctrl+Z", _("Maak ongedaan")),
        Key("redo", "Ctrl+Y", _("Doe het opnieuw")),
        Key("print", "Ctrl+P", _("Afdrukken")),
        Key("lock", "Ctrl+L", _("Zet op slot")),
        Key("larger", "Ctrl++", _("Grotere letters")),
        Key("smaller", "Ctrl+-", _("Kleinere letters")),
        Key("usual_size", "Ctrl+0", _("Gewone letters")),
        Key("share", "F11", _("Laat zien aan inwoner")),
        Key("place_text", "Ctrl+Shift+B", _("Zet gekozen tekst bij een ander veld")),
        Key("help", "F1", _("Hulp")),
    )


def place_key(number: int) -> str:
    """Return the key of the place that stands at ``number`` (1 to 9) in the rail."""
    return f"Ctrl+{number}"
