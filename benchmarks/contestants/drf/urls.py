"""The viewset and its routes."""

from typing import Any

from django.db.models import QuerySet
from django.urls import include, path
from django.utils import timezone
from rest_framework import serializers, viewsets
from rest_framework.pagination import CursorPagination
from rest_framework.routers import DefaultRouter

from benchmarks.contestants.drf.models import Product
from benchmarks.contestants.drf.serializers import ProductListSerializer, ProductSerializer


class NewestFirst(CursorPagination):
    page_size_query_param = "limit"
    ordering = ("-published_at", "-id")


class ProductViewSet(viewsets.ReadOnlyModelViewSet[Product]):
    pagination_class = NewestFirst
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Product]:
        visible = Product.objects.filter(published_at__lte=timezone.now(), archived_at=None)
        return visible.select_related("category", "stock", "rating").prefetch_related("tags")

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        return ProductListSerializer if self.action == "list" else ProductSerializer


router = DefaultRouter()
router.register("products", ProductViewSet, basename="product")

urlpatterns = [path("api/v1/", include(router.urls))]
