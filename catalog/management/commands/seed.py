"""Fills the catalogue with made-up gear: `manage.py seed --products 1000`."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify

from catalog import loading, seeding, services
from catalog.loading import LoadedProduct
from catalog.management.progress import Progress
from catalog.models import Category, Product
from catalog.seeding.history import OPENED
from core import access
from core.access import Role
from core.errors import DomainError

ACTOR = access.command("seed")
# A transaction holds so many: an interruption loses less than a second's work.
_BATCH = 1000
# Any will do, as long as it stays: documents speak of the products that it gives.
_DEFAULT_SEED = 42


class Command(BaseCommand):
    help = (
        "Fills the catalogue with made-up outdoor gear, always the same for the same seed. Run it again to go on"
        " after an interruption, or with more products to add the missing ones; what is there is left alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--products",
            type=int,
            default=1000,
            metavar="N",
            help=f"how many there are afterwards, 1 to {seeding.MOST_PRODUCTS} (default: %(default)s)",
        )
        parser.add_argument(
            "--seed",
            type=int,
            default=_DEFAULT_SEED,
            metavar="S",
            help=f"which catalogue, 0 to {seeding.MOST_SEED}; one database has one (default: %(default)s)",
        )
        parser.add_argument("--quiet", action="store_true", help="say nothing, as with --verbosity 0")

    def handle(self, *, products: int, seed: int, quiet: bool, verbosity: int, **_: object) -> None:
        _refuse_unsound(products, seed)
        out = None if quiet or verbosity == 0 else self.stdout
        try:
            added = _fill(products, seed, Progress(out, products))
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        if out is not None:
            out.write(f"{added:,} products added; seed {seed} has {products:,} here.")


def _refuse_unsound(products: int, seed: int) -> None:
    if not 1 <= products <= seeding.MOST_PRODUCTS:
        raise CommandError(f"--products is 1 to {seeding.MOST_PRODUCTS}, not {products}.")
    if not 0 <= seed <= seeding.MOST_SEED:
        raise CommandError(f"--seed is 0 to {seeding.MOST_SEED}, not {seed}.")
    others = Product.objects.filter(sku__startswith=seeding.SKU_PREFIX)
    other = others.exclude(sku__range=_skus(seed, 1, seeding.MOST_PRODUCTS)).first()
    if other is not None:
        raise CommandError(f"{other.sku} is of another seed, whose names would meet with these. Keep to that one.")


def _fill(products: int, seed: int, progress: Progress) -> int:
    """Add what is missing and say how many that were."""
    _create_shelves()
    authors = _reviewers(seeding.reviewers(products))
    added = 0
    for first in range(1, products + 1, _BATCH):
        last = min(first + _BATCH - 1, products)
        added += loading.load_products(actor=ACTOR, batch=list(_missing(seed, first, last, authors)))
        progress.advance(last - first + 1)
    loading.refresh_statistics()
    return added


def _missing(seed: int, first: int, last: int, authors: Sequence[int]) -> Iterator[LoadedProduct]:
    rows = Product.objects.filter(sku__range=_skus(seed, first, last))
    present = set(rows.values_list("sku", flat=True))
    for number in range(first, last + 1):
        if seeding.sku(seed, number) not in present:
            yield seeding.product(seed, number, authors)


def _skus(seed: int, first: int, last: int) -> tuple[str, str]:
    return seeding.sku(seed, first), seeding.sku(seed, last)


def _create_shelves() -> None:
    """The category tree. A category whose slug is taken is used as it is, wherever somebody has moved it."""
    present = set(Category.objects.values_list("slug", flat=True))
    for shelf in seeding.shelves():
        if slugify(shelf.name) not in present:
            above = None if shelf.above is None else slugify(shelf.above)
            services.create_category(actor=ACTOR, name=shelf.name, parent=above)


def _reviewers(count: int) -> list[int]:
    """The keys of that many customers who review, in their order. Nobody can sign in as one."""
    model = get_user_model()
    emails = {seeding.email(number): seeding.display_name(number) for number in range(1, count + 1)}
    present = set(model.objects.filter(email__in=emails).values_list("email", flat=True))
    model.objects.bulk_create(
        [
            model(
                email=email,
                display_name=name,
                role=Role.CUSTOMER,
                password=make_password(None),
                joined_at=OPENED,
            )
            for email, name in emails.items()
            if email not in present
        ],
        batch_size=_BATCH,
    )
    keys = dict(model.objects.filter(email__in=emails).values_list("email", "pk"))
    return [keys[email] for email in emails]
