"""Django's own refusals – unknown URL, broken request, bug – as problem details, or as a page for a browser."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve

from api import problems
from core.errors import DomainError
from roadmap.explain.middleware import ExplainRefused
from roadmap.explain.views import NotKept


class PermanentRedirect(HttpResponsePermanentRedirect):
    """308: unlike 301, the client repeats its method and body."""

    status_code = HTTPStatus.PERMANENT_REDIRECT


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    return _answer(request, "bad_request", "The request could not be understood.")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, ExplainRefused):
        return _answer(request, "explain_refused", "Requests are explained in embedded mode only. Leave X-Explain out.")
    return _answer(request, "not_permitted", "Your account may not do this.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # the reason goes to the log
    return _answer(request, "csrf_failed", "The form is out of date. Load the page again and repeat.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Who asks with the slash is not sent to where they are: the admin knows every path that ends with one.
    if not request.path_info.endswith("/") and _is_known(f"{request.path_info}/"):
        # A path that itself began with // would send the browser to another host: keep one slash.
        path = f"/{request.path.strip('/')}/"
        query = request.META.get("QUERY_STRING", "")
        return PermanentRedirect(f"{path}?{query}" if query else path)
    detail = str(exception) if isinstance(exception, NotKept) else "There is nothing at this address."
    return _answer(request, "not_found", detail)


def refused(request: HttpRequest, exception: DomainError) -> HttpResponse | None:
    """What the domain refused and no page told by itself; None when it is no refusal that is told to callers."""
    problem = problems.problem_of(exception) if exception.code in problems.STATUS else None
    return problems.told(request, problem) if problem is not None else None


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(request, "internal_error", "Something broke on our side. The request id helps us find it.")


def _is_known(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _answer(request: HttpRequest, code: str, detail: str) -> HttpResponse:
    return problems.told(request, problems.Problem(code, detail))
