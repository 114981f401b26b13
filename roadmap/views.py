"""The front page: the way to everything else."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.demo import ACCOUNTS

ROOMS = {
    "config": "The wiring: environment, settings, routes, probes.",
    "core": "Shared words that know no business: errors, actors, events, money, pages.",
    "accounts": "People and their keys.",
    "catalog": "What is sold: products, categories, prices, stock, reviews.",
    "api": "REST: one resource, one file; translates HTTP to selectors and services.",
    "roadmap": "This page; later the map of topics and the tour.",
    "tests": "The proof, laid out like the tree.",
    "checks": "What a machine proves about the tree itself: walls, sizes, the contract.",
    "benchmarks": "The shop, its peers and the limit on the same work.",
    "requirements": "What is installed, each with its hash.",
    "docs": "The architecture on one page, and the decisions.",
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Asks no database: it is there whatever else is not."""
    accounts = ACCOUNTS if settings.EMBEDDED else ()
    here = request.build_absolute_uri("/").rstrip("/")
    return render(request, "home.html", {"accounts": accounts, "here": here, "rooms": ROOMS.items()})
