"""`meguri worker`: gives entries their place in the record, delivers what waits in the outbox, begins each day."""

import argparse
import logging

from django.db import DatabaseError, close_old_connections, connection

from meguri.cli.stopping import Stop
from meguri.core.outbox import deliver_due
from meguri.record.sequencer import sequence_all
from meguri.web.daily import begin_days

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.5
SECONDS_AFTER_AN_ERROR = 5.0


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="いまある仕事だけを片づけて終わります")


def run(asked: argparse.Namespace) -> int:
    if asked.once:
        while work_once():
            pass
        return 0
    stop = Stop()
    stop.listen()
    work_until(stop)
    return 0


def work_until(stop: Stop) -> None:
    """Work while there is some; else wait. A database that is away is tried again, with a line in the log."""
    while not stop.asked:
        try:
            close_old_connections()
            worked = work_once()
        except DatabaseError as error:
            log.error("the database did not answer (%s); trying again in %d s", error, SECONDS_AFTER_AN_ERROR)
            connection.close()
            stop.wait(SECONDS_AFTER_AN_ERROR)
            continue
        if not worked:
            stop.wait(IDLE_SECONDS)


def work_once() -> int:
    """Begin the day where it has not begun; sequence and deliver what waits now; returns how much was done."""
    begin_days()
    return sequence_all() + deliver_due()
