"""Every front door. `api/v1` has its routes in api/v1/urls.py."""

from django.contrib import admin
from django.urls import include, path

from config import health

urlpatterns = [
    path("", include("roadmap.urls")),
    path("api/", include("api.urls")),
    path("admin/", admin.site.urls),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
