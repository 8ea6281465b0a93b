"""What the command says on the terminal: plain sentences, and a line for each step as it goes."""

import sys
import time
from collections.abc import Callable


def say(sentence: str = "") -> None:
    """To the person who called us."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def complain(sentence: str) -> None:
    """What went wrong, and the next step."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def step(number: int, of: int, label: str, work: Callable[[], object]) -> None:
    """Show a step while it runs and how long it took."""
    sys.stdout.write(f"[{number}/{of}] {label}… ")
    sys.stdout.flush()
    start = time.monotonic()
    work()
    say(f"{time.monotonic() - start:.1f} 秒")
