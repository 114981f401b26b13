"""The shop as a process of its own, for an application and a browser that are none of it."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from tests.api.oauth.thirdparty.person import Browser
from tests.roadmap.tour.browser import serving

# What is told is the walk; httpx would add a line for each request.
logging.getLogger("httpx").setLevel(logging.WARNING)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address. The demo's people are there, and a few products."""
    data = tmp_path_factory.mktemp("shop")
    with serving.running(data, application="config.wsgi:application") as address:
        yield address


@pytest.fixture
def connections() -> Iterator[ExitStack]:
    """Whoever opens one, closes it at the end of the test."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def person(connections: ExitStack) -> Browser:
    return Browser(connections.enter_context(httpx.Client(follow_redirects=True)))
