"""Runs every script of bench/ at a small size, to see that each still runs; `--full` measures at full size."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    size = [] if "--full" in sys.argv else ["--small"]
    failed = []
    for script in sorted((ROOT / "bench").glob("*.py")):
        if script.name.startswith("_"):
            continue
        print(f"== bench/{script.name}", flush=True)
        if subprocess.run([sys.executable, str(script), *size], cwd=ROOT, check=False).returncode:
            failed.append(script.name)
    print(f"benches: {'all ran' if not failed else 'failed: ' + ', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
