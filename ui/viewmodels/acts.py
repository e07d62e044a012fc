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
        "appointment.make": _("Afspraak gemaakt."),
        "appointment.move": _("Afspraak verzet."),
        "appointment.edit": _("Afspraak aangepast."),
        "appointment.held": _("Bij de afspraak staat: geweest."),
        "appointment.not_at_home": _("Bij de afspraak staat: niet thuis."),
        "appointment.cancel": _("Afspraak afgezegd."),
        "appointment.plan_again": _("De afspraak staat weer in de week."),
        "office_hour.add": _("Spreekuur toegevoegd."),
        "office_hour.remove": _("Spreekuur verwijderd."),
        "absence.add": _("Afwezigheid bewaard."),
        "absence.remove": _("Afwezigheid verwijderd."),
        "request.take": _("Vraag bewaard."),
        "request.answer": _("Antwoord bewaard."),
        "request.hand_over": _("Vraag overgedragen."),
        "request.appoint": _("Afspraak bewaard."),
        "request.withdraw": _("Vraag ingetrokken."),
        "request.delay": _("Uitstel bewaard."),
        "request.tell_support": _("Bewaard dat u van de cliëntondersteuning vertelde."),
        "request.plan": _("Persoonlijk plan bijgewerkt."),
        "letter.make": _("Brief gemaakt."),
        "letter.send": _("Datum van de brief bewaard."),
        "letter.discard": _("Brief weggegooid."),
        "task.done": _("Taak afgevinkt."),
        "task.reopen": _("Taak staat weer open."),
        "task.remove": _("Taak verwijderd."),
    }.get(action, "")
