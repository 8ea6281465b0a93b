"""Where a sourced fact comes from, as people can follow it: an address written in its source becomes a link."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

_ADDRESS = re.compile(
    r"(?<![\w.@/-])((?:[a-z0-9-]+\.)+(?:jp|com|org|net)(?:/[A-Za-z0-9_/.-]*[A-Za-z0-9_/])?)(?![\w@-])", re.ASCII
)


@register.filter
def source_links(source: str) -> SafeString:
    """「kamishihoro.jp/page/00000426、国土交通白書」 with the address as a link; all else stays as it was written."""
    return format_html_join("", "{}", ((_part(part, at % 2 == 1),) for at, part in enumerate(_ADDRESS.split(source))))


def _part(part: str, is_address: bool) -> str | SafeString:
    if not is_address:
        return part
    return format_html('<a href="https://{}" rel="noopener nofollow">{}</a>', part, part)
