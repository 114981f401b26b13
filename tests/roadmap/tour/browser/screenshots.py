"""The pictures of the README: `make screenshots`. They show the flags that the last test run planted."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from config.env import BASE_DIR, env
from tests.roadmap.tour.browser import serving

PICTURES = BASE_DIR / "docs/images"
TOPIC = "language.generators"


def main() -> None:
    results = env.data_dir / "proof.json"
    if not results.exists():
        sys.exit("No test has run here yet: `make test` first, to plant the flags.")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(results, folder)
        with serving.running(Path(folder), application="config.wsgi:application") as address, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=serving.CHROMIUM, args=serving.QUIET)
            page = browser.new_page(base_url=address, color_scheme="light")
            _take(page, "/", "map", height=1080)
            _take(page, f"/topics/{TOPIC}/", "topic", height=1000)


def _take(page: Page, address: str, name: str, *, height: int) -> None:
    page.set_viewport_size({"width": 1280, "height": height})
    page.goto(address)
    picture = PICTURES / f"{name}.png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=picture)
    print(f"{picture.relative_to(BASE_DIR)}: {picture.stat().st_size // 1000} kB")  # noqa: T201  # what the verb says


if __name__ == "__main__":
    main()
