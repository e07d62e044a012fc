"""How sending stands, in words: for the rail and for the page Bijwerken. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock, errors
from meitinker.i18n import _, ngettext
from sync.session import ExchangeStep
from sync.status import ExchangeStatus
from ui.messages import sentence_for
from ui.viewmodels.dates import day_text
from ui.viewmodels.field_words import moment_text
from ui.viewmodels.parts import IconText

if TYPE_CHECKING:
    from sync.bundle import Packed
    from sync.session import ExchangeOutcome, ExchangeProgress
    from sync.status import LargeRemoval


NOTHING = ExchangeStatus()
"""How things stand before anything was read."""


class RailWords(msgspec.Struct, frozen=True):
    """How sending stands, as the rail tells it: never red."""

    text: str
    icon_name: str
    tint: str = "muted"


def rail_words(standing: ExchangeStatus, *, busy: bool = False) -> RailWords:
    """Return what the rail says."""
    if busy:
        return RailWords(_("Bezig met bijwerken…"), "refresh")
    if not standing.enrolled:
        return RailWords(_("Nog niet aangesloten"), "cloud-off")
    pressing = _pressing(standing)
    if pressing is not None:
        return pressing
    if standing.waiting:
        return RailWords(_waiting(standing.waiting), "cloud-upload")
    if standing.last_done:
        words = _("Bijgewerkt om {time}") if _today(standing.last_done) else _("Bijgewerkt {time}")
        return RailWords(words.format(time=_short(standing.last_done)), "cloud-check")
    return RailWords(_("Nog niet bijgewerkt"), "cloud-upload")


def _pressing(standing: ExchangeStatus) -> RailWords | None:
    """Return what goes before how much waits: what a person must do, and what is in the way."""
    if _needs_contact(standing):
        return RailWords(_("Contact nodig"), "alert-triangle", "warning")
    if standing.asks is not None:
        return RailWords(_("Er wacht een vraag"), "help", "warning")
    if standing.choices:
        return RailWords(_choices(standing.choices), "messages", "warning")
    if standing.missing:
        words = _("{count} niet aangekomen")
        return RailWords(words.format(count=standing.missing), "alert-triangle", "warning")
    if standing.trouble == errors.HubUnreachable.__name__:
        return RailWords(_offline(standing), "cloud-off")
    if standing.trouble:
        return RailWords(_("Bijwerken lukt niet"), "alert-triangle", "warning")
    return None


def head(standing: ExchangeStatus) -> IconText:
    """Return the sentence on top of the page."""
    if not standing.enrolled:
        words = _(
            "Deze laptop is nog niet aangesloten bij een organisatie."
            " Uw werk staat veilig op deze laptop. Er gaat niets weg."
        )
        return IconText(words, "cloud-off", "muted")
    if _needs_contact(standing):
        words = _(
            "Deze laptop had lang geen contact met uw organisatie. Hij gaat nog open tot {moment}."
            " Ga voor die tijd naar een plek met internet. Bijwerken gaat dan vanzelf."
        )
        moment = moment_text(standing.opens_until)
        return IconText(words.format(moment=moment), "alert-triangle", "warning")
    if standing.trouble == errors.HubUnreachable.__name__ and not standing.waiting:
        words = _(
            "De server geeft geen antwoord. Uw werk staat veilig op deze laptop."
            " U kunt gewoon verder."
        )
        return IconText(words, "cloud-off", "muted")
    if standing.trouble:
        return IconText(trouble_words(standing.trouble), "alert-triangle", "warning")
    return _undone(standing) or _done(standing)


def _needs_contact(standing: ExchangeStatus) -> bool:
    """Tell whether the laptop soon opens no more, and a network would help it."""
    helps = standing.trouble in {"", errors.HubUnreachable.__name__}
    return standing.contact_needed and helps


def _undone(standing: ExchangeStatus) -> IconText | None:
    """Return what is not well though the exchange was, or None."""
    last = standing.last_compared
    if standing.asks is not None:
        return IconText(_("Er wacht een vraag op uw antwoord."), "help", "warning")
    if standing.missing:
        words = ngettext(
            "{count} verandering is niet aangekomen. Kijk hieronder waarom.",
            "{count} veranderingen zijn niet aangekomen. Kijk hieronder waarom.",
            standing.missing,
        )
        return IconText(words.format(count=standing.missing), "alert-triangle", "warning")
    if standing.choices:
        return IconText(f"{_choices(standing.choices)}.", "messages", "warning")
    if standing.waiting:
        words = ngettext(
            "{count} verandering wacht op versturen. Dat gaat vanzelf.",
            "{count} veranderingen wachten op versturen. Dat gaat vanzelf.",
            standing.waiting,
        )
        return IconText(words.format(count=standing.waiting), "cloud-upload", "info")
    if last is not None and not last.same:
        words = _("Bijgewerkt, maar deze laptop en de server zijn niet gelijk.")
        return IconText(words, "alert-triangle", "warning")
    return None


def _done(standing: ExchangeStatus) -> IconText:
    if not standing.last_done:
        words = _("Deze laptop is aangesloten. Klik op Nu bijwerken om te beginnen.")
        return IconText(words, "cloud-upload", "info")
    if _today(standing.last_done):
        words = _("Alles is bijgewerkt om {time}.").format(time=_short(standing.last_done))
    else:
        moment = moment_text(standing.last_done)
        words = _("Alles is bijgewerkt op {moment}.").format(moment=moment)
    return IconText(words, "cloud-check", "success")


def example() -> IconText:
    """Return the sentence on top of the page in the example village."""
    return IconText(_("Het voorbeelddorp verstuurt niets. Het is niet echt."), "cloud-off", "muted")


def facts(standing: ExchangeStatus) -> list[IconText]:
    """Return what else is known: where it goes, what waits longest, and whether both are alike."""
    if not standing.enrolled:
        return []
    words = _("Organisatie: {name}, op {address}.")
    found = [
        IconText(
            words.format(name=standing.organisation_name, address=standing.address),
            "building-community",
            "muted",
        )
    ]
    if standing.waiting_since:
        since = _("Het oudste dat wacht, is van {moment}.")
        found.append(
            IconText(since.format(moment=moment_text(standing.waiting_since)), "clock", "muted")
        )
    if standing.trouble and standing.last_done:
        done = _("Voor het laatst bijgewerkt op {moment}.")
        found.append(
            IconText(done.format(moment=moment_text(standing.last_done)), "history", "muted")
        )
    if standing.opens_until and not _needs_contact(standing):
        words = _("Zonder contact met de server gaat deze laptop open tot {moment}.")
        moment = moment_text(standing.opens_until)
        found.append(IconText(words.format(moment=moment), "lock", "muted"))
    if standing.last_compared is not None:
        found.append(_compared(standing))
    return found


def trouble_words(trouble: str) -> str:
    """Return the sentence and the next step for the name of an error."""
    family = getattr(errors, trouble, errors.SyncError)
    known = isinstance(family, type) and issubclass(family, errors.MeitinkerError)
    return sentence_for(family() if known else errors.SyncError()).text


def progress_words(progress: ExchangeProgress) -> str:
    """Return what an exchange is busy with, and how far it is where that is known."""
    doing = {
        ExchangeStep.MEET: _("Verbinding maken"),
        ExchangeStep.SEND: _("Versturen"),
        ExchangeStep.FETCH: _("Ophalen"),
        ExchangeStep.REMOVE: _("Opruimen"),
        ExchangeStep.PAPERS: _("Bijlagen versturen en ophalen"),
        ExchangeStep.COMPARE: _("Nakijken of alles gelijk is"),
    }[progress.step]
    if not progress.of:
        return _("{doing}…").format(doing=doing)
    words = _("{doing}: {done} van {of}")
    return words.format(doing=doing, done=progress.done, of=progress.of)


def outcome_words(outcome: ExchangeOutcome) -> str:
    """Return what an exchange that a person asked for has done."""
    if outcome.cancelled:
        return _("Gestopt. Wat al verstuurd was, blijft verstuurd.")
    counts = (
        (_("{count} verstuurd"), outcome.sent),
        (_("{count} opgehaald"), outcome.of_others),
        (_("{count} van uw laptop gehaald"), outcome.removed),
        (_("{count} bijlagen overgebracht"), outcome.papers),
    )
    if not any(count for _words, count in counts):
        return _("Er was niets nieuws.")
    parts = [words.format(count=count) for words, count in counts if count]
    return _("Bijgewerkt: {parts}.").format(parts=", ".join(parts))


def packed_words(packed: Packed) -> str:
    """Return what was put on a stick, and what to do with it."""
    if not packed.changes and packed.papers:
        return _("Er staan bijlagen op de stick. Breng de stick naar de backoffice.")
    if not packed.changes:
        return _(
            "U had niets nieuws te versturen. Breng de stick naar de backoffice: met het antwoord"
            " komt het werk van anderen."
        )
    words = ngettext(
        "Er staat {count} wijziging op de stick. Breng de stick naar de backoffice.",
        "Er staan {count} wijzigingen op de stick. Breng de stick naar de backoffice.",
        packed.changes,
    ).format(count=packed.changes)
    if packed.left:
        return words + " " + _("Niet alles paste. Maak hierna nog een bestand.")
    return words


def removal_words(asks: LargeRemoval) -> str:
    """Return the question before many files leave this laptop."""
    if asks.lost_at_hub:
        words = _(
            "De server kent {records} van de {of} gegevens op deze laptop niet meer."
            " Bel eerst uw beheerder. Mogen ze van uw laptop af? Dan zijn ze ook hier weg."
        )
        return words.format(records=asks.records, of=asks.of)
    return ngettext(
        "Uw organisatie zegt dat {count} dossier niet meer bij u hoort. Dat zijn {records} van de"
        " {of} gegevens op deze laptop. Mag dit van uw laptop af? Op de server blijft het staan.",
        "Uw organisatie zegt dat {count} dossiers niet meer bij u horen. Dat zijn {records} van de"
        " {of} gegevens op deze laptop. Mogen ze van uw laptop af? Op de server blijven ze staan.",
        asks.dossiers,
    ).format(count=asks.dossiers, records=asks.records, of=asks.of)


def _offline(standing: ExchangeStatus) -> str:
    return _waiting(standing.waiting) if standing.waiting else _("Geen verbinding")


def _choices(count: int) -> str:
    words = ngettext("{count} keuze wacht op u", "{count} keuzes wachten op u", count)
    return words.format(count=count)


def _waiting(count: int) -> str:
    words = ngettext("{count} wacht op versturen", "{count} wachten op versturen", count)
    return words.format(count=count)


def _compared(standing: ExchangeStatus) -> IconText:
    last = standing.last_compared
    moment = moment_text(last.at) if last else ""
    if last and last.same:
        words = _("Nagekeken op {moment}: deze laptop en de server zijn gelijk.")
        return IconText(words.format(moment=moment), "circle-check", "success")
    words = _(
        "Nagekeken op {moment}: er was een verschil. Morgen wordt het weer geprobeerd."
        " Blijft dit staan? Bel dan uw beheerder."
    )
    return IconText(words.format(moment=moment), "alert-triangle", "warning")


def _today(at: str) -> bool:
    return clock.local(clock.instant_from(at)).date() == clock.today()


def _short(at: str) -> str:
    """Return the time of today, or the day of another."""
    local = clock.local(clock.instant_from(at))
    if local.date() == clock.today():
        return f"{local:%H:%M}"
    return day_text(local.date(), with_year=local.year != clock.today().year)
