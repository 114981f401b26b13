"""Figures become ratios to the limit, and keep to their place in the document."""

import pytest

from benchmarks import report
from benchmarks.contestants import CONTESTANTS
from benchmarks.rounds import Measured
from benchmarks.works import WORKS

pytestmark = pytest.mark.unit


@pytest.fixture
def figures():
    """Two rounds of the first work, in which everybody but the limit is half as quick and needs twice the time."""
    return [
        Measured(one.name, WORKS[0].name, speed * share, 0.001 / share, 0.002 / share, others=0.1)
        for speed in (1000, 3000)
        for one in CONTESTANTS
        for share in [1 if one.name == "limit" else 0.5]
    ]


def test_every_figure_is_a_share_of_the_limit_in_its_own_round(figures):
    text = report.of_requests(figures, WORKS[:1], ["a note"])

    half, twice = "0.50 (0.50–0.50)", "2.00 (2.00–2.00)"
    assert f"| {WORKS[0].title} | {half} | {half} | {half} | ≥ 0.80 |" in text
    assert text.count(f"| {WORKS[0].title} | {twice} | {twice} | {twice} |") == 2
    assert text.endswith("- a note\n- Others used 10% of the machine meanwhile.")


def test_a_spread_is_the_median_and_the_extremes():
    assert report.spread([0.5, 0.9, 0.6]) == "0.60 (0.50–0.90)"


def test_a_document_is_begun_where_there_is_none(tmp_path):
    document = tmp_path / "docs" / "performance.md"

    report.write("requests", "first", document)

    text = document.read_text()
    assert text.startswith("# Performance\n")
    assert "<!-- requests -->\nfirst\n<!-- end of requests -->\n" in text


def test_a_section_is_replaced_and_the_others_stay(tmp_path):
    document = tmp_path / "performance.md"
    report.write("requests", "first", document)
    report.write("depth", "deep", document)

    report.write("requests", "second", document)

    text = document.read_text()
    assert "first" not in text
    assert text.index("second") < text.index("deep")
    assert text.count("<!-- requests -->") == text.count("<!-- depth -->") == 1
