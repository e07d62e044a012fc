"""Passphrase, keyring and key file: the only user of ``keyring`` and of Argon2id.

::

    key, code = KeyFile.create(folder, passphrase)      # code is printed, never kept
    key = KeyFile.unlock(folder, passphrase)
    key.sub(b"db")                                      # SQLCipher's raw key
"""

from __future__ import annotations

from meitinker.keys.cost import FLOOR, REAL_COST, KeyCost, Stretch
from meitinker.keys.keyfile import KeyFile
from meitinker.keys.keyrings import DeviceKeyring, SystemKeyring
from meitinker.keys.passphrase import Strength, strength
from meitinker.keys.recovery import RecoveryCode
from meitinker.keys.report import KeyReport
from meitinker.keys.storekey import StoreKey
from meitinker.keys.tries import Tries

__all__ = [
    "FLOOR",
    "REAL_COST",
    "DeviceKeyring",
    "KeyCost",
    "KeyFile",
    "KeyReport",
    "RecoveryCode",
    "StoreKey",
    "Strength",
    "Stretch",
    "SystemKeyring",
    "Tries",
    "strength",
]
