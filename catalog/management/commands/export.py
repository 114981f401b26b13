"""Tells the whole catalogue: `manage.py export > catalogue.ndjson`."""

import contextlib

from django.core.management.base import BaseCommand

from catalog import exporting


class Command(BaseCommand):
    help = "Writes every product, drafts and archived ones too, to the standard output: one JSON object a line."

    def handle(self, **_: object) -> None:
        try:
            for line in exporting.lines():
                self.stdout.write(line)
            self.stdout.flush()
        except BrokenPipeError:
            # Whoever reads has seen enough, as `head` has. Closed, or Python would try to flush the rest at its end.
            with contextlib.suppress(BrokenPipeError):
                self.stdout.close()
