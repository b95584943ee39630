"""Components ask no database: an app without tables is enough, and fast."""

from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from tests.conftest import settings_for


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """An app that renders."""
    return create_app(settings_for("sqlite:///:memory:", tmp_path))
