"""Finds a Chromium for the browser tests, or installs the distribution's package.

python tools/chromium.py             prints its path; installs it when there is none and we may
python tools/chromium.py --no-install
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
MISSING = (
    "画面の試験に使う Chromium が見つかりません。chromium を入れるか、CHROMIUM に実行ファイルの場所を指定してください。"
    " / No Chromium was found for the browser tests: install one, or name its path in CHROMIUM."
)


def find() -> str | None:
    """The path of a Chromium: `CHROMIUM`, one on the PATH, or one that Playwright downloaded; None if there is none."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given if os.access(given, os.X_OK) else None
    on_path = (shutil.which(name) for name in NAMES)
    return next((found for found in on_path if found), None) or _downloaded_by_playwright()


def _downloaded_by_playwright() -> str | None:
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    wanted = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium")
    found = sorted(str(path) for pattern in wanted for path in cache.glob(pattern))
    return found[-1] if found else None


def install() -> None:
    """Ask the distribution for its package when we are root; else let Playwright download its own. Output to stderr."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(
                command, stdout=sys.stderr, check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            )
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], stdout=sys.stderr, check=False)


def main() -> int:
    path = find()
    if path is None and "--no-install" not in sys.argv and not os.environ.get("CHROMIUM"):
        install()
        path = find()
    if path is None:
        print(MISSING, file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
