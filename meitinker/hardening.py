"""What is asked of the operating system before the first secret is in memory (A11, A8)."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from typing import Final, NamedTuple

# A plain string: mypy would call what belongs to the other systems unreachable.
_SYSTEM: Final[str] = str(sys.platform)

_PR_GET_DUMPABLE: Final = 3
_PR_SET_DUMPABLE: Final = 4
_WINDOWS_NO_BOXES: Final = 0x0001 | 0x0002 | 0x8000  # critical errors, GP faults, open file
_WER_NO_HEAP: Final = 1
_ENOUGH_SECONDS: Final = 5
_BITLOCKER_ON: Final = frozenset({"1", "3", "5"})
_BITLOCKER_OFF: Final = frozenset({"0", "2", "4"})


class Hardened(NamedTuple):
    """What was achieved; False where the system refused or knows no such thing.

    Attributes:
        no_core_files: A crash writes no memory to disk.
        not_dumpable: Other processes of this user cannot read our memory (Linux).
    """

    no_core_files: bool
    not_dumpable: bool


def harden() -> Hardened:
    """Switch core files, crash reports and memory reading off: the first thing ``main`` does."""
    return Hardened(no_core_files=_crash_files_off(), not_dumpable=_not_dumpable())


def _crash_files_off() -> bool:
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        kernel.SetErrorMode(_WINDOWS_NO_BOXES)
        try:
            ctypes.windll.wer.WerSetFlags(_WER_NO_HEAP)
            name = Path(sys.executable).name
            return int(ctypes.windll.wer.WerAddExcludedApplication(name, False)) == 0
        except OSError:
            return False
    else:
        import resource

        try:
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        except (OSError, ValueError):
            return False
        return True


def _not_dumpable() -> bool:
    """Close ``/proc/self/mem`` and ptrace to others; macOS leaves this to code signing.

    With ``core_pattern`` a pipe, as on most desktops, the limit on core files does not count:
    the crash collector gets the memory all the same. Only this flag stops it.
    """
    if _SYSTEM == "linux":
        system = ctypes.CDLL(None, use_errno=True)
        system.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        return int(system.prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0)) == 0
    return False


def disk_encrypted(place: Path) -> bool | None:
    """Tell whether the disk under ``place`` is encrypted as a whole; None: cannot be known.

    On Linux swap counts too: memory that is written to an open swap partition is on the disk.
    """
    if _SYSTEM == "linux":
        return _linux_encrypted(place)
    if _SYSTEM == "win32":
        return _bitlocker(place)
    return _filevault() if _SYSTEM == "darwin" else None


def _linux_encrypted(place: Path, sys_root: Path = Path("/sys")) -> bool | None:
    try:
        device = os.stat(place).st_dev
        swaps = Path("/proc/swaps").read_text(encoding="utf-8").splitlines()[1:]
    except OSError:
        return None
    disk = block_encrypted(sys_root / "dev/block" / f"{os.major(device)}:{os.minor(device)}")
    swap = [_swap_encrypted(line.split()[0], sys_root) for line in swaps if line.split()]
    if disk is None or None in swap:
        return False if disk is False or False in swap else None
    return disk and all(swap)


def block_encrypted(node: Path) -> bool | None:
    """Tell whether a block device in sysfs is dm-crypt, or lies wholly on devices that are.

    Args:
        node: Its folder in ``/sys/dev/block``; a file system without one (btrfs, overlay,
            network) gives None.
    """
    try:
        real = node.resolve(strict=True)
    except OSError:
        return None
    try:
        if (real / "dm/uuid").read_text(encoding="utf-8").startswith("CRYPT-"):
            return True
    except OSError:
        pass
    below = list((real / "slaves").iterdir()) if (real / "slaves").is_dir() else []
    if not below:
        return False  # bare hardware; an encrypting drive does not tell
    answers = [block_encrypted(one) for one in below]
    return None if None in answers else all(answers)


def _swap_encrypted(name: str, sys_root: Path) -> bool | None:
    if name.startswith("/dev/zram"):
        return True  # lives in memory
    try:
        number = os.stat(name).st_rdev or os.stat(name).st_dev
    except OSError:
        return None
    return block_encrypted(sys_root / "dev/block" / f"{os.major(number)}:{os.minor(number)}")


def _bitlocker(place: Path) -> bool | None:
    """Read the shell's property; ``manage-bde`` would want an administrator."""
    import subprocess

    try:
        done = subprocess.run(
            [
                r"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe",
                "-NoProfile",
                "-NonInteractive",
                "-Command",
                "(New-Object -ComObject Shell.Application).NameSpace($env:MEITINKER_DRIVE)"
                ".Self.ExtendedProperty('System.Volume.BitLockerProtection')",
            ],
            env={**os.environ, "MEITINKER_DRIVE": f"{place.absolute().drive}\\"},
            capture_output=True,
            text=True,
            timeout=_ENOUGH_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    answer = done.stdout.strip()
    return True if answer in _BITLOCKER_ON else (False if answer in _BITLOCKER_OFF else None)


def _filevault() -> bool | None:
    import subprocess

    try:
        done = subprocess.run(
            ["/usr/bin/fdesetup", "isactive"],
            capture_output=True,
            text=True,
            timeout=_ENOUGH_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return {"true": True, "false": False}.get(done.stdout.strip())
