"""What an OpenID provider says about itself (OpenID Connect Discovery), as far as we ask."""

from typing import Annotated, Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from pydantic import AfterValidator, BaseModel, ValidationError

_PATH = "/.well-known/openid-configuration"


def _safe(address: str) -> str:
    if not address.startswith("https://") and not (settings.EMBEDDED and address.startswith("http://")):
        raise ValueError("not https")
    return address


_Address = Annotated[str, AfterValidator(_safe)]


class Metadata(BaseModel):
    issuer: str
    authorization_endpoint: _Address
    token_endpoint: _Address
    jwks_uri: _Address
    userinfo_endpoint: _Address | None = None
    authorization_response_iss_parameter_supported: bool = False


def fetched(issuer: str) -> dict[str, Any]:
    """The provider's metadata. Raises a RequestException, or OAuth2Error when it is not what the standard asks for.

    Fetched anew at each sign-in, like the keys: a provider that has changed them is believed at once, and one that
    answers wrongly for a moment is not remembered.
    """
    document = _json(issuer.removesuffix("/") + _PATH)
    try:
        metadata = Metadata.model_validate(document)
    except ValidationError as error:
        raise OAuth2Error(f"metadata: {', '.join(str(each['loc']) for each in error.errors())}") from None
    # Else whoever can put a file on some host speaks for another (Discovery, 4.3).
    if metadata.issuer != issuer:
        raise OAuth2Error("metadata of another issuer")
    return metadata.model_dump()


def keys(metadata: dict[str, Any]) -> dict[str, Any]:
    document = _json(metadata["jwks_uri"])
    if not isinstance(document, dict):
        raise OAuth2Error("no keys")
    return document


def _json(address: str) -> Any:
    with get_adapter().get_requests_session() as session:
        response = session.get(address)
        response.raise_for_status()
        return response.json()
