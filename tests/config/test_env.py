"""The environment: what is missing or wrong stops the start, by name; what is secret stays secret."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from config.env import BASE_DIR, Env, _kept_secret, read_env

pytestmark = pytest.mark.integration

EXAMPLE = BASE_DIR / ".env.example"


def test_the_example_names_and_describes_every_variable():
    _, *blocks = EXAMPLE.read_text().rstrip().split("\n\n")

    told = [block.rpartition("=")[0] for block in blocks]

    assert told == [f"# {field.description}\n{name.upper()}" for name, field in Env.model_fields.items()]


def test_a_copy_of_the_example_changes_nothing(environment):
    without = Env()

    environment.setitem(Env.model_config, "env_file", EXAMPLE)

    assert Env() == without


def test_nothing_is_needed_in_embedded_mode(environment):
    assert read_env().is_embedded


def test_all_that_production_needs_is_enough(environment, production):
    for name, value in production.items():
        environment.setenv(name, value)

    env = read_env()

    assert not env.is_embedded
    assert env.signing_key == production["SECRET_KEY"]


@pytest.mark.roadmap("tools.pydantic")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SIGNING_KEYS", ""),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", " , "),
        ("DATABASE_URL", ""),
        ("CACHE_URL", ""),
        ("EMAIL_URL", ""),
    ],
)
def test_production_stops_naming_what_is_missing(environment, production, name, value):
    for variable, given in (production | {name: value}).items():
        environment.setenv(variable, given)

    with pytest.raises(SystemExit, match=f"{name} must be set when MODE=production"):
        read_env()


def test_all_that_is_missing_is_named_at_once(environment):
    environment.setenv("MODE", "production")

    with pytest.raises(
        SystemExit, match="SECRET_KEY, SIGNING_KEYS, ALLOWED_HOSTS, DATABASE_URL, CACHE_URL, EMAIL_URL must be set"
    ):
        read_env()


@pytest.mark.roadmap("tools.pydantic")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODE", "staging"),
        ("DATABASE_URL", "oracle://cairn.example/db"),
        ("DATABASE_URL", "db.sqlite3"),
        ("TEST_DATABASE_URL", "127.0.0.1:5432"),
        ("EMAIL_URL", "mail.cairn.example"),
        ("SIGNING_KEYS", "no-such-file.json"),
        ("PORT", "70000"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
        ("STATEMENT_TIMEOUT", "-1"),
    ],
)
def test_a_wrong_value_is_named(environment, name, value):
    environment.setenv(name, value)

    with pytest.raises(SystemExit, match=f"\n  {name}: "):
        read_env()


def test_the_process_ends_with_one_line_a_variable_and_shows_no_secret(tmp_path, production):
    """A copy of the module: a .env beside the real one is none of this test's business."""
    (tmp_path / "config").mkdir()
    shutil.copy(BASE_DIR / "config/env.py", tmp_path / "config/env.py")
    variables = production | {"ALLOWED_HOSTS": "", "PATH": os.environ["PATH"]}

    done = subprocess.run(
        [sys.executable, "-c", "import config.env"],
        cwd=tmp_path,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "The environment is not complete (see .env.example):",
        "  ALLOWED_HOSTS must be set when MODE=production.",
    ]


def test_a_printed_environment_shows_no_secret(environment, production):
    for name, value in production.items():
        environment.setenv(name, value)

    assert production["SECRET_KEY"] not in repr(read_env())
    assert production["DATABASE_URL"] not in repr(read_env())


def test_hosts_are_separated_by_commas(environment):
    environment.setenv("ALLOWED_HOSTS", "cairn.example, www.cairn.example,")

    assert read_env().allowed_hosts == ("cairn.example", "www.cairn.example")


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ({}, "https://cairn.example"),
        ({"ALLOWED_HOSTS": "one.example,.example"}, "https://one.example"),
        ({"ALLOWED_HOSTS": ".example", "ORIGIN": "https://shop.example:8443"}, "https://shop.example:8443"),
        ({"MODE": "embedded"}, ""),
        ({"MODE": "embedded", "ORIGIN": "http://127.0.0.1:8001"}, "http://127.0.0.1:8001"),
    ],
)
def test_the_service_is_found_at_one_address(environment, production, given, origin):
    for name, value in (production | given).items():
        environment.setenv(name, value)

    assert read_env().served_at == origin


@pytest.mark.parametrize(
    "given",
    [
        {"ALLOWED_HOSTS": ".cairn.example"},
        {"ALLOWED_HOSTS": "*"},
        {"ORIGIN": "http://cairn.example"},
        {"ORIGIN": "cairn.example"},
        {"ORIGIN": "https://*.example"},
        {"ORIGIN": "https://cairn.example/"},
        {"ORIGIN": "https://cairn.example/shop"},
        {"ORIGIN": "https://cairn.example?x"},
    ],
)
def test_an_origin_that_leads_nowhere_stops_the_start(environment, production, given):
    for name, value in (production | given).items():
        environment.setenv(name, value)

    with pytest.raises(SystemExit, match="ORIGIN "):
        read_env()


@pytest.mark.roadmap("language.context-managers")
def test_embedded_mode_makes_its_own_secret_once(environment, tmp_path):
    environment.setenv("DATA_DIR", str(tmp_path / "data"))

    secret = read_env().signing_key

    assert len(secret) >= 50
    assert read_env().signing_key == secret
    kept = tmp_path / "data" / "secret_key"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert list(kept.parent.iterdir()) == [kept]


def test_two_data_folders_have_two_secrets(tmp_path):
    assert _kept_secret(tmp_path / "one/secret_key") != _kept_secret(tmp_path / "other/secret_key")


@pytest.mark.roadmap("language.context-managers")
def test_all_who_start_together_share_one_whole_secret(tmp_path):
    start = Barrier(8)

    def began(path: Path) -> str:
        start.wait()
        return _kept_secret(path)

    with ThreadPoolExecutor(8) as pool:
        for attempt in range(50):
            (secret,) = set(pool.map(began, [tmp_path / str(attempt) / "secret_key"] * 8))
            assert len(secret) >= 50
