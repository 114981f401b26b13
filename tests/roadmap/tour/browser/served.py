"""What the server of these tests runs: the service as it is, with a small roadmap at TRAIL in place of its own."""

import os
from pathlib import Path

from roadmap import register

register.ROOT = Path(os.environ["TRAIL"])

from config.wsgi import application  # noqa: E402, F401  # only now: whatever it loads finds the other root
