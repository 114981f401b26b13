"""What happens in the catalogue."""

from dataclasses import dataclass
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True)
class ProductEvent(Event):
    """Something about one product; `key` is its SKU, which never changes."""

    aggregate: ClassVar[str] = "product"


@dataclass(frozen=True)
class ProductCreated(ProductEvent):
    name: str
    price_minor: int


@dataclass(frozen=True)
class ProductEdited(ProductEvent):
    changed: list[str]


@dataclass(frozen=True)
class ProductPublished(ProductEvent):
    published_at: str


@dataclass(frozen=True)
class ProductArchived(ProductEvent):
    pass


@dataclass(frozen=True)
class PriceChanged(ProductEvent):
    old_minor: int
    new_minor: int


@dataclass(frozen=True)
class ProductRestocked(ProductEvent):
    added: int
    available: int


@dataclass(frozen=True)
class ProductReviewed(ProductEvent):
    review_id: str
    rating: int


@dataclass(frozen=True)
class ReviewEdited(ProductEvent):
    review_id: str
    rating: int


@dataclass(frozen=True)
class ReviewDeleted(ProductEvent):
    review_id: str


@dataclass(frozen=True)
class CatalogLoaded(Event):
    """Many products came at once: one event, not one a product."""

    aggregate: ClassVar[str] = "catalog"
    products: int


@dataclass(frozen=True)
class CategoryEvent(Event):
    """Something about one category; `key` is its slug."""

    aggregate: ClassVar[str] = "category"


@dataclass(frozen=True)
class CategoryCreated(CategoryEvent):
    name: str


@dataclass(frozen=True)
class CategoryEdited(CategoryEvent):
    name: str
    parent: str | None


@dataclass(frozen=True)
class CategoryDeleted(CategoryEvent):
    pass
