"""Where the service says that it is, in what outlives the answer: mails, and what other programs remember of it."""

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest, path: str) -> str:
    """The whole address of a path of ours, by the name that is configured; embedded, by the one that was asked."""
    return f"{settings.ORIGIN}{path}" if settings.ORIGIN else request.build_absolute_uri(path)
