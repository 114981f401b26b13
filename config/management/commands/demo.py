"""The whole shop on this machine, until Ctrl-C: `make demo`."""

import signal
from argparse import ArgumentParser
from collections.abc import Callable
from threading import Event
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from accounts.demo import ACCOUNTS
from catalog.models import Product
from config.env import env
from config.management import server

PRODUCTS = 1000
FRONT_DOORS = {
    "Front page": "/",
    "Products": "/api/v1/products/",
    "Documentation": "/api/docs/",
    "Contract": "/api/openapi.yaml",
    "Admin": "/admin/login/",
    "Alive?": "/livez",
    "Ready?": "/readyz",
}


class Command(BaseCommand):
    help = "Runs the shop on this machine: migrates, seeds if empty, serves on PORT, says where everything is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--products", type=int, metavar="N", help=f"fill the catalogue up to N (default: {PRODUCTS} if it is empty)"
        )

    def handle(self, *, products: int | None, **_: object) -> None:
        if not env.is_embedded:
            raise CommandError("The demo runs in embedded mode only: unset MODE and run it again.")
        try:
            _on_stop(signal.default_int_handler)
            self._prepare(products)
            self._serve()
        except KeyboardInterrupt:
            self._tell("Stopped.")

    def _prepare(self, products: int | None) -> None:
        server.require_free(env.port)
        self._tell("Migrating the database")
        call_command("migrate", verbosity=0)
        call_command("demo_accounts", verbosity=0)
        # A number that somebody asks for is reached even after an interruption; seed adds what is missing.
        if products is None and not Product.objects.exists():
            products = PRODUCTS
        if products is not None:
            self._tell(f"Filling the catalogue up to {products} products")
            call_command("seed", products=products)

    def _serve(self) -> None:
        stopped = Event()
        # From here on a signal sets a flag: an exception could fall between the server's start and its stop.
        _on_stop(lambda *_: stopped.set())
        self._tell("Starting the server")
        with server.running(env.port) as process:
            server.wait_until_ready(process, env.port, stopped)
            self._tell(_directions())
            while not stopped.wait(0.2):
                server.require_alive(process)
        self._tell("Stopped.")

    def _tell(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _on_stop(handler: Callable[..., Any]) -> None:
    """Ctrl-C, a polite kill and a closed terminal end the demo; under nohup a closed terminal does not."""
    signal.signal(signal.SIGINT, handler)
    signal.signal(signal.SIGTERM, handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, handler)


def _directions() -> str:
    doors = [f"  {name:<15} http://{server.HOST}:{env.port}{path}" for name, path in FRONT_DOORS.items()]
    accounts = [f"  {account.email:<24} {account.password}" for account in ACCOUNTS]
    return "\n".join(["", "Cairn is up; Ctrl-C stops it.", "", *doors, "", "Sign in as", *accounts, ""])
