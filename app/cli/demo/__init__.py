"""The believable city that people can try the product with."""

from __future__ import annotations

import os
import secrets
from datetime import date, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import func, select

from app import clock
from app.cli.demo.load import load_city
from app.extensions import db
from app.models import Account, Venue
from app.transaction import transaction

demo = AppGroup("demo", help="The demo city.")

PASSWORD_FILE = "demo_password"


@demo.command("load")
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="The day on which the demo stands."
)
@click.option("--years", type=click.IntRange(1, 20), default=1, show_default=True)
@click.option("--venues", type=click.IntRange(14, 2000), default=14, show_default=True)
@click.option("--if-empty", is_flag=True, help="Leave a database alone that holds anything.")
def load(today: datetime | None, years: int, venues: int, if_empty: bool) -> None:
    """Fill an empty database with the demo city."""
    if not current_app.config["DEMO"] and not current_app.config["TESTING"]:
        raise click.ClickException(
            "The demo city has known accounts; set TRAUKALENDER_DEMO=1 to load it."
        )
    day: date = today.date() if today else clock.today()
    if db.session.scalar(select(func.count()).select_from(Venue)) or db.session.scalar(
        select(func.count()).select_from(Account)
    ):
        if if_empty:
            return
        raise click.ClickException(
            "There are venues or accounts already; the demo city needs an empty database."
        )
    with transaction() as session:
        city = load_city(session, today=day, years=years, venues=venues, password=demo_password())
        counts = len(city.venues), len(city.slots), len(city.reservations)
    click.echo("Demo city loaded: {} venues, {} times, {} reservations.".format(*counts))


def demo_password() -> str:
    """Return the one password of the demo's accounts; made at first need, kept beside the data."""
    path = Path(current_app.instance_path) / PASSWORD_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        password = (
            "-".join(secrets.choice(WORDS) for _ in range(3)) + f"-{secrets.randbelow(90) + 10}"
        )
        file.write(password)
    return password


WORDS = (
    "ahorn birke eiche erle esche fichte hasel kiefer linde pappel rosskastanie tanne ulme "
    "weide amsel drossel falke fink kranich lerche meise rotkehlchen schwalbe specht star "
    "zaunkoenig"
).split()
