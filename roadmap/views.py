"""The tour's pages. None of them asks the database: they are there whatever else is not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.shortcuts import render
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.demo import ACCOUNTS, DemoAccount
from core import clock
from core.access import Role
from roadmap.register import TopicNotFound
from roadmap.tour import guide, latest, listing, runs, search, sheets
from roadmap.tour.doors import DOORS, ROOMS
from roadmap.tour.stones import Map

_LONGEST_QUERY = 200
_MOST_FINDS = 20
_INSTEAD = 3


# roadmap: language.decorators
def _page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Only read; a browser that comes back asks whether its copy still holds, and is told so by the ETag."""
    conditional = decorator_from_middleware(ConditionalGetMiddleware)
    return wraps(view)(require_safe(cache_control(no_cache=True)(conditional(view))))


@_page
def home(request: HttpRequest) -> HttpResponse:
    """The map."""
    map_ = _map()
    walk = [topic.slug for topic in map_.guide.walk]
    start = map_.guide.walk[0] if walk else None
    return render(request, "tour/map.html", {"map": map_, "walk": walk, "start": start})


@_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    map_, origin = _map(), _origin(request)
    try:
        sheet = sheets.of(slug, map_, origin)
    except TopicNotFound:
        near = [map_.stones[other] for other in map_.guide.snapshot.register.nearest(slug)]
        return render(request, "tour/lost.html", {"slug": slug, "near": near}, status=404)
    buttons = runs.buttons(sheet.runs, origin, _accounts())
    context: dict[str, Any] = {
        "sheet": sheet,
        "today": map_.today,
        "embedded": settings.EMBEDDED,
        "roles": list(Role),
        "buttons": buttons,
        "allowed": runs.allowed(sheet.runs, _accounts()),
    }
    return render(request, "tour/topic.html", context)


@_page
def file(request: HttpRequest, path: str) -> HttpResponse:
    """A file that a topic leads to. Any other name, whatever it looks like, is none: nothing is read from disk here."""
    shown = guide.load()
    if path not in shown.marks:
        raise Http404(path)
    register = shown.snapshot.register
    marks = [(mark, register.topics[mark.slug]) for mark in shown.marks[path]]
    return render(request, "tour/file.html", {"path": path, "marks": marks, "lines": listing.file(shown, path)})


@_page
def find(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:_LONGEST_QUERY]
    shown = guide.load()
    found = search.find(shown, query)
    context: dict[str, Any] = {
        "query": query,
        "found": found[:_MOST_FINDS],
        "is_cut": len(found) > _MOST_FINDS,
        "near": [shown.snapshot.register.topics[slug] for slug in shown.snapshot.register.nearest(query)],
        "instead": shown.walk[:_INSTEAD],
    }
    return render(request, "tour/search.html", context)


@_page
def doors(request: HttpRequest) -> HttpResponse:
    """The ways into everything that is no tour."""
    here = _origin(request)
    context: dict[str, Any] = {"accounts": _accounts(), "here": here, "doors": DOORS.items(), "rooms": ROOMS.items()}
    return render(request, "tour/doors.html", context)


def _map() -> Map:
    return Map(guide.load(), latest.load(), clock.now().date())


def _accounts() -> tuple[DemoAccount, ...]:
    """Their passwords are public: they exist on a reader's own machine, and are told nowhere else."""
    return ACCOUNTS if settings.EMBEDDED else ()


def _origin(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
