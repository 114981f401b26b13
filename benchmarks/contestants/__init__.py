"""Who takes part. Each is a program that is read best by itself; all give the same answers from the same tables."""

from dataclasses import dataclass, field

LIMIT = "limit"
CAIRN = "Cairn"


@dataclass(frozen=True)
class Contestant:
    name: str
    interface: str
    application: str
    environment: dict[str, str] = field(default_factory=dict)


# The project as it is deployed: every middleware, a line in the log for each request.
SHOP = Contestant(CAIRN, "wsgi", "config.wsgi:application", {"MODE": "production", "ALLOWED_HOSTS": "127.0.0.1"})
CONTESTANTS = [
    Contestant(LIMIT, "asgi", "benchmarks.contestants.limit:application"),
    Contestant("DRF as taught", "wsgi", "benchmarks.contestants.drf.wsgi:application"),
    Contestant("FastAPI + SQLAlchemy", "asgi", "benchmarks.contestants.fastapi_sqlalchemy:application"),
    SHOP,
]
