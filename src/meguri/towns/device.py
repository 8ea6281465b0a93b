"""Says in words which device a session runs on, from the browser's own name for itself. Pure."""

from django.utils.translation import gettext as _

SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device_in_words(user_agent: str) -> str:
    """ "Windows の Edge"; the first sign found decides, since most browsers also name their forebears."""
    system = _first(SYSTEMS, user_agent)
    browser = _first(BROWSERS, user_agent)
    if system and browser:
        return _("%(system)s の %(browser)s") % {"system": system, "browser": browser}
    return system or browser or _("分からない機器")


def _first(signs: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in signs if sign in user_agent), "")
