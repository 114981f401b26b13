"""The environment, typed. The only module that reads it; everything else asks `env`."""

import contextlib
import secrets
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, FilePath, IPvAnyNetwork, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

BASE_DIR = Path(__file__).resolve().parent.parent
_MAIL_SERVERS = ("smtp://", "smtps://", "smtp+plain://")
_DATABASES = ("postgresql://", "mysql://", "sqlite://")
# What is set together, or not at all.
_TOGETHER = (
    ("google_client_id", "google_client_secret"),
    ("github_client_id", "github_client_secret"),
    ("oidc_issuer", "oidc_client_id", "oidc_client_secret"),
)


class Mode(StrEnum):
    EMBEDDED = "embedded"
    PRODUCTION = "production"


class LogFormat(StrEnum):
    PRETTY = "pretty"
    JSON = "json"


def _required_in_production(description: str) -> object:
    return Field(default=None, description=f"{description} Required when MODE=production.")


# roadmap: tools.pydantic
class Env(BaseSettings):
    """Every variable the service understands. `.env.example` lists the same, and a test keeps the two equal."""

    model_config = SettingsConfigDict(env_file=BASE_DIR / ".env", env_ignore_empty=True, extra="ignore", frozen=True)

    mode: Mode = Field(default=Mode.EMBEDDED, description="embedded: nothing to install; production: everything named.")
    data_dir: Path = Field(
        default=BASE_DIR / ".cairn",
        description="Where embedded mode keeps its database, static files and secrets.",
    )
    secret_key: SecretStr | None = _required_in_production("Signs cursors and sessions; 50 random characters.")  # type: ignore[assignment]  # pydantic's Field is typed by its default
    signing_keys: FilePath | None = _required_in_production(  # type: ignore[assignment]  # as above
        "File of the keys that sign tokens; `manage.py keys make FILE` writes one."
    )
    allowed_hosts: Annotated[tuple[str, ...] | None, NoDecode] = _required_in_production(  # type: ignore[assignment]  # as above
        "Host names served, comma-separated."
    )
    origin: str | None = Field(
        default=None,
        description="https:// address that mails and tokens name; unset: the first allowed host, embedded as asked.",
    )
    database_url: SecretStr | None = _required_in_production("postgresql://, mysql:// or sqlite:// address.")  # type: ignore[assignment]  # as above
    cache_url: SecretStr | None = _required_in_production("redis:// address of what all processes count together.")  # type: ignore[assignment]  # as above
    email_url: SecretStr | None = _required_in_production("smtp:// or smtps:// address of the server for mails.")  # type: ignore[assignment]  # as above
    email_from: str = Field(default="shop@cairn.example", description="Whom mails say they come from.")
    test_database_url: SecretStr | None = Field(
        default=None,
        description="Address the tests use instead of SQLite; the tests create and drop their own.",
    )
    trusted_proxies: Annotated[tuple[IPvAnyNetwork, ...], NoDecode] = Field(
        default=(),
        description="Networks of the proxies in front, comma-separated; what others say in X-Forwarded-For is ignored.",
    )
    statement_timeout: float = Field(
        default=5.0,
        ge=0,
        description="Seconds after which the database gives a statement up; 0 for no limit.",
    )
    google_client_id: str | None = Field(default=None, description="People may sign in with Google, as this client.")
    google_client_secret: SecretStr | None = Field(default=None, description="What Google knows this client by.")
    github_client_id: str | None = Field(default=None, description="People may sign in with GitHub, as this client.")
    github_client_secret: SecretStr | None = Field(default=None, description="What GitHub knows this client by.")
    oidc_issuer: str | None = Field(
        default=None, description="https:// address of an OpenID provider of your own, exactly as it calls itself."
    )
    oidc_client_id: str | None = Field(default=None, description="Which client the service is to that provider.")
    oidc_client_secret: SecretStr | None = Field(default=None, description="What that provider knows it by.")
    oidc_name: str = Field(default="OpenID Connect", description="What people know that provider by.")
    oidc_vouches_for_email: bool = Field(
        default=False,
        description="Whether an address that it calls verified opens the account here that has shown the same address.",
    )
    port: int = Field(default=8000, ge=1, le=65535, description="Port that `make demo` listens on, on this machine.")
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Least level logged.")
    log_format: LogFormat | None = Field(
        default=None, description="pretty or json; unset: pretty when embedded, else json."
    )

    @model_validator(mode="before")
    @classmethod
    def _split_lists(cls, values: dict[str, object]) -> dict[str, object]:
        for name in ("allowed_hosts", "trusted_proxies"):
            listed = values.get(name)
            if isinstance(listed, str):
                values[name] = tuple(entry.strip() for entry in listed.split(",") if entry.strip())
        return values

    @field_validator("database_url", "test_database_url")
    @classmethod
    def _of_a_known_kind(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not url.get_secret_value().startswith(_DATABASES):
            raise ValueError(f"An address begins with one of {', '.join(_DATABASES)}.")
        return url

    @field_validator("cache_url")
    @classmethod
    def _of_redis(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not url.get_secret_value().startswith(("redis://", "rediss://")):
            raise ValueError("An address begins with redis:// or rediss://.")
        return url

    @field_validator("email_url")
    @classmethod
    def _of_a_mail_server(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not url.get_secret_value().startswith(_MAIL_SERVERS):
            raise ValueError(f"An address begins with one of {', '.join(_MAIL_SERVERS)}.")
        return url

    @model_validator(mode="after")
    def _named_in_production(self) -> Self:
        required = ("secret_key", "signing_keys", "allowed_hosts", "database_url", "cache_url", "email_url")
        missing = [name.upper() for name in required if not getattr(self, name)]
        if self.mode is Mode.PRODUCTION and missing:
            raise ValueError(f"{', '.join(missing)} must be set when MODE=production.")
        return self

    @model_validator(mode="after")
    def _set_together(self) -> Self:
        for names in _TOGETHER:
            missing = [name.upper() for name in names if not getattr(self, name)]
            if missing and len(missing) < len(names):
                there = next(name.upper() for name in names if getattr(self, name))
                raise ValueError(f"{', '.join(missing)} must be set when {there} is.")
        return self

    @model_validator(mode="after")
    def _asked_safely(self) -> Self:
        parts = urlsplit(self.oidc_issuer or "https://none.example")
        is_local = self.is_embedded and parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
        if not (parts.hostname and (parts.scheme == "https" or is_local)) or parts.query or parts.fragment:
            raise ValueError("OIDC_ISSUER begins with https://, and has neither ? nor #.")
        return self

    @model_validator(mode="after")
    def _at_one_origin(self) -> Self:
        parts = urlsplit(self.served_at or "https://none.example")
        if parts.scheme != "https" and not self.is_embedded:
            raise ValueError("ORIGIN begins with https://.")
        if not parts.hostname or "*" in parts.netloc or parts.netloc.startswith("."):
            raise ValueError("ORIGIN must be set when the first of ALLOWED_HOSTS is a pattern, and be none itself.")
        if self.served_at not in {"", f"{parts.scheme}://{parts.netloc}"}:
            raise ValueError("ORIGIN ends with its host, or its port.")
        return self

    @property
    def served_at(self) -> str:
        """What the service calls itself, whatever name and port a request says; nothing for what was asked."""
        hosts = () if self.is_embedded else self.allowed_hosts or ()
        return self.origin or next((f"https://{host}" for host in hosts), "")

    @property
    def is_embedded(self) -> bool:
        return self.mode is Mode.EMBEDDED

    @property
    def signing_key(self) -> str:
        """The secret key; in embedded mode made at the first start and kept in an ignored file."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value()
        return _kept_secret(self.data_dir / "secret_key")


# roadmap: language.context-managers
def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written beside, then linked: of two processes that start together one wins, and neither reads half a secret.
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:  # readable by its owner alone
            draft.write(secrets.token_urlsafe(50))
            draft.flush()
            with contextlib.suppress(FileExistsError):
                path.hardlink_to(draft.name)
    return path.read_text()


def read_env() -> Env:
    """Read the environment, or stop the process with one line for each variable that is wrong."""
    try:
        return Env()
    except ValidationError as error:
        lines = [_explained(problem["loc"], problem["msg"]) for problem in error.errors()]
        raise SystemExit("\n".join(["The environment is not complete (see .env.example):", *lines])) from None


def _explained(location: tuple[int | str, ...], message: str) -> str:
    name = str(location[0]).upper() if location else ""
    return f"  {name}: {message}" if name else f"  {message.removeprefix('Value error, ')}"


env = read_env()
