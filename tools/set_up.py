"""Makes the environment, one stamped step after the other: what has not changed since the last time is left alone.

    python tools/set_up.py           what a running Meguri needs (`make demo`)
    python tools/set_up.py --dev     and what the tests need (`make setup`, `make test`)
    python tools/set_up.py --port N  asks first whether the port is free

Runs on the system's Python, with its standard library alone.
"""

import argparse
import ctypes.util
import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMPS = VENV / "stamps"
VAR = Path(os.environ.get("MEGURI_VAR") or ROOT / "var")
LOG = ROOT / "var" / "setup.log"
OLDEST_NODE = 20
FREE_MB_TO_INSTALL = 1500
FREE_MB_TO_RUN = 300

DISK_FULL = (
    "ディスクの空きが足りません。{megabytes} MB 以上空けて、もう一度お試しください（ここまでの作業は残っています）。"
    " / The disk is full: free at least {megabytes} MB and try again; what was done is kept."
)
NO_NODE = (
    "Node.js 20 以上が見つかりません{found}。入れてから、もう一度お試しください。"
    " / Node.js 20 or newer was not found{found_en}: install it and try again."
)
NO_NETWORK = (
    "部品の配布元につながりません。ネットワークかプロキシの設定をたしかめて、もう一度お試しください。"
    " / The packages could not be fetched: check the network or the proxy and try again (log: var/setup.log)."
)
NO_VENV = (
    "この Python には venv がありません。python3-venv を入れて（apt install python3-venv）、もう一度お試しください。"
    " / This Python has no venv: install python3-venv and try again."
)
PORT_TAKEN = (
    "ポート {port} はほかのプログラムが使っています。PORT=8001 make demo のように別の番号でお試しください。"
    " / Port {port} is in use: choose another one, as in PORT=8001 make demo."
)
NO_PANGO = (
    "Pango が見つかりません。このままでも動きますが、PDF（受領証明書など）はつくれません。"
    "入れるには: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0（macOS では brew install pango）。"
    " / Pango was not found: all works but papers (PDF). Install these three libraries to make them."
)
FAILED = (
    "「{label}」ができませんでした。くわしくは var/setup.log の終わりをご覧ください。"
    " / This step failed; see the end of var/setup.log."
)

_NO_SPACE = re.compile(r"No space left on device|ENOSPC|Errno 28|File too large|EFBIG|Disk quota exceeded|EDQUOT")
_NO_NETWORK = re.compile(
    r"NewConnectionError|ConnectionError|ConnectTimeout|ReadTimeout|Temporary failure in name resolution|ProxyError"
    r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH|Could not find a version that satisfies"
)


class CannotSetUp(Exception):
    """Carries the one sentence to show."""


@dataclass(frozen=True)
class Step:
    """A piece of the environment. Done again when the digest of `depends_on` is not the one stamped."""

    name: str
    label: str
    depends_on: Callable[[], Iterable[Path]]
    run: Callable[[], None]
    makes: Sequence[Path] = ()

    def digest(self) -> str:
        found = hashlib.sha256(sys.version.encode())
        for path in sorted(set(self.depends_on())):
            found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
        return found.hexdigest()

    def is_done(self) -> bool:
        stamp = STAMPS / self.name
        return stamp.exists() and stamp.read_text() == self.digest() and all(path.exists() for path in self.makes)


def files(*patterns: str) -> Callable[[], Iterable[Path]]:
    return lambda: (path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file())


def call(*command: str | Path) -> None:
    """Run a command with its output in the log; raises `CannotSetUp` with the sentence that fits the failure."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1", "MEGURI_LOG_LEVEL": "WARNING"}
    with LOG.open("ab") as log:
        start = log.tell()
        finished = subprocess.run([*map(str, command)], cwd=ROOT, stdout=log, stderr=log, env=environment, check=False)
    if finished.returncode:
        raise CannotSetUp(_sentence_for(LOG.read_bytes()[start:].decode(errors="replace")))


def _sentence_for(output: str) -> str:
    if _NO_SPACE.search(output) or _free_megabytes() < 20:
        return DISK_FULL.format(megabytes=FREE_MB_TO_INSTALL)
    if _NO_NETWORK.search(output):
        return NO_NETWORK
    if re.search(r"ensurepip is not available|No module named '?(?:ensurepip|venv)", output):
        return NO_VENV
    return ""


def make_venv() -> None:
    base = getattr(sys, "_base_executable", "") or sys.executable  # not the one inside .venv, should that be active
    call(base, "-m", "venv", "--clear", VENV)


def install(requirements: str) -> Callable[[], None]:
    return lambda: call(
        PYTHON, "-m", "pip", "install", "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", requirements
    )


def install_meguri() -> None:
    call(PYTHON, "-m", "pip", "install", "--no-deps", "--no-build-isolation", "-e", ".")


def install_npm(*options: str) -> Callable[[], None]:
    return lambda: call(_npm(), "ci", "--no-audit", "--no-fund", *options)


def build_client() -> None:
    call(_npm(), "run", "build")


def compile_translations() -> None:
    call(PYTHON, "tools/messages.py", "compile")


def collect_static() -> None:
    call(PYTHON, "-m", "django", "collectstatic", "--noinput", "--clear", "--settings", "meguri.config.settings")


def _npm() -> str:
    return shutil.which("npm") or "npm"


def static_sources(built: Path) -> Callable[[], Iterable[Path]]:
    """What the collected files come from; for the bundle its sources, since it may not be built yet."""
    static, client = files("src/meguri/*/static/**/*"), files("src/meguri/web/client/**/*", "package-lock.json")
    libraries = files("requirements/app.txt")
    return lambda: [*(path for path in static() if built not in path.parents), *client(), *libraries()]


def steps(*, dev: bool) -> list[Step]:
    """All steps in order. The tests' environment contains the one that serves."""
    environment = Step("venv", "Python の環境をつくる", lambda: (), make_venv, [PYTHON])
    locked = "requirements/dev.txt" if dev else "requirements/app.txt"
    npm = ("npm-dev", ()) if dev else ("npm", ("--omit=dev",))
    npm_files = files("package.json", "package-lock.json", ".npmrc")
    client = files("src/meguri/web/client/**/*", "package.json", "package-lock.json")
    built, papers = ROOT / "src/meguri/web/static/built", ROOT / "src/meguri/web/paper_built"
    return [
        environment,
        Step(Path(locked).stem, "Python の部品を入れる", files(locked), install(locked)),
        Step("meguri", "Meguri を入れる", files("pyproject.toml", "src/meguri/__init__.py"), install_meguri),
        Step(npm[0], "画面の部品を入れる", npm_files, install_npm(*npm[1]), [ROOT / "node_modules"]),
        Step("client", "画面を組み立てる", client, build_client, [built, papers]),
        Step("messages", "英語の文を組み込む", files("src/meguri/locale/**/*.po"), compile_translations),
        Step("static", "画面のファイルを集める", static_sources(built), collect_static, [VAR / "static"]),
    ]


INCLUDED_IN = {"app": "dev", "npm": "npm-dev"}
"""A step that need not run when the step on the right has."""


def set_up(*, dev: bool) -> None:
    wider = {step.name: step for step in steps(dev=True)}
    todo = [s for s in steps(dev=dev) if not s.is_done() and not _is_included(s, wider)]
    if todo:
        _need_space(FREE_MB_TO_INSTALL if any(s.name in {"venv", "app", "dev", "npm", "npm-dev"} for s in todo) else 0)
    for number, step in enumerate(todo, start=1):
        print(f"[{number}/{len(todo)}] {step.label}…", flush=True)
        try:
            step.run()
        except CannotSetUp as failure:
            raise CannotSetUp(str(failure) or FAILED.format(label=step.label)) from None
        STAMPS.mkdir(parents=True, exist_ok=True)
        (STAMPS / step.name).write_text(step.digest())


def _is_included(step: Step, wider: dict[str, Step]) -> bool:
    return step.name in INCLUDED_IN and wider[INCLUDED_IN[step.name]].is_done()


def _free_megabytes() -> int:
    return shutil.disk_usage(ROOT).free // 2**20


def _need_space(megabytes: int) -> None:
    if _free_megabytes() < megabytes:
        raise CannotSetUp(DISK_FULL.format(megabytes=megabytes))


def _need_node() -> None:
    found = shutil.which("node")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout if found else ""
    major = re.match(r"v(\d+)\.", version)
    if major is None or int(major[1]) < OLDEST_NODE or shutil.which("npm") is None:
        ja, en = (f"（いまは {version.strip()}）", f" (this is {version.strip()})") if major else ("", "")
        raise CannotSetUp(NO_NODE.format(found=ja, found_en=en))


def _tell_of_pango() -> None:
    """Said, not demanded: who has no right to install a library can still try everything else."""
    if not all(ctypes.util.find_library(name) for name in ("pango-1.0", "pangoft2-1.0")):
        print(NO_PANGO, file=sys.stderr)


def _need_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CannotSetUp(PORT_TAKEN.format(port=port)) from None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--port", type=int)
    asked = parser.parse_args()
    try:
        if asked.port is not None:
            _need_port(asked.port)
        _need_space(FREE_MB_TO_RUN)
        _need_node()
        LOG.parent.mkdir(exist_ok=True)
        set_up(dev=asked.dev)
        _tell_of_pango()
    except CannotSetUp as failure:
        print(failure, file=sys.stderr)
        return 1
    except OSError as failure:
        if failure.errno not in {27, 28, 122}:  # EFBIG, ENOSPC, EDQUOT
            raise
        print(DISK_FULL.format(megabytes=FREE_MB_TO_INSTALL), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
