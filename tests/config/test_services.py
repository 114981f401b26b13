"""A run whose database is not there says so; where every database must be there, it fails."""

import os
import subprocess
import sys

import pytest

from config.env import BASE_DIR

pytestmark = pytest.mark.integration

ABSENT = "postgresql://root@127.0.0.1:1/absent"
TEST = "tests/core/test_clock.py"


@pytest.mark.parametrize(("options", "status"), [([], 0), (["--require-services"], 1)], ids=["skipped", "required"])
def test_an_absent_service_is_told_with_its_address(options, status):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, TEST]
    variables = {**os.environ, "TEST_DATABASE_URL": ABSENT}

    done = subprocess.run(command, cwd=BASE_DIR, env=variables, capture_output=True, text=True, check=False)

    assert done.returncode == status, done.stdout
    assert "postgresql does not answer at 127.0.0.1:1: nothing was tested" in done.stdout
