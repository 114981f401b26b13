"""The OpenAPI document, drawn from the same declarations that the views run by."""

import inspect
import re
from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from api import problems
from api.callers import schemes
from api.reading.queries import ListQuery, Query
from api.reading.views import DocumentDetail, DocumentList
from api.writing.operations import Write

_TAG = {"type": "string", "pattern": r'^(W/)?"[^"]*"$'}
IF_MATCH = OpenApiParameter(
    "If-Match", _TAG, OpenApiParameter.HEADER, required=True, description="The ETag that you have read."
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    _TAG,
    OpenApiParameter.HEADER,
    description="The ETag that you hold: answered by 304 while it is fresh.",
)
ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200, 201, 304], description="Tag of this representation."
)


class Schema(AutoSchema):
    """Reads what `writes(...)`, `listed` and `shown` declare off the views."""

    view: Any

    @property
    def write(self) -> Write | None:
        return getattr(getattr(self.view, self.method.lower(), None), "write", None)

    @property
    def query(self) -> type[Query] | None:
        if self.method != "GET":
            return None
        shown = getattr(self.view, "listed", None) or getattr(self.view, "shown", None)
        return shown and shown.query

    def _is_list_view(self, serializer: Any = None) -> bool:  # noqa: ARG002  # drf-spectacular's signature
        return False  # A page is an object with `results`; nothing here answers with a bare array.

    def get_operation_id(self) -> str:
        name = super().get_operation_id()
        return name.replace("retrieve", "list") if isinstance(self.view, DocumentList) else name

    def get_summary(self) -> str:
        """The first sentence of what the handler says of itself."""
        return self._told()[0]

    def get_description(self) -> str:  # type: ignore[override]  # drf-spectacular's signature, not that of its base
        return self._told()[1]

    def _told(self) -> tuple[str, str]:
        """Summary and the rest: of the method, or of its class where that has one thing to do."""
        handler, kind = getattr(self.view, self.method.lower()), type(self.view)
        # What a class inherits is said of views in general.
        text = inspect.cleandoc(handler.__doc__ or vars(kind).get("__doc__") or "")
        first, _, rest = re.sub(r"\.(?=\s|$)", "\0", text, count=1).partition("\0")
        return first, rest.strip()

    def get_tags(self) -> list[str]:
        return [self._tokenize_path()[0]]

    def get_auth(self) -> list[dict[str, Any]]:
        return schemes.ways(self.view, self.method, is_write=self.write is not None)

    def get_override_parameters(self) -> list[Any]:
        parameters = query_parameters(self.query) if self.query else []
        if self.write and self.write.is_conditional:
            parameters.append(IF_MATCH)
        if isinstance(self.view, DocumentDetail) and self.method == "GET":
            parameters += [IF_NONE_MATCH, ETAG]
        return parameters

    def get_request_serializer(self) -> Any:
        if self.write is None:
            return getattr(self.view, "takes", None)
        return self.write.takes(partial=self.write.is_partial) if self.write.takes else None

    def get_response_serializers(self) -> Any:
        if self.write:
            return {self.write.status.value: self.write.shows.output if self.write.shows else self.write.tells}
        if isinstance(self.view, DocumentList):
            return {200: _page(self._sparse(self.view.listed.output))}
        if isinstance(self.view, DocumentDetail):
            shown = [self.view.shown, *filter(None, [self.view.shown_to_staff])]
            bodies = [self._sparse(each.output) for each in shown]
            return {200: {"anyOf": [way for body in bodies for way in body["anyOf"]]}, 304: OpenApiResponse()}
        return {200 if self.view.answers else 204: self.view.answers}

    def _sparse(self, output: Any) -> dict[str, Any]:
        """The whole shape, or with `fields` any part of it."""
        component = self.resolve_serializer(output, "response")
        return {"anyOf": [component.ref, {"$ref": f"#/components/schemas/Sparse{component.name}"}]}


def query_parameters(query: type[Query]) -> list[Any]:
    """A pydantic query as OpenAPI parameters."""
    return [
        OpenApiParameter(name, _without_null(schema), OpenApiParameter.QUERY, description=schema.get("description", ""))
        for name, schema in query.model_json_schema()["properties"].items()
        if name != "sort" or query is not ListQuery
    ]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is sent or not; it is never null."""
    given = next((way for way in schema.get("anyOf", []) if way["type"] != "null"), schema)
    described = {"title", "description", "default", "anyOf"}
    default = {"default": schema["default"]} if schema.get("default") is not None else {}
    return {**{key: value for key, value in given.items() if key not in described}, **default}


def _page(item: dict[str, Any]) -> dict[str, Any]:
    link = {"type": ["string", "null"], "format": "uri"}
    properties = {"results": {"type": "array", "items": item}, "next": link, "previous": link}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def finish(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add the problems to every operation, close every shape, and derive the sparse ones."""
    components = result["components"]
    _close(components["schemas"])
    components["schemas"] |= _sparse_shapes(components["schemas"]) | {"Problem": _problem(sorted(problems.STATUS))}
    components["responses"] = {
        f"Problem{status}": _response(status) for status in sorted(set(problems.STATUS.values()))
    }
    components["securitySchemes"] = schemes.SCHEMES
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            statuses = _problem_statuses(path, method, operation)
            operation["responses"] |= {f"{s:d}": {"$ref": f"#/components/responses/Problem{s}"} for s in statuses}
    return result


def _close(schemas: dict[str, Any]) -> None:
    for schema in schemas.values():
        if schema.get("type") == "object":
            schema["additionalProperties"] = False


def _sparse_shapes(schemas: dict[str, Any]) -> dict[str, Any]:
    outputs = {name: schema for name, schema in schemas.items() if schema.get("type") == "object"}
    return {
        f"Sparse{name}": {key: value for key, value in schema.items() if key != "required"}
        for name, schema in outputs.items()
        if name.endswith(("Output", "Card"))
    }


def _problem(codes: list[str]) -> dict[str, Any]:
    text = {"type": "string"}
    error = {
        "type": "object",
        "properties": dict.fromkeys(("code", "detail", "pointer", "parameter"), text),
    }
    properties = {
        "type": {"type": "string", "format": "uri-reference"},
        "title": text,
        "status": {"type": "integer"},
        "detail": text,
        "code": {"type": "string", "enum": codes},
        "request_id": text,
        "errors": {"type": "array", "items": {**error, "required": ["code", "detail"]}},
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def _response(status: HTTPStatus) -> dict[str, Any]:
    codes = sorted(code for code, of in problems.STATUS.items() if of is status)
    return {
        "description": f"{status.phrase}: {', '.join(codes)}.",
        "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _problem_statuses(path: str, method: str, operation: dict[str, Any]) -> list[int]:
    """Which problems an operation can have follows from what it takes."""
    parameters = {parameter["name"] for parameter in operation.get("parameters", [])}
    ways = operation.get("security", [])
    signs_in = bool(ways) and {} not in ways
    found = [400, 401, 406, 500, 503]
    found += [404] if "{" in path or signs_in else []
    found += [411, 413, 415] if "requestBody" in operation else []
    found += [403] if ways or ("/auth/session/" in path and method != "get") else []
    found += [409] if signs_in and method != "get" else []
    found += [429] if method != "get" or "q" in parameters else []
    found += [412, 428] if "If-Match" in parameters else []
    return sorted(found)
