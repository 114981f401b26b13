"""One's own account: see it, rename it, change its password, end sign-ins, take all data along, take it away.

There is no id in these addresses: whoever asks is the account. So nobody can ask for another's.
"""

from http import HTTPStatus
from typing import Any

from django.db.models import DateTimeField, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts import selectors, services
from accounts.models import SignInKind, TokenFamily
from api import fields
from api.callers import cookies
from api.callers.authentication import signed_in
from api.reading.listings import Listing
from api.reading.queries import ListQuery
from api.reading.representations import NOW, Representation
from api.reading.views import DocumentDetail, DocumentList
from api.writing.inputs import Input
from api.writing.operations import Asked, writes
from core.access import privacy
from core.access.spelling import LONGEST_NAME
from core.pages import Sort
from core.statements import Parameter


class AccountOutput(serializers.Serializer[Any]):
    """Others see `display_name` and nothing else of it."""

    id = serializers.CharField(source="public_id")
    email = serializers.CharField()
    display_name = serializers.CharField()
    role = serializers.ChoiceField(["customer", "staff", "admin"])
    joined_at = fields.Instant()


class AccountEdit(Input):
    display_name = fields.Text(max_length=LONGEST_NAME, allow_blank=True)


class SignInOutput(serializers.Serializer[Any]):
    """All that followed from signing in once. `is_this`: it is the one that asks.

    Of the kind `tokens` where a program or a page of ours holds some. A `session` is that of a browser at `/admin/` or
    `/sign-in/`; when it was last used is not noted, and it asks for nothing here.
    """

    id = serializers.CharField(source="public_id")
    kind = serializers.ChoiceField(list(SignInKind))
    started_at = fields.Instant()
    last_used_at = fields.Instant(allow_null=True)
    ends_at = fields.Instant()
    is_this = serializers.BooleanField()


class Password(Input):
    password = fields.Text(max_length=1000, trim_whitespace=False)


class NewPassword(Password):
    new_password = fields.Text(max_length=1000, trim_whitespace=False)


class Export(serializers.Serializer[Any]):
    """When it was made, and a list of records for each section that an app has registered."""

    exported_at = serializers.DateTimeField()

    def get_fields(self) -> dict[str, Any]:
        sections = sorted(privacy.known().parts)
        records = {name: serializers.ListField(child=serializers.DictField()) for name in sections}
        return {**super().get_fields(), **records}


ACCOUNT = Representation(
    row=selectors.account,
    output=AccountOutput,
    versions=("version",),
    missing=selectors.AccountGone,
    is_own=True,
)


def _rows(_query: ListQuery, **caller: Parameter) -> QuerySet[TokenFamily]:
    return selectors.sign_ins(at=NOW, **caller)


SORTS = {"default": Sort.by("latest", "started_at", DateTimeField(), descending=True)}
SIGN_INS = Listing(rows=_rows, output=SignInOutput, sorts=SORTS)


class OwnAccount(DocumentDetail):
    """See your own account."""

    shown = ACCOUNT

    def get(self, request: Request, **_address: str) -> HttpResponse:
        return self.shown.response(request, _own(request))

    def current_etag(self) -> str:
        return self.shown.found(self.request, _own(self.request))[1]

    @writes(AccountEdit, shows=ACCOUNT, is_conditional=True)
    def patch(self, asked: Asked) -> HttpResponse:
        """Rename your own account."""
        services.rename_account(actor=asked.actor, expected_version=asked.version, **asked.values)
        return asked.shown(**_own(asked.request))


class OwnSignIns(DocumentList):
    """List your sign-ins, the latest first."""

    listed = SIGN_INS

    def get(self, request: Request, **_address: str) -> HttpResponse:
        actor = signed_in(request)
        return self.listed.response(request, {"user": str(actor.public_id), "sign_in": actor.sign_in or ""})


class OwnSignIn(APIView):
    """End one of your sign-ins.

    Its access tokens are refused from then on, where processes share a cache; else within minutes.
    """

    @writes(status=HTTPStatus.NO_CONTENT)
    def delete(self, asked: Asked, public_id: str) -> HttpResponse:
        services.end_sign_in(actor=asked.actor, public_id=public_id)
        return asked.shown()


class OwnPassword(APIView):
    """Change your password. The sign-in that asks stays as it is; all others end."""

    limited_as = "password"

    @writes(NewPassword, status=HTTPStatus.NO_CONTENT)
    def post(self, asked: Asked) -> HttpResponse:
        services.replace_password(actor=asked.actor, **asked.values)
        return asked.shown()


class OwnExport(APIView):
    """Take along all that the service holds about you. It is one document, sent while it is read."""

    answers = Export

    def get(self, request: Request) -> StreamingHttpResponse:
        pieces = selectors.export(actor=signed_in(request))
        answer = StreamingHttpResponse(pieces, content_type="application/json")
        answer["Content-Disposition"] = 'attachment; filename="cairn-account.json"'
        answer["Cache-Control"] = "private, no-store"
        return answer


class OwnDeletion(APIView):
    """Delete your account, for good, once its password is shown.

    A POST, because many clients and proxies drop the body of a DELETE, which means nothing by itself (RFC 9110, 9.3.5).
    """

    limited_as = "password"

    @writes(Password, status=HTTPStatus.NO_CONTENT)
    def post(self, asked: Asked) -> HttpResponse:
        services.delete_account(actor=asked.actor, **asked.values)
        return cookies.cleared_if_sent(asked.request, asked.shown())


def _own(request: Request) -> dict[str, str]:
    """The address of the caller's account, as a Representation knows it."""
    return {"public_id": str(signed_in(request).public_id)}


urlpatterns = [
    path("account/", OwnAccount.as_view(), name="account"),
    path("account/sign-ins/", OwnSignIns.as_view(), name="account-sign-ins"),
    path("account/sign-ins/<slug:public_id>/", OwnSignIn.as_view(), name="account-sign-in"),
    path("account/password/", OwnPassword.as_view(), name="account-password"),
    path("account/export/", OwnExport.as_view(), name="account-export"),
    path("account/deletion/", OwnDeletion.as_view(), name="account-deletion"),
]
