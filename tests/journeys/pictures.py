"""Make the pictures of the README and of docs/ from the demo city, always of the same day.

``./run pictures`` writes docs/pictures/*.webp; ``./run pictures month day`` only these two.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import create_engine, update
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

import config
from app import create_app
from app.extensions import db
from app.models import Registrar, Venue
from tests.conftest import settings_for
from tests.journeys.looks import fill_in
from tests.journeys.town import Town, build
from tests.support.browser import find_browser
from tests.support.databases import migrate
from tests.support.signing_in import session_cookie

FOLDER = config.ROOT / "docs" / "pictures"
DESK, TALL, PHONE = (1280, 860), (1280, 1060), (390, 780)
GONE = date(2027, 1, 1)
#: Good enough to read every word, small enough to load at once.
QUALITY = 60


@dataclass(frozen=True)
class Picture:
    """One page as one person sees it."""

    name: str
    path: str
    who: str = "guest"
    size: tuple[int, int] = DESK
    scheme: str = "light"

    @property
    def file(self) -> Path:
        """Where it is written."""
        return FOLDER / f"{self.name}.webp"


JUNE, DAY = "/de/termine/2027-06", "/de/termine/2027-06-19"
HOUSE = "/betrieb/orte/schloss-beck"
PICTURES = (
    Picture("start", "/de/"),
    Picture("start-phone-dark", "/de/", size=PHONE, scheme="dark"),
    Picture("month", JUNE, size=TALL),
    Picture("month-dark", JUNE, size=TALL, scheme="dark"),
    Picture("month-phone", f"{JUNE}?tag=fr,sa&gaeste=30", size=PHONE),
    Picture("day", DAY),
    Picture("day-phone", DAY, size=PHONE),
    Picture("list", "/de/termine?ansicht=liste&tag=sa"),
    Picture("venues", "/de/orte"),
    Picture("venue", "/de/orte/schloss-beck"),
    Picture("venues-compared", "/de/orte/vergleich?ort=schloss-beck,malakoffturm,lokschuppen"),
    Picture("holding", "/de/reservieren/{holder}/sie-beide", "holder", size=PHONE),
    Picture("reservation", "/de/r/{approved}", "approved"),
    Picture("office-today", "/amt/", "staff"),
    Picture("office-releases", "/amt/freigaben", "staff"),
    Picture("office-reservation", "/amt/reservierungen/{reserved number}", "staff"),
    Picture("office-telephone", "/amt/telefon?wann=Juni&gaeste=20&stufenlos=y", "staff"),
    Picture("office-roster", "/amt/einsatz/2027-03-06", "staff"),
    Picture("office-disruption", "/amt/stoerung/{disturbed day}", "staff"),
    Picture("office-duties", "/amt/dienste", "staff"),
    Picture("office-shortage", "/amt/engpass/2027-06", "staff"),
    Picture("operator-month", f"{HOUSE}/2027-06", "operator"),
    Picture("operator-series", f"{HOUSE}/serien/{{series}}", "operator"),
)


def main(names: list[str]) -> None:
    """Make the pictures of these names, or all."""
    launch, reason = find_browser()
    if launch is None:
        raise SystemExit(reason)
    unknown = set(names) - {picture.name for picture in PICTURES}
    if unknown:
        raise SystemExit(f"no such picture: {', '.join(sorted(unknown))}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    compile_texts()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(**launch)
        with demo_city(Path(folder)) as (app, url, town):
            for picture in PICTURES:
                if not names or picture.name in names:
                    take(picture, browser, app, url, town)
        browser.close()
    total = sum(path.stat().st_size for path in FOLDER.glob("*.webp"))
    print(f"{total / 1000:.0f} kB in {FOLDER.relative_to(config.ROOT)}")


def compile_texts() -> None:
    """Compile the catalogues, so that a fresh clone speaks English too."""
    for catalogue in (config.ROOT / "app" / "translations").rglob("*.po"):
        with catalogue.open("rb") as source, catalogue.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source))


@contextmanager
def demo_city(folder: Path) -> Iterator[tuple[Flask, str, Town]]:
    """Serve the demo city with somebody in every situation."""
    address = f"sqlite:///{folder / 'city.db'}"
    migrate(address, folder)
    engine = create_engine(address)
    with Session(engine) as session:
        town = build(session)
        # The tests' own venue without a drawing, and who serves it, have no place in a picture.
        mine = update(Venue).where(Venue.slug == "neues-haus")
        session.execute(mine.values(valid_until=GONE))
        theirs = update(Registrar).where(Registrar.short_name.startswith("Trauwort"))
        session.execute(theirs.values(valid_until=GONE))
        session.commit()
    engine.dispose()
    app = create_app(settings_for(address, folder, demo=False))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield app, f"http://127.0.0.1:{server.server_port}", town
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            db.engine.dispose()


def take(picture: Picture, browser: Browser, app: Flask, url: str, town: Town) -> None:
    """Take one picture."""
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=picture.scheme,
        reduced_motion="reduce",
        locale="de-DE",
        timezone_id="Europe/Berlin",
        device_scale_factor=1.5 if picture.size == PHONE else 1,
    )
    name, value = session_cookie(app, town.carried[picture.who])
    context.add_cookies([{"name": name, "value": value, "url": url}])
    page = context.new_page()
    path = fill_in(picture.path, town.facts)
    response = page.goto(url + path, wait_until="networkidle")
    if response is None or response.status != 200:
        raise SystemExit(f"{picture.name}: {path} answers {response and response.status}")
    page.evaluate("document.fonts.ready.then(() => null)")
    shot = Image.open(BytesIO(page.screenshot()))
    shot.convert("RGB").save(picture.file, "WEBP", quality=QUALITY, method=6)
    print(f"{picture.file.stat().st_size / 1000:>6.1f} kB {picture.name}", flush=True)
    context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
