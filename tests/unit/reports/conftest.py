"""A full invented plan, and what a reader finds back in a PDF."""

from __future__ import annotations

import gettext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

from meitinker.domain.needs import Step
from meitinker.domain.plans import SignatureWay
from meitinker.reports.page import Addressee, Rendered, Sender
from meitinker.reports.signing import Signature
from meitinker.reports.support_plan import (
    Agreement,
    Contact,
    Domain,
    Finding,
    Need,
    SupportPlan,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MM = 72 / 25.4


@dataclass
class Paper:
    """A PDF read back; boxes are millimetres from the left and top edge of the sheet."""

    data: bytes
    pages: list[str] = field(default_factory=list)
    chars: list[list[tuple[str, float, float, float, float]]] = field(default_factory=list)
    sizes: list[list[float]] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    tagged: bool = False

    def __post_init__(self) -> None:
        document = pdfium.PdfDocument(self.data)
        self.properties = document.get_metadata_dict()
        self.tagged = bool(pdfium_c.FPDFCatalog_IsTagged(document.raw))
        for page in document:
            text = page.get_textpage()
            self.pages.append(text.get_text_range().replace("\r\n", "\n"))
            self.chars.append(
                [self._char(text, at, page.get_height()) for at in range(text.count_chars())]
            )
            self.sizes.append(
                [pdfium_c.FPDFText_GetFontSize(text.raw, at) for at in range(text.count_chars())]
            )
            text.close()
            page.close()
        document.close()

    @staticmethod
    def _char(text: object, at: int, height: float) -> tuple[str, float, float, float, float]:
        left, bottom, right, top = text.get_charbox(at)  # type: ignore[attr-defined]  # pypdfium2 has no types
        char = text.get_text_range(at, 1)  # type: ignore[attr-defined]  # pypdfium2 has no types
        return char, left / MM, (height - top) / MM, right / MM, (height - bottom) / MM

    @property
    def text(self) -> str:
        return "\n".join(self.pages)

    @property
    def flowing(self) -> str:
        """All text with lines joined, as one reads it."""
        return " ".join(self.text.split())

    def within(self, page: int, left: float, top: float, right: float, bottom: float) -> str:
        """The characters wholly inside a box."""
        return "".join(
            char
            for char, x0, y0, x1, y1 in self.chars[page]
            if x0 >= left and x1 <= right and y0 >= top and y1 <= bottom
        )


@pytest.fixture
def read_back() -> Callable[[Rendered], Paper]:
    return lambda rendered: Paper(rendered.data)


@pytest.fixture
def sender() -> Sender:
    return Sender(
        organisation="Stichting Voorbeeld",
        lines=("Dorpsplein 1", "9001 AC Grou"),
        phone="0566 62 00 00",
        email="info@voorbeeld.example",
    )


@pytest.fixture
def plan(sender: Sender) -> SupportPlan:
    line = tuple((x * 100, 5000 + (x % 7) * 300, x * 8, 6000) for x in range(80))
    return SupportPlan(
        resident="mevrouw Terpstra",
        salutation="Beste mevrouw Terpstra",
        sender=sender,
        addressee=Addressee(name=("Mevrouw F. Terpstra",), address=("Molenpad 7", "9001ec Grou")),
        contact=Contact(name="Sjoukje Dijkstra", role="meitinker in Grou", phone="06 12 34 56 78"),
        visit_date="woensdag 18 november 2026",
        letter_date="Grou, 19 november 2026",
        place="bij u thuis",
        present=("uw dochter Anneke", "buurman Piet"),
        question="Ik wil in mijn eigen huis blijven.",
        domains=(Domain("Wonen", "De trap gaat nog goed."), Domain("Geld", "  ")),
        needs=(
            Need(
                title="Een schoon huis",
                wish="Een huis zonder stof.",
                findings=(
                    Finding(Step.INDIVIDUAL_PROVISION, "Hulp van 2 uur per week."),
                    Finding(Step.NETWORK, "Uw dochter doet de ramen."),
                    Finding(Step.OWN_STRENGTH, "U doet de afwas."),
                ),
                solutions=("Wij vragen hulp aan.",),
            ),
        ),
        agreements=(
            Agreement(what="De gemeente bellen", who="Sjoukje", by_when="4 december 2026"),
        ),
        conclusion="U hebt hulp nodig voor het zware werk.",
        next_steps=("De gemeente stuurt een brief.",),
        request_date="16 november 2026",
        investigated_by="28 december 2026",
        remarks_by="3 december 2026",
        client_support="Onafhankelijke Steun, 058 123 45 67",
        is_application=True,
        signatures=(
            Signature(
                name="F. Terpstra",
                way=SignatureWay.SCREEN,
                date="18 november 2026",
                strokes=(line,),
            ),
            Signature(name="Anneke", way=SignatureWay.SPOKEN, date="18 november 2026"),
            Signature(name="Piet"),
        ),
    )


@pytest.fixture
def uncatalogued(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every language speak Dutch: layout does not wait for a catalogue."""
    for module in ("plan_letter", "press", "recovery_code"):
        monkeypatch.setattr(
            f"meitinker.reports.{module}.translation", lambda _code: gettext.NullTranslations()
        )
