"""The documentation of the REST interface. Its routes proper stand in api/v1/urls.py."""

from typing import Any

from django.urls import path
from django.views.generic import TemplateView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from api import problems


class Documentation(SpectacularSwaggerSplitView):
    """A page: it has nothing to say of itself by OPTIONS."""

    http_method_names = ("get", "head")


class Problems(TemplateView):
    """Where the `type` of every problem leads."""

    template_name = "problems.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        # Between two backticks stands what is code.
        told = [
            (status, [(code, text.split("`")) for code, text in codes.items()])
            for status, codes in problems.MEANINGS.items()
        ]
        return {**super().get_context_data(**context), "problems": told}


urlpatterns = [
    path("openapi.yaml", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", Documentation.as_view(template_name="docs.html"), name="docs"),
    path("problems/", Problems.as_view(), name="problems"),
]
