"""`meguri serve` brings up server and worker, keeps the worker going, and leaves nothing behind when it stops."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fixtures.house import House
from tests.test_backup import THREE_TOWNS

SECONDS = 20


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serving(house: House, port: int) -> Iterator[subprocess.Popen[str]]:
    process = house.start("serve", "--port", str(port), "--workers", "1")
    try:
        until(lambda: status(port, "/healthz") == 200, house)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(SECONDS)
        until(lambda: status(port, "/healthz") == 0, house)


def until(holds: Callable[[], bool], house: House) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline, house.said()
        time.sleep(0.1)


def status(port: int, path: str, host: str = "127.0.0.1") -> int:
    """The status of a GET, 0 when nobody listens."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - our own server
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def children(process: subprocess.Popen[str]) -> dict[int, str]:
    """Process ids and command lines of the direct children."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return {int(pid): Path(f"/proc/{pid}/cmdline").read_text() for pid in listed}


def members(group: int) -> list[str]:
    """The state lines of the processes in the group that still run."""
    states = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            line = stat.read_text()
        except OSError:
            continue
        state, _parent, in_group = line.rpartition(")")[2].split()[:3]
        if int(in_group) == group and state != "Z":
            states.append(line)
    return states


def worker_of(process: subprocess.Popen[str]) -> int | None:
    return next((pid for pid, line in children(process).items() if "meguri.cli" in line), None)


def test_a_watcher_is_answered_whatever_name_it_uses(serving: subprocess.Popen[str], port: int) -> None:
    assert status(port, "/healthz", host="10.0.0.7") == 200
    assert status(port, "/readyz", host="10.0.0.7") == 200


def test_the_worker_gives_waiting_entries_their_place(serving: subprocess.Popen[str], house: House) -> None:
    house.act(THREE_TOWNS.replace("    sequence_all()\n", ""))
    count = "from meguri.record.models import *\nprint(Unsequenced.objects.count(), Leaf.objects.count())"
    until(lambda: house.act(count).startswith("0 ") and house.act(count) != "0 0", house)


def test_a_worker_that_was_killed_is_started_again(serving: subprocess.Popen[str], house: House) -> None:
    first = worker_of(serving)
    assert first is not None
    os.kill(first, signal.SIGKILL)
    until(lambda: worker_of(serving) not in {None, first}, house)
    assert "starting it again" in house.said()


def test_a_stop_ends_every_child_with_status_0(serving: subprocess.Popen[str], port: int, house: House) -> None:
    started = children(serving)
    assert len(started) == 2
    serving.terminate()
    assert serving.wait(SECONDS) == 0, house.said()
    assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]
    assert status(port, "/healthz") == 0


def test_a_killed_parent_leaves_no_server_on_the_port(serving: subprocess.Popen[str], port: int, house: House) -> None:
    serving.kill()
    serving.wait()
    until(lambda: status(port, "/healthz") == 0, house)


def test_impatient_signals_stop_it_as_one_does(serving: subprocess.Popen[str], port: int, house: House) -> None:
    for number in [signal.SIGINT, signal.SIGTERM] * 50:
        if serving.poll() is None:
            serving.send_signal(number)
            time.sleep(0.005)
    assert serving.wait(SECONDS) == 0, house.said()
    assert status(port, "/healthz") == 0


@pytest.mark.parametrize("seconds", [0.7, 1.5, 2.2])
def test_a_stop_soon_after_the_start_leaves_nothing_behind(house: House, port: int, seconds: float) -> None:
    process = house.start("serve", "--port", str(port), "--workers", "2")
    time.sleep(seconds)
    groups = list(children(process))
    process.terminate()
    assert process.wait(SECONDS) in {0, -signal.SIGTERM}, house.said()
    assert not [line for group in groups for line in members(group)]
    assert status(port, "/healthz") == 0


def test_what_a_child_leaves_in_its_group_is_ended() -> None:
    """The child dies of SIGTERM at once; its own child ignores SIGTERM."""
    stubborn = "import time, signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(9)"
    parent = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {stubborn!r}]); time.sleep(60)"
    code = f"import sys; from meguri.cli.supervisor import *; supervise([sys.executable, '-c', {parent!r}], None)"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "1\n"
    (group,) = children(process)
    assert len(members(group)) == 2
    process.terminate()
    assert process.wait(SECONDS) == 0
    assert not members(group)


def test_it_is_not_ready_before_the_database_has_its_rules(
    serving: subprocess.Popen[str], port: int, house: House
) -> None:
    trigger = (
        "from django.db import connection\nfrom meguri.core import guard, triggers\n"
        "with guard.door('tests'), connection.cursor() as c: c.execute('DROP TRIGGER record_entry_refuses_delete'"
        " + (' ON record_entry' if connection.vendor == 'postgresql' else ''))"
    )
    house.act(trigger)
    try:
        assert status(port, "/readyz") == 503
        checked = house.meguri("check")
        assert checked.returncode == 1
        assert "record_entry_refuses_delete" in checked.stdout
    finally:
        assert house.meguri("migrate", "--no-reference", "--no-static").returncode == 0
    assert status(port, "/readyz") == 200


def test_check_finds_what_waits_too_long_and_a_mail_server_that_is_away(house: House) -> None:
    old = (
        "from meguri.core.models import OutboxMessage\nfrom django.utils import timezone\nimport datetime as dt\n"
        "now = timezone.now()\n"
        "OutboxMessage.objects.create(event='e', handler='nobody', payload={}, created_at=now, "
        "due_at=now + dt.timedelta(days=1), attempts=8)"
    )
    house.act(old)
    done = house.meguri("check", "--mail", "a@example.jp", MEGURI_EMAIL_HOST="127.0.0.1", MEGURI_EMAIL_PORT="9")
    assert done.returncode == 1
    assert "届けられないお知らせが 1 件" in done.stdout
    assert "メールを送れません" in done.stdout
    house.act("from meguri.core.models import OutboxMessage\nOutboxMessage.objects.all().delete()")


def test_what_is_in_order_is_said_so(house: House) -> None:
    done = house.meguri("check")
    assert done.returncode == 0, done.stdout
    assert done.stdout.strip().endswith("動かす用意はできています。")
