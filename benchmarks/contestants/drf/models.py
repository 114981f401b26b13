"""The shop's tables, as `manage.py inspectdb` would describe them."""

from django.db import models


class Category(models.Model):
    slug = models.SlugField()
    name = models.CharField(max_length=80)

    class Meta:
        managed = False
        db_table = "catalog_category"

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    slug = models.SlugField()
    sku = models.CharField(max_length=32)
    name = models.CharField(max_length=120)
    description = models.TextField()
    category = models.ForeignKey(Category, models.PROTECT)
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    published_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "catalog_product"

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    product = models.ForeignKey(Product, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=40)

    class Meta:
        managed = False
        db_table = "catalog_producttag"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Stock(models.Model):
    product = models.OneToOneField(Product, models.CASCADE, primary_key=True)
    available = models.IntegerField()

    class Meta:
        managed = False
        db_table = "catalog_stock"

    def __str__(self) -> str:
        return str(self.available)


class Rating(models.Model):
    product = models.OneToOneField(Product, models.CASCADE, primary_key=True)
    count = models.IntegerField()
    average_hundredths = models.IntegerField()

    class Meta:
        managed = False
        db_table = "catalog_rating"

    def __str__(self) -> str:
        return str(self.average_hundredths)
