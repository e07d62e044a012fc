"""Calls, tasks and a handed-over file in the example village: of the people of the stories."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from meitinker.domain.contacts import Channel, ContactNote
from meitinker.domain.tasks import Task
from meitinker.domain.transfers import Transfer
from meitinker.exchange import example_source as source
from meitinker.exchange import example_stories as stories

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from meitinker.domain.records import Record
    from meitinker.ids import PersonId, UserId

# Who, how many days ago at which hour (UTC), by which way, whom we spoke, and what was said.
_NOTES: tuple[tuple[PersonId, int, int, Channel, str, str], ...] = (
    (stories.SJOUKJE, 1, 9, Channel.PHONE, "dochter Akke Wâldsang",
     "Akke belt: haar moeder slaapt weer beneden op de bank. De traplift is er nog niet."),
    (stories.SJOUKJE, 9, 13, Channel.STREET, "",
     "Sjoukje gesproken bij de bakker. De leenrollator rijdt goed, alleen over de drempel niet."),
    (stories.KLASKE, 3, 8, Channel.PHONE, "huisarts",
     "De huisarts vraagt of iemand deze week langs kan gaan. Klaske vergeet haar medicijnen."),
    (stories.PYTRIK, 6, 10, Channel.EMAIL, "zoon", "De zoon mailt dat hij bij het plan wil zijn."),
    (stories.LUKASZ, 2, 14, Channel.PARTNER, "tolk", "De tolk kan dinsdag om elf uur meebellen."),
    (stories.FENNE, 16, 10, Channel.OFFICE_HOUR, "",
     "Fenne kwam langs op het spreekuur. Zij wil liever niet thuis praten."),
)  # fmt: skip

# Who, what, due how many days from today, done how many days ago.
_TASKS: tuple[tuple[PersonId, str, int, int | None], ...] = (
    (stories.SJOUKJE, "Bel de gemeente over de traplift", -2, None),
    (stories.KLASKE, "Overleg met de wijkverpleegkundige over de medicijnen", 0, None),
    (stories.LUKASZ, "Vraag de tolk voor het volgende gesprek", 1, None),
    (stories.FENNE, "Zoek een rustige plek in de bibliotheek", 3, None),
    (stories.SIETSKE, "Stuur de folder van de eetclub", 12, None),
    (stories.SJOUKJE, "Breng een leenrollator", -20, 21),
)

_TRANSFERRED, _TRANSFERRED_AGO = stories.YMKJE, 200


def contacts(today: date, user_id: UserId) -> Iterator[Record]:
    """Yield notes of calls, tasks around today and one transfer.

    Args:
        today: The day from which all others are reckoned.
        user_id: Whose notes and tasks.
    """
    for number, (who, days, hour, channel, whom, text) in enumerate(_NOTES):
        yield ContactNote(
            id=source.fixed_id(f"contact_note:{number}"),
            client_id=who,
            user_id=user_id,
            at=source.instant(today - timedelta(days=days), hour),
            channel=channel,
            who=whom,
            text=text,
        )
    for number, (who, what, due, done) in enumerate(_TASKS):
        yield Task(
            id=source.fixed_id(f"task:{number}"),
            client_id=who,
            user_id=user_id,
            what=what,
            due_on=today + timedelta(days=due),
            done_on=today - timedelta(days=done) if done is not None else None,
        )
    yield Transfer(
        id=source.fixed_id("transfer:0"),
        client_id=_TRANSFERRED,
        from_user_id=user_id,
        to_name="Hinke Terpstra",
        to_phone="0566-00 00 02",
        on=today - timedelta(days=_TRANSFERRED_AGO),
        note="Kwam over van een collega die met pensioen ging. Spreek rustig en luister lang.",
    )
