"""The database that all contestants read: made, migrated and seeded at the first run, kept for the next ones."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks import cpu, servers
from benchmarks.contestants import SHOP


def prepared(url: str, products: int, folder: Path) -> str:
    """The address of a database with that many products. There is one a size, its name ends in the size."""
    server, _, name = url.rpartition("/")
    name = f"{name}_{products}"
    _create(server, name)
    address = f"{server}/{name}"
    _fill(address, products, folder)
    return address


def slugs(url: str, count: int) -> list[str]:
    """Products from all over the catalogue, the same ones at each run."""
    statement = """
        SELECT slug FROM catalog_product WHERE archived_at IS NULL AND published_at <= now()
        ORDER BY md5(slug) LIMIT %s
    """
    with psycopg.connect(url) as connection:
        return [slug for (slug,) in connection.execute(statement, [count])]


def version(url: str) -> str:
    with psycopg.connect(url) as connection:
        return connection.info.parameter_status("server_version") or ""


def backends(url: str) -> list[int]:
    """The processes of PostgreSQL that serve this database's clients."""
    statement = """
        SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
    """
    with psycopg.connect(url) as connection:
        pids = [pid for (pid,) in connection.execute(statement)]
    if not all(cpu.is_here(pid, "postgres") for pid in pids):
        raise SystemExit("PostgreSQL runs elsewhere, so its processor time can't be read. Use one on this machine.")
    return pids


def _create(server: str, name: str) -> None:
    try:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except psycopg.OperationalError as error:
        raise SystemExit(f"PostgreSQL does not answer at {server}: {error}\nSet BENCH_DATABASE_URL.") from None


def _fill(url: str, products: int, folder: Path) -> None:
    environment = servers.environment(SHOP, url, folder) | {"STATEMENT_TIMEOUT": "0"}
    _manage("migrate", "--verbosity", "0", environment=environment)
    if _products(url) < products:
        _manage("seed", "--products", str(products), environment=environment)
    if (found := _products(url)) != products:
        raise SystemExit(f"{url} holds {found} products, not {products}. Drop it, and it is made anew.")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _manage(*arguments: str, environment: Mapping[str, str]) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=servers.ROOT, env=environment, check=True)


def _products(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM catalog_product").fetchone()
    return int(row[0]) if row else 0
