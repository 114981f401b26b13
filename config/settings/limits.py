"""Where all processes count together: Redis, or in embedded mode a file. The policies: core/limits/policies.py."""

from typing import Any

from config.env import env


def _counters() -> dict[str, Any]:
    if env.cache_url is not None:
        return {"BACKEND": "core.limits.redis.RedisCounters", "LOCATION": env.cache_url.get_secret_value()}
    return {"BACKEND": "core.limits.sqlite.SQLiteCounters", "LOCATION": str(env.data_dir / "counters.sqlite3")}


CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "counters": _counters(),
}
RATELIMIT_USE_CACHE = "counters"
# It warns of every cache that it does not know. Ours counts in one atomic step: tests/core/limits/test_counters.py.
SILENCED_SYSTEM_CHECKS = ["django_ratelimit.W001"]

TRUSTED_PROXIES = env.trusted_proxies
