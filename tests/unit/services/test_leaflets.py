"""Which services go on a leaflet, and what is told of them there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pytest
from msgspec.structs import replace

from meitinker import clock
from meitinker.domain.map_checks import CheckWay
from meitinker.domain.map_places import MapPhone
from meitinker.domain.map_services import Cost, WayIn
from meitinker.domain.organisation import Organisation, User
from meitinker.domain.people import Language
from meitinker.errors import NotVisible
from meitinker.i18n import language
from meitinker.ids import record_id
from meitinker.reports.service_entry import Scan
from meitinker.services import leaflets, map_checks, map_papers, map_terms, social_map
from meitinker.services.leaflets import LeafletWish
from meitinker.store.acts import act
from tests.unit.services.test_social_map import MEALS, Map

if TYPE_CHECKING:
    from meitinker.reports.service_entry import ServiceEntry
    from tests.stores import TestStore


@pytest.fixture
def the_map(store: TestStore) -> Map:
    made = Map(store)
    session = store.session
    with act(*made.use, "test.make") as work:
        work.create(Organisation(id=session.organisation, name="Mienskip", phone="0566 62 00 00"))
        work.create(User(id=session.user, name="Hinke Terpstra"))
    return made


def phone(number: str, sort: str = "voice") -> MapPhone:
    return MapPhone(id=record_id(), service_id=record_id(), number=number, type=sort)


def entry(the_map: Map, service: str, scan: Scan = Scan.PHONE, **fields: object) -> ServiceEntry:
    """Return how a service is printed; ``fields`` are as an import may have brought them."""
    file = social_map.opened(*the_map.use, service)
    file = replace(file, service=replace(file.service, **fields))
    terms = map_terms.terms(*the_map.use)
    return map_papers.entry(file, terms, day=clock.today(), scan=scan)


def text(the_map: Map, wish: LeafletWish) -> str:
    document = pdfium.PdfDocument(leaflets.leaflet(*the_map.use, wish)().data)
    return " ".join(" ".join(p.get_textpage().get_text_range().split()) for p in document)


def test_a_leaflet_holds_what_was_chosen_in_that_order(the_map: Map) -> None:
    one = the_map.service("Eetclub", codes=MEALS, cost=Cost.PAID, way_in=WayIn.REGISTRATION)
    other = the_map.service("Âld en nij")
    told = text(the_map, LeafletWish(service_ids=(other, one, other), first_line="Foar Jan"))
    assert told.index("Âld en nij") < told.index("Eetclub")
    assert told.count("Âld en nij") == 1
    for words in ("Foar Jan", "Aanmelden", "Betalen", "Hinke Terpstra", "Mienskip"):
        assert words in told


def test_what_is_not_public_stays_off_paper(the_map: Map) -> None:
    one = the_map.service("Eetclub")
    hidden = the_map.service("Blijf-van-mijn-lijfhuis", public=False)
    told = text(the_map, LeafletWish(service_ids=(one, hidden)))
    assert "Eetclub" in told
    assert "lijfhuis" not in told
    assert leaflets.chosen(*the_map.use, (one, hidden)).left_out == ("Blijf-van-mijn-lijfhuis",)


def test_a_service_that_is_gone_is_told(the_map: Map) -> None:
    with pytest.raises(NotVisible):
        leaflets.leaflet(*the_map.use, LeafletWish(service_ids=(record_id(),)))


def test_the_code_calls_or_opens_and_never_runs_anything(the_map: Map) -> None:
    both = the_map.service("a", phone("0566-123456"), url="https://example.org")
    assert entry(the_map, both).code == "tel:0566123456"
    assert entry(the_map, both, Scan.WEB).code == "https://example.org"
    assert entry(the_map, both, Scan.WEB, url="example.org").code == "https://example.org"
    assert entry(the_map, both, Scan.NONE).code == ""
    bare = the_map.service("b", url="https://example.org/eten")
    made = entry(the_map, bare)
    assert (made.scan, made.code) == (Scan.WEB, "https://example.org/eten")
    odd = entry(the_map, bare, Scan.WEB, url="javascript:alert(1)")
    assert (odd.scan, odd.code) == (Scan.NONE, "")


def test_a_fax_is_not_called(the_map: Map) -> None:
    made = the_map.service("a", phone("0566111111", "fax"), phone("0566123456"))
    assert entry(the_map, made).phones == ("0566 12 34 56",)


def test_it_says_when_somebody_looked(the_map: Map) -> None:
    made = the_map.service("a")
    assert entry(the_map, made).checked == "Nog niet gecontroleerd. Bel eerst even."
    map_checks.note(*the_map.use, made, way=CheckWay.PHONE)
    assert entry(the_map, made).checked.startswith("Gecontroleerd op ")
    assert "lang geleden" not in entry(the_map, made).checked
    long_ago = the_map.service("b")
    day = clock.today() - timedelta(days=400)
    map_checks.note(*the_map.use, long_ago, way=CheckWay.PHONE, checked_on=day)
    told = entry(the_map, long_ago).checked
    assert told.endswith(f"{day.year}. Dat is lang geleden. Bel eerst even.")


def test_a_description_without_end_is_cut_between_words(the_map: Map) -> None:
    made = the_map.service("a", description="woord " * 3_000)
    told = entry(the_map, made).what
    assert len(told) <= 1_201
    assert told.endswith("woord…")


def test_the_screen_goes_on_in_its_own_language(the_map: Map) -> None:
    made = the_map.service("a", way_in=WayIn.FREE)
    told = text(the_map, LeafletWish(service_ids=(made,), language=Language.FRISIAN))
    assert "Help by jo yn ’e buert" in told
    assert language() == "nl"
