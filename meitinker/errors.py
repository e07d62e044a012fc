"""Every error the program raises on purpose.

MeitinkerError
├── WorldError                    the world's fault: shown as a sentence and a next step
│   ├── StoreError
│   │   ├── StoreInUse            a second copy of the program holds the store
│   │   ├── StoreMissing          no store where one was expected
│   │   ├── StoreExists           a store where none was expected
│   │   ├── StoreDamaged          a page, table or chain does not hold
│   │   ├── StoreBehind           the store is older than its mark: savings are missing
│   │   ├── StoreTooNew           written by a newer program
│   │   ├── LeaseOver             the store has not met its hub for too long: contact first
│   │   ├── StoreReadOnly         folder or file cannot be written
│   │   ├── DiskFull              no room left
│   │   └── DiskFailed            any other input/output error
│   ├── KeysError
│   │   ├── WrongPassphrase
│   │   ├── WrongRecoveryCode
│   │   ├── WaitBeforeRetry       wrong passphrases are slowed down, never forbidden
│   │   ├── PassphraseTooWeak
│   │   ├── KeyFileDamaged        neither copy of the key file can be read
│   │   ├── KeyringRefused        the keyring is missing or of a kind that does not protect
│   │   ├── KeyringSecretGone     the keyring works but no longer holds this store's secret
│   │   └── EscrowRefused         two officers of the organisation do not open this store
│   ├── BackupError
│   │   ├── BackupDamaged
│   │   └── WrongOrganisation     restoring or importing across the border of an organisation
│   ├── AttachmentError
│   │   ├── AttachmentRefused     not a kind of file that is kept
│   │   └── AttachmentDamaged     the stored file is missing or does not hold
│   ├── ExchangeError             a file of, or for, another program
│   │   ├── TableRefused          not a list that can be read, or one that is not safe to read
│   │   └── BatchDamaged          an import batch is not whole, or not one of ours
│   ├── PrintFailed               no printer, or the printer said no
│   └── SyncError                 an exchange with the hub did not come off; nothing was lost
│       ├── HubUnreachable        no network, no answer, or one that broke off
│       ├── HubNotOurs            another certificate or another hub at the address
│       ├── HubBusy               too much at once; try again later
│       ├── HubTooOld             the hub speaks nothing that this program understands
│       ├── ProgramTooOld         this program speaks nothing that the hub understands
│       ├── DeviceRefused         the device is unknown, or its user's time is over
│       ├── DeviceWiped           the hub ordered this device to destroy what it holds
│       ├── RequestRefused        a signature, time or number does not hold
│       ├── InvitationRefused     the code is unknown, used up or too old
│       ├── InvitationUnclear     the text is no invitation, or not a whole one
│       ├── BundleError           an exchange over a file
│       │   ├── BundleDamaged         no bundle, or cut short, altered, or sealed for others
│       │   ├── BundleNotOurs         of or for someone else
│       │   └── BundleOld             both sides have met since
│       └── MessageTooLarge       larger, deeper or longer than either side accepts
├── RuleError                     what was asked breaks a rule of the work
│   ├── InvalidField              one field holds what it cannot hold
│   ├── NotVisible                outside what this session may see
│   ├── NotAllowed                this role may not do that
│   ├── RecordGone                the record does not exist (any more)
│   ├── ChangedMeanwhile          what was decided on is not what stands any more
│   ├── AlreadyConcluded          a concluded visit only takes additions
│   ├── NoWayBack                 what was done last cannot be undone
│   └── UndoRefused               someone's later change touched the same field
└── BugError                      ours: goes to the crash report, never to a sentence
"""

from __future__ import annotations

from typing import ClassVar


class MeitinkerError(Exception):
    """Root of the tree.

    Attributes:
        params: Values for the sentence that is shown; never personal data, because
            errors reach logs.
    """

    family: ClassVar[str] = "bug"

    def __init__(self, detail: str = "", **params: str | int) -> None:
        """Keep a short English detail for the log and the values for the sentence."""
        super().__init__(detail or type(self).__name__)
        self.params = params


class WorldError(MeitinkerError):
    """Raised for conditions of the environment, where the program is not to blame."""

    family = "world"


class StoreError(WorldError):
    """Raised when the store cannot be opened, read or written."""


class StoreInUse(StoreError):
    """Raised when another process holds the lock of this store."""


class StoreMissing(StoreError):
    """Raised when a store is to be opened that is not there."""


class StoreExists(StoreError):
    """Raised when a store is to be made where there is one already."""


class StoreDamaged(StoreError):
    """Raised when a page, table, chain or mark does not hold."""


class StoreBehind(StoreError):
    """Raised when the store is behind its mark.

    Params: ``missing`` (number of savings) and ``since`` (UTC instant, ISO text).
    """


class StoreTooNew(StoreError):
    """Raised for a store of a newer program. Params: ``store`` and ``program`` versions."""


class LeaseOver(StoreError):
    """Raised when a store must meet its hub before it opens. Params: ``days`` and ``reason``."""


class StoreReadOnly(StoreError):
    """Raised when the folder or a file of the store cannot be written."""


class DiskFull(StoreError):
    """Raised when a write found no room. What was typed stays in the form."""


class DiskFailed(StoreError):
    """Raised for every other input/output error of the disk."""


class KeysError(WorldError):
    """Raised when the store's key cannot be had."""


class WrongPassphrase(KeysError):
    """Raised for a passphrase that opens no slot. Params: ``wait`` in seconds."""


class WrongRecoveryCode(KeysError):
    """Raised for a recovery code that is mistyped or of another store."""


class WaitBeforeRetry(KeysError):
    """Raised for a try within the delay. Params: ``wait`` in seconds."""


class PassphraseTooWeak(KeysError):
    """Raised for a passphrase that is guessed too easily. Params: ``reason``."""


class KeyFileDamaged(KeysError):
    """Raised when neither copy of the key file can be read."""


class KeyringRefused(KeysError):
    """Raised when the keyring is missing or does not protect. Params: ``backend``."""


class KeyringSecretGone(KeysError):
    """Raised when the keyring answers but holds no secret for this store."""


class EscrowRefused(KeysError):
    """Raised when two officers cannot open or be taken together. Params: ``reason``."""


class BackupError(WorldError):
    """Raised when a backup cannot be made or used."""


class BackupDamaged(BackupError):
    """Raised when a backup does not open or its counts differ."""


class WrongOrganisation(BackupError):
    """Raised when data would cross the border between organisations or the demo."""


class AttachmentError(WorldError):
    """Raised when an attachment cannot be kept or read."""


class AttachmentRefused(AttachmentError):
    """Raised for a file of a kind that is not kept. Params: ``reason``."""


class AttachmentDamaged(AttachmentError):
    """Raised when a stored file is missing, cut short or changed."""


class ExchangeError(WorldError):
    """Raised when a file of, or for, another program cannot be used."""


class TableRefused(ExchangeError):
    """Raised for a file in which no list can be read. Params: ``reason``."""


class BatchDamaged(ExchangeError):
    """Raised for a file that is no import batch at all. Params: ``reason``."""


class SiteRefused(ExchangeError):
    """Raised for a place where no website can be laid down. Params: ``reason``."""


class PrintFailed(WorldError):
    """Raised when there is no printer or the printer refused."""


class SyncError(WorldError):
    """Raised when an exchange with the hub did not come off; nothing was lost."""


class HubUnreachable(SyncError):
    """Raised when there is no network, no answer, or an answer that broke off."""


class HubNotOurs(SyncError):
    """Raised when the certificate or the id at the address is not that of our hub."""


class HubBusy(SyncError):
    """Raised when the hub has too much to do; ``seconds`` says when to try again."""


class HubTooOld(SyncError):
    """Raised when the hub is older than anything this program can speak with."""


class ProgramTooOld(SyncError):
    """Raised when this program is older than anything the hub can speak with."""


class DeviceRefused(SyncError):
    """Raised when the hub does not know this device, or its user's time is over."""


class DeviceWiped(SyncError):
    """Raised when the hub ordered this device to destroy what it holds."""


class RequestRefused(SyncError):
    """Raised when the signature, the time or the number of a request does not hold."""


class InvitationRefused(SyncError):
    """Raised when an invitation is unknown, used up or too old."""


class InvitationUnclear(SyncError):
    """Raised for a text that is no whole invitation. Params: ``reason``."""


class BundleError(SyncError):
    """Raised when an exchange over a file did not come off."""


class BundleDamaged(BundleError):
    """Raised for a file that is no bundle, or was cut short, altered or sealed for others."""


class BundleNotOurs(BundleError):
    """Raised for a bundle of or for someone else. Params: ``reason``."""


class BundleOld(BundleError):
    """Raised for a bundle after which both sides have met. Params: ``reason``."""


class MessageTooLarge(SyncError):
    """Raised when a message is larger, deeper or longer than either side accepts."""


class RuleError(MeitinkerError):
    """Raised when a request breaks a rule of the work."""

    family = "rule"


class InvalidField(RuleError):
    """Raised for a field that holds what it cannot hold.

    Attributes:
        field: Name of the field as the record declares it.
        reason: A key of the field's message (``bsn_wrong``, ``date_in_future`` …).
    """

    def __init__(self, field: str, reason: str, **params: str | int) -> None:
        """Name the field and the reason; the screen finds the words."""
        super().__init__(f"{field}: {reason}", **params)
        self.field = field
        self.reason = reason


class NotVisible(RuleError):
    """Raised for a record outside the session's scope, existing or not."""


class NotAllowed(RuleError):
    """Raised when the session's role may not do this."""


class RecordGone(RuleError):
    """Raised when a record does not exist or was removed."""


class ChangedMeanwhile(RuleError):
    """Raised when something else stands by now than whoever decides was shown."""


class AlreadyConcluded(RuleError):
    """Raised for an edit of a concluded visit."""


class NoWayBack(RuleError):
    """Raised for undoing what has no way back. Params: ``action``, what was done last."""


class UndoRefused(RuleError):
    """Raised when undoing would overwrite a later change. Params: ``fields``."""


class BugError(MeitinkerError):
    """Raised when the program breaks its own promise."""
