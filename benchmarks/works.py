"""What is asked of every contestant."""

from dataclasses import dataclass

LIST_PATH = "/api/v1/products/?limit=50"


@dataclass(frozen=True)
class Work:
    """One row of the table. `goal` is the least share of the limit's throughput that the shop aims at."""

    name: str
    title: str
    goal: float
    is_conditional: bool = False

    def paths(self, slugs: list[str]) -> list[str]:
        if self.name == "list":
            return [LIST_PATH]
        return [f"/api/v1/products/{slug}/" for slug in slugs]


WORKS = [
    Work("list", "List: 50 products with category, tags, price, stock, rating", 0.80),
    Work("detail", "Detail by slug", 0.60),
    Work("conditional", "Conditional detail, 304", 0.40, is_conditional=True),
]
