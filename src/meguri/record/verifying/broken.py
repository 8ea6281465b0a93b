"""What a verification says when something does not hold: which file, what is wrong, in Japanese and English."""


class Broken(Exception):
    """The first thing that does not hold. `file` is its path in the published record."""

    def __init__(self, file: str, japanese: str, english: str) -> None:
        super().__init__(f"{file}: {japanese} / {english}")
        self.file = file


class Unreadable(Exception):
    """A file that could not be had at all: away, too long, not in time. Nothing is said about the record then."""

    def __init__(self, file: str, japanese: str, english: str, *, is_missing: bool = False) -> None:
        super().__init__(f"{file}: {japanese} / {english}")
        self.file = file
        self.is_missing = is_missing
