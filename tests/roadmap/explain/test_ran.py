"""Which marked code ran: told by the interpreter, for the one who asked, and at no cost to anybody else."""

import contextvars
import runpy
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from sys import monitoring
from types import SimpleNamespace

import pytest

from roadmap import register
from roadmap.explain import ran
from roadmap.explain.monitoring import NAME
from roadmap.markers import snapshot
from roadmap.markers.marks import Marker
from roadmap.register import Register, Section, Topic

pytestmark = pytest.mark.integration

SLUGS = ("pitch", "poles", "pegs", "tent", "guys", "quick", "typed", "fly", "storm", "site")
CAMP = """
import functools
from contextlib import contextmanager

# roadmap: camp.pitch
def pitch():
    return poles()

# roadmap: camp.poles
@functools.cache
def poles():
    return (lambda: 2)()

# roadmap: camp.pegs
PEGS = [number for number in range(12)]

# roadmap: camp.tent
class Tent:
    poles = 2

    # roadmap: camp.guys
    def guys(self):
        return sum(rope for rope in (1, 2))

    def fly(self):
        return 1

# roadmap: camp.quick
quick = [lambda: 1, lambda: 2]

# roadmap: camp.typed
def typed[Thing](thing: Thing) -> Thing:
    return thing

# roadmap: camp.fly
def fly():
    yield from (1, 2, 3)

# roadmap: camp.storm
def storm():
    raise OSError("A storm.")

# roadmap: camp.site
@contextmanager
def site():
    yield
"""


@pytest.fixture
def camp(tmp_path):
    """A file of marked code, run, and its markers."""
    return Camp(tmp_path)


class Camp:
    def __init__(self, root):
        (root / "camp.py").write_text(CAMP)
        topics = tuple(Topic(f"camp.{slug}", slug) for slug in SLUGS)
        self.root = root
        self.markers = snapshot.take(root, Register((Section("camp", "A camp", topics),))).markers
        self.load()

    def load(self):
        self.code = SimpleNamespace(**runpy.run_path(str(self.root / "camp.py")))

    def recording(self, **options):
        return ran.recording(self.markers, self.root, **options)

    def names(self, seen):
        """The names of the topics whose code was seen."""
        return {marker.slug.removeprefix("camp.") for marker in self.markers if marker.place in seen.places}

    def seen(self, act):
        with self.recording() as seen:
            act(self.code)
        return self.names(seen)


@pytest.mark.parametrize(
    ("act", "names"),
    [
        (lambda _: None, set()),
        (lambda camp: camp.pitch(), {"pitch", "poles"}),
        (lambda camp: camp.poles(), {"poles"}),
        (lambda camp: camp.Tent(), set()),
        (lambda camp: camp.Tent().fly(), {"tent"}),
        (lambda camp: camp.Tent().guys(), {"tent", "guys"}),
        (lambda camp: camp.quick[1](), {"quick"}),
        (lambda camp: camp.typed(1), {"typed"}),
        (lambda camp: camp.fly(), set()),
        (lambda camp: list(camp.fly()), {"fly"}),
        (lambda camp: camp.site().__enter__(), {"site"}),
    ],
)
def test_what_was_entered_is_seen_and_nothing_else(camp, act, names):
    assert camp.seen(act) == names


def test_to_define_is_not_to_run(camp):
    assert camp.seen(lambda _: camp.load()) == set()


def test_what_breaks_has_run_all_the_same(camp):
    with pytest.raises(OSError, match="storm"), camp.recording() as seen:
        camp.code.storm()

    assert camp.names(seen) == {"storm"}
    assert camp.seen(lambda _: None) == set()


def test_a_generator_that_was_begun_before_is_seen_to_run_on(camp):
    rolls = camp.code.fly()
    next(rolls)

    assert camp.seen(lambda _: next(rolls)) == {"fly"}


def test_what_runs_before_and_after_is_not_seen(camp):
    camp.code.Tent().fly()
    with camp.recording() as seen:
        pass
    camp.code.pitch()

    assert camp.names(seen) == set()


def test_the_same_is_seen_at_each_time(camp):
    acts = [lambda code: code.Tent().fly(), lambda _: None, lambda code: code.Tent().fly()]

    assert [camp.seen(act) for act in acts] == [{"tent"}, set(), {"tent"}]


def test_what_nobody_cared_for_is_seen_once_somebody_does(camp, tmp_path):
    with ran.recording(()):
        camp.code.Tent().fly()

    assert camp.seen(lambda code: code.Tent().fly()) == {"tent"}


def test_what_the_outer_one_does_not_care_for_is_seen_by_the_inner_one(camp):
    with ran.recording(()) as outer:
        camp.code.Tent().fly()
        with camp.recording() as inner:
            camp.code.Tent().fly()

    assert (camp.names(outer), camp.names(inner)) == (set(), {"tent"})


def test_what_the_inner_one_does_not_care_for_is_seen_by_the_outer_one(camp):
    with camp.recording() as outer, ran.recording(()) as inner:
        camp.code.Tent().fly()

    assert (camp.names(outer), camp.names(inner)) == ({"tent"}, set())


def test_recordings_may_be_nested(camp):
    with camp.recording() as outer:
        camp.code.poles()
        with camp.recording() as inner:
            camp.code.typed(1)
        camp.code.quick[0]()

    assert camp.names(inner) == {"typed"}
    assert camp.names(outer) == {"poles", "typed", "quick"}


def test_each_thread_sees_what_it_runs_itself(camp):
    acts = [lambda code: code.Tent().fly(), lambda code: code.typed(1), lambda code: list(code.fly())] * 20
    at_once = threading.Barrier(3)

    def act(each):
        at_once.wait()
        return camp.seen(lambda code: [each(code) for _ in range(50)])

    with ThreadPoolExecutor(3) as pool:
        seen = list(pool.map(act, acts))

    assert seen == [{"tent"}, {"typed"}, {"fly"}] * 20


def test_a_thread_that_does_not_record_is_not_seen(camp):
    def elsewhere(code):
        with ThreadPoolExecutor(1) as pool:
            pool.submit(code.Tent().fly).result()

    assert camp.seen(elsewhere) == set()


def test_a_context_that_is_handed_on_is_seen(camp):
    def handed_on(code):
        with ThreadPoolExecutor(1) as pool:
            pool.submit(contextvars.copy_context().run, code.Tent().fly).result()

    assert camp.seen(handed_on) == {"tent"}


def test_who_asks_for_every_thread_sees_every_thread(camp):
    with camp.recording(every_thread=True) as seen, ThreadPoolExecutor(1) as pool:
        pool.submit(camp.code.Tent().fly).result()

    assert camp.names(seen) == {"tent"}


def test_a_context_that_outlives_the_recording_adds_nothing(camp):
    with camp.recording() as seen:
        handed_on = contextvars.copy_context()
    with camp.recording():
        handed_on.run(camp.code.Tent().fly)

    assert camp.names(seen) == set()


def in_a_process_of_its_own(source):
    """What it prints, where no test run records anything."""
    command = [sys.executable, "-c", f"from sys import monitoring\nfrom roadmap.explain import ran\n{source}"]
    return subprocess.run(command, cwd=register.ROOT, capture_output=True, text=True, check=False)


def test_nothing_is_set_while_nobody_records():
    done = in_a_process_of_its_own("""
with ran.recording(()):
    with ran.recording(()):
        pass
    print(monitoring.get_events(4) != 0)
print(monitoring.get_tool(4), monitoring.get_events(4))
""")

    assert done.stdout.split() == ["True", NAME, "0"], done.stderr


def test_a_tool_of_another_is_named():
    done = in_a_process_of_its_own("""
monitoring.use_tool_id(4, "a debugger")
with ran.recording(()):
    print("recorded")
""")

    assert done.stdout == ""
    assert "ToolTaken: Tool 4 of sys.monitoring belongs to a debugger" in done.stderr


def test_code_that_is_not_marked_is_met_once_and_then_left_alone(camp, monkeypatch):
    met = []
    monkeypatch.setattr("roadmap.explain.ran._Marked.has", lambda _, code: met.append(code.co_name))

    with camp.recording():
        for _ in range(100):
            camp.code.Tent().fly()

    assert met.count("fly") == 1


def test_another_tool_may_look_on(camp):
    met = []
    monitoring.use_tool_id(monitoring.DEBUGGER_ID, "a debugger")
    monitoring.register_callback(
        monitoring.DEBUGGER_ID, monitoring.events.PY_START, lambda code, _: met.append(code.co_name)
    )
    monitoring.set_events(monitoring.DEBUGGER_ID, monitoring.events.PY_START)
    try:
        assert camp.seen(lambda code: code.typed(1)) == {"typed"}
    finally:
        monitoring.set_events(monitoring.DEBUGGER_ID, 0)
        monitoring.free_tool_id(monitoring.DEBUGGER_ID)

    assert "typed" in met


def test_the_recorder_does_not_record_itself():
    files = [Path(f"roadmap/explain/{name}.py") for name in ("ran", "monitoring")]
    everything = [Marker("camp.tent", path, 1, 1000, path.name, 1) for path in files]

    with ran.recording(everything) as outer, ran.recording(everything):
        pass

    assert outer.places == set()
