"""Who may do what in the catalogue. Each rule is one predicate, used by every interface through `require`."""

from catalog.models import Review
from core.access import Actor


def edit_catalog(actor: Actor) -> bool:
    return actor.is_staff


def write_review(actor: Actor) -> bool:
    return actor.public_id is not None


def edit_review(actor: Actor, review: Review) -> bool:
    """Only its author puts words into a customer's mouth."""
    return review.author is not None and review.author.public_id == actor.public_id


def delete_review(actor: Actor, review: Review) -> bool:
    return actor.is_staff or edit_review(actor, review)
