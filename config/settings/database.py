"""Where rows live. The address decides the database; the options below are what each needs to be fast and bounded."""

from typing import Any

import dj_database_url

from config.env import env


def _sqlite() -> dict[str, Any]:
    return {
        # Readers never wait for the writer; a writer takes its lock at BEGIN, so it can't fail half-way.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }


def _postgresql() -> dict[str, Any]:
    milliseconds = int(env.statement_timeout * 1000)
    return {
        # Django's statements are prepared at their fifth use: planned once a connection, not once a request.
        "server_side_binding": True,
        "prepare_threshold": 5,
        "connect_timeout": 2,
        # Each page is one range of an index whatever its values: planning it anew for each request buys nothing.
        "options": f"-c plan_cache_mode=force_generic_plan -c statement_timeout={milliseconds} -c lock_timeout=2000"
        " -c idle_in_transaction_session_timeout=10000",
    }


def _mysql() -> dict[str, Any]:
    return {
        "charset": "utf8mb4",
        "connect_timeout": 2,
        "init_command": f"SET max_statement_time={env.statement_timeout}, innodb_lock_wait_timeout=2,"
        " group_concat_max_len=1048576, sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
    }


_OPTIONS = {
    "django.db.backends.sqlite3": _sqlite,
    "django.db.backends.postgresql": _postgresql,
    "django.db.backends.mysql": _mysql,
}


def database(url: str) -> dict[str, Any]:
    """Django's description of the database at `url`."""
    settings: dict[str, Any] = {**dj_database_url.parse(url)}
    # A server thread keeps its connection; a fixed number of threads bounds how many there are.
    settings["CONN_MAX_AGE"] = 600
    settings["OPTIONS"] = {**settings.get("OPTIONS", {}), **_OPTIONS[settings["ENGINE"]]()}
    return settings


def _url() -> str:
    if env.database_url is not None:
        return env.database_url.get_secret_value()
    env.data_dir.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{env.data_dir / 'db.sqlite3'}"


DATABASES = {"default": database(_url())}
