"""Rows examined are counted where they are read."""

import pytest

from benchmarks.depth import plans

pytestmark = pytest.mark.unit


def test_rows_are_counted_in_scans_of_tables_for_every_loop_and_with_those_refused():
    tags = {"Node Type": "Index Only Scan", "Relation Name": "catalog_producttag", "Actual Rows": 3, "Actual Loops": 51}
    products = {
        "Node Type": "Index Scan",
        "Relation Name": "catalog_product",
        "Actual Rows": 51,
        "Actual Loops": 1,
        "Rows Removed by Filter": 9,
    }
    joined = {"Node Type": "Nested Loop", "Actual Rows": 51, "Actual Loops": 1, "Plans": [products, tags]}
    page = {"Node Type": "Limit", "Actual Rows": 51, "Actual Loops": 1, "Plans": [joined]}

    found = plans.examined(page | {"Shared Hit Blocks": 700, "Shared Read Blocks": 11})

    assert found == plans.Examined(rows=51 + 9 + 3 * 51, buffers=711)
