"""Request bodies, checked against a declared shape."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from api.problems import Refusal


class Input(serializers.Serializer[Any]):
    """A body's shape. A field that it does not name is refused, never ignored in silence."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := sorted(data.keys() - self.fields.keys())):
            known = ", ".join(self.fields)
            error = serializers.ErrorDetail(f"This can't be sent here. Known: {known}.", code="field_not_allowed")
            raise serializers.ValidationError({name: [error] for name in unknown})
        return super().to_internal_value(data)


def read(shape: type[Input], request: Request, *, partial: bool = False) -> dict[str, Any]:
    """The body's values. `partial`: only what was sent, nothing required and no default filled in."""
    if "HTTP_TRANSFER_ENCODING" in request.META or not request.META.get("CONTENT_LENGTH"):
        raise Refusal("length_required", "Send a Content-Length header.")
    if request.META["CONTENT_LENGTH"] == "0":
        raise Refusal("malformed_json", "The body is empty at line 1, column 1.")
    body = shape(data=request.data, partial=partial)
    body.is_valid(raise_exception=True)
    values: dict[str, Any] = body.validated_data
    return values
