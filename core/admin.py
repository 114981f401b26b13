"""The admin over services: its pages ask, services decide and write. No admin page saves a row by itself."""

import re
from collections.abc import Callable, Mapping
from copy import copy
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import FETCH_RAISE, Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from core.access import ANONYMOUS, Actor
from core.errors import DomainError, VersionConflict

STALE = (
    "Somebody changed this after you opened it, so nothing of yours is saved. "
    "Open the page again to see it as it is now, and repeat your change."
)

admin.site.site_header = admin.site.site_title = "Cairn"
admin.site.index_title = "The shop from behind the counter"


def actor_of(request: HttpRequest) -> Actor:
    """Who uses the admin."""
    return request.user.as_actor(means="session") if request.user.is_authenticated else ANONYMOUS


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's class takes none when it runs
    """A form whose last check is the service itself: what that refuses stands beside the field at fault.

    So `is_valid()` writes, and is asked once. Whatever is refused, nothing is written.
    """

    actor: Actor
    original: Any
    # A refusal's `field`, where the form has another name for it.
    names: ClassVar[Mapping[str, str]] = {}

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Cleaning puts what was typed on `instance`; this stays as it was read.
        self.original = copy(self.instance)

    def write(self) -> Model:
        """Call the services for `cleaned_data`, and return the row as it is now."""
        raise NotImplementedError

    @property
    def expected_version(self) -> int:
        """What the user saw; 0, which no row has, when the page doesn't say."""
        return self.cleaned_data["version"] or 0

    def clean(self) -> dict[str, Any]:
        # Without super(): it would have the model judge uniqueness and constraints, which services do.
        return self.cleaned_data

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self.errors:
            self._write()

    def _write(self) -> None:
        try:
            with transaction.atomic():
                self.instance = self.write()
        except DomainError as error:
            name = self.names.get(error.field or "", error.field)
            self.add_error(name if name in self.fields else None, told(error))


def told(error: DomainError) -> str:
    """A refusal in the words of somebody who fills in a form."""
    return STALE if isinstance(error, VersionConflict) else error.message


# roadmap: tools.django
class ServiceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # as above
    """The pages of one model. Subclasses name the permission, the form that writes and the service that deletes."""

    permission: ClassVar[Callable[[Actor], bool]]
    # Where adding asks for other things than changing does.
    add_form: ClassVar[type[ServiceForm] | None] = None
    add_fields: ClassVar[tuple[str, ...]] = ()
    # Relations that a row is shown with.
    related: ClassVar[tuple[str, ...]] = ()
    # What deleting means, said before it is done.
    farewell: ClassVar[str] = "It will be gone for good."

    # Django's bulk deletion knows no service.
    actions: tuple[str, ...] | None = None
    show_full_result_count = False
    list_per_page = 50
    delete_confirmation_template = "admin/service_delete.html"

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:  # noqa: ARG002  # Django's signature
        """What the list's own filters ask. Django would compare any column, so `?password__startswith=` would tell
        a hash letter by letter, and `__regex` keep the database busy.
        """
        return lookup in {getattr(each, "parameter_name", f"{each}__exact") for each in self.list_filter}

    def delete(self, actor: Actor, row: Any, expected_version: int) -> None:
        """Call the service that deletes."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).fetch_mode(FETCH_RAISE)
        return rows.select_related(*self.related) if self.related else rows

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002  # Django's signature
        if obj is None and self.add_form is not None:
            kwargs["form"] = self.add_form
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.actor = actor_of(request)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        adding = obj is None and self.add_fields
        return [(None, {"fields": self.add_fields})] if adding else super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else super().get_readonly_fields(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.allows(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002  # Django's signature
        return self.allows(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.allows(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002  # as above
        return self.allows(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002  # as above
        return self.allows(request)

    def allows(self, request: HttpRequest) -> bool:
        """The services' own predicate: a page never offers what its service would refuse."""
        return type(self).permission(actor_of(request))

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:  # noqa: ARG002, FBT001  # Django's signature
        return form.instance

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        """Nothing: the form's service has written."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        """Nothing: the form's service has written."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:  # noqa: ARG002  # Django's signature
        """What goes with it is the service's business, not the admin's guess."""
        return [str(row) for row in objs], {}, set(), []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        seen = re.fullmatch(r"[0-9]{1,9}", request.POST.get("version", ""))
        self.delete(actor_of(request), obj, int(seen[0]) if seen else 0)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The confirmation. A refusal leads back to the row and is told there; its transaction is undone."""
        try:
            context = {"farewell": self.farewell, **(extra_context or {})}
            return super().delete_view(request, object_id, context)
        except DomainError as error:
            self.message_user(request, told(error), messages.ERROR)
            page = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(page, args=[object_id]))
