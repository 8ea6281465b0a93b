"""A stop that a signal asks for: the handler only marks it, so that any number of signals is as good as one."""

import signal
import time
from types import FrameType

SECONDS_BETWEEN_LOOKS = 0.1
SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Stop:
    """Not a `threading.Event`: a handler that comes while its lock is held would wait for itself for ever."""

    def __init__(self) -> None:
        self.asked = False

    def listen(self) -> None:
        """From now on SIGTERM and SIGINT ask for the stop. Only the main thread can call this."""
        for number in SIGNALS:
            signal.signal(number, self._mark)

    def need_no_more(self) -> None:
        """All is stopped: a late signal shall not spoil the exit status."""
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)

    def wait(self, seconds: float) -> bool:
        """Wait at most `seconds`; returns True as soon as the stop was asked for."""
        deadline = time.monotonic() + seconds
        while not self.asked and (left := deadline - time.monotonic()) > 0:
            time.sleep(min(left, SECONDS_BETWEEN_LOOKS))
        return self.asked

    def _mark(self, number: int, frame: FrameType | None) -> None:
        self.asked = True
