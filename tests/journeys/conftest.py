"""The town of the journeys: built once per worker, copied for each test."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask, abort
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from werkzeug.exceptions import TooManyRequests

from app.cli.delivery import deliver_due
from app.rules.favourites import unpack
from app.web.access import open_to_all
from app.web.remembered import write
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


@pytest.fixture
def breakable_app(make_app) -> Flask:
    """A demo with a page for every way to fail."""
    app = make_app(demo=True)

    @app.get("/<lang>/kaputt/<int:code>", endpoint="broken")
    @open_to_all
    def broken(code: int, **_lang: str) -> None:
        if code == 429:
            raise TooManyRequests(retry_after=60)
        abort(code)

    return app


@pytest.fixture
def facts(app: Flask, built_town: BuiltTown, tmp_path: Path) -> dict[str, str]:
    """The facts of the town, and a mail that has been sent."""
    with app.app_context():
        deliver_due()
        kept = unpack([[int(number)] for number in built_town.town.facts["kept"].split()])
        shared, cookie = write(kept, "share"), write(kept, "cookie")
    mail = sorted((tmp_path / "mail").glob("*.eml"))[0].name
    return {**built_town.town.facts, "mail": mail, "shared": shared, "cookie": cookie}
