"""A real browser for the journeys: found on the machine, or the one `./run test` has unpacked."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

import config

REQUIRED = os.environ.get("E2E_REQUIRED") == "1"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: Written by `./run test`: {"path", "args", "env"}.
FETCHED = config.INSTANCE / "browser.json"


def find_browser() -> tuple[dict[str, Any] | None, str]:
    """Return how to launch a browser, or None with the reason."""
    path = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium")
    if path:
        return {"executable_path": path, "args": ARGS}, ""
    if not FETCHED.exists():
        return None, "no browser: set CHROMIUM_PATH or run `./run test`, which fetches one"
    found = json.loads(FETCHED.read_text())
    if not Path(found["path"]).exists():
        return None, f"the browser that {FETCHED} names is gone; delete that file and run again"
    return {
        "executable_path": found["path"],
        "args": [*ARGS, *found["args"]],
        "env": {**os.environ, **found["env"]},
    }, ""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let pictures be renewed after a change that is meant."""
    parser.addoption("--renew-pictures", action="store_true", help="keep what is seen now")


@pytest.fixture
def renew_pictures(request: pytest.FixtureRequest) -> bool:
    """Whether the pictures of the components are to be taken anew."""
    return bool(request.config.getoption("--renew-pictures"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How Playwright launches the browser."""
    launch, reason = find_browser()
    if launch is None:
        if REQUIRED:
            pytest.fail(reason)
        pytest.skip(reason)
    return launch


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Every page in German, in Berlin, as most couples have it."""
    return {**browser_context_args, "locale": "de-DE", "timezone_id": "Europe/Berlin"}
