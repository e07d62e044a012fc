"""A network on paper: a sheet with the drawing, what its lines mean, and the same in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.i18n import translation
from meitinker.reports.ecogram_part import add_network
from meitinker.reports.measures import UNADDRESSED_TOP
from meitinker.reports.network import DatedNetwork
from meitinker.reports.page import Addressee, Sender, Sheet
from meitinker.reports.press import put_on_paper
from meitinker.reports.secret_address import hidden
from meitinker.reports.typeset import MM, Composer

if TYPE_CHECKING:
    from meitinker.reports.page import Rendered


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """All that is printed, ready to show: dates are words, names are written out.

    Attributes:
        around: The network.
        sender: The letterhead.
        addressee: Name and address of the resident: never printed, to be kept off the paper.
        language: ``nl``, ``fy`` or ``en``.
        large: Large print.
        demo: An invented network: "VOORBEELD" on every page.
        secret_address: The address may stand on no paper, also not in a text.
    """

    around: DatedNetwork
    sender: Sender
    addressee: Addressee
    language: str = "nl"
    large: bool = False
    demo: bool = False
    secret_address: bool = False


def render(network: Network) -> Rendered:
    """Return the network as a PDF."""
    words = translation(network.language)
    if network.secret_address:
        network = hidden(
            network, words, addressee=network.addressee, sender=network.sender
        )  # fmt: skip
    around = network.around
    sheet = Sheet(
        title=words.gettext("Netwerk"),
        language=network.language,
        sender=network.sender,
        large=network.large,
        demo=network.demo,
        note=words.gettext("Niet voor de inwoner") if around.with_strain else "",
    )
    page = Composer(sheet.style, words)
    page.title(words.gettext("Het netwerk van {name}").format(name=around.resident))
    page.para(words.gettext("Zo was het op {day}.").format(day=around.day))
    below_head = (page.style.end - UNADDRESSED_TOP - 5) * MM
    room = below_head - sum(row.gap + row.height for row in page.rows)
    add_network(page, around, words, room=room)
    return put_on_paper(sheet, page)
