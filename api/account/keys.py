"""The public halves of the keys that sign tokens, for whoever verifies one without asking us (RFC 7517)."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from accounts import selectors

# Less than the notice a key is given before it signs: whoever caches this knows the next key in time.
CACHED = "public, max-age=300"


@require_safe
def jwks(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    body = {"keys": selectors.public_keys()}
    return JsonResponse(body, content_type="application/jwk-set+json", headers={"Cache-Control": CACHED})
