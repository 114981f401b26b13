"""All routes of version 1. Each resource keeps its own beside its views."""

from api.v1 import auth, categories, deliveries, prices, products, reviews

urlpatterns = [
    *auth.urlpatterns,
    *categories.urlpatterns,
    *products.urlpatterns,
    *prices.urlpatterns,
    *deliveries.urlpatterns,
    *reviews.urlpatterns,
]
