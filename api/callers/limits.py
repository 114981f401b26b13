"""Limits at the interfaces: asked once the caller is known, told on every limited answer."""

from typing import Any

from rest_framework.exceptions import APIException
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from api import problems
from api.callers.authentication import actor_of
from core.access import ANONYMOUS, Actor
from core.limits import policies
from core.limits.policies import Caller


class Limits(BaseThrottle):
    """Reads are free, but for searches; all else is a write, unless the view says in `limited_as` what else it is."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Raises RateLimited or NotCounted rather than give False: both know how long to wait."""
        if request.method not in SAFE_METHODS:
            group = getattr(view, "limited_as", "write")
            account, unreadable = _account(request) if group == "sign-in" else ("", None)
            # REST framework puts these on the answer, whatever it will be.
            view.headers.update(admit(group, request, actor=actor_of(request), account=account))
            if unreadable is not None:
                raise unreadable
        return True


def _account(request: Request) -> tuple[str, Exception | None]:
    """Which account is tried; or why the body can't be read, which is no way to try for free."""
    try:
        body = request.data
    except (problems.Refusal, APIException) as error:
        return "", error
    email = body.get("email") if isinstance(body, dict) else None
    return email if isinstance(email, str) else "", None


def admit(group: str, request: Any, *, actor: Actor = ANONYMOUS, account: str = "") -> dict[str, str]:
    """Count the request. What is left is to be told in these headers, whatever the answer will be.

    Raises RateLimited or NotCounted, which are told as problems with the same headers.
    """
    caller = Caller(actor, policies.address_of(request.META), account)
    return problems.quotas(policies.admit(group, request, caller))
