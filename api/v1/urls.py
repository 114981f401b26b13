"""All routes of version 1. Each resource keeps its own beside its views."""

from api.v1 import applications, auth, categories, deliveries, prices, products, reviews

# Tried in this order, so what is asked for most stands first.
urlpatterns = [
    *products.urlpatterns,
    *categories.urlpatterns,
    *auth.urlpatterns,
    *prices.urlpatterns,
    *deliveries.urlpatterns,
    *reviews.urlpatterns,
    *applications.urlpatterns,
]
