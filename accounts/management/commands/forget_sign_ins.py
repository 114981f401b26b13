"""Housekeeping: sign-ins and tokens that have ended leave rows behind."""

from django.core.management.base import BaseCommand

from accounts import services
from core import access


class Command(BaseCommand):
    help = "Deletes what is left of sign-ins and personal tokens that have ended. Once a day is often enough."

    def handle(self, *, verbosity: int, **_: object) -> None:
        actor = access.command("forget_sign_ins")
        sign_ins = services.forget_ended_sign_ins(actor=actor)
        tokens = services.forget_ended_personal_tokens(actor=actor)
        if verbosity:
            self.stdout.write(f"{sign_ins} sign-ins and {tokens} personal tokens are forgotten.")
