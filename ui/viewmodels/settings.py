"""What the settings screen offers and says. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.i18n import LANGUAGES, _, ngettext
from ui.viewmodels.dates import day_text
from ui.viewmodels.parts import Choice, IconText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.keys import KeyReport
    from meitinker.services.guarding import Guard
    from meitinker.store.backup import BackupNote

FOLLOW = "system"
"""Key of "as the computer" among the themes."""

IDLE_MINUTES = (5, 10, 15)
"""After how many minutes the store is locked; never later than 15 (BIO2, ASVS)."""

_MEGABYTE = 1024 * 1024
_OLD_BACKUP = 14
"""Days after which a backup is called old."""


class SectionName(msgspec.Struct, frozen=True):
    """A section in the list at the left."""

    key: str
    title: str
    status: str
    icon_name: str


def sections() -> tuple[SectionName, ...]:
    """Return the sections in the order of the list."""
    return (
        SectionName("look", _("Weergave"), _("Kleuren, letters en taal"), "contrast"),
        SectionName("safety", _("Veiligheid"), _("Wachtwoord en herstelcode"), "shield-lock"),
        SectionName("backup", _("Reservekopie"), _("Een kopie op een veilige plek"), "usb"),
        SectionName("own", _("Uw gegevens"), _("Wat er op uw brieven staat"), "user"),
        SectionName(
            "organisation",
            _("Uw organisatie"),
            _("Termijn en cliëntondersteuning"),
            "building-community",
        ),
        SectionName("device", _("Dit apparaat"), _("Aansluiten bij uw organisatie"), "link"),
        SectionName("about", _("Over meitinker"), _("Versie en licentie"), "info-circle"),
    )


def decided_words(name: str) -> str:
    """Return who decides on what is only shown here."""
    words = _("Dit beslist {name}. U kunt het hier lezen. Klopt er iets niet? Bel uw backoffice.")
    return words.format(name=name)


def themes() -> list[Choice]:
    """Return the themes offered."""
    return [
        Choice(FOLLOW, _("Zoals de computer")),
        Choice("light", _("Licht")),
        Choice("dark", _("Donker")),
        Choice("high_contrast", _("Hoog contrast")),
    ]


def text_sizes(sizes: Sequence[int]) -> list[Choice]:
    """Return the text sizes offered, in percent."""
    return [Choice(str(size), f"{size} %") for size in sizes]


def languages() -> list[Choice]:
    """Return the languages, each by the name it gives itself."""
    return [Choice(code, name) for code, name in LANGUAGES.items()]


def idle_choices() -> list[Choice]:
    """Return after how long the screen can be locked."""
    return [
        Choice(str(minutes), _("{count} minuten").format(count=minutes)) for minutes in IDLE_MINUTES
    ]


def nearest_idle(minutes: int) -> str:
    """Return the key of the choice that is nearest to ``minutes``."""
    return str(min(IDLE_MINUTES, key=lambda offered: abs(offered - minutes)))


def guard_facts(guard: Guard) -> list[IconText]:
    """Return how the store is guarded, one sentence a fact."""
    keys = _key_facts(guard.keys) if guard.keys else [_no_keys()]
    return [*keys, _disk_fact(guard.disk)]


def recovery_words(guard: Guard) -> str:
    """Return when the recovery code was made and what a new one does."""
    since = guard.keys.recovery_since if guard.keys else ""
    if not since:
        return _("Er is nog geen herstelcode. Maak er nu een.")
    made = day_text(clock.local(clock.instant_from(since)).date())
    return _(
        "Uw herstelcode is van {date}. Maakt u een nieuwe? Dan werkt de oude code niet meer."
    ).format(date=made)


def backup_fact(note: BackupNote) -> IconText:
    """Return when the last backup was made, and whether that is long ago."""
    if not note.at:
        return IconText(
            _("U hebt nog geen reservekopie gemaakt. Maak er vandaag een."),
            "alert-triangle",
            "warning",
        )
    made = clock.local(clock.instant_from(note.at))
    where = _("buiten deze computer") if note.elsewhere else _("op deze computer")
    text = _("De laatste reservekopie is van {date} om {time}, {where}.").format(
        date=day_text(made.date()), time=f"{made:%H:%M}", where=where
    )
    if (clock.today() - made.date()).days > _OLD_BACKUP:
        return IconText(_("{text} Maak een nieuwe.").format(text=text), "alert-triangle", "warning")
    return IconText(text, "circle-check", "success")


def backup_line(made_at: str, size: int) -> str:
    """Return one backup on this device: when it was made, and how large it is."""
    made = clock.local(clock.instant_from(made_at))
    return _("{date} om {time} ({size} MB)").format(
        date=day_text(made.date()), time=f"{made:%H:%M}", size=_megabytes(size)
    )


def progress_words(what: str, percent: int) -> str:
    """Return what a backup is busy with."""
    doing = {
        "copy": _("Stap 1 van 3: kopie maken"),
        "write": _("Stap 2 van 3: wegschrijven"),
        "verify": _("Stap 3 van 3: nakijken"),
    }.get(what, _("Bezig"))
    return _("{doing}, {percent} %").format(doing=doing, percent=percent)


def made_words(place: str, *, missing: int = 0) -> str:
    """Return how a backup went.

    Args:
        place: The folder it lies in.
        missing: Attachments that were damaged or gone in the store itself.
    """
    words = _("De reservekopie is gemaakt en nagekeken. Hij staat in {place}.").format(place=place)
    if not missing:
        return words
    gone = ngettext(
        "{count} bijlage was al beschadigd of weg en zit er niet in. Bel uw beheerder.",
        "{count} bijlagen waren al beschadigd of weg en zitten er niet in. Bel uw beheerder.",
        missing,
    )
    return f"{words} {gone.format(count=missing)}"


def in_a_backup() -> tuple[str, ...]:
    """Return what is in a backup."""
    return (
        _("alle inwoners, gesprekken, plannen en afspraken"),
        _("alle bijlagen"),
        _("de geschiedenis: wie wat wanneer veranderde en bekeek"),
        _("het sleutelbestand, want de kopie blijft op slot"),
    )


def restoring() -> tuple[str, ...]:
    """Return how a backup is put on another laptop, step by step."""
    return (
        _("Steek de USB-stick in de andere laptop en start daar het programma."),
        _("Klik op Ik heb een reservekopie van een andere laptop."),
        _("Vul uw herstelcode in. U hebt de code nodig van de dag van de kopie."),
        _("Klik op Zet terug en kies het bestand. Kies daarna een nieuw wachtwoord."),
    )


def _megabytes(size: int) -> str:
    return f"{max(size / _MEGABYTE, 0.1):.1f}".replace(".", ",")


def _no_keys() -> IconText:
    return IconText(
        _("Dit is het voorbeelddorp. Het heeft geen wachtwoord en geen echte gegevens."),
        "info-circle",
        "info",
    )


def _key_facts(report: KeyReport) -> list[IconText]:
    return [_door_fact(report), _copies_fact(report), _escrow_fact(report)]


def _door_fact(report: KeyReport) -> IconText:
    if report.on_this_device:
        return IconText(
            _("Uw wachtwoord werkt alleen op deze computer. De sleutelbos helpt mee."),
            "circle-check",
            "success",
        )
    return IconText(
        _("Deze computer gebruikt geen sleutelbos. Alleen uw wachtwoord beschermt de gegevens."),
        "alert-triangle",
        "warning",
    )


def _copies_fact(report: KeyReport) -> IconText:
    if all(report.copies_whole):
        return IconText(_("Het sleutelbestand is heel."), "circle-check", "success")
    return IconText(
        _("Een van de twee sleutelbestanden is beschadigd. Ga op slot en open opnieuw."),
        "alert-triangle",
        "warning",
    )


def _escrow_fact(report: KeyReport) -> IconText:
    if report.escrow_open:
        return IconText(
            _("Noodtoegang door twee mensen van uw organisatie is nog niet ingesteld."),
            "info-circle",
            "info",
        )
    return IconText(
        _("Twee mensen van uw organisatie kunnen samen de gegevens openen."),
        "circle-check",
        "success",
    )


def _disk_fact(encrypted: bool | None) -> IconText:
    if encrypted:
        return IconText(
            _("De hele schijf van deze computer is versleuteld."), "circle-check", "success"
        )
    if encrypted is None:
        return IconText(
            _("Wij kunnen niet zien of de schijf is versleuteld. Vraag het uw beheerder."),
            "info-circle",
            "info",
        )
    return IconText(
        _(
            "De schijf van deze computer is niet versleuteld. Uw dossiers wel."
            " Vraag uw beheerder om ook de schijf te versleutelen."
        ),
        "alert-triangle",
        "warning",
    )
