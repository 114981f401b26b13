"""The committed contract is what the code says: generates the OpenAPI document and compares."""

import subprocess
import sys
from difflib import unified_diff
from pathlib import Path

COMMITTED = Path("api/openapi.yaml")


def main() -> int:
    if not COMMITTED.is_file():
        print(f"{COMMITTED} is missing: write it with `make openapi`.")
        return 1
    command = [sys.executable, "manage.py", "spectacular", "--validate", "--fail-on-warn"]
    generated = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if generated.returncode != 0:
        return generated.returncode

    difference = list(unified_diff(_lines(COMMITTED.read_text()), _lines(generated.stdout), "committed", "code", n=1))
    if difference:
        print(f"{COMMITTED} has drifted from the code: write it anew with `make openapi`.")
        print("\n".join(difference[:40]))
    return 1 if difference else 0


def _lines(document: str) -> list[str]:
    return document.strip().splitlines()


if __name__ == "__main__":
    sys.exit(main())
