"""The demo accounts: with fixed passwords on a reader's own machine, elsewhere with random ones in a secret file."""

import os
import secrets
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import services
from accounts.demo import ACCOUNTS
from accounts.models import User
from core import access

ACTOR = access.command("demo_accounts")


class Command(BaseCommand):
    help = "Makes the demo accounts that are missing. Run again, it leaves those that are there alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to", type=Path, metavar="FILE", help="a new file for random passwords; needed outside embedded mode"
        )
        parser.add_argument("--reset", action="store_true", help="give those that are there a new password too")

    def handle(self, *, to: Path | None, reset: bool, verbosity: int, **_: object) -> None:
        if to is None and not settings.EMBEDDED:
            raise CommandError("Their fixed passwords are public. Name a file for random ones: --to FILE")
        made = _with_fixed_passwords(reset=reset) if to is None else _with_random_passwords(to, reset=reset)
        if verbosity:
            self.stdout.write(_told(len(made), to))


def _with_fixed_passwords(*, reset: bool) -> list[User]:
    passwords = {account.email: account.password for account in ACCOUNTS}
    return services.create_demo_accounts(actor=ACTOR, passwords=passwords, reset=reset)


def _with_random_passwords(to: Path, *, reset: bool) -> list[User]:
    """Accounts and file come together or not at all; no file when there was nothing to do."""
    passwords = {account.email: secrets.token_urlsafe(18) for account in ACCOUNTS}
    with transaction.atomic():
        made = services.create_demo_accounts(actor=ACTOR, passwords=passwords, reset=reset)
        if made:
            _write_secret(to, "".join(f"{user.email} {passwords[user.email]}\n" for user in made))
    return made


def _write_secret(path: Path, text: str) -> None:
    # O_EXCL and the mode at creation: no file is overwritten, and at no time can others read this one.
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CommandError(f"{path} can't be written: {error.strerror}. Name a new file.") from None
    with os.fdopen(descriptor, "w") as file:
        file.write(text)


def _told(count: int, to: Path | None) -> str:
    if not count:
        return "The demo accounts are there already; --reset gives them new passwords."
    return f"{count} demo accounts are ready." if to is None else str(to)
