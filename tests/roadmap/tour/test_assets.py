"""The style sheet and the scripts, read without a browser: tests/roadmap/tour/test_browser.py looks at them in one."""

import re
from pathlib import Path

import pytest

from roadmap import register
from roadmap.tour.stones import Path as Trail
from roadmap.tour.stones import State, Stone

pytestmark = pytest.mark.unit

SHEET = Path("core/static/core/cairn.css")
SCRIPTS = sorted(path.relative_to(register.ROOT) for path in register.ROOT.glob("roadmap/static/roadmap/*.js"))
PAIRS = [(text, ground) for text in ("ink", "soft", "moss", "ember", "sky") for ground in ("paper", "card")]


def sheet():
    return (register.ROOT / SHEET).read_text()


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    channels = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def tokens(theme):
    light, dark = re.findall(r":root \{(.+?)\}", sheet(), re.DOTALL)
    return dict(re.findall(r"--(\w+): (#\w{6});", light if theme == "light" else dark))


@pytest.mark.roadmap("web.css")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(theme, text, ground):
    """4.5 is what WCAG 2.2 AA asks for."""
    assert contrast(tokens(theme)[text], tokens(theme)[ground]) >= 4.5


def test_contrast_is_reckoned_as_everybody_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_colours_are_said_once():
    """A colour beside the tokens would not follow the theme."""
    _, _, rest = sheet().partition("roadmap: end")

    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b", re.sub(r"#[\w-]+ \{", "", rest))
    assert set(re.findall(r"var\(--(\w+)\)", rest)) - set(tokens("light")) == {
        "serif",
        "sans",
        "mono",
        "from",
        "share",
        "depth",
    }


@pytest.mark.roadmap("web.css")
def test_every_row_of_the_map_has_its_width():
    for section in register.load().sections:
        path = Trail(section, [Stone(topic, State.PLANNED) for topic in section.topics])
        assert f".wide-{path.wide} {{ --in-a-row: {path.wide}; }}" in sheet()
        assert path.narrow == 4 or f".narrow-{path.narrow} {{ --in-a-row: {path.narrow}; }}" in sheet()


@pytest.mark.parametrize("query", ["prefers-color-scheme: dark", "prefers-reduced-motion", "max-width: 44rem", "print"])
def test_the_sheet_follows_whoever_looks(query):
    assert query in sheet()


def exports(script):
    return set(re.findall(r"^export (?:async )?function (\w+)", (register.ROOT / script).read_text(), re.MULTILINE))


def imports(script):
    """The names that a module takes from each other one."""
    for names, other in re.findall(
        r"^import \{ (.+?) \} from \"\./(.+?)\";$", (register.ROOT / script).read_text(), re.MULTILINE
    ):
        yield script.parent / other, set(names.split(", "))


@pytest.mark.roadmap("web.javascript")
@pytest.mark.parametrize("script", [script for script in SCRIPTS if dict(imports(script))], ids=str)
def test_a_module_takes_what_the_other_gives_and_uses_it(script):
    code = re.sub(r"^import .+$", "", (register.ROOT / script).read_text(), flags=re.MULTILINE)

    for other, names in imports(script):
        assert names <= exports(other)
        assert all(re.search(rf"\b{name}\(", code) for name in names), names


@pytest.mark.parametrize("script", SCRIPTS, ids=str)
def test_a_script_leaves_the_service_and_its_text_alone(script):
    """No other host, nothing evaluated, no text taken for HTML."""
    code = (register.ROOT / script).read_text()

    assert not re.search(r"https?:|//\w+\.\w|\beval\b|innerHTML|outerHTML|insertAdjacentHTML|document\.write", code)
