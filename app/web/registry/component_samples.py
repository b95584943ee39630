"""What the page of all components shows: invented, and every state at least once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

import config
from app.assets import SOURCES
from app.web.months import Cell, CellKind, lay_out_month
from app.web.timelines import TimeButton, VenueRow

SATURDAY = date(2027, 6, 12)
#: Eight o’clock in Berlin.
MORNING = datetime(2027, 6, 12, 6, tzinfo=UTC)
HERE = "#bausteine"
MONTHS = "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez".split()
COMPONENTS = config.ROOT / "templates" / "components"
#: Has nothing to look at.
UNSEEN = {"csrf_field", "star_form"}


class SampleForm(FlaskForm):
    """A form with one right and two wrong answers."""

    class Meta:
        csrf = False

    email = EmailField(
        "E-Mail-Adresse",
        description="An diese Adresse schicken wir den Link.",
        validators=[
            InputRequired(
                "Der E-Mail-Adresse fehlt ein Teil. Sie sieht zum Beispiel so aus: name@beispiel.de"
            )
        ],
    )
    guests = IntegerField(
        "Gäste, ohne Sie beide",
        validators=[NumberRange(max=24, message="In den Turmsaal passen 24 Gäste.")],
    )
    weekdays = SelectMultipleField(
        "Wochentage",
        choices=[SelectChoice(word, word) for word in ("Mo", "Di", "Mi", "Do", "Fr", "Sa")],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    registering = RadioField(
        "Wo melden Sie die Eheschließung an?",
        choices=[SelectChoice("here", "in dieser Stadt"), SelectChoice("there", "woanders")],
    )
    kept = RadioField(
        "Wie lange halten wir den Termin?",
        choices=[SelectChoice("20", "20 Minuten"), SelectChoice("200", "200 Minuten")],
        validators=[InputRequired("Bitte wählen Sie eine Dauer.")],
    )
    step_free = BooleanField("Wir brauchen einen stufenlosen Zugang")
    wedding_on = DateField("Tag der Trauung")
    language = SelectField("Sprache der Briefe", choices=[SelectChoice("de", "Deutsch")])
    note = TextAreaField("Was wir noch wissen sollten", description="Höchstens 200 Zeichen.")


def sample_form() -> SampleForm:
    """Return the form as it comes back with its mistakes."""
    typed = MultiDict(
        [("guests", "30"), ("weekdays", "Fr"), ("weekdays", "Sa"), ("registering", "here")]
        + [("language", "de"), ("wedding_on", "2027-06-12")]
    )
    form = SampleForm(typed)
    form.validate()
    return form


def sample_month() -> list[list[Cell]]:
    """Return a month in which every kind of day occurs."""
    first = SATURDAY.replace(day=1)
    counts = [6, 9, 7, 4, 2, 0, 5, 8, 9, 7, 3]
    cells = {
        first + timedelta(days=n): Cell(
            first + timedelta(days=n), CellKind.FREE, count=counts[n % 11] or 12, href=HERE
        )
        for n in range(30)
        if (first + timedelta(days=n)).weekday() != 6
    }
    kinds = (
        Cell(date(2027, 6, 1), CellKind.PAST),
        Cell(date(2027, 6, 2), CellKind.FREE, count=1, href=HERE, today=True),
        Cell(date(2027, 6, 3), note="Fronleichnam"),
        Cell(SATURDAY, CellKind.OWN, href=HERE),
        Cell(date(2027, 6, 19), CellKind.HELD, href=HERE, note="14:52 Uhr"),
        Cell(date(2027, 6, 21), CellKind.FREE, count=3, href=HERE, special="längster Tag"),
        Cell(date(2027, 6, 24), CellKind.FILTERED, total=5, href=HERE),
        Cell(date(2027, 6, 26), CellKind.FULL),
        Cell(date(2027, 6, 29), CellKind.UNWANTED),
        Cell(date(2027, 6, 30), CellKind.NOT_OPEN, opens_on=date(2026, 7, 1)),
    )
    return lay_out_month(first, {**cells, **{cell.day: cell for cell in kinds}})


def sample_cells() -> list[tuple[Cell, str]]:
    """Return a day in every state, with what it shows in words."""

    def cell(words: str, kind: CellKind, **facts: Any) -> tuple[Cell, str]:
        return Cell(SATURDAY, kind, **facts), words

    free, linked = CellKind.FREE, {"href": HERE}
    return [
        cell("1 oder 2 frei", free, count=2, **linked),
        cell("3 bis 5", free, count=4, **linked),
        cell("6 bis 9", free, count=7, **linked),
        cell("10 und mehr", free, count=12, **linked),
        cell("besonderes Datum", free, count=3, special="Schnapszahl", **linked),
        cell("gewählt", free, count=7, chosen=True, **linked),
        cell("heute, frei", free, count=7, today=True, **linked),
        cell("alles vergeben", CellKind.FULL),
        cell("keine Trauungen", CellKind.NONE),
        cell("Feiertag", CellKind.NONE, note="Pfingstmontag"),
        cell("nichts passt", CellKind.FILTERED, total=5, **linked),
        cell("Wochentag nicht gewählt", CellKind.UNWANTED),
        cell("öffnet später", CellKind.NOT_OPEN, opens_on=date(2027, 6, 1)),
        cell("zu spät", CellKind.PAST),
        cell("heute, zu spät", CellKind.PAST, today=True),
        cell("für Sie gehalten", CellKind.HELD, note="14:52 Uhr", **linked),
        cell("Ihr Termin", CellKind.OWN, **linked),
    ]


def sample_rows() -> list[VenueRow]:
    """Return venues with many, few, near and no times."""

    def row(name: str, drawn: str, seats: int, *minutes: int) -> VenueRow:
        times = tuple(
            TimeButton(seats * 100 + n, MORNING + timedelta(minutes=minute), held=minute == 150)
            for n, minute in enumerate(minutes)
        )
        return VenueRow(name, HERE, drawn, (f"{seats} Gäste", "stufenlos", "66 €"), times)

    return [
        row("Rathaus, Trauzimmer", "rathaus", 24, 60, 90, 120, 180),
        row("Malakoffturm", "malakoffturm", 30, 150, 240, 420),
        row("Lokschuppen", "lokschuppen", 36, 275, 540),
        row("Schloss Beck", "schloss-beck", 40),
    ]


def sample_plan() -> dict[str, Any]:
    """Return a city of two districts."""

    def mark(name: str, top: int, fill: int, words: str) -> dict[str, Any]:
        where = {"left": 10, "top": top, "width": 180, "middle": 100}
        return {"name": name, "fill": fill, "words": words, "href": HERE, **where} | {
            "label": f"{name}, {words} im Juni 2027"
        }

    def district(name: str, top: int, *marks: dict[str, Any]) -> dict[str, Any]:
        where = {"left": 0, "top": top, "width": 200, "height": 130, "middle": 100}
        return {"name": name, "marks": marks, **where}

    return {
        "month": SATURDAY.replace(day=1),
        "before": None,
        "after": {"href": HERE, "label": "Juli", "note": "73 frei"},
        "width": 200,
        "height": 270,
        "missing": 1,
        "districts": (
            district(
                "Kirchhellen", 0, mark("Brauhaus", 24, 4, "12 frei"), mark("Hof", 74, 0, "voll")
            ),
            district(
                "Mitte",
                140,
                mark("Rathaus", 164, 2, "3 frei"),
                mark("Malakoffturm", 214, 1, "1 frei"),
            ),
        ),
    }


def _step(
    title: str, state: str, when: str, text: str | None, who: str | None
) -> dict[str, str | None]:
    return {"title": title, "state": state, "when": when, "text": text, "who": who}


def samples() -> dict[str, Any]:
    """Return everything the page shows."""
    offers = [
        ("Gleicher Ort, 90 Minuten später", "Malakoffturm", "malakoffturm", "12:00"),
        ("Gleiche Zeit, anderer Ort", "Rathaus, Trauzimmer", "rathaus", "10:30"),
    ]
    steps = [
        ("Reserviert", "done", "Mi, 2. September 2026", None, "Sie beide"),
        ("Zusage", "now", "bis Mi, 9. September 2026", "Wir schreiben Ihnen.", "Standesamt"),
        ("Anmelden", "next", "bis Fr, 16. April 2027", None, "Sie beide"),
        ("Ihre Trauung", "later", "Sa, 12. Juni 2027, 10:30 Uhr", None, "Sie beide"),
    ]
    stopped = [
        ("Reserviert", "done", "Mi, 2. September 2026", None, "Sie beide"),
        ("Verfallen", "stopped", "Sa, 1. Mai 2027", "Die Frist ist vorbei.", None),
    ]
    counts = (0, 2, 4, 7, 12, 81, 144, 260, 9, 0, 1, 3)
    months = [
        (month, n, Cell(SATURDAY, count=n).fill) for month, n in zip(MONTHS, counts, strict=True)
    ]
    return {
        "names": sorted(path.stem for path in COMPONENTS.glob("*.html") if path.stem not in UNSEEN),
        "drawings": sorted(path.stem for path in (SOURCES / "img" / "venues").glob("*.svg")),
        "sample_form": sample_form(),
        "cells": sample_cells(),
        "plan": sample_plan(),
        "weeks": sample_month(),
        "rows": sample_rows(),
        "saturday": SATURDAY,
        "held_until": MORNING + timedelta(hours=4, minutes=52),
        "offered": [
            {
                "why": why,
                "venue": venue,
                "facts": "30 Gäste · stufenlos",
                "drawn": drawn,
                "slot_id": n,
                "label": f"Sa, 12. Juni 2027, {hour} Uhr halten",
            }
            for n, (why, venue, drawn, hour) in enumerate(offers)
        ],
        "way": [_step(*step) for step in steps],
        "stopped_way": [_step(*step) for step in stopped],
        "months": [
            {
                # One of them is the month that is shown.
                "href": ("#baustein-month_strip" if n == 5 else HERE) if count else None,
                "month": month,
                "year": 2027,
                "count": count,
                "fill": fill,
                "name": f"{month} 2027, {count} freie Termine",
            }
            for n, (month, count, fill) in enumerate(months)
        ],
    }
