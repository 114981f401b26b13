"""The OpenAPI document taken at its word: generated requests, sound and unsound, every answer held against it."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase
from hypothesis import settings as examples
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application
from core.access import Role
from tests import factories

pytestmark = pytest.mark.integration

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
)
EXAMPLES = 8
document = schemathesis.openapi.from_path("api/openapi.yaml")
document.config.generation.update(modes=list(GenerationMode))


@pytest.fixture(autouse=True)
def kept_connection():
    """As Django's own test client does it: no request closes the connection that holds the test's transaction."""
    keep_connection()
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def keep_connection():
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)


@pytest.fixture
def known(tent, stove):
    """Addresses at which there is something."""
    return {"slug": tent.slug, "public_id": factories.review(tent).public_id}


@pytest.fixture
def role(request, db):
    """The headers of somebody in that role."""
    headers = {"Host": "localhost", "Accept-Encoding": "identity"}
    if request.param is not None:
        token = factories.access_token(factories.actor(factories.user(request.param)))
        headers["Authorization"] = f"Bearer {token}"
    return headers


@pytest.mark.parametrize(
    ("role", "address"),
    [(None, "generated"), (Role.CUSTOMER, "known"), (Role.STAFF, "known")],
    indirect=["role"],
)
@document.parametrize()
@examples(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
    database=None,
)
def test_no_answer_contradicts_the_document(case, role, known, address, api, settings):
    settings.RATELIMIT_ENABLE = False  # Hundreds of requests would otherwise meet one answer only.
    if address == "known":
        case.path_parameters = {name: known.get(name, value) for name, value in (case.path_parameters or {}).items()}
        fresh = api.get(case.formatted_path) if case.headers and "If-Match" in case.headers else None
        if fresh is not None and fresh.status_code == 200:
            case.headers["If-Match"] = fresh.headers["ETag"]
        # Django's client has connected them anew.
        keep_connection()

    response = case.call(app=application, headers=role)

    case.validate_response(response, checks=CHECKS)
