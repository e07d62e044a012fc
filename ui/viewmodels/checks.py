"""The list 'Niet vergeten' in words. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.checkpoints import ON_PAPER, Talked, Topic
from meitinker.i18n import _

if TYPE_CHECKING:
    from meitinker.domain.checkpoints import Checkpoint
    from meitinker.services.visit_files import VisitFile

ANSWERS = (Talked.TALKED, Talked.DOES_NOT_APPLY, Talked.NOT_YET)
"""In the order in which they are offered."""


def checkpoint_of(file: VisitFile, topic: Topic) -> Checkpoint | None:
    """Return what was written down on a topic, or None."""
    return next((one for one in file.checkpoints if one.topic is topic), None)


def answer_of(file: VisitFile, topic: Topic) -> str:
    """Return the answer to show; one that the dossier knows already is given beforehand."""
    known = checkpoint_of(file, topic)
    if known is not None and known.talked is not Talked.NOT_YET:
        return known.talked.value
    return (Talked.TALKED if topic in file.known else Talked.NOT_YET).value


class NoteWords(msgspec.Struct, frozen=True):
    """What stands over the note of a topic: its label, and who will read it."""

    label: str
    hint: str


def note_words(topic: Topic) -> NoteWords:
    """Return the words over the note of a topic: what is for paper says so before it is typed."""
    if topic in ON_PAPER:
        return NoteWords(
            _("Wat komt hierover in het plan?"), _("De inwoner leest dit. Schrijf het aan “u”.")
        )
    return NoteWords(_("Aantekening"), _("Deze komt niet in het plan."))


def hint_of(topic: Topic, file: VisitFile | None = None) -> str:
    """Return what a topic is about, and where the dossier answers it already."""
    if file is not None and topic in file.known:
        return {
            Topic.CLIENT_SUPPORT: _("Dit staat al bij de vraag: het is verteld."),
            Topic.IDENTITY: _("Dit staat al in het dossier: u hebt de ID gezien."),
        }.get(topic, "")
    return {
        Topic.CARER_NEEDS: _("Vraag het aan de mantelzorger zelf: slaap, tijd, zorgen, hulp."),
        Topic.CLIENT_SUPPORT: _("Voor de inwoner en voor de mantelzorger. Het kost niets."),
        Topic.OTHER_LAWS: _("Bijvoorbeeld zorgverzekering, jeugdhulp, werk, inkomen of wonen."),
        Topic.CONTRIBUTION: _("Vertel wat een voorziening ongeveer per maand kost."),
        Topic.PGB: _("Vertel wat het is en wat de inwoner er zelf voor moet doen."),
        Topic.IDENTITY: _("Alleen kijken is genoeg. Maak geen kopie."),
        Topic.PERSONAL_PLAN: _("U neemt het mee in het onderzoek. Schrijf op wat u ermee doet."),
        Topic.SAFETY: _(
            "Maakt u zich zorgen? Volg de stappen van de meldcode: schrijf op wat u ziet, overleg,"
            " praat met de inwoner, weeg af en beslis."
        ),
    }[topic]
