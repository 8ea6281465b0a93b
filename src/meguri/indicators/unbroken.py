"""Sentences whose amounts stay on one line, and amounts that break only after 億 and 兆."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

LONG = 11
"""Amounts with more letters than this may break."""
_AMOUNT = re.compile("約?[0-9][0-9,.]*(?:[億万兆千][0-9,.]*)*(?:人|円|か所)|[0-9]+年度?")
_GROUP_END = re.compile("([億兆])(?=[0-9])")


def unbroken(said: str) -> SafeString:
    """A sentence with every amount and every year kept on one line."""
    kept = _AMOUNT.sub(r'<span class="nowrap">\g<0></span>', escape(said))
    return mark_safe(kept)  # noqa: S308 - escaped above


def large_amount(words: str) -> SafeString:
    """A headline's amount; one too long for a narrow screen may break between 億 and 万, never before 円."""
    kept = escape(words)
    return mark_safe(_GROUP_END.sub(r"\1<wbr>", kept) if len(words) > LONG else kept)  # noqa: S308 - escaped above
