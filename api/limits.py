"""Limits at the REST interface: asked of every view once the caller is known, told on every limited answer."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from api.authentication import actor_of
from core.limits import policies
from core.limits.policies import Caller, Usage


class Limits(BaseThrottle):
    """Reads are free; all else is a write, unless the view says in `limited_as` what else it is."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Raises RateLimited or NotCounted rather than give False: both know how long to wait."""
        group = getattr(view, "limited_as", None) or ("" if request.method in SAFE_METHODS else "write")
        if group:
            usages = policies.counted(group, request, _caller(request, group))
            # REST framework puts these on the answer, whatever it will be.
            view.headers.update(told(usages))
            policies.require_room(usages)
        return True


def _caller(request: Request, group: str) -> Caller:
    account = ""
    if group == "sign-in" and isinstance(request.data, dict):
        account = str(request.data.get("email", ""))
    return Caller(actor_of(request), policies.address_of(request.META), account)


def told(usages: list[Usage]) -> dict[str, str]:
    """draft-ietf-httpapi-ratelimit-headers: what is left of each window, and how wide it is."""
    if not usages:
        return {}
    return {
        "RateLimit": ", ".join(f'"{usage.name}";r={usage.left};t={usage.seconds_left}' for usage in usages),
        "RateLimit-Policy": ", ".join(f'"{usage.name}";q={usage.limit};w={usage.window}' for usage in usages),
    }
