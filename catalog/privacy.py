"""What the catalogue holds about a person: what they wrote, and the prices that they set."""

from collections.abc import Iterator

from catalog.models import PriceRecord, Review
from core.access import privacy
from core.access.privacy import Person, Record
from core.pages import Walk


@privacy.part("reviews", "catalog.Review.author")
def _reviews(person: Person) -> Iterator[Record]:
    """They outlive their author: the row's own rule sets it to NULL, and the rating still counts them."""
    for review in Walk(Review.objects.filter(author=person.pk).select_related("product")):
        yield {
            "id": review.public_id,
            "product": review.product.slug,
            "rating": review.rating,
            "text": review.text,
            "created_at": review.created_at,
        }


@privacy.part("prices_set", "catalog.PriceRecord.actor")
def _prices_set(person: Person) -> Iterator[Record]:
    for record in Walk(PriceRecord.objects.filter(actor=person.name).select_related("product")):
        yield {
            "product": record.product.slug,
            "price": {"amount": record.price_minor, "currency": record.currency},
            "at": record.at,
        }


@privacy.forgets
def _unnamed_prices(person: Person) -> None:
    PriceRecord.objects.filter(actor=person.name).update(actor=person.pseudonym)
