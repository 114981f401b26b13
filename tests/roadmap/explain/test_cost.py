"""Who does not ask to be explained pays nothing that could be measured."""

import logging
import statistics
import time
from sys import monitoring

import pytest
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.test import RequestFactory, override_settings

from roadmap.explain.monitoring import NAME, TOOL
from tests.roadmap.explain.conftest import EXPLAIN

pytestmark = pytest.mark.integration

logger = logging.getLogger(__name__)

ROUNDS = 400
EXPLAINING = "roadmap.explain.middleware.Explain"


def handler(*middleware):
    """The service with this middleware."""
    with override_settings(MIDDLEWARE=middleware):
        made = BaseHandler()
        made.load_middleware()
    return made


def test_a_request_that_is_not_explained_costs_what_it_does_without_the_middleware(tent):
    """Tells the figures and holds them to nothing: a busy machine would make a liar of any limit."""
    others = [name for name in settings.MIDDLEWARE if name != EXPLAINING]
    services = {"with": handler(*settings.MIDDLEWARE), "without": handler(*others)}
    times: dict[str, list[float]] = {name: [] for name in services}

    # In turns, each as often the first: whatever slows the machine down slows both.
    for number in range(ROUNDS):
        for name, service in list(services.items())[:: -1 if number % 2 else 1]:
            request = RequestFactory().get("/api/v1/products/ridge-tent/")
            began = time.perf_counter()
            assert service.get_response(request).status_code == 200
            times[name].append(time.perf_counter() - began)

    medians = {name: statistics.median(taken) * 1e6 for name, taken in times.items()}
    ratio = medians["with"] / medians["without"]
    logger.info(
        "one product: %.0f microseconds with, %.0f without: ratio %.3f", medians["with"], medians["without"], ratio
    )


def test_no_event_is_set_once_the_request_is_explained(api, tent):
    before = monitoring.get_events(TOOL) if monitoring.get_tool(TOOL) else 0  # A test run may record this test.

    for path in ("/api/v1/products/ridge-tent/", "/nowhere/"):
        api.get(path, headers=EXPLAIN)

    assert (monitoring.get_tool(TOOL), monitoring.get_events(TOOL)) == (NAME, before)
