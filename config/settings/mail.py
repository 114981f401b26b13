"""Where mails go: to a server, or embedded into a folder, one file each."""

from typing import Any
from urllib.parse import unquote, urlsplit

from config.env import env

_SECONDS_TO_WAIT = 5
_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


def mailer(url: str | None) -> dict[str, Any]:
    """Django's description of the server at `url`: smtp:// turns to TLS before it says anything, smtps:// begins so.

    smtp+plain:// never does: for a server on the same machine.
    """
    if url is None:
        folder = {"file_path": str(env.data_dir / "mail")}
        return {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": folder}
    parts = urlsplit(url)
    options = {
        "host": parts.hostname,
        "port": parts.port or _PORTS[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp",
        "use_ssl": parts.scheme == "smtps",
        "timeout": _SECONDS_TO_WAIT,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


MAILERS = {"default": mailer(env.email_url.get_secret_value() if env.email_url else None)}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.email_from
