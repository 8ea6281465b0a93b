"""How a letter by e-mail is written: a few sentences, what is to be typed large, the way on, in text and in HTML."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language

SUBJECT_PREFIX = "[Meguri] "


@dataclass(frozen=True)
class Letter:
    """`code` stands large; `link` is a full address; `opening` and `closing` are paragraphs."""

    subject: str
    opening: Sequence[str]
    code: str = ""
    link: str = ""
    closing: Sequence[str] = field(default_factory=tuple)

    def text(self) -> str:
        middle = [part for part in (self.code and f"    {self.code}", self.link) if part]
        signature = f"-- \nMeguri 巡り\n{settings.SITE_ADDRESS}/\n"
        return "\n\n".join([*self.opening, *middle, *self.closing, signature])

    def html(self) -> str:
        context = {"letter": self, "language": get_language(), "site": settings.SITE_ADDRESS}
        return render_to_string("towns/mail/letter.html", context)


def send(letter: Letter, to: str) -> None:
    """Hand the letter to the mail server; `OSError` (smtplib's among them) when it does not take it."""
    message = EmailMultiAlternatives(SUBJECT_PREFIX + letter.subject, letter.text(), to=[to])
    message.attach_alternative(letter.html(), "text/html")
    message.send()


def address_of(path: str) -> str:
    """The full address of one of our pages, for a letter."""
    return settings.SITE_ADDRESS.rstrip("/") + path
