"""What the OpenAPI document says beyond the shapes: queries, conditions and problems."""

from typing import Any

from drf_spectacular.openapi import AutoSchema


class ProblemSchema(AutoSchema):
    pass


def document_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    return result
