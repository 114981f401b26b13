"""All routes of version 1. Each resource keeps its own beside its views."""

from api.v1 import account, applications, auth, categories, deliveries, prices, products, reviews, sessions, tokens

# Tried in this order, so what is asked for most stands first.
urlpatterns = [
    *products.urlpatterns,
    *categories.urlpatterns,
    *auth.urlpatterns,
    *sessions.urlpatterns,
    *prices.urlpatterns,
    *deliveries.urlpatterns,
    *reviews.urlpatterns,
    *account.urlpatterns,
    *tokens.urlpatterns,
    *applications.urlpatterns,
]
