"""What pages tell a reader to type does what they say, in a service that has just been started."""

import sqlite3
import time
from contextlib import closing

import httpx
import pytest

from roadmap import pages, register
from roadmap.pages import Command
from roadmap.proof import consoles
from roadmap.register import ROOT
from tests.roadmap.proof import service as services

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

PAGES = {slug: path for slug, topic in register.load().topics.items() if (path := ROOT / topic.page).exists()}


@pytest.fixture(scope="session")
def started(tmp_path_factory):
    """One service for all pages: as pages are told it is, with 1,000 products."""
    with services.running(tmp_path_factory.mktemp("service"), products=1000) as service:
        yield service


@pytest.fixture
def service(started):
    started.refresh()
    return started


@pytest.mark.parametrize("slug", [pytest.param(slug, marks=pytest.mark.console(slug), id=slug) for slug in PAGES])
def test_every_command_of_a_page_gives_what_the_page_shows(service, slug):
    commands = pages.parsed(PAGES[slug].read_text()).commands

    performed = list(consoles.perform(commands, root=ROOT, port=service.port, environment=service.environment))

    different = [each.difference for each in performed if not each.is_as_told]
    assert not different, f"{PAGES[slug]}\n\n" + "\n\n".join(different)


def typed(text):
    """What a page shows: the command, which may have several lines, and its output."""
    command, _, output = text.replace("\\\n", "\0").partition("\n")
    return Command(command.replace("\0", "\\\n"), output)


def performed(*texts, seconds=20, port=8000):
    """In an empty environment, one after another."""
    return list(consoles.perform(map(typed, texts), root=ROOT, port=port, environment={}, seconds=seconds))


RIGHT = {
    "the same": "echo one; echo two\none\ntwo",
    "no output": "true\n",
    "spaces at an end of a line": "printf 'one \\r\\ntwo\\n'\none\ntwo",
    "no newline at the end": "printf one\none",
    "anything within a line": "echo one two three\none ... three",
    "anything in many lines": "seq 9\n1\n...\n9",
    "anything at the end": "seq 9\n1\n2...",
    "a row of dots": f"echo one {'.' * 60} two\none {'.' * 60} two",
    "what a regular expression would mean otherwise": "echo '[1]? (a|b)*'\n[1]? (a|b)*",
    "an error that is shown": "echo alas >&2; false\nalas",
    "many lines": "for n in 1 2 \\\n3; do echo $n; done\n1\n2\n3",
}
WRONG = {
    "another text": "echo one\ntwo",
    "more than shown": "seq 3\n1\n2",
    "less than shown": "seq 2\n1\n2\n3",
    "something instead of nothing": "echo one\n",
    "another order": "echo one two three\n...two...one...",
    "the same words twice for one": "echo one\none...one",
    "other words behind a row of dots": f"echo one {'.' * 60} two\none {'.' * 60} three",
    "another end": "echo one two three\none ... four",
    "a failure in silence": "false\n",
    "a failure behind anything": "echo alas; false\n...",
    "a command that is none": "xyzzy\n...",
    "a line that the shell cannot read": "echo (\n...",
    "an end of the shell": "exit 0\n",
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_what_comes_as_it_is_told_passes(text):
    assert performed(text)[0].is_as_told


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_what_comes_otherwise_does_not(text):
    assert not performed(text)[0].is_as_told


def test_a_difference_shows_what_was_to_come_and_what_came():
    (one,) = performed("seq 3; echo at 12:30\n1\n2\n4\nat ...")

    different = one.difference
    assert different.splitlines()[:2] == ["$ seq 3; echo at 12:30", "(ended with status 0)"]
    assert "\n-4\n+3\n at ..." in different


def test_a_page_is_one_session():
    session = performed("n=2; cd /\n", "echo $n in $PWD\n2 in /", "false\n", "echo still here\nstill here")

    assert [each.is_as_told for each in session] == [True, True, False, True]


def test_a_command_gets_nothing_of_what_is_typed_next():
    assert [each.output for each in performed("cat", "echo next")] == ["", "next"]


def test_what_does_not_end_is_ended_with_all_that_it_started(tmp_path):
    began = time.monotonic()

    (hung,) = performed(f"(sleep 2; touch {tmp_path}/late) & echo begun; sleep 100\nbegun", "echo never", seconds=0.5)

    assert (hung.output, hung.status, hung.is_as_told) == ("begun", None, False)
    assert "(did not end)" in hung.difference
    assert time.monotonic() - began < 60
    time.sleep(2.5)
    assert not (tmp_path / "late").exists()


def test_the_address_of_a_page_is_that_of_the_service():
    address = "http://127.0.0.1:8000/"

    (said,) = performed(f"echo {address} and port 8000\n{address} and port 8000", port=8731)

    assert (said.output, said.is_as_told) == ("http://127.0.0.1:8731/ and port 8000", True)


def test_no_page_reads_the_traces_of_another(service):
    def first_name():
        return httpx.get(f"http://127.0.0.1:{service.port}/api/v1/products/?limit=1").json()["results"][0]["name"]

    fresh = first_name()
    with closing(sqlite3.connect(service.folder / "db.sqlite3")) as database, database:
        database.execute("UPDATE catalog_product SET name = 'A trace'")
    traced = first_name()
    service.refresh()

    assert traced == "A trace"
    assert first_name() == fresh != traced
