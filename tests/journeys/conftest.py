"""The town of the journeys: built once per worker, copied for each test."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tests.journeys.town import Town, build


@dataclass(frozen=True)
class BuiltTown:
    """A database with a town in it, and what is known about it."""

    file: Path
    town: Town


@pytest.fixture(scope="session")
def built_town(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltTown:
    """The demo city with somebody in every situation."""
    file = tmp_path_factory.mktemp("town") / "town.db"
    shutil.copyfile(sqlite_template, file)
    engine = create_engine(f"sqlite:///{file}")
    with Session(engine) as session:
        town = build(session)
    engine.dispose()
    return BuiltTown(file, town)


@pytest.fixture
def town_database(built_town: BuiltTown, tmp_path: Path) -> str:
    """The address of a copy of the town."""
    file = tmp_path / "town.db"
    shutil.copyfile(built_town.file, file)
    return f"sqlite:///{file}"
