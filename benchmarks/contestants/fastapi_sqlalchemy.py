"""A peer: FastAPI with SQLAlchemy's async session, as their documentations recommend.

Neither says how to make an entity tag; it is a hash of the body here, as in Django's own middleware.
"""

import hashlib
import os
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, HTTPException, Query, Response
from pydantic import BaseModel, ConfigDict, field_serializer, field_validator
from sqlalchemy import ForeignKey, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship, selectinload

size = int(os.environ["POOL_SIZE"])
engine = create_async_engine(
    os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+asyncpg://"), pool_size=size, max_overflow=0
)
Sessions = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class CategoryRow(Base):
    __tablename__ = "catalog_category"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    name: Mapped[str]


class TagRow(Base):
    __tablename__ = "catalog_producttag"
    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("catalog_product.id"))
    name: Mapped[str]


class StockRow(Base):
    __tablename__ = "catalog_stock"
    product_id: Mapped[int] = mapped_column(ForeignKey("catalog_product.id"), primary_key=True)
    available: Mapped[int]


class RatingRow(Base):
    __tablename__ = "catalog_rating"
    product_id: Mapped[int] = mapped_column(ForeignKey("catalog_product.id"), primary_key=True)
    count: Mapped[int]
    average_hundredths: Mapped[int]


class ProductRow(Base):
    __tablename__ = "catalog_product"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    sku: Mapped[str]
    name: Mapped[str]
    description: Mapped[str]
    category_id: Mapped[int] = mapped_column(ForeignKey("catalog_category.id"))
    price_minor: Mapped[int]
    currency: Mapped[str]
    published_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]

    category: Mapped[CategoryRow] = relationship()
    tags: Mapped[list[TagRow]] = relationship(order_by=TagRow.name)
    stock: Mapped[StockRow] = relationship()
    rating: Mapped[RatingRow] = relationship()

    @property
    def price(self) -> dict[str, Any]:
        return {"amount": self.price_minor, "currency": self.currency}


class Shape(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Price(Shape):
    amount: int
    currency: str


class Category(Shape):
    slug: str
    name: str


class Stock(Shape):
    available: int


class Rating(Shape):
    average_hundredths: int
    count: int


class ProductCard(Shape):
    slug: str
    sku: str
    name: str
    price: Price
    category: Category
    tags: list[str]
    stock: Stock
    rating: Rating
    published_at: datetime

    @field_validator("tags", mode="before")
    @classmethod
    def names(cls, tags: list[TagRow]) -> list[str]:
        return [tag.name for tag in tags]

    @field_serializer("published_at")
    def instant(self, value: datetime) -> str:
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")


class Product(ProductCard):
    description: str


class Page(BaseModel):
    results: list[ProductCard]


async def session() -> AsyncIterator[AsyncSession]:
    async with Sessions() as opened:
        yield opened


type Session = Annotated[AsyncSession, Depends(session)]
application = FastAPI()


def visible() -> Select[tuple[ProductRow]]:
    # SQLAlchemy's advice: join what there is one of, select separately what there are many of.
    one = [joinedload(to, innerjoin=True) for to in (ProductRow.category, ProductRow.stock, ProductRow.rating)]
    rows = select(ProductRow).where(ProductRow.published_at <= func.now(), ProductRow.archived_at.is_(None))
    return rows.options(*one, selectinload(ProductRow.tags))


@application.get("/api/v1/products/", response_model=Page)
async def products(session: Session, limit: Annotated[int, Query(ge=1, le=100)] = 50) -> dict[str, Any]:
    newest = visible().order_by(ProductRow.published_at.desc(), ProductRow.id.desc()).limit(limit)
    return {"results": (await session.scalars(newest)).all()}


@application.get("/api/v1/products/{slug}/", response_model=Product)
async def product(slug: str, session: Session, if_none_match: Annotated[str | None, Header()] = None) -> Response:
    row = await session.scalar(visible().where(ProductRow.slug == slug))
    if row is None:
        raise HTTPException(404)
    body = Product.model_validate(row).model_dump_json().encode()
    tag = f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
    if if_none_match == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(body, media_type="application/json", headers={"ETag": tag})
