"""The receipt letter: a request came in, this is what happens next and by when.

The law wants the receipt confirmed, the personal plan told of, and free independent client
support pointed out to the resident and the carer (Wmo 2015 art. 2.3.2 lid 1, 2 and 3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.appointments import MeetingPlace
from meitinker.i18n import translation
from meitinker.reports.closing import add_greeting, add_questions
from meitinker.reports.measures import Window
from meitinker.reports.opening import add_salutation
from meitinker.reports.page import Addressee, Sender, Sheet
from meitinker.reports.press import put_on_paper
from meitinker.reports.secret_address import hidden
from meitinker.reports.support_plan import Contact
from meitinker.reports.text import one_line, tied
from meitinker.reports.typeset import Composer

if TYPE_CHECKING:
    from gettext import NullTranslations

    from meitinker.reports.page import Rendered


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """The first appointment: date in words, time as ``14.30``, and where; ``where`` is the room."""

    date: str
    time: str
    place: MeetingPlace = MeetingPlace.HOME
    where: str = ""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """All that is printed, ready to show: dates are words, names are written out.

    Attributes:
        resident: Name of the resident with form of address ("mevrouw De Vries").
        salutation: How the letter begins ("Beste mevrouw De Vries").
        sender: The letterhead.
        addressee: The resident, or who represents them.
        contact: Whom to call; also signs the letter.
        letter_date: Date of the letter in words.
        received_on: Date on which the request came in, in words.
        question: The question in the resident's own words; "" where someone else told it.
        signal: Someone else told that the resident may need help.
        by_another: Someone else asked for the resident.
        urgent: It cannot wait for the investigation (art. 2.3.3).
        meeting: The first appointment, or None while it still has to be made.
        by_phone: A telephone number is known on which the reader can be called.
        investigated_by: Last day of the six weeks, in words.
        plan_by: Last day for the personal plan, in words; "" once it is over.
        plan_came: The resident handed in a plan already.
        client_support: Name and phone number of independent client support, or "".
        represented: The letter goes to a representative.
        window: Where the envelope has its window.
        language: ``nl``, ``fy`` or ``en``.
        large: Large print.
        demo: An invented letter: "VOORBEELD" on every page.
        secret_address: The address may stand on no paper: only the name is printed.
        made_for: Id of the resident whose name it carries: never printed; "" in older letters.
    """

    resident: str
    salutation: str
    sender: Sender
    addressee: Addressee
    contact: Contact
    letter_date: str
    received_on: str
    question: str = ""
    signal: bool = False
    by_another: bool = False
    urgent: bool = False
    meeting: Meeting | None = None
    by_phone: bool = True
    investigated_by: str
    plan_by: str = ""
    plan_came: bool = False
    client_support: str = ""
    represented: bool = False
    window: Window = Window.RIGHT
    language: str = "nl"
    large: bool = False
    demo: bool = False
    secret_address: bool = False
    made_for: str = ""


def render(letter: Receipt) -> Rendered:
    """Return the letter as a PDF."""
    words = translation(letter.language)
    if letter.secret_address:
        letter = hidden(letter, words, addressee=letter.addressee, sender=letter.sender)
    sheet = Sheet(
        title=_title(letter, words),
        language=letter.language,
        sender=letter.sender,
        addressee=letter.addressee,
        window=letter.window,
        dateline=letter.letter_date,
        large=letter.large,
        demo=letter.demo,
    )
    composer = Composer(sheet.style, words)
    _compose(letter, words, composer)
    return put_on_paper(sheet, composer)


def _title(letter: Receipt, words: NullTranslations) -> str:
    if letter.signal or letter.by_another:
        return words.gettext("Wij willen graag met u praten")
    return words.gettext("Wij hebben uw vraag ontvangen")


def _compose(letter: Receipt, words: NullTranslations, page: Composer) -> None:
    _opening(letter, words, page)
    _next_steps(letter, words, page)
    _personal_plan(letter, words, page)
    _client_support(letter, words, page)
    questions = len(page.rows)
    add_questions(page, letter.contact, words)
    greeting = len(page.rows)
    organisation = letter.sender.organisation
    add_greeting(page, letter.contact, words, organisation=organisation, signed=True)
    page.hold(questions, greeting)
    page.hold(greeting)


def _opening(letter: Receipt, words: NullTranslations, page: Composer) -> None:
    say, received = words.gettext, tied(letter.received_on)
    page.title(_title(letter, words))
    about = letter.resident if letter.represented else ""
    add_salutation(page, letter.salutation, words, about=about)
    if letter.signal:
        came = say(
            "Op {date} vertelde iemand ons dat u misschien hulp kunt gebruiken. "
            "U vond het goed dat wij contact met u opnemen."
        )
    elif letter.by_another:
        came = say("Op {date} vroeg iemand voor u om hulp.")
    else:
        came = say("Op {date} kwam uw vraag bij ons binnen. Fijn dat u het vroeg.")
    told = say("In deze brief leest u wat er nu gebeurt.")
    page.para(f"{came.format(date=received)} {told}")
    if letter.question.strip():
        page.heading(say("Uw vraag"))
        with page.card():
            page.para(letter.question)
        page.para(say("Klopt dit niet? Bel ons dan."))


def _next_steps(letter: Receipt, words: NullTranslations, page: Composer) -> None:
    say = words.gettext
    steps = [_meeting(letter.meeting, words, by_phone=letter.by_phone)]
    if letter.urgent and (letter.signal or letter.by_another):
        steps.insert(
            0, say("Dit kan niet wachten. Daarom kijken wij meteen welke hulp nu nodig is.")
        )
    elif letter.urgent:
        steps.insert(
            0,
            say("Uw vraag kan niet wachten. Daarom kijken wij meteen welke hulp nu nodig is."),
        )
    steps += [
        say("Leg uw paspoort of ID-kaart klaar. Wij kijken ernaar en maken geen kopie."),
        say(
            "Wij zoeken samen met u uit wat er nodig is. Daar hebben wij 6 weken voor. "
            "De laatste dag is {date}."
        ).format(date=tied(letter.investigated_by)),
        say("Daarna krijgt u op papier wat wij samen vonden."),
    ]
    page.heading(say("Wat er nu gebeurt"))
    page.bullets(steps)


def _meeting(meeting: Meeting | None, words: NullTranslations, *, by_phone: bool) -> str:
    say = words.gettext
    if meeting is None and by_phone:
        return say("Wij bellen u om een afspraak te maken.")
    if meeting is None:
        return say(
            "Wij willen graag een afspraak met u maken. Wij hebben geen telefoonnummer van u. "
            "Wilt u ons bellen? Anders schrijven wij u."
        )
    sentence = {
        (MeetingPlace.HOME, False): say("Op {date} om {time} uur komen wij bij u thuis."),
        (MeetingPlace.PHONE, False): say("Op {date} om {time} uur bellen wij u."),
        (MeetingPlace.OFFICE_HOUR, False): say(
            "Op {date} om {time} uur bent u welkom op het spreekuur."
        ),
        (MeetingPlace.OFFICE_HOUR, True): say(
            "Op {date} om {time} uur bent u welkom op het spreekuur. Dat is hier: {where}."
        ),
        (MeetingPlace.ELSEWHERE, False): say("Op {date} om {time} uur praten wij met u."),
        (MeetingPlace.ELSEWHERE, True): say(
            "Op {date} om {time} uur praten wij met u. Dat is hier: {where}."
        ),
    }[
        meeting.place,
        bool(meeting.where) and meeting.place not in {MeetingPlace.HOME, MeetingPlace.PHONE},
    ]
    return sentence.format(date=tied(meeting.date), time=meeting.time, where=meeting.where)


def _personal_plan(letter: Receipt, words: NullTranslations, page: Composer) -> None:
    say = words.gettext
    if letter.plan_came:
        page.heading(say("Uw eigen plan"))
        page.under(say("Wij hebben uw plan al. Wij nemen het mee in het gesprek."))
        return
    page.heading(say("U mag zelf een plan maken"))
    page.under(
        say(
            "Dat heet een persoonlijk plan. Daarin schrijft u wat u nodig hebt en welke hulp u "
            "graag wilt. U mag het ook samen met iemand anders maken. Het hoeft niet."
        )
    )
    if letter.plan_by:
        page.para(
            say("U kunt uw plan 7 dagen lang bij ons inleveren. De laatste dag is {date}.").format(
                date=tied(letter.plan_by)
            )
        )
    else:
        page.para(say("Hebt u een plan gemaakt? Geef het ons dan zo snel als u kunt."))


def _client_support(letter: Receipt, words: NullTranslations, page: Composer) -> None:
    say = words.gettext
    page.heading(say("U kunt gratis hulp krijgen"))
    helper = say(
        "Wilt u hulp van iemand die niet bij ons werkt? Dan kunt u een onafhankelijke "
        "cliëntondersteuner vragen. Die denkt met u mee en mag bij het gesprek zijn. "
        "Dat kost u niets. De hulp is er ook voor uw mantelzorger."
    )
    if letter.client_support.strip():
        helper += " " + say("U belt dan met {whom}.").format(whom=one_line(letter.client_support))
    page.under(helper)
