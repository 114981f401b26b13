"""All routes of version 1. Each resource keeps its own beside its views."""

from api.v1 import auth, categories, products, reviews

urlpatterns = [*auth.urlpatterns, *products.urlpatterns, *reviews.urlpatterns, *categories.urlpatterns]
