"""First load of a town's home on a phone, and Lighthouse's accessibility score.

    python bench/first_load.py [--small]

Loads the demo into a database of its own, serves it as `meguri serve` does, opens the pages in Chromium with an empty
cache at 390 px, and adds up what came over the wire. The last line is one JSON object:
town_home_kb, indicator_kb, echarts_only_on_indicator, maplibre_only_on_map, lighthouse_accessibility.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Response, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.chromium import MISSING, find  # noqa: E402  # the root is no package


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


PORT = free_port()
BASE = f"http://127.0.0.1:{PORT}"
PATHS = {
    "country": "/",
    "town_home": "/993018/",
    "unopened": "/016331/",
    "indicator": "/016331/indicators/births/",
    "map": "/map/",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="without Lighthouse")
    asked = parser.parse_args()
    chromium = find() or sys.exit(MISSING)
    with served(), sync_playwright() as playwright:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=root)
        loads = {name: transferred(browser, path) for name, path in PATHS.items()}
        browser.close()
        scores = {} if asked.small else {name: lighthouse(chromium, path) for name, path in PATHS.items()}
    for name, load in loads.items():
        print(name, {file: round(size / 1024, 1) for file, size in load.items()})
    print(json.dumps(summary(loads, scores)))


def summary(loads: dict[str, dict[str, int]], scores: dict[str, int]) -> dict[str, Any]:
    """The figures of the last line; kilobytes of 1,024 bytes as transferred, headers included."""

    def with_file(part: str) -> set[str]:
        return {name for name, load in loads.items() if any(part in file for file in load)}

    return {
        "town_home_kb": round(sum(loads["town_home"].values()) / 1024, 1),
        "unopened_kb": round(sum(loads["unopened"].values()) / 1024, 1),
        "indicator_kb": round(sum(loads["indicator"].values()) / 1024, 1),
        "echarts_only_on_indicator": with_file("chart") == {"indicator"},
        "maplibre_only_on_map": with_file("map.") == {"map"},
        "lighthouse_accessibility": scores or None,
    }


@contextmanager
def served() -> Iterator[None]:
    """The demo in a folder of its own, behind granian, as a town would run it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"MEGURI_VAR": folder, "MEGURI_DEMO": "1", "MEGURI_LOG_LEVEL": "ERROR"}
        environment |= {"DJANGO_SETTINGS_MODULE": "meguri.config.settings"}
        environment.pop("DATABASE_URL", None)
        meguri = [sys.executable, "-m", "meguri.cli"]
        django = [sys.executable, "-m", "django"]
        subprocess.run([*django, "collectstatic", "--noinput", "-v0"], env=environment, check=True)
        subprocess.run([*meguri, "demo", "--load-only"], env=environment, check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen([*meguri, "serve", "--port", str(PORT)], env=environment, stdout=subprocess.DEVNULL)
        try:
            wait_until_up()
            yield
        finally:
            server.terminate()
            server.wait(20)


def wait_until_up() -> None:
    for _try in range(100):
        try:
            urllib.request.urlopen(BASE + "/healthz", timeout=1)  # noqa: S310 - our own address
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("the server did not answer")


def transferred(browser: Browser, path: str) -> dict[str, int]:
    """Bytes on the wire by file name, for a first visit on a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, locale="ja-JP")
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    devtools.on("Network.responseReceived", lambda event: names.update({event["requestId"]: event["response"]["url"]}))
    devtools.on(
        "Network.loadingFinished",
        lambda event: sizes.update({names.get(event["requestId"], "?"): int(event["encodedDataLength"])}),
    )
    response = page.goto(BASE + path, wait_until="networkidle")
    assert isinstance(response, Response)
    assert response.ok, f"{path}: {response.status}"
    page.wait_for_timeout(1500)
    context.close()
    return {url.removeprefix(BASE): size for url, size in sizes.items() if not url.startswith("data:")}


def lighthouse(chromium: str, path: str) -> int:
    """Lighthouse's accessibility score, 0 to 100."""
    node = shutil.which("node") or sys.exit("Lighthouse needs Node.js")
    program = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
    with tempfile.TemporaryDirectory() as folder:
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
        command = [node, str(program), BASE + path, "--quiet", "--only-categories=accessibility", "--output=json"]
        command += [f"--output-path={folder}/report.json", f"--chrome-flags={' '.join(flags)}"]
        done = subprocess.run(command, env=os.environ | {"CHROME_PATH": chromium}, capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        report = json.loads(Path(folder, "report.json").read_text(encoding="utf-8"))
    return round(float(report["categories"]["accessibility"]["score"]) * 100)


if __name__ == "__main__":
    main()
