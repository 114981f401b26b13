"""Routes of the front page."""

from django.templatetags.static import static
from django.urls import path
from django.views.generic import RedirectView

from roadmap import views
from roadmap.explain.views import explanation


class Favicon(RedirectView):
    """Browsers ask here on pages that name no icon, such as the admin's."""

    def get_redirect_url(self, *_args: object, **_options: object) -> str:
        return static("core/favicon.svg")


urlpatterns = [
    path("", views.home, name="home"),
    path("favicon.ico", Favicon.as_view()),
    path("explain/<str:request_id>/", explanation, name="explanation"),
]
