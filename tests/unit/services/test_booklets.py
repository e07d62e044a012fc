"""What goes into the booklet of a village."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pytest

from meitinker.domain.map_services import Reach, ServiceStatus, Vocabulary
from meitinker.errors import NotVisible
from meitinker.ids import record_id
from meitinker.services import booklets
from meitinker.services.booklets import BookletWish
from tests.unit.services.test_leaflets import the_map
from tests.unit.services.test_social_map import MEALS, RESPITE

if TYPE_CHECKING:
    from tests.unit.services.test_social_map import Map

__all__ = ["the_map"]


def pages(the_map: Map) -> list[str]:
    press = booklets.booklet(*the_map.use, BookletWish(village_id=the_map.grou))
    return [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(press().data)]


def test_it_holds_the_public_help_that_runs_for_the_village(the_map: Map) -> None:
    the_map.service("Eetclub", the_map.area(Reach.REGION), codes=MEALS)
    the_map.service("Oppas", the_map.area(Reach.VILLAGE, village_id=the_map.grou), codes=RESPITE)
    the_map.service("Akkrumer club", the_map.area(Reach.VILLAGE, village_id=the_map.akkrum))
    the_map.service("Geheim adres", the_map.area(Reach.REGION), public=False)
    the_map.service("Gestopt", the_map.area(Reach.REGION), status=ServiceStatus.DEFUNCT)
    the_map.service("Zonder rubriek", the_map.area(Reach.REGION))
    told = "\n".join(pages(the_map))
    for name in ("Eetclub", "Oppas", "Zonder rubriek", "Andere hulp", "Maaltijden", "Grou"):
        assert name in told, name
    for name in ("Akkrumer club", "Geheim adres", "Gestopt"):
        assert name not in told, name


def test_a_service_of_two_rubrics_stands_there_once(the_map: Map) -> None:
    codes = {Vocabulary.CATEGORY: ("meals", "meeting")}
    the_map.service("Iepen tafel", the_map.area(Reach.REGION), codes=codes)
    told = pages(the_map)
    # once where it stands, once in the index
    assert sum(page.count("Iepen tafel") for page in told) == 2


def test_a_village_that_is_not_there(the_map: Map) -> None:
    with pytest.raises(NotVisible):
        booklets.booklet(*the_map.use, BookletWish(village_id=record_id()))
