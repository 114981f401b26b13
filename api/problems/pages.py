"""A refusal as people see it: a page for whoever came with a browser, the document for a program."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from api.problems.documents import Problem, headers_of, response
from core import correlation


def told(request: HttpRequest, problem: Problem, *, at_sign_in: bool = False) -> HttpResponse:
    """`at_sign_in`: they were about to sign in, and begin again there. Below /api/ everybody gets the document."""
    if request.path.startswith("/api/") or not _is_browser(request):
        return response(problem)
    context = {"problem": problem, "request_id": correlation.current().request_id, "at_sign_in": at_sign_in}
    page = render_to_string("problem.html", context, request)
    return HttpResponse(page, status=problem.status, headers=headers_of(problem))


def _is_browser(request: HttpRequest) -> bool:
    """Browsers ask for HTML by name; curl and most clients take anything, and get no page."""
    return "text/html" in request.META.get("HTTP_ACCEPT", "")
