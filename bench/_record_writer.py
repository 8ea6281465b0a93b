"""One writer of the record's bench: says that it is ready, waits for the word, acts so often."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meguri.config.settings")


def main(acts: int) -> None:
    import django

    django.setup()
    from bench._record_log import act

    act()
    print("ready", flush=True)
    sys.stdin.readline()
    for _i in range(acts):
        act()


if __name__ == "__main__":
    main(int(sys.argv[1]))
