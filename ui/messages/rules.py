"""Words for what breaks a rule of the work, and for what nobody foresaw."""

from __future__ import annotations

from meitinker import errors
from meitinker.i18n import _
from ui.messages.words import ErrorWords, Params, Words


def ours(_params: Params) -> Words:
    """Return the words for a fault of the program itself."""
    return Words(
        _("Er ging iets mis in het programma."),
        _("Wat bewaard was, staat er nog. Start het programma opnieuw en meld wat u deed."),
    )


RULES: ErrorWords = {
    errors.NotVisible: lambda _p: Words(
        _("Dit kunt u niet zien."),
        _("Hoort deze inwoner bij uw dorp? Vraag het na bij de backoffice."),
    ),
    errors.NotAllowed: lambda _p: Words(
        _("Dit hoort niet bij uw taak."), _("Vraag een collega die dit wel mag.")
    ),
    errors.RecordGone: lambda _p: Words(
        _("Dit staat er niet meer."), _("Kijk in de geschiedenis wat ermee is gebeurd.")
    ),
    errors.ChangedMeanwhile: lambda _p: Words(
        _("Er is intussen iets veranderd."), _("Kijk wat er nu staat en kies opnieuw.")
    ),
    errors.AlreadyConcluded: lambda _p: Words(
        _("Dit gesprek is afgerond."), _("Voeg een aanvulling toe. Het gesprek zelf blijft zo.")
    ),
    errors.NoWayBack: lambda _p: Words(
        _("Wat u het laatst deed, kan niet ongedaan worden gemaakt."),
        _("Wat ervoor gebeurde, blijft zoals het is."),
    ),
    errors.UndoRefused: lambda _p: Words(
        _("Dit is daarna nog een keer veranderd."),
        _("Kies welke tekst moet blijven. De andere staat in de geschiedenis."),
    ),
    errors.RuleError: lambda _p: Words(
        _("Dit kan hier niet."), _("Kijk na wat u hebt ingevuld en probeer het nog eens.")
    ),
    errors.WorldError: lambda _p: Words(
        _("Dit lukt nu niet."),
        _("Probeer het straks nog eens. Lukt het weer niet? Bel uw beheerder."),
    ),
    errors.BugError: ours,
}
