"""Output fields whose meaning every database agrees on, and input fields that are as strict as JSON."""

from datetime import UTC, datetime
from typing import Any

from rest_framework import serializers

from core.money import CURRENCY, Money


class Instant(serializers.DateTimeField):
    """RFC 3339, UTC, whole seconds: what all three databases can print alike."""

    def to_representation(self, value: datetime) -> str:
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Names(serializers.ListField):
    """The names of the rows at the other end of a to-many relation, sorted."""

    child = serializers.CharField()

    def to_representation(self, rows: Any) -> list[str]:
        return sorted(row.name for row in rows.all())


class Words(serializers.ListField):
    """A column of words with spaces between them, as an array. A word is a name of ours: nothing in it is escaped."""

    child = serializers.CharField()

    def to_representation(self, text: Any) -> list[str]:
        return str(text).split()


class Amount(serializers.Serializer[Any]):
    """Money as it stands in JSON: whole minor units and a currency. `source="*"`: the columns are the row's own."""

    amount = serializers.IntegerField(source="price_minor")
    currency = serializers.CharField()


class _JSONString:
    """Not 0, not true, not 1e400: REST framework would take what Python prints of them."""

    def to_internal_value(self: Any, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)  # type: ignore[misc]  # that of the field


class Text(_JSONString, serializers.CharField):
    pass


class Pattern(_JSONString, serializers.RegexField):
    pass


class Email(_JSONString, serializers.EmailField):
    pass


class Integer(serializers.IntegerField):
    """A JSON integer in bounds. Not "3", not 3.0, not true: other types, and guessing hides mistakes."""

    def __init__(self, *, least: int, most: int, invalid: str = "invalid", **options: Any) -> None:
        super().__init__(min_value=least, max_value=most, **options)
        self.least, self.most = least, most
        self.invalid = invalid

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if data is not serializers.empty and (type(data) is not int or not self._is_within(data)):
            detail = f"Send a whole number from {self.least} to {self.most}."
            raise serializers.ValidationError(detail, code=self.invalid)
        return super().run_validation(data)

    def _is_within(self, number: int) -> bool:
        return self.least <= number <= self.most


class Price(serializers.Serializer[Any]):
    """Money as it is sent: `{"amount": 12950, "currency": "EUR"}` becomes `Money(12950)`."""

    amount = Integer(least=1, most=10**9)
    currency = serializers.ChoiceField([CURRENCY], default=CURRENCY)

    def to_internal_value(self, data: Any) -> Money:
        values = super().to_internal_value(data)
        return Money(values["amount"], values["currency"])
