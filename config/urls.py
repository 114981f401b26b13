"""Every front door. `api/v1` has its routes in api/v1/urls.py."""

from django.contrib import admin
from django.urls import include, path

from config import health

# Routes are tried in their order: what is asked for most stands first.
urlpatterns = [
    path("api/v1/", include("api.v1.urls")),
    path("api/account/", include("api.account.urls")),
    path("api/", include("api.urls")),
    path("", include("api.oauth.urls")),
    path("providers/", include("api.account.providers.urls")),
    path("", include("roadmap.urls")),
    path("admin/", admin.site.urls),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
