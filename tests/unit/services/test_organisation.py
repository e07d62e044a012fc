from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.domain.organisation import Organisation, User
from meitinker.errors import InvalidField
from meitinker.services import organisation, undo
from meitinker.store.acts import act

if TYPE_CHECKING:
    from tests.stores import TestStore


@pytest.fixture
def office(store: TestStore) -> TestStore:
    """A store whose user and organisation have names."""
    with act(store.database, store.session, "store.create", undoable=False) as work:
        work.create(User(id=store.session.user, name="Hinke"))
        work.create(Organisation(id=store.session.organisation, name="Mienskip"))
    return store


def test_what_is_set_is_read_back(office: TestStore) -> None:
    database, session = office.database, office.session
    organisation.set_user(database, session, {"name": " Hinke Terpstra ", "phone": "0566 621 234"})
    address = "Postbus 1\n9000 AA Grou"
    done = organisation.set_organisation(database, session, {"return_address": address})
    own = organisation.own(database, session)
    assert (own.user.name, own.user.phone) == ("Hinke Terpstra", "0566 621 234")
    assert own.organisation.return_address == address
    assert done.touches("organisation")


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("name", "  ", "name_empty"),
        ("phone", "12", "phone_too_short"),
        ("email", "info@", "email_wrong"),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_its_field(
    office: TestStore, field: str, value: str, reason: str
) -> None:
    with pytest.raises(InvalidField) as refused:
        organisation.set_organisation(office.database, office.session, {field: value})
    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert organisation.own(office.database, office.session).organisation.name == "Mienskip"


def test_a_change_can_be_undone(office: TestStore) -> None:
    organisation.set_user(office.database, office.session, {"title": "meitinker"})
    undo.undo(office.database, office.session)
    assert organisation.own(office.database, office.session).user.title == ""
