"""The documentation of the REST interface. Its routes proper stand in api/v1/urls.py."""

from django.urls import path
from django.views.generic import TemplateView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from api import problems


class Documentation(SpectacularSwaggerSplitView):
    """A page: it has nothing to say of itself by OPTIONS."""

    http_method_names = ("get", "head")


urlpatterns = [
    path("openapi.yaml", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", Documentation.as_view(template_name="docs.html"), name="docs"),
    # Where the `type` of every problem leads.
    path(
        "problems/",
        TemplateView.as_view(template_name="problems.html", extra_context={"problems": problems.STATUS.items()}),
        name="problems",
    ),
]
