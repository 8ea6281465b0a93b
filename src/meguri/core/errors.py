"""The exceptions a person may meet; each carries the sentence that is shown to them."""

from django.utils.functional import Promise


class MeguriError(Exception):
    """Something the reader can act on; `str(error)` is the sentence to show."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class BadInput(MeguriError):
    """What was given cannot be taken; nothing was written."""


class Conflict(MeguriError):
    """The act does not fit the state as it is now."""


class NotAllowed(MeguriError):
    """A policy said no; the sentence names who may do it."""

    def __init__(self, sentence: str | Promise, *, sign_in_helps: bool = False) -> None:
        super().__init__(sentence)
        self.sign_in_helps = sign_in_helps


class WriteOutsideAction(RuntimeError):
    """Code tried to write past the only door: a defect of ours, never the reader's fault."""
