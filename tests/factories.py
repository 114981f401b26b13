"""Rows for tests, as the services make them. A test names what it is about; the rest is filled in."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count

from allauth.core import context
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from accounts import services as accounts
from accounts import tokens
from accounts.models import User
from catalog import services
from catalog.models import Category, Product, Review
from core import access, clock
from core.access import Actor, Role, Scope
from core.money import Money

PASSWORD = "a walk in the hills"  # noqa: S105  # guards made-up people
OPERATOR = access.command("tests")

_numbers = count(1)


def user(role: Role = Role.CUSTOMER, email: str | None = None, display_name: str = "Ada") -> User:
    """An account that can sign in with PASSWORD."""
    return User.objects.create_user(
        email or f"{role}{next(_numbers)}@cairn.example", PASSWORD, role=role, display_name=display_name
    )


def new_password(of: User) -> None:
    """Another one than PASSWORD, by its owner."""
    accounts.replace_password(actor=actor(of), password=PASSWORD, new_password="over the hills again")


def actor(of: User) -> Actor:
    """The user as services see them."""
    return Actor(name=of.email, role=Role(of.role), means="test", public_id=of.public_id)


def access_token(of: Actor) -> str:
    """What they would send to be known, without having signed in."""
    at = clock.now()
    return tokens.access_token(of, family="made-for-a-test", at=at, ends_at=at + timedelta(days=1))


def second_factor(of: User) -> str:
    """Set up for an account. Returns the secret, which its owner's app has."""
    secret: str = generate_totp_secret()
    with context.request_context(None):
        TOTP.activate(of, secret)
    return secret


def totp(secret: str) -> str:
    """The code that an app with this secret shows now."""
    step = int(clock.now().timestamp()) // 30
    return format_hotp_value(hotp_value(secret, step))


def personal_token(of: User, *scopes: Scope) -> str:
    """The secret of a token that they have just made; for all scopes, unless some are named."""
    made = accounts.create_personal_token(actor=actor(of), name="A script", scopes=scopes or tuple(Scope))
    return made.secret


def category(name: str = "Tents", parent: Category | None = None, slug: str = "") -> Category:
    above = None if parent is None else parent.slug
    return services.create_category(actor=OPERATOR, name=name, parent=above, slug=slug)


# roadmap: tools.testing-integration
def product(
    name: str = "Ridge tent",
    *,
    price: int = 12500,
    category: Category | None = None,
    tags: Sequence[str] = (),
    stock: int = 5,
    published: bool | datetime = True,
    **details: str,
) -> Product:
    """On sale since now or a given time; with `published=False`, a draft. `details`: sku, slug, description."""
    number = next(_numbers)
    sku = details.pop("sku", f"SKU-{number}")
    details.setdefault("slug", f"product-{number}")
    shelf = category or _some_category()
    made = services.create_product(
        actor=OPERATOR,
        sku=sku,
        price=Money(price),
        details={"name": name, "category": shelf.slug, "tags": tags, **details},  # type: ignore[typeddict-item]  # by name
    )
    if stock:
        services.restock(actor=OPERATOR, slug=made.slug, quantity=stock)
    if published:
        at = published if isinstance(published, datetime) else clock.now()
        services.publish_product(actor=OPERATOR, slug=made.slug, expected_version=1, at=at)
    return Product.objects.get(pk=made.pk)


def all_details(category: Category) -> services.ProductDetails:
    """Each thing that can be said about a product, said in words that are no default of it."""
    said = {name: f"some-{name}" for name in services.ProductDetails.__annotations__}
    return {**said, "category": category.slug, "tags": ["storm"]}  # type: ignore[typeddict-item]  # the rest by name


def details_of(product: Product) -> dict[str, object]:
    """What the database holds of them."""
    held = {name: getattr(product, name) for name in services.ProductDetails.__annotations__ if name != "tags"}
    tags = list(product.tags.order_by("name").values_list("name", flat=True))
    return {**held, "category": product.category.slug, "tags": tags}


def review(product: Product, author: User | None = None, rating: int = 5, text: str = "Dry all night.") -> Review:
    """By a new customer, unless an author is given."""
    return services.review_product(actor=actor(author or user()), slug=product.slug, rating=rating, text=text)


def _some_category() -> Category:
    return Category.objects.order_by("pk").first() or category()
