from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from meitinker import clock
from meitinker.domain.organisation import Organisation, User
from meitinker.errors import PassphraseTooWeak, WrongPassphrase, WrongRecoveryCode
from meitinker.keys import KeyFile
from meitinker.services import guarding
from meitinker.store.acts import act
from tests import stores

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.stores import Guarded, TestStore

NEW = "vijf stille molens aan zee"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Guarded]:
    """A store with a key file, whose user and organisation have names."""
    with stores.guarded(tmp_path / "guarded") as one:
        store = one.store
        with act(store.database, store.session, "store.create", undoable=False) as work:
            work.create(User(id=store.session.user, name="Hinke Terpstra"))
            work.create(Organisation(id=store.session.organisation, name="Mienskip Boarnsterhim"))
        yield one


def change(kept: Guarded, old: str, new: str) -> None:
    store = kept.store
    guarding.change_passphrase(
        store.database, store.session, old, new=new, keyring=kept.ring, cost=stores.CHEAP
    )


def unlocks(kept: Guarded, passphrase: str) -> bool:
    root = kept.store.folder.root
    try:
        return KeyFile.unlock(root, passphrase, keyring=kept.ring, cost=stores.CHEAP) is not None
    except WrongPassphrase:
        return False


def test_the_new_passphrase_opens_and_the_old_one_does_not(kept: Guarded) -> None:
    change(kept, stores.PASSPHRASE, NEW)
    assert unlocks(kept, NEW)
    assert not unlocks(kept, stores.PASSPHRASE)


def test_a_wrong_or_weak_passphrase_changes_nothing(kept: Guarded) -> None:
    with pytest.raises(PassphraseTooWeak):
        change(kept, stores.PASSPHRASE, "Hinke Terpstra")
    with pytest.raises(WrongPassphrase):
        change(kept, "iets heel anders dan dit", NEW)
    folder = kept.store.folder
    folder.tries.unlink(missing_ok=True)  # else the next try would have to wait
    assert unlocks(kept, stores.PASSPHRASE)


@pytest.mark.parametrize("guess", ["Hinke Terpstra", "mienskip boarnsterhim"])
def test_a_passphrase_that_is_set_anew_may_be_no_name_in_the_store(
    kept: Guarded, guess: str
) -> None:
    folder, key = kept.store.folder, kept.store.key
    kept.store.database.close()

    def reset(new: str) -> None:
        guarding.reset_passphrase(folder, key, new=new, keyring=kept.ring, cost=stores.CHEAP)

    with pytest.raises(PassphraseTooWeak):
        reset(guess)
    assert unlocks(kept, stores.PASSPHRASE)
    reset(NEW)
    assert unlocks(kept, NEW)


def test_a_store_that_lacks_savings_can_have_a_new_passphrase(kept: Guarded) -> None:
    folder, key = kept.store.folder, kept.store.key
    kept.store.reopen()  # so that all of it lies in the one file
    before = folder.database.read_bytes()
    with act(kept.store.database, kept.store.session, "user.set") as work:
        work.edit(User, kept.store.session.user, {"name": "Hinke de Jong"})
    kept.store.database.close()
    folder.database.write_bytes(before)  # a copy of yesterday was put back by hand
    with pytest.raises(PassphraseTooWeak):
        guarding.reset_passphrase(
            folder, key, new="Hinke Terpstra", keyring=kept.ring, cost=stores.CHEAP
        )


def test_the_new_code_opens_stands_on_paper_and_the_old_one_is_gone(kept: Guarded) -> None:
    store = kept.store
    with clock.running(lambda: datetime(2026, 11, 12, 9, tzinfo=UTC)):
        sheet = guarding.new_recovery_code(
            store.database,
            store.session,
            stores.PASSPHRASE,
            keyring=kept.ring,
            cost=stores.CHEAP,
        )
    with pypdfium2.PdfDocument(io.BytesIO(sheet.data)) as document:
        text = document[0].get_textpage().get_text_bounded()
    signs = [word for word in text.split() if len(word) == 5 and word.isupper()]
    assert "Mienskip Boarnsterhim" in text
    assert "12 november 2026" in text
    with pytest.raises(WrongRecoveryCode):
        KeyFile.unlock_with_recovery(store.folder.root, kept.code)
    assert len(signs) >= 1


def test_control_without_a_new_one_the_old_code_opens(kept: Guarded) -> None:
    assert KeyFile.unlock_with_recovery(kept.store.folder.root, kept.code) == kept.store.key


def test_a_wrong_passphrase_makes_no_new_code(kept: Guarded) -> None:
    store = kept.store
    with pytest.raises(WrongPassphrase):
        guarding.new_recovery_code(
            store.database,
            store.session,
            "iets heel anders dan dit",
            keyring=kept.ring,
            cost=stores.CHEAP,
        )
    assert KeyFile.unlock_with_recovery(store.folder.root, kept.code) == store.key


def test_a_store_without_a_key_file_says_so(store: TestStore) -> None:
    assert guarding.guard(store.database).keys is None


def test_a_guarded_store_tells_of_keyring_and_escrow(kept: Guarded) -> None:
    keys = guarding.guard(kept.store.database, keyring=kept.ring).keys
    assert keys is not None
    assert keys.on_this_device
    assert keys.escrow_open
