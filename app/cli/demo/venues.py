"""The demo city's venues: Bottrop's names and the few facts that are established.

Everything listed in ``assumptions`` is invented for the demo and shown as such. Established are the
twelve names, the districts, and what the texts of these venues say about their history.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from app.models import AnswerMode, Fee, Payee, StepFree, Surroundings, Venue

#: Invented for every venue of the demo.
ALWAYS_ASSUMED = (
    "seats",
    "standing",
    "step_free",
    "location",
    "access",
    "measures",
    "rain_plan",
    "arrival",
    "contact_phone",
    "buffer_minutes",
    "fees",
    "times",
)


@dataclass(frozen=True)
class DemoVenue:
    """What the demo says about one venue."""

    slug: str
    name: str
    short_name: str
    district: str
    seats: int
    summary: dict[str, str]
    description: dict[str, str]
    #: Where it lies, roughly; for ways and for the plan of the city.
    place: tuple[float, float]
    standing: int = 0
    step_free: StepFree = StepFree.YES
    location: Surroundings = Surroundings.INDOORS
    address: str | None = None
    rent_cents: int = 0
    office_cents: int = 6600
    known: frozenset[str] = frozenset()
    placeholder: bool = False
    drawing: str | None = None


VENUES: tuple[DemoVenue, ...] = (
    DemoVenue(
        "rathaus",
        "Rathaus, Trauzimmer",
        "Rathaus",
        "Stadtmitte",
        24,
        {"de": "Das Trauzimmer im Rathaus.", "en": "The ceremony room in the town hall."},
        {
            "de": "Das Trauzimmer wurde 2012 neu hergerichtet und bekam mehr Plätze.",
            "en": "The ceremony room was refurbished in 2012 and gained seats.",
        },
        (51.5237, 6.9228),
        office_cents=0,
    ),
    DemoVenue(
        "bezirksverwaltung-kirchhellen",
        "Bezirksverwaltung Kirchhellen, Trauraum",
        "Kirchhellen",
        "Kirchhellen",
        20,
        {
            "de": "Heiraten im Dorf, in der Bezirksverwaltung.",
            "en": "A village wedding at the district office.",
        },
        {
            "de": "In Kirchhellen wird weiter getraut, auch seit das eigene Standesamt 2014 "
            "geschlossen hat.",
            "en": "Ceremonies continue in Kirchhellen although its own registry office closed in "
            "2014.",
        },
        (51.6047, 6.9197),
        address="Kirchhellener Ring",
        office_cents=0,
    ),
    DemoVenue(
        "schloss-beck",
        "Schloss Beck",
        "Schloss Beck",
        "Feldhausen",
        40,
        {
            "de": "Wasserschloss von 1766 bis 1771, Salon mit Blick in den Garten.",
            "en": "Moated house of 1766 to 1771; the salon looks out on the garden.",
        },
        {
            "de": "Getraut wird im Salon. Im Vestibül ist Platz für einen Empfang. Auf dem Gelände "
            "ist ein Freizeitpark.",
            "en": "Ceremonies are held in the salon; the vestibule has room for a reception. There "
            "is an amusement park on the grounds.",
        },
        (51.6136, 6.9729),
        rent_cents=18000,
    ),
    DemoVenue(
        "malakoffturm",
        "Malakoffturm",
        "Malakoffturm",
        "Prosper II",
        30,
        {
            "de": "Der Turm über der Zeche Prosper II, Trauung im Erdgeschoss.",
            "en": "The tower of the Prosper II mine; ceremonies on the ground floor.",
        },
        {
            "de": "Im Erdgeschoss finden etwa 30 Personen Platz. Zur Plattform führen rund 200 "
            "Stufen. Die Historische Gesellschaft Bottrop vermietet den Turm.",
            "en": "The ground floor has room for about 30 people. Some 200 steps lead to the "
            "platform. The Historische Gesellschaft Bottrop lets the tower.",
        },
        (51.5363, 6.9391),
        address="Knappenstraße 32",
        rent_cents=12000,
        known=frozenset({"seats"}),
    ),
    DemoVenue(
        "kirchhellener-brauhaus",
        "Kirchhellener Brauhaus",
        "Brauhaus",
        "Kirchhellen",
        60,
        {"de": "Brauhaus im Dorf, seit 2001.", "en": "A village brewery, opened in 2001."},
        {
            "de": "Das Haus gibt es seit Dezember 2001. Es hat einen großen Festsaal.",
            "en": "The house opened in December 2001 and has a large banqueting hall.",
        },
        (51.6061, 6.9227),
        rent_cents=9000,
    ),
    DemoVenue(
        "hof-juenger",
        "Hof Jünger, Tenne",
        "Hof Jünger",
        "Kirchhellen",
        35,
        {
            "de": "Kleine, ländliche Tenne im Kulturzentrum.",
            "en": "A small rustic barn in the arts centre.",
        },
        {
            "de": "Der Bürgerverein betreibt das Kulturzentrum mit. Im selben Raum gibt es "
            "Konzerte und Ausstellungen.",
            "en": "The citizens’ society helps to run the arts centre. Concerts and exhibitions "
            "take place in the same room.",
        },
        (51.6009, 6.9144),
        step_free=StepFree.PARTLY,
        rent_cents=6000,
    ),
    DemoVenue(
        "alte-muehle",
        "Alte Mühle",
        "Alte Mühle",
        "Stadtmitte",
        16,
        {
            "de": "Fast 200 Jahre alte Mühle mit Wintergarten.",
            "en": "A mill almost 200 years old, with a winter garden.",
        },
        {
            "de": "Die Mühle ist fast 200 Jahre alt und hat einen Wintergarten.",
            "en": "The mill is almost 200 years old and has a winter garden.",
        },
        (51.5189, 6.9142),
        step_free=StepFree.NO,
        rent_cents=9500,
    ),
    DemoVenue(
        "bahnhof-nord",
        "Bahnhof Nord",
        "Bahnhof Nord",
        "Eigen",
        44,
        {
            "de": "Backsteinbahnhof, in dem von 1879 bis 1960 Züge hielten.",
            "en": "A brick station where trains stopped from 1879 to 1960.",
        },
        {
            "de": "Der alte Bahnhof liegt im Gewerbegebiet im Eigen und ist heute ein Restaurant.",
            "en": "The old station lies in the Eigen industrial estate and is a restaurant today.",
        },
        (51.5452, 6.9331),
        rent_cents=8000,
    ),
    DemoVenue(
        "lokschuppen",
        "Lokschuppen",
        "Lokschuppen",
        "Arenberg-Fortsetzung",
        36,
        {
            "de": "Lokschuppen der Zeche Arenberg-Fortsetzung von 1911.",
            "en": "Engine shed of the Arenberg-Fortsetzung mine, built in 1911.",
        },
        {
            "de": "Der Lokschuppen wurde 1911 gebaut und ist seit 2001 ein Haus für Feste.",
            "en": "The engine shed was built in 1911 and has been an event venue since 2001.",
        },
        (51.5284, 6.9466),
        address="Gabelsbergerstraße",
        rent_cents=10000,
    ),
    DemoVenue(
        "waschkaue",
        "Waschkaue Arenberg",
        "Waschkaue",
        "Arenberg-Fortsetzung",
        45,
        {
            "de": "Hohe, helle Halle, in der sich früher die Bergleute wuschen.",
            "en": "A high, bright hall where the miners used to wash.",
        },
        {
            "de": "Die Halle steht auf dem Gelände der Zeche Arenberg-Fortsetzung.",
            "en": "The hall stands on the grounds of the Arenberg-Fortsetzung mine.",
        },
        (51.5290, 6.9474),
        address="Gabelsbergerstraße",
        rent_cents=11000,
    ),
    DemoVenue(
        "overbeckshof",
        "Overbeckshof",
        "Overbeckshof",
        "Stadtgarten",
        50,
        {"de": "Hof im Stadtgarten.", "en": "A farmstead in the Stadtgarten park."},
        {
            "de": "Nach einer Pause von 2013 bis 2015 wird im Overbeckshof wieder gefeiert.",
            "en": "After a break from 2013 to 2015 there are celebrations here again.",
        },
        (51.5263, 6.9282),
        address="Im Stadtgarten",
        step_free=StepFree.NO,
        rent_cents=9000,
    ),
    DemoVenue(
        "forsthaus-specht",
        "Forsthaus Specht",
        "Forsthaus",
        "Bottrop",
        12,
        {"de": "Ein Forsthaus als Trauort.", "en": "A forester’s house."},
        {
            "de": "Das Forsthaus stand um 2012 auf der Liste der Trauorte.",
            "en": "The forester’s house was on the list of venues around 2012.",
        },
        (51.5688, 6.9035),
        location=Surroundings.BOTH,
        step_free=StepFree.PARTLY,
        rent_cents=7000,
    ),
    DemoVenue(
        "haus-am-volkspark",
        "Haus am Volkspark",
        "Volkspark",
        "Batenbrock",
        28,
        {
            "de": "Platzhalter für einen Trauort, der nicht zu ermitteln war.",
            "en": "Stands in for a venue that could not be identified.",
        },
        {
            "de": "Name und Angaben sind erfunden.",
            "en": "Name and details are invented.",
        },
        (51.5209, 6.9518),
        rent_cents=5000,
        placeholder=True,
    ),
    DemoVenue(
        "pavillon-im-stadtgarten",
        "Pavillon im Stadtgarten",
        "Pavillon",
        "Stadtgarten",
        18,
        {
            "de": "Platzhalter für einen Trauort im Freien, der nicht zu ermitteln war.",
            "en": "Stands in for an open-air venue that could not be identified.",
        },
        {
            "de": "Name und Angaben sind erfunden.",
            "en": "Name and details are invented.",
        },
        (51.5271, 6.9297),
        location=Surroundings.OUTDOORS,
        rent_cents=5000,
        placeholder=True,
    ),
)

OUTSIDE_LABEL = {
    "de": "Trauung außerhalb der Amtsräume",
    "en": "Ceremony outside the office’s rooms",
}
OUT_OF_HOURS_LABEL = {
    "de": "Trauung außerhalb der Öffnungszeiten",
    "en": "Ceremony outside office hours",
}
CEREMONY_LABEL = {"de": "Prüfung und Eheschließung", "en": "Check and ceremony"}
RENT_LABEL = {"de": "Raummiete", "en": "Hire of the room"}

RAIN = {
    "de": "Bei Regen im Haus nebenan; der Raum ist mitreserviert.",
    "en": "If it rains, inside next door; the room is reserved with it.",
}
ARRIVAL = {
    "de": "Bushaltestelle in der Nähe, 4 Minuten zu Fuß.",
    "en": "Bus stop nearby, 4 minutes on foot.",
}
MEASURES: dict[StepFree, dict[str, Any]] = {
    StepFree.YES: {
        "steps": 0,
        "ramp_percent": 4,
        "door_cm": 95,
        "toilet": True,
        "toilet_m": 20,
        "parking": 2,
        "parking_m": 40,
    },
    StepFree.PARTLY: {
        "steps": 1,
        "step_cm": 12,
        "door_cm": 88,
        "toilet": True,
        "toilet_m": 60,
        "parking": 1,
        "parking_m": 80,
    },
    StepFree.NO: {"steps": 3, "step_cm": 17, "door_cm": 84, "toilet": False, "parking_m": 120},
}


def demo_venues(count: int) -> Iterator[DemoVenue]:
    """Yield so many venues: the fourteen, and beyond them numbered copies for measuring."""
    for number in range(count):
        model = VENUES[number % len(VENUES)]
        if number < len(VENUES):
            yield model
            continue
        yield replace(
            model,
            slug=f"trauort-{number + 1}",
            name=f"Trauort {number + 1}",
            short_name=f"Ort {number + 1}",
            placeholder=True,
            drawing=model.slug,
        )


def venue_row(venue: DemoVenue, valid_from: date) -> Venue:
    """Return the row of a venue with its fees, everything invented marked as assumed."""
    assumed = [name for name in ALWAYS_ASSUMED if name not in venue.known]
    if venue.placeholder:
        assumed += ["name", "district", "summary", "description"]
    row = Venue(
        slug=venue.slug,
        name=venue.name,
        short_name=venue.short_name,
        district=venue.district,
        address=venue.address,
        mode=AnswerMode.INSTANT,
        seats=venue.seats,
        standing=venue.standing,
        step_free=venue.step_free,
        location=venue.location,
        summary=venue.summary,
        description=venue.description,
        access={},
        measures=_measures(venue, valid_from + timedelta(days=600)),
        rain_plan=RAIN if venue.location is not Surroundings.INDOORS else {},
        arrival=ARRIVAL,
        contact_phone="02041 000 00" if venue.rent_cents else None,
        latitude=venue.place[0],
        longitude=venue.place[1],
        drawing=venue.drawing or venue.slug,
        buffer_minutes=15,
        assumptions=sorted(set(assumed)),
    )
    row.fees = list(_fees(venue, valid_from))
    return row


def _measures(venue: DemoVenue, checked_on: date) -> dict[str, Any]:
    hearing = "mobile" if venue.rent_cents else "fixed"
    return {
        **MEASURES[venue.step_free],
        "hearing": "none" if venue.step_free is StepFree.NO else hearing,
        "checked_on": checked_on.isoformat(),
    }


def _fees(venue: DemoVenue, valid_from: date) -> Iterator[Fee]:
    def fee(payee: Payee, label: dict[str, str], cents: int, weekdays: list[int]) -> Fee:
        return Fee(payee=payee, label=label, cents=cents, weekdays=weekdays, valid_from=valid_from)

    yield fee(Payee.OFFICE, CEREMONY_LABEL, 4000, [])
    if venue.office_cents:
        yield fee(Payee.OFFICE, OUTSIDE_LABEL, venue.office_cents, [])
    else:
        yield fee(Payee.OFFICE, OUT_OF_HOURS_LABEL, 6600, [5])
    if venue.rent_cents:
        yield fee(Payee.OPERATOR, RENT_LABEL, venue.rent_cents, [])
