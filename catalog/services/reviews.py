"""Writes to reviews, each with the product's rating in one transaction."""

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from catalog import events, permissions, selectors
from catalog.models import Product, Rating, Review
from catalog.selectors import ProductNotFound, ReviewNotFound
from catalog.services.versions import rewrite
from core import clock
from core.access import Actor, require
from core.errors import Conflict, SignInRequired, VersionConflict
from core.events import publish

STARS = range(1, 6)


class UnableToReview(Conflict):
    code = "unable_to_review"


@transaction.atomic
def review_product(*, actor: Actor, slug: str, rating: int, text: str = "") -> Review:
    """Say what one thinks of a product, once. Raises UnableToReview the second time."""
    require(actor, permissions.write_review)
    _refuse_unsound(rating)
    product = Product.objects.visible(at=clock.now()).filter(slug=slug).first()
    if product is None:
        raise ProductNotFound
    author = _locked_author(actor)
    total = _locked_rating(product)
    try:
        with transaction.atomic():
            review = Review.objects.create(
                product=product, author_id=author, rating=rating, text=text, created_at=clock.now()
            )
    except IntegrityError:
        raise UnableToReview("You have reviewed this product already. Edit your review instead.") from None

    _count(total, reviews=1, stars=rating)
    publish(events.ProductReviewed(product.sku, review.public_id, rating), actor=actor)
    return review


@transaction.atomic
def edit_review(*, actor: Actor, public_id: str, expected_version: int, rating: int, text: str) -> Review:
    """Change one's own review."""
    review, total = _locked(public_id)
    require(actor, permissions.edit_review, review)
    _refuse_unsound(rating)
    if review.version != expected_version:
        raise VersionConflict(current=review.version)

    _count(total, reviews=0, stars=rating - review.rating)
    rewrite(review, rating=rating, text=text)
    publish(events.ReviewEdited(review.product.sku, public_id, rating), actor=actor)
    return review


@transaction.atomic
def delete_review(*, actor: Actor, public_id: str, expected_version: int) -> None:
    """Take a review away: one's own, or as staff any."""
    review, total = _locked(public_id)
    require(actor, permissions.delete_review, review)
    if review.version != expected_version:
        raise VersionConflict(current=review.version)

    _count(total, reviews=-1, stars=-review.rating)
    review.delete()
    publish(events.ReviewDeleted(review.product.sku, public_id), actor=actor)


def _refuse_unsound(rating: int) -> None:
    if rating not in STARS:
        raise UnableToReview("Give one to five stars.", field="rating")


def _locked(public_id: str) -> tuple[Review, Rating]:
    """The review and its product's rating, both locked; the rating first, as in every write here.

    A review of a product that is out of the shop can't be read, and so not be changed.
    """
    known = selectors.review(public_id=public_id, at=clock.now()).values_list("product_id", flat=True).first()
    if known is None:
        raise ReviewNotFound
    total = Rating.objects.select_for_update().get(pk=known)
    review = Review.objects.select_for_update().filter(public_id=public_id).first()
    if review is None:
        raise ReviewNotFound
    return review, total


def _locked_author(actor: Actor) -> int:
    """The key of the caller's account, locked: it may be taken away now, and PostgreSQL would tell at the commit only.

    By its key: MariaDB locks the index entry that it finds a row by, and deletion and review would wait for each other.
    """
    people = get_user_model().objects
    known = people.filter(public_id=actor.public_id).first()
    author = known and people.select_for_update().filter(pk=known.pk).first()
    if author is None:
        raise SignInRequired("This account is gone.")
    return author.pk


def _locked_rating(product: Product) -> Rating:
    return Rating.objects.select_for_update().get(pk=product.pk)


def _count(rating: Rating, *, reviews: int, stars: int) -> None:
    """Add to the locked rating. In Python, not in F(): MariaDB assigns from left to right, and would count twice."""
    count, total = rating.count + reviews, rating.total + stars
    rewrite(rating, count=count, total=total, average_hundredths=average_hundredths(total=total, count=count))


# roadmap: tools.testing-unit
def average_hundredths(*, total: int, count: int) -> int:
    """Hundredths of a star, half rounded up, in integers; 0 without reviews."""
    return (200 * total + count) // (2 * count) if count else 0
