"""How sending stands, in words."""

from __future__ import annotations

import msgspec
import pytest

from meitinker import clock, errors
from meitinker.changes import Changes
from meitinker.domain.merging import Reason, Verdict
from meitinker.services.whose import Unsent
from sync.bundle import Packed
from sync.session import ExchangeOutcome, ExchangeProgress, ExchangeStep
from sync.status import Attention, ExchangeStatus, LargeRemoval, LastCompared, Sent
from tests.stores import Clock
from ui.viewmodels import listed_changes
from ui.viewmodels import sending as said

TODAY = "2026-11-12T15:30:00.000Z"
BEFORE = "2026-11-09T08:05:00.000Z"
PLAIN = ExchangeStatus(
    enrolled=True, organisation_name="Mienskip", address="https://example.org", last_done=TODAY
)


def standing(**told: object) -> ExchangeStatus:
    return msgspec.structs.replace(PLAIN, **told)


def attention(*, card: str = "", own: bool = True) -> Attention:
    return Attention(
        change_id="c",
        kind="task",
        record_id="r",
        verdict=Verdict.REFUSED,
        reason=Reason.NOT_WITHIN_REACH,
        since=BEFORE,
        card=card,
        own=own,
    )


ASKS = LargeRemoval(dossiers=12, records=180, of=300)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (ExchangeStatus(), "Nog niet aangesloten"),
        (standing(last_done=""), "Nog niet bijgewerkt"),
        (PLAIN, "Bijgewerkt om 16:30"),
        (standing(last_done=BEFORE), "Bijgewerkt 9 november"),
        (standing(waiting=1), "1 wacht op versturen"),
        (standing(waiting=3), "3 wachten op versturen"),
        (standing(trouble="HubUnreachable"), "Geen verbinding"),
        (standing(trouble="HubUnreachable", waiting=3), "3 wachten op versturen"),
        (standing(trouble="HubBusy"), "Bijwerken lukt niet"),
        (standing(choices=1), "1 keuze wacht op u"),
        (standing(missing=1), "1 niet aangekomen"),
        (standing(attention=(attention(own=False),)), "Bijgewerkt om 16:30"),
        (standing(asks=ASKS, missing=1), "Er wacht een vraag"),
        (standing(contact_needed=True, asks=ASKS, opens_until=TODAY), "Contact nodig"),
        (standing(contact_needed=True, trouble="DeviceRefused"), "Bijwerken lukt niet"),
    ],
)
def test_the_rail_says_what_is_most_pressing_and_is_never_red(
    now: ExchangeStatus, words: str
) -> None:
    with clock.running(Clock("2026-11-12T16:00:00.000Z")):
        told = said.rail_words(now)
    assert told.text == words
    assert told.tint in {"muted", "warning"}


def test_the_rail_says_that_it_is_busy() -> None:
    assert said.rail_words(PLAIN, busy=True).text == "Bezig met bijwerken…"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (ExchangeStatus(), "Deze laptop is nog niet aangesloten bij een organisatie."),
        (PLAIN, "Alles is bijgewerkt om 16:30."),
        (standing(last_done=BEFORE), "Alles is bijgewerkt op 9 november 2026 om 09:05."),
        (standing(waiting=3), "3 veranderingen wachten op versturen. Dat gaat vanzelf."),
        (standing(trouble="HubUnreachable"), "De server geeft geen antwoord."),
        (standing(trouble="BugError"), "Er ging iets mis"),
        (standing(asks=ASKS), "Er wacht een vraag op uw antwoord."),
        (standing(missing=2), "2 veranderingen zijn niet aangekomen."),
        (standing(choices=1), "1 keuze wacht op u."),
        (
            standing(last_compared=LastCompared(TODAY, same=False)),
            "Bijgewerkt, maar deze laptop en de server zijn niet gelijk.",
        ),
        (standing(trouble="HubUnreachable", waiting=2), "Bijwerken lukt niet. De server geeft"),
        (standing(last_done=""), "Deze laptop is aangesloten."),
        (
            standing(contact_needed=True, opens_until=TODAY, trouble="HubUnreachable"),
            "Deze laptop had lang geen contact met uw organisatie. Hij gaat nog open tot 12"
            " november 2026 om 16:30. Ga voor die tijd naar een plek met internet.",
        ),
    ],
)
def test_the_page_says_it_in_a_sentence(now: ExchangeStatus, words: str) -> None:
    with clock.running(Clock("2026-11-12T16:00:00.000Z")):
        head = said.head(now)
    assert head.text.startswith(words)
    assert head.tint != "error"


@pytest.mark.parametrize("family", errors.SyncError.__subclasses__())
def test_every_error_of_an_exchange_has_its_own_next_step(family: type) -> None:
    assert said.trouble_words(family.__name__).count(".") >= 2


def test_a_name_that_is_no_error_still_says_something() -> None:
    assert said.trouble_words("clock") == said.trouble_words("SyncError")


def test_facts_tell_where_since_when_and_whether_both_are_alike() -> None:
    facts = said.facts(
        standing(
            waiting=1,
            waiting_since=BEFORE,
            trouble="HubBusy",
            last_compared=LastCompared(BEFORE, same=True),
        )
    )
    assert [fact.text for fact in facts] == [
        f"Organisatie: Mienskip, op {PLAIN.address}.",
        "Het oudste dat wacht, is van 9 november 2026 om 09:05.",
        "Voor het laatst bijgewerkt op 12 november 2026 om 16:30.",
        "Nagekeken op 9 november 2026 om 09:05: deze laptop en de server zijn gelijk.",
    ]
    unlike = said.facts(standing(last_compared=LastCompared(BEFORE, same=False)))
    assert "er was een verschil" in unlike[-1].text
    assert said.facts(ExchangeStatus()) == []


def test_until_when_the_laptop_opens_is_told_once() -> None:
    words = "Zonder contact met de server gaat deze laptop open tot 12 november 2026 om 16:30."
    told = said.facts(standing(opens_until=TODAY))
    assert words in [fact.text for fact in told]
    soon = said.facts(standing(opens_until=TODAY, contact_needed=True))
    assert words not in [fact.text for fact in soon], "the page says it on top"
    shut_out = said.facts(standing(opens_until=TODAY, contact_needed=True, trouble="DeviceRefused"))
    assert words in [fact.text for fact in shut_out], "a network does not help there"


def test_lines_name_what_and_whom_with_the_reason() -> None:
    (waits,) = listed_changes.waiting_lines([Unsent("task", "r", BEFORE, 2)], {"r": "Sjoukje Jong"})
    assert waits.title == "Taak, Sjoukje Jong"
    assert waits.status == "Sinds 9 november 2026 om 09:05"
    sent = [Sent(change_id=v, kind="x_newer", record_id="r", at=BEFORE, verdict=v) for v in Verdict]
    lines = listed_changes.sent_lines(sent, {})
    assert {line.title for line in lines} == {"Gegeven"}
    assert len({line.status for line in lines}) == len(Verdict)
    (lost,) = listed_changes.attention_lines([attention(), attention(card="k")], {})
    assert "Dit dossier hoort niet meer bij u." in lost.status
    assert lost.refused, "it can be sent again or put aside"
    photo = msgspec.structs.replace(attention(), reason=Reason.FILE_REFUSED)
    (file,) = listed_changes.attention_lines([photo], {})
    assert not file.refused, "that is tried again by itself"


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_says_what_happens_now(reason: Reason) -> None:
    assert listed_changes.reason_words(reason).endswith(".")


def test_progress_and_outcome_are_told() -> None:
    assert said.progress_words(ExchangeProgress(ExchangeStep.SEND, 2, 5)) == "Versturen: 2 van 5"
    for step in ExchangeStep:
        assert said.progress_words(ExchangeProgress(step)).endswith("…")
    assert said.outcome_words(ExchangeOutcome()) == "Er was niets nieuws."
    assert said.outcome_words(ExchangeOutcome(sent=2)) == "Bijgewerkt: 2 verstuurd."
    came = ExchangeOutcome(sent=2, taken=7, of_others=5)
    assert said.outcome_words(came) == "Bijgewerkt: 2 verstuurd, 5 opgehaald."
    back = ExchangeOutcome(sent=2, taken=2)
    assert said.outcome_words(back) == "Bijgewerkt: 2 verstuurd.", "its own come back: no news"
    gone = said.outcome_words(ExchangeOutcome(removed=3, papers=1))
    assert gone == "Bijgewerkt: 3 van uw laptop gehaald, 1 bijlagen overgebracht."
    assert said.outcome_words(ExchangeOutcome(cancelled=True)).startswith("Gestopt.")


def test_a_large_removal_is_asked_with_its_numbers() -> None:
    words = said.removal_words(ASKS)
    assert "12 dossiers" in words
    assert "180 van de 300" in words
    lost = said.removal_words(msgspec.structs.replace(ASKS, lost_at_hub=True))
    assert "Bel eerst uw beheerder." in lost


@pytest.mark.parametrize(
    ("changes", "papers", "words"),
    [
        (0, 0, "U had niets nieuws te versturen."),
        (0, 2, "Er staan bijlagen op de stick."),
        (1, 0, "Er staat 1 wijziging op de stick."),
        (3, 1, "Er staan 3 wijzigingen op de stick."),
    ],
)
def test_what_was_put_on_a_stick_is_told_with_where_it_goes(
    changes: int, papers: int, words: str
) -> None:
    packed = Packed(changes=changes, papers=papers, left=False, shown=Changes(None, "sync", False))
    told = said.packed_words(packed)
    assert told.startswith(words)
    assert "Breng de stick naar de backoffice" in told
