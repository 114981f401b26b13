"""`python -m benchmarks`: measures the shop against its limit and its peers; deep pages; what a caller costs."""

import argparse
import os
import tempfile
from pathlib import Path

import django
from django.core.management import call_command

from benchmarks import cpu, database, load, report
from benchmarks.depth import measuring
from benchmarks.rounds import Setting, measured
from benchmarks.works import WORKS

URL = "postgresql://root@127.0.0.1:5432/cairn_bench"
PRODUCTS = {"requests": 100_000, "depth": 1_000_000}


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
        text = MEASURES[options.what](options, Path(folder))
    print(text)
    if options.write:
        report.write(options.what, text)


def requests(options: argparse.Namespace, folder: Path) -> str:
    load.require_wrk()
    cpu.require_linux()
    url = database.prepared(options.url, options.products, folder)
    works = [work for work in WORKS if work.name in options.only]
    setting = Setting(url, works, options.rounds, options.seconds, options.port, folder)
    figures = measured(setting)
    notes = report.circumstances(database.version(url), options.products)
    return report.of_requests(figures, works, [*notes, report.of_load(options.rounds, options.seconds)])


def deep_pages(options: argparse.Namespace, folder: Path) -> str:
    url = database.prepared(options.url, options.products, folder)
    costs = measuring.measured(url, rounds=options.rounds * 10, port=options.port, folder=folder)
    notes = report.circumstances(database.version(url), options.products)
    return measuring.of_depth(costs, notes)


def knowing_callers(options: argparse.Namespace, folder: Path) -> str:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(folder), "LOG_LEVEL": "WARNING"}
    os.environ["CACHE_URL"] = options.redis
    django.setup()
    call_command("migrate", verbosity=0)
    from benchmarks import callers  # noqa: PLC0415  # its views need the settings

    return callers.of_callers(rounds=options.rounds)


MEASURES = {"requests": requests, "depth": deep_pages, "tokens": knowing_callers}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    names = [work.name for work in WORKS]
    parser.add_argument("what", nargs="?", choices=list(MEASURES), default="requests")
    parser.add_argument(
        "--url",
        default=os.environ.get("BENCH_DATABASE_URL", URL),
        help="BENCH_DATABASE_URL; its name gets the size appended (default: %(default)s)",
    )
    parser.add_argument(
        "--redis",
        default=os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/15"),
        help="REDIS_URL; where `tokens` counts (default: %(default)s)",
    )
    parser.add_argument("--products", type=int, help="size of the catalogue (default: 100000, for depth 1000000)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3, help="of load a round (default: %(default)s)")
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="WORK", help=", ".join(names))
    parser.add_argument("--port", type=int, default=8300, help="the first of four (default: %(default)s)")
    parser.add_argument("--write", action="store_true", help="put the result into docs/performance.md")
    options = parser.parse_args()
    options.products = options.products or PRODUCTS.get(options.what, 0)
    return options


if __name__ == "__main__":
    main()
