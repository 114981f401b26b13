"""A made-up catalogue of outdoor gear, always the same for the same seed: pure functions, no database.

Product number n of seed s depends on s and n alone, so a small catalogue is the beginning of a large one.

How it is spread:
- Root categories: Clothing 50 %, Footwear 14, Packs and bags 10, Sleeping 7, Shelter 6, Cooking 5, Climbing 4,
  Navigation and safety 4. Inside a root the leaf in place k has a share like 1/k (Zipf). All leaves are three deep.
- Prices: log-normal around the median of their kind, with the endings that shops use; 1 to 4 in a product's past.
- Stock: log-normal around 14, and 8 % sold out. 3 % are drafts, 2 % archived.
- Reviews: 45 % of what is on sale has none, the rest Pareto: one or two mostly, here and there a hundred.
- Times: publications over the three years from `history.OPENED`, all that follows within the half year after.
"""

from catalog.seeding.people import display_name, email, reviewers
from catalog.seeding.products import MOST_PRODUCTS, MOST_SEED, SKU_PREFIX, product, sku
from catalog.seeding.tree import Shelf, shelves

__all__ = [
    "MOST_PRODUCTS",
    "MOST_SEED",
    "SKU_PREFIX",
    "Shelf",
    "display_name",
    "email",
    "product",
    "reviewers",
    "shelves",
    "sku",
]
