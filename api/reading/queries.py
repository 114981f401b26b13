"""Query strings, typed. What a list declares is understood; anything else is refused by name."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, NamedTuple, Self

from django.http import QueryDict
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic import Field as Option
from pydantic_core import ErrorDetails

from api.problems import FieldError, Refusal
from core.statements import AnyField, Parameter

# PostgreSQL knows no NUL in a text.
Text = Annotated[str, Option(pattern=r"^[^\x00]*$")]

PAGE_SIZE = 50
MAX_PAGE_SIZE = 100


# roadmap: language.collections
class Shape(NamedTuple):
    """What of a query decides the SQL text. Two requests of one shape share one compiled statement."""

    filters: frozenset[str]
    switches: tuple[object, ...]
    limit: int
    only: tuple[str, ...]


# roadmap: tools.pydantic
class Query(BaseModel):
    """One object, asked for by its address."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    fields: Text | None = Option(default=None, max_length=200, examples=["slug,name"])
    """Comma-separated names: answer with these fields only."""

    @classmethod
    def read(cls, parameters: QueryDict) -> Self:
        """The parameters, checked. Raises Refusal naming each that is unknown, repeated or out of range."""
        if not parameters:
            return cls._plain()
        repeated = [name for name, values in parameters.lists() if len(values) > 1]
        if repeated:
            raise Refusal("invalid_parameter", f"Send {repeated[0]} once.", _error(repeated[0], "It stands twice."))
        try:
            return cls.model_validate(parameters.dict())
        except ValidationError as error:
            raise _refusal(cls, error.errors(include_url=False, include_context=False)) from None

    @classmethod
    @cache
    def _plain(cls) -> Self:
        """What most requests ask. It is frozen, so all of them share it."""
        return cls()

    # roadmap: language.collections
    def only(self, known: Mapping[str, object]) -> tuple[str, ...]:
        """The sparse field names, in our order whatever the caller's. Raises Refusal for an unknown one."""
        if not self.fields:
            return ()
        chosen = set(self.fields.split(","))
        if unknown := sorted(chosen - known.keys()):
            detail = f"There is no field {unknown[0]}. Known: {', '.join(known)}."
            raise Refusal("invalid_parameter", detail, _error("fields", detail))
        return tuple(name for name in known if name in chosen)


class ListQuery(Query):
    """A page of a list: where to begin, how much, and in which order. Subclasses add filters."""

    # Filters whose value is put into the compiled statement at each request, with the type it has there.
    late: ClassVar[Mapping[str, AnyField]] = {}
    # Everything that changes the SQL itself.
    switches: ClassVar[tuple[str, ...]] = ("sort",)
    # Filters that no index answers alone: with one of them, a page may cost a look at every row.
    searching: ClassVar[frozenset[str]] = frozenset()

    cursor: Text | None = Option(default=None, max_length=1000)
    """Where to go on: take it from `next` or `previous`, never make one."""
    limit: int = Option(default=PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE)
    """How many results at most."""
    sort: str = "default"
    """The order of the results."""

    @property
    def is_search(self) -> bool:
        return not self.searching.isdisjoint(self.model_fields_set)

    def shape(self, only: tuple[str, ...]) -> Shape:
        given = frozenset(name for name in self.late if getattr(self, name) is not None)
        return Shape(given, tuple(getattr(self, name) for name in self.switches), self.limit, only)

    @classmethod
    def of_shape(cls, shape: Shape) -> Self:
        """A query of that shape, with a Parameter in the place of each late value."""
        values: dict[str, Any] = {name: Parameter(name, cls.late[name]) for name in shape.filters}
        values |= zip(cls.switches, shape.switches, strict=True)
        return cls.model_construct(**values, limit=shape.limit)

    def values(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.late}


def _refusal(query: type[Query], problems: list[ErrorDetails]) -> Refusal:
    errors = [_explained(query, str(problem["loc"][0]), problem) for problem in problems]
    return Refusal(errors[0].code, errors[0].detail, *errors)


def _explained(query: type[Query], name: str, problem: ErrorDetails) -> FieldError:
    if problem["type"] == "extra_forbidden":
        known = ", ".join(query.model_fields)
        return _error(name, f"There is no parameter {name}. Known: {known}.", "unknown_parameter")
    if name == "limit":
        return _error(name, f"limit is a whole number from 1 to {MAX_PAGE_SIZE}.", "invalid_page_size")
    if name == "cursor":
        return _error(name, "This cursor is not one of ours. Begin without one.", "invalid_cursor")
    return _error(name, f"{name}: {problem['msg']}.", "invalid_parameter")


def _error(parameter: str, detail: str, code: str = "invalid_parameter") -> FieldError:
    return FieldError(code, detail, parameter=parameter)
