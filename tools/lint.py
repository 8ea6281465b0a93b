"""Every check besides the tests: a line for each, and what a failing one said. Names given choose some."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable

CHECKS: dict[str, list[str]] = {
    "ruff": [str(BIN / "ruff"), "check", "."],
    "types": [str(BIN / "mypy")],
    "types of tests and tools": [str(BIN / "mypy"), "conftest.py", "tests", "tools", "bench"],
    "import contract": [str(BIN / "lint-imports"), "--no-cache"],
    "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "django": [PYTHON, "-m", "django", "check", "--fail-level", "WARNING"],
    "templates": [str(BIN / "djlint"), "--lint", "--quiet", "src/meguri"],
    "translations": [PYTHON, "tools/messages.py", "check"],
    "documents": [PYTHON, "tools/documents.py", "check"],
    "tracked files": [PYTHON, "tools/tracked_files.py"],
    "licences": [PYTHON, "tools/licences.py"],
    "client": [shutil.which("npm") or "npm", "run", "--silent", "check"],
}


def run(name: str, command: list[str], var: str) -> bool:
    """Run one check with a folder of its own for what a start of Meguri writes; True when it passes."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "meguri.config.settings", "MEGURI_VAR": var}
    environment.pop("DATABASE_URL", None)
    start = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({time.monotonic() - start:.1f} s)", flush=True)
    if done.returncode:
        print((done.stdout + done.stderr).rstrip(), flush=True)
    return done.returncode == 0


def main() -> int:
    chosen = {name: command for name, command in CHECKS.items() if not sys.argv[1:] or name in sys.argv[1:]}
    with tempfile.TemporaryDirectory() as var:
        passed = [run(name, command, var) for name, command in chosen.items()]
    print(f"checks: {sum(passed)} passed, {len(passed) - sum(passed)} failed")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
