"""Housekeeping: sign-ins that have ended leave rows behind."""

from django.core.management.base import BaseCommand

from accounts import services
from core import access


class Command(BaseCommand):
    help = "Deletes what is left of sign-ins that have ended. Once a day is often enough."

    def handle(self, *, verbosity: int, **_: object) -> None:
        count = services.forget_ended_sign_ins(actor=access.command("forget_sign_ins"))
        if verbosity:
            self.stdout.write(f"{count} sign-ins are forgotten.")
