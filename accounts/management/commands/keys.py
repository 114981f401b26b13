"""The keys that sign tokens: make a file of them, list them, let the next one sign, drop a stolen one."""

from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.tokens import keyring
from accounts.tokens.keys import KeySet, SigningKey
from core import clock

# Whoever caches our public keys does so for five minutes, and a mounted secret arrives within two.
NOTICE = 600


class Command(BaseCommand):
    help = "Without a verb, lists the keys. No verb but `drop` ends anybody's tokens, and no restart is needed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", metavar="VERB")
        verbs.add_parser("list", help="the keys, and what each is for")
        make = verbs.add_parser("make", help="write a new file with one key")
        make.add_argument("file", type=Path)
        rotate = verbs.add_parser("rotate", help="add a key; it signs when all have had time to learn of it")
        rotate.add_argument("--notice", type=int, default=NOTICE, metavar="SECONDS", help=f"usually {NOTICE}")
        drop = verbs.add_parser("drop", help="believe a stolen key no more: its tokens end at once")
        drop.add_argument("kid")

    def handle(self, *, verb: str | None, **options: object) -> None:
        at, path = clock.now(), Path(settings.SIGNING_KEYS)
        if verb == "make":
            self._make(Path(str(options["file"])))
            return
        keys = keyring.current()
        if verb == "rotate":
            keys = keys.rotated(at=at, signs_from=at + timedelta(seconds=int(str(options["notice"]))))
        elif verb == "drop":
            keys = _without(keys, str(options["kid"]), at)
        if verb in {"rotate", "drop"}:
            _kept(path, keys)
        self.stdout.write("\n".join(f"{key.kid}  {_told(keys, key, at)}" for key in keys.keys))

    def _make(self, path: Path) -> None:
        try:
            keyring.make(path)
        except OSError as error:
            raise CommandError(f"{path} can't be written: {error.strerror}. Name a new file.") from None
        self.stdout.write(str(path))


def _kept(path: Path, keys: KeySet) -> None:
    try:
        keyring.replace(path, keys)
    except OSError as error:
        raise CommandError(f"{path} can't be written: {error.strerror}. Rotate a copy, and put it there.") from None


def _without(keys: KeySet, kid: str, at: datetime) -> KeySet:
    if kid not in {key.kid for key in keys.keys}:
        raise CommandError(f"There is no key {kid}.")
    if keys.signing(at).kid == kid:
        raise CommandError("This key signs. Let another one sign first: keys rotate --notice 0")
    return keys.without(kid)


def _told(keys: KeySet, key: SigningKey, at: datetime) -> str:
    if key.signs_from > at.timestamp():
        return f"signs from {_instant(key.signs_from)}"
    return "signs" if key is keys.signing(at) else f"verifies until {_instant(keys.ends(key))}"


def _instant(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, tz=UTC).isoformat(timespec="seconds")
