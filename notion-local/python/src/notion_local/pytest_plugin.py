"""The pytest fixture ``notion_local``: one server for the whole run, reset before each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from . import NotionLocal, start


@pytest.fixture(scope="session")
def _notion_local_server() -> Iterator[NotionLocal]:
    with start() as server:
        yield server


@pytest.fixture
def notion_local(_notion_local_server: NotionLocal) -> NotionLocal:
    """A local Notion with ``url``, ``token``, ``home``, as it is at its beginning."""
    # Faults and the clock belong to a test too.
    _notion_local_server.reset()
    return _notion_local_server
