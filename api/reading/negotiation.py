"""Which media type to answer in: there is one, so there is little to weigh."""

from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation

_WELCOME = ("", "*/*", "application/json")


def takes_json(request: Any) -> bool:
    """Whether the Accept header is one of the usual ones that JSON suits."""
    return request.META.get("HTTP_ACCEPT", "") in _WELCOME


class JSONAlone(DefaultContentNegotiation):
    """Settles the usual Accept headers at a glance; the rest is weighed as RFC 9110 has it, and 406 if need be."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        if takes_json(request):
            return renderers[0], renderers[0].media_type
        return super().select_renderer(request, renderers, format_suffix)
