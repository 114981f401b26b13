"""Routes of the tour. A topic's slug has a dot, so it takes any text without a slash."""

from django.templatetags.static import static
from django.urls import path, re_path
from django.views.generic import RedirectView

from roadmap import views
from roadmap.explain.views import explanation


class Favicon(RedirectView):
    """Browsers ask here on pages that name no icon, such as the admin's."""

    http_method_names = ["get", "head"]

    def get_redirect_url(self, *_args: object, **_options: object) -> str:
        return static("core/favicon.svg")


urlpatterns = [
    path("", views.home, name="home"),
    path("topics/<str:slug>/", views.topic, name="topic"),
    # No file ends with a slash: an unknown one is not taken for a page whose slash was forgotten.
    re_path(r"^files/(?P<path>.+[^/])$", views.file, name="file"),
    path("search/", views.find, name="search"),
    path("doors/", views.doors, name="doors"),
    path("favicon.ico", Favicon.as_view()),
    path("explain/<str:request_id>/", explanation, name="explanation"),
]
