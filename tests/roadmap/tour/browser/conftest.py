"""A real browser before a real server that shows the small roadmap of trail.py."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from core import clock
from roadmap.proof import results
from roadmap.proof.results import Result
from tests.roadmap.camp import plant
from tests.roadmap.tour.browser import serving
from tests.roadmap.tour.trail import TREE

# A busy machine takes its time; nothing here waits for longer than it must.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a browser these tests say so; where services are required, they fail instead."""
    if serving.CHROMIUM.exists() or config.getoption("--require-services"):
        return
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(
                pytest.mark.skip(reason=f"needs a browser: {serving.CHROMIUM} is not there, CHROMIUM_PATH names one")
            )


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running service. The test of the tent passed today, that of the rope failed."""
    trail = tmp_path_factory.mktemp("trail")
    plant(trail, TREE)
    _plant_results(trail / "data")
    with serving.running(
        trail / "data", application="tests.roadmap.tour.browser.served:application", TRAIL=str(trail)
    ) as address:
        yield address


def _plant_results(folder: Path) -> None:
    outcomes: dict[str, results.Outcome] = {"tent": "passed", "rope": "failed"}
    latest = {
        f"tests/test_{name}.py::test_it_holds": Result(outcome, clock.now(), 0.1, commit="")
        for name, outcome in outcomes.items()
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(results, "path", lambda: folder / "proof.json")
        results.record(latest)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed before any other test begins: its event loop would forbid Django's ORM in this thread."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=serving.CHROMIUM, args=serving.QUIET)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Visit:
    """One reader's page, and what went wrong on it."""

    page: Page
    complaints: list[str]

    def violations(self) -> list[str]:
        """What axe finds, in words."""
        found = Axe().run(self.page).response["violations"]
        return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


@pytest.fixture
def reader(browser: Browser, server: str) -> Iterator[Callable[..., Visit]]:
    """`reader(address, ...)`: a visit by somebody new, with further options of a browser's context by keyword.

    At the end nothing may have gone wrong: no script failed, and the policy was kept to.
    """
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def visit(address: str, **options: object) -> Visit:
        contexts.append(browser.new_context(base_url=server, **options))  # type: ignore[arg-type]  # as Playwright types them
        made = Visit(contexts[-1].new_page(), [])
        made.page.set_default_timeout(20_000)
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        made.page.on("console", lambda line: _complain(made, line.type, line.text))
        visits.append(made)
        made.page.goto(address)
        return made

    yield visit
    for context in contexts:
        context.close()
    assert [complaint for made in visits for complaint in made.complaints] == []


def _complain(visit: Visit, kind: str, text: str) -> None:
    # Chromium tells of each refused request; pages ask for such things on purpose.
    if kind == "error" and not text.startswith("Failed to load resource"):
        visit.complaints.append(text)
