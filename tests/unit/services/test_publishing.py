"""The website: only what is public is in any of its files; a run can be stopped and refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from unittest import mock

import msgspec
import pytest

from meitinker.domain.kinds import kind_of
from meitinker.domain.map_checks import MapCheck
from meitinker.domain.map_corrections import (
    CorrectionAnswer,
    GapAnswer,
    MapCorrection,
    MapCorrectionAnswer,
    MissingService,
    MissingServiceAnswer,
)
from meitinker.domain.map_places import MapContact, MapLocation, MapPhone, ServiceAtLocation
from meitinker.domain.map_services import (
    CostOption,
    MapService,
    Reach,
    ServiceArea,
    ServiceAttribute,
    ServiceCapacity,
    ServiceStatus,
    Vocabulary,
)
from meitinker.domain.opening_hours import Schedule
from meitinker.domain.organisation import User
from meitinker.domain.providers import Provider
from meitinker.domain.records import Record
from meitinker.domain.search_words import SearchWord
from meitinker.domain.villages import Village
from meitinker.errors import SiteRefused
from meitinker.exchange.site import public
from meitinker.exchange.site.public import TOLD
from meitinker.ids import RecordId, UserId, VillageId, record_id
from meitinker.services import publishing
from meitinker.store.acts import act
from tests.judged import measuring

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stores import TestStore

AT = datetime(2026, 11, 22, tzinfo=UTC)
SEARCHED_ONLY = "map_service.keywords"
"""The words under which people look: in the index of the search, and on no page."""

NOT_TOLD = {
    "provider.description",
    "provider.email",  # the service has one of its own, and so a website
    "provider.website",
    "provider.chamber_number",
    "map_location.description",
    "map_phone.extension",
}
"""Public, but more than a page needs."""


class Planted:
    """A map in which each text bears a word of its own."""

    def __init__(self, mark: str = "merk") -> None:
        self._mark = mark
        self.records: list[Record] = []
        self.shown: dict[str, str] = {}
        self.hidden: dict[str, str] = {}
        self._count = 0

    def add(self, record: Record, *, secret: bool = False, **fields: str) -> RecordId:
        """Plant a word in each text that is still empty; ``secret``: of a record none may leave."""
        kind = kind_of(type(record))
        words = {}
        for field in kind.fields.values():
            known = getattr(record, field.name) or field.name in fields or field.held.ref
            if field.type is not str or known:
                continue
            self._count += 1
            words[field.name] = f"{self._mark}{self._count}woord"
            open_to_all = field.held.shareable and not secret
            kept = self.shown if open_to_all else self.hidden
            kept[f"{kind.name}.{field.name}{'' if open_to_all else f' {self._count}'}"] = words[
                field.name
            ]
        self.records.append(msgspec.structs.replace(record, **words, **fields))
        return record.id

    def service(self, village: VillageId, *, secret: bool = False, **fields: Any) -> RecordId:
        """Add a service with a record of each kind that belongs to one."""
        provider = self.add(Provider(id=record_id()), secret=secret)
        service = msgspec.structs.replace(
            MapService(id=record_id(), provider_id=provider), **fields
        )
        known = self.add(service, secret=secret)
        of_it: dict[str, Any] = {"service_id": known}
        place = self.add(MapLocation(id=record_id(), village_id=village), secret=secret)
        at = ServiceAtLocation(id=record_id(), location_id=place, **of_it)
        contact = self.add(MapContact(id=record_id(), **of_it), secret=True)
        meals: dict[str, Any] = {"vocabulary": Vocabulary.CATEGORY, "code": "meals"}
        for one in (
            at,
            ServiceAttribute(id=record_id(), **of_it, **meals),
            ServiceArea(id=record_id(), reach=Reach.REGION, **of_it),
            CostOption(id=record_id(), amount=750, **of_it),
            ServiceCapacity(id=record_id(), available=2, updated_on=AT.date(), **of_it),
            MapPhone(id=record_id(), **of_it),
        ):
            self.add(one, secret=secret)
        self.add(MapPhone(id=record_id(), contact_id=contact), secret=True)
        hours = Schedule(id=record_id(), byday="MO", opens_at="09:00", closes_at="12:00", **of_it)
        self.add(hours, secret=secret, bymonthday="")
        return known

    def upkeep(self, service: RecordId) -> None:
        """Add what the field and the back office say of a service, and who they are."""
        user = UserId(self.add(User(id=UserId(record_id())), secret=True))
        told: dict[str, Any] = {"id": record_id(), "user_id": user, "at": AT}
        of_it: dict[str, Any] = {**told, "service_id": service}
        self.add(MapCheck(**{**of_it, "checked_on": date(2026, 11, 2)}), secret=True)
        wrong = self.add(MapCorrection(**{**of_it, "id": record_id()}), secret=True)
        self.add(
            MapCorrectionAnswer(
                **{**told, "id": record_id()},
                correction_id=wrong,
                verdict=CorrectionAnswer.TURNED_DOWN,
            ),
            secret=True,
        )
        missing = self.add(MissingService(**{**told, "id": record_id()}), secret=True)
        self.add(
            MissingServiceAnswer(
                **{**told, "id": record_id()}, missing_id=missing, answer=GapAnswer.NOTED
            ),
            secret=True,
        )
        self.add(SearchWord(**{**of_it, "id": record_id()}), secret=True, category="")
        self.add(SearchWord(**{**told, "id": record_id()}, category="meals"), secret=True)


def planted(store: TestStore, village: VillageId) -> Planted:
    """Return a store with one public service, and beside it all that may not leave."""
    found = Planted()
    service = found.service(village)
    found.upkeep(service)
    found.service(village, secret=True, public=False)
    found.service(village, secret=True, status=ServiceStatus.DEFUNCT)
    found.service(village, secret=True, status=ServiceStatus.INACTIVE)
    store.person(surname="merk0woord", village=village)
    found.hidden["person.surname"] = "merk0woord"
    with act(store.database, store.session, "test.make") as work:
        for one in found.records:
            work.create(one)
    gone = Planted("weg")
    gone.service(village, secret=True)
    with act(store.database, store.session, "test.make") as work:
        for one in gone.records:
            work.create(one)
    with act(store.database, store.session, "test.remove") as work:
        for one in reversed(gone.records):
            work.delete(type(one), one.id)
    found.hidden |= {f"removed {label}": word for label, word in gone.hidden.items()}
    return found


def publish(store: TestStore, out: Path, *languages: str) -> publishing.Published:
    run = publishing.publish(
        store.database, store.session, out, languages=languages or ("nl", "fy", "en")
    )
    while True:
        try:
            next(run)
        except StopIteration as end:
            made = end.value
            assert isinstance(made, publishing.Published)
            return made


def where(folder: Path, word: str) -> set[str]:
    """Return in which files a word stands, in any case, in their names or in what they hold."""
    sought = word.casefold().encode()
    return {
        path.name
        for path in folder.rglob("*")
        if path.is_file()
        and (sought in path.read_bytes().lower() or sought in path.name.casefold().encode())
    }


@pytest.fixture
def village(store: TestStore) -> VillageId:
    one = Village(id=VillageId(record_id()), frisian_name="Grou")
    with act(store.database, store.session, "test.make") as work:
        work.create(one)
    return VillageId(one.id)


def test_nothing_that_is_not_public_is_in_any_file(
    store: TestStore, village: VillageId, tmp_path: Path
) -> None:
    told = planted(store, village)
    made = publish(store, tmp_path / "site")
    assert made.services == 1
    found = {label: where(tmp_path / "site", word) for label, word in told.hidden.items()}
    keywords = next(label for label in found if label.startswith(SEARCHED_ONLY))
    assert found.pop(keywords) == {"search-index.js"}
    assert {label: files for label, files in found.items() if files} == {}
    assert len(found) > 100


def test_control_what_is_public_is_found_by_the_same_search(
    store: TestStore, village: VillageId, tmp_path: Path
) -> None:
    told = planted(store, village)
    publish(store, tmp_path / "site")
    missing = {label for label, word in told.shown.items() if not where(tmp_path / "site", word)}
    assert missing == NOT_TOLD


def test_control_a_page_that_told_more_would_be_seen(
    store: TestStore, village: VillageId, tmp_path: Path
) -> None:
    told = planted(store, village)
    with mock.patch.object(
        public, "shareable", lambda one: msgspec.structs.replace(one, **_said_aloud(one))
    ):
        publish(store, tmp_path / "site", "nl")
    assert any(where(tmp_path / "site", word) for word in told.hidden.values())


def _said_aloud(one: Record) -> dict[str, str]:
    """Return the fields of a record with its source told where its name is."""
    source = getattr(one, "source", "")
    return {"name": source} if source else {}


@pytest.mark.parametrize("kind", TOLD, ids=lambda kind: kind.__name__)
def test_a_record_keeps_only_what_may_be_shown(kind: type[Record]) -> None:
    refs = {field.name: record_id() for field in kind_of(kind).fields.values() if field.held.ref}
    needed: dict[type[Record], dict[str, Any]] = {
        ServiceAttribute: {"vocabulary": Vocabulary.CATEGORY, "code": "meals"},
        ServiceArea: {"reach": Reach.REGION},
    }
    plain = kind(**{"id": record_id(), **refs, **needed.get(kind, {})})
    texts = {
        field.name: "merk"
        for field in kind_of(kind).fields.values()
        if field.type is str and not field.held.ref
    }
    seen = public.shareable(msgspec.structs.replace(plain, **texts))
    for field in kind_of(kind).fields.values():
        if field.name in texts:
            assert (getattr(seen, field.name) == "merk") is field.held.shareable, field.name


def test_how_far_it_is_and_stopping_leaves_the_old_site(store: TestStore, tmp_path: Path) -> None:
    measuring.fill(store.database, store.session)
    out = tmp_path / "site"
    publish(store, out, "nl")
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    run = publishing.publish(store.database, store.session, out)
    told = [next(run) for _ in range(3)]
    assert 0 == told[0][0] < told[1][0] < told[2][0] <= told[2][1]
    run.close()
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert [one.name for one in tmp_path.iterdir() if "site" in one.name] == ["site"]


def test_a_folder_of_somebody_else_is_refused_before_anything_is_read(
    store: TestStore, tmp_path: Path
) -> None:
    out = tmp_path / "papers"
    out.mkdir()
    (out / "brief.txt").write_text("lieve beppe")
    with pytest.raises(SiteRefused):
        next(publishing.publish(store.database, store.session, out))
    assert (out / "brief.txt").read_text() == "lieve beppe"


def test_the_same_map_gives_the_same_site(store: TestStore, tmp_path: Path) -> None:
    measuring.fill(store.database, store.session, 40)
    for name in ("one", "other"):
        publish(store, tmp_path / name)
    one, other = (
        {
            str(path.relative_to(tmp_path / name)): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("one", "other")
    )
    assert one == other


def test_an_empty_map_is_a_site_too(store: TestStore, tmp_path: Path) -> None:
    assert publish(store, tmp_path / "site").services == 0
    assert (tmp_path / "site" / "index.html").is_file()
