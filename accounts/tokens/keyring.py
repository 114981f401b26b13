"""Where the keys are kept: one file that its owner alone can read, looked at again while the service runs."""

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import structlog
from django.conf import settings

from accounts.tokens.keys import KeySet
from core import clock

logger = structlog.get_logger(__name__)

_LOOK_EVERY = 1.0


def current() -> KeySet:
    """The keys of this service, at most a second old."""
    return _ring().keys()


class KeyRing:
    """The keys of a file, read again when it has changed: a rotation needs no restart."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._keys = read(path)
        self._stamp = _stamp(path)
        self._looked_at = time.monotonic()

    def keys(self) -> KeySet:
        if time.monotonic() - self._looked_at >= _LOOK_EVERY:
            self._look()
        return self._keys

    def _look(self) -> None:
        self._looked_at = time.monotonic()
        try:
            if (stamp := _stamp(self._path)) != self._stamp:
                self._keys, self._stamp = read(self._path), stamp
        except (OSError, ValueError) as error:
            # Those that were there still sign and verify; who broke the file must hear of it.
            logger.exception("the key file can't be read", exc_info=error)


@cache
def _ring() -> KeyRing:
    path: Path = settings.SIGNING_KEYS
    if settings.EMBEDDED and not path.exists():
        with contextlib.suppress(FileExistsError):
            make(path)
    return KeyRing(path)


def read(path: Path) -> KeySet:
    return KeySet.from_json(path.read_text())


def make(path: Path) -> None:
    """Write a new file with one new key. Raises FileExistsError rather than forget keys that sign."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written beside, then linked: of two processes that start together one wins, and neither reads half a file.
    with _draft(path, KeySet.made(at=clock.now())) as draft:
        path.hardlink_to(draft)


def replace(path: Path, keys: KeySet) -> None:
    """Put other keys in the place of those in the file. A reader sees the former or the new, never a part."""
    with _draft(path, keys) as draft:
        draft.replace(path)


@contextlib.contextmanager
def _draft(path: Path, keys: KeySet) -> Iterator[Path]:
    descriptor, name = tempfile.mkstemp(dir=path.parent)  # readable by its owner alone
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(keys.as_json())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _stamp(path: Path) -> tuple[int, int]:
    told = path.stat()
    return told.st_mtime_ns, told.st_ino
