"""Writes to the catalogue. Each function is one transaction; its first line says who may.

Where that hangs on a row, as with a review and its author, the row is locked first.
"""

from catalog.services.categories import (
    UnableToCreateCategory,
    UnableToDeleteCategory,
    UnableToEditCategory,
    create_category,
    delete_category,
    edit_category,
)
from catalog.services.products import (
    ProductDetails,
    UnableToArchive,
    UnableToChangePrice,
    UnableToCreateProduct,
    UnableToEditProduct,
    UnableToPublish,
    archive_product,
    change_price,
    create_product,
    edit_product,
    publish_product,
)
from catalog.services.reviews import UnableToReview, delete_review, edit_review, review_product
from catalog.services.stock import UnableToRestock, restock

# roadmap: language.modules
__all__ = [
    "ProductDetails",
    "UnableToArchive",
    "UnableToChangePrice",
    "UnableToCreateCategory",
    "UnableToCreateProduct",
    "UnableToDeleteCategory",
    "UnableToEditCategory",
    "UnableToEditProduct",
    "UnableToPublish",
    "UnableToRestock",
    "UnableToReview",
    "archive_product",
    "change_price",
    "create_category",
    "create_product",
    "delete_category",
    "delete_review",
    "edit_category",
    "edit_product",
    "edit_review",
    "publish_product",
    "restock",
    "review_product",
]
