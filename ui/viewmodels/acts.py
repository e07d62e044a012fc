"""What the undo bar says of an act."""

from __future__ import annotations

from meitinker.i18n import _


def act_words(action: str) -> str:
    """Return what was done in words, or "" for acts that need no telling (typing)."""
    return {
        "person.add": _("Inwoner toegevoegd."),
        "person.move": _("Verhuizing bewaard."),
        "person.death": _("Overlijden bewaard."),
        "person.death_withdrawn": _("Melding van overlijden weggehaald."),
        "person.secret_address": _("Geheim adres aangepast."),
        "person.merge": _("Dossiers samengevoegd."),
        "person.unmerge": _("Dossiers weer uit elkaar gehaald."),
        "phone.remove": _("Telefoonnummer verwijderd."),
        "email.remove": _("E-mailadres verwijderd."),
        "address.remove": _("Adres verwijderd."),
        "representative.remove": _("Vertegenwoordiger verwijderd."),
        "householdmember.remove": _("Huisgenoot verwijderd."),
        "attendee.remove": _("Naam verwijderd."),
        "domainnote.remove": _("Leefgebied weggehaald."),
        "need.remove": _("Behoefte verwijderd."),
        "agreement.remove": _("Afspraak verwijderd."),
        "plan.hand_over": _("Datum van overhandigen bewaard."),
        "contact_note.add": _("Notitie toegevoegd."),
        "contact_note.edit": _("Notitie aangepast."),
        "contact_note.remove": _("Notitie verwijderd."),
        "task.add": _("Taak toegevoegd."),
        "task.edit": _("Taak aangepast."),
        "task.done": _("Taak afgevinkt."),
        "task.reopen": _("Taak staat weer open."),
        "task.remove": _("Taak verwijderd."),
    }.get(action, "")
