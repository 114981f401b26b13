"""Shapes: nested ModelSerializers."""

from typing import Any

from rest_framework import serializers

from benchmarks.contestants.drf.models import Category, Product, Rating, Stock


class CategorySerializer(serializers.ModelSerializer[Category]):
    class Meta:
        model = Category
        fields = ["slug", "name"]


class StockSerializer(serializers.ModelSerializer[Stock]):
    class Meta:
        model = Stock
        fields = ["available"]


class RatingSerializer(serializers.ModelSerializer[Rating]):
    class Meta:
        model = Rating
        fields = ["average_hundredths", "count"]


class PriceSerializer(serializers.Serializer[Any]):
    amount = serializers.IntegerField(source="price_minor")
    currency = serializers.CharField()


class ProductListSerializer(serializers.ModelSerializer[Product]):
    price = PriceSerializer(source="*")
    category = CategorySerializer()
    tags = serializers.SlugRelatedField("name", many=True, read_only=True)
    stock = StockSerializer()
    rating = RatingSerializer()
    published_at = serializers.DateTimeField(format="%Y-%m-%dT%H:%M:%SZ")

    class Meta:
        model = Product
        fields = ["slug", "sku", "name", "price", "category", "tags", "stock", "rating", "published_at"]


class ProductSerializer(ProductListSerializer):
    class Meta(ProductListSerializer.Meta):
        fields = [*ProductListSerializer.Meta.fields, "description"]
