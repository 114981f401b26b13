"""The demo as a person meets it: what it prints, what it serves, and that it leaves nothing behind."""

import os
import re
import signal
import socket

import httpx
import pytest

from tests.demo.conftest import MAKE, MANAGE

pytestmark = pytest.mark.system

UP = "Ctrl-C stops it"


def test_every_address_answers_and_a_polite_kill_of_make_stops_all(start):
    demo = start(*MAKE)
    demo.wait_for("admin@cairn.example")

    addresses = re.findall(r"http://\S+", demo.told)
    statuses = [httpx.get(address).status_code for address in addresses]
    demo.send(signal.SIGTERM)

    assert len(addresses) == 7
    assert set(statuses) == {200}
    assert demo.told.count("@cairn.example") == 3
    assert demo.family == []


def test_ctrl_c_stops_all_and_is_no_failure(start):
    demo = start(*MANAGE)
    demo.wait_for(UP)

    status = demo.send(signal.SIGINT)

    assert status == 0
    assert demo.told.endswith("Stopped.\n")
    assert demo.family == []


def test_it_can_be_stopped_while_it_prepares(start):
    demo = start(*MANAGE)
    demo.wait_for("Migrating")

    status = demo.send(signal.SIGTERM)

    assert status == 0
    assert UP not in demo.told
    assert demo.family == []


def test_a_server_that_dies_ends_the_demo_with_a_failure(start):
    demo = start(*MANAGE)
    demo.wait_for(UP)

    for process in set(demo.family) - {demo.process.pid}:
        os.kill(process, signal.SIGKILL)
    status = demo.process.wait(60)

    assert status == 1
    assert "The server ended by itself" in demo.told


def test_a_taken_port_is_one_line_that_says_what_to_do(start, port):
    with socket.create_server(("127.0.0.1", port)):
        demo = start(*MANAGE)
        status = demo.process.wait(60)

    assert status == 1
    assert demo.told == f"CommandError: Port {port} is taken. Choose another: PORT=8001 make demo\n"


def test_it_refuses_to_touch_a_production_database(start):
    demo = start(
        *MANAGE,
        MODE="production",
        SECRET_KEY="s" * 50,
        SIGNING_KEYS=__file__,
        ALLOWED_HOSTS="cairn.example",
        DATABASE_URL="sqlite://",
        CACHE_URL="redis://cairn.example",
        EMAIL_URL="smtp://cairn.example",
    )

    status = demo.process.wait(60)

    assert status == 1
    assert "embedded mode only" in demo.told
