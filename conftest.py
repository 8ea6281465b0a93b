"""Makes the fixtures that every slice's tests share known to pytest, and prints the count last."""

import pytest

pytest_plugins = [
    "tests.fixtures.database",
    "tests.fixtures.cast",
    "tests.fixtures.browser",
    "tests.fixtures.house",
    "tests.fixtures.scene",
    "tests.fixtures.world",
    "tests.fixtures.offices",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for a page drives a Chromium: `-m "not browser"` leaves these out."""
    for item in items:
        if {"page", "browser", "page_of"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """The plain count, which `.ci/run` adds up. Workers of xdist keep quiet."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(config, "workerinput"):
        return
    failed = len(reporter.stats.get("failed", [])) + len(reporter.stats.get("error", []))
    reporter.write_line(f"{len(reporter.stats.get('passed', []))} passed, {failed} failed")
