"""The network on paper, for the screen, a printer or a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.ecogram import SECTORS, Sector
from meitinker.domain.ecogram_lines import look_of
from meitinker.domain.network import Strain, ring_of
from meitinker.domain.network_words import label, on_label, sentences, unknown_ring, who
from meitinker.domain.people import Language, Person, full_name
from meitinker.domain.words import in_words
from meitinker.i18n import translation
from meitinker.reports.network import DatedNetwork, Someone
from meitinker.reports.secret_address import without_lines
from meitinker.services import letter_words, network, people, reading

if TYPE_CHECKING:
    from collections.abc import Iterable
    from gettext import NullTranslations

    from meitinker.domain.network import Tie
    from meitinker.domain.session import Session
    from meitinker.ids import PersonId
    from meitinker.reports import ecogram
    from meitinker.reports.page import Press
    from meitinker.store.database import Database

_PAPER = "ecogram"


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """How the paper is wanted.

    Attributes:
        large: Large print; the resident's own wish where it is None.
        language: The resident's own where it is None.
        with_strain: A copy for the dossier: what is not the resident's to read stands on it.
    """

    large: bool | None = None
    language: Language | None = None
    with_strain: bool = False


def preview(
    database: Database, session: Session, client_id: PersonId, *, wish: Wish | None = None
) -> Press:
    """Return what makes the PDF of the network of today, for the screen.

    Raises:
        NotVisible: The resident is not this session's to see.
    """
    from meitinker.reports import ecogram

    return partial(ecogram.render, _content(database, session, client_id, wish or Wish()))


def printed(
    database: Database, session: Session, client_id: PersonId, *, wish: Wish | None = None
) -> Press:
    """Return it as :func:`preview` does; that it is printed is logged first.

    Raises:
        NotVisible: The resident is not this session's to see.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: print nothing.
    """
    reading.printed(database, session, Person, client_id, paper=_PAPER)
    return preview(database, session, client_id, wish=wish)


def exported(
    database: Database, session: Session, client_id: PersonId, *, wish: Wish | None = None
) -> Press:
    """Return it as :func:`preview` does; that it leaves in a file is logged first.

    Raises:
        NotVisible: The resident is not this session's to see.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: export nothing.
    """
    reading.exported(database, session, Person, [client_id], what=_PAPER)
    return preview(database, session, client_id, wish=wish)


def _content(
    database: Database, session: Session, client_id: PersonId, wish: Wish
) -> ecogram.Network:
    from meitinker.reports import ecogram

    whole = network.network(database, session, client_id)
    client = people.file_of(database, session, client_id)
    spoken = wish.language or client.person.language
    words, today = translation(spoken), clock.today()
    letterhead = letter_words.letterhead_of(database, session, client, user_id=session.user)
    drawn = around(
        whole.on(today),
        full_name(client.person),
        day=in_words(today, spoken),
        words=words,
        with_strain=wish.with_strain,
    )
    secret = network.secret_lines(database, session, client_id, whole.ties)
    return ecogram.Network(
        around=without_lines(drawn, secret, words),
        sender=letter_words.sender(letterhead),
        addressee=letter_words.addressee(client, today, words),
        language=spoken.value,
        large=client.person.large_print if wish.large is None else wish.large,
        demo=letterhead.organisation.demo,
        secret_address=client.person.secret_address,
    )


def around(
    ties: Iterable[Tie],
    resident: str,
    *,
    day: str,
    words: NullTranslations,
    with_strain: bool = False,
) -> DatedNetwork:
    """Return the network as a paper draws and tells it.

    Args:
        ties: Who is in it.
        resident: Their name.
        day: On which day it was so, in words.
        words: The language.
        with_strain: Also what is not the resident's to read. Without it nothing is on the
            paper but what the records declare shareable: no telephone number either.
    """
    order = list(Sector)
    ranked = sorted(ties, key=lambda t: (order.index(SECTORS[t.kind]), ring_of(t), t.id))
    return DatedNetwork(
        resident=label(resident),
        day=day,
        people=tuple(_someone(tie, words, with_strain=with_strain) for tie in ranked),
        with_strain=with_strain,
        unplaced=unknown_ring(ranked, words),
    )


def _someone(tie: Tie, words: NullTranslations, *, with_strain: bool) -> Someone:
    look = look_of(tie)
    if not with_strain:
        look = msgspec.structs.replace(look, strain=Strain.NOT_ASKED)
    name, relation = on_label(tie, words)
    return Someone(
        key=tie.id,
        name=name,
        relation=relation,
        title=who(tie, words),
        text=" ".join(sentences(tie, words, shared=not with_strain)),
        kind=tie.kind,
        nearness=ring_of(tie),
        look=look,
    )
