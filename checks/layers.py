"""Runs import-linter, which has no `python -m` form. The contracts stand in pyproject.toml."""

import sys

from importlinter.cli import lint_imports

if __name__ == "__main__":
    sys.exit(lint_imports(no_logo=True))
