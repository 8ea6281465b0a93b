"""The small pictures beside words, as inline SVG paths on a 24-unit grid. Decoration only: a word is always beside."""

PATHS = {
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13ZM15.5 15.5L20.5 20.5",
    "check": "M4.5 12.5L9.5 17.5L19.5 6.5",
    "info": "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17ZM12 11v5.5M12 7.5v.5",
    "warn": "M12 4L21 19.5H3ZM12 10v4.5M12 17v.3",
    "stop": "M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7ZM9 9l6 6M15 9l-6 6",
    "clock": "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17ZM12 7.5V12l3 2.5",
    "dash": "M5 12h14",
    "arrow": "M5 12h13M12.5 6l6 6l-6 6",
    "back": "M19 12H6M11.5 6l-6 6l6 6",
    "download": "M12 4v11M7 10.5l5 5l5-5M4.5 19.5h15",
    "upload": "M12 16V5M7 9.5l5-5l5 5M4.5 19.5h15",
    "outside": "M10 5H5v14h14v-5M14 4.5h5.5V10M19 5l-8 8",
    "globe": "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17ZM3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17",
    "person": "M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8ZM4.5 20c.5-4 3.5-6 7.5-6s7 2 7.5 6",
    "pin": "M12 3.5c-4 0-6.5 3-6.5 6.3C5.5 14 12 20.5 12 20.5s6.5-6.5 6.5-10.7C18.5 6.5 16 3.5 12 3.5ZM12 10v.3",
    "phone": "M6 3.5h3l1.5 4.5l-2 1.5c1 2.5 3 4.5 5.5 5.5l1.5-2l4.5 1.5v3c0 1.5-1 2.5-2.5 2.5C10 20 3.5 14 3.5 6.5Z",
    "mail": "M4 6h16v12.5H4ZM4 7.5l8 6l8-6",
    "document": "M6 3.5h8l4.5 4.5v12.5H6ZM14 3.5V8h4.5M9 12.5h6.5M9 16h6.5",
}


def icon(name: str) -> str:
    """One icon as `<svg>`; KeyError for a name that is not in PATHS."""
    return (
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">'
        f'<path d="{PATHS[name]}"/></svg>'
    )
