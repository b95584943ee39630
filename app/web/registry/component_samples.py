"""What the page of all components shows: invented, and every state at least once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, EmailField, IntegerField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from app.web.months import Cell, CellKind, lay_out_month
from app.web.timelines import TimeButton, VenueRow

SATURDAY = date(2027, 6, 12)
#: Eight o’clock in Berlin.
MORNING = datetime(2027, 6, 12, 6, tzinfo=UTC)
HERE = "#beispiel"


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
    step_free = BooleanField("Wir brauchen einen stufenlosen Zugang")


def sample_form() -> SampleForm:
    """Return the form as it comes back with its mistakes."""
    typed = MultiDict(
        [("guests", "30"), ("weekdays", "Fr"), ("weekdays", "Sa"), ("registering", "here")]
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
        Cell(date(2027, 6, 30), CellKind.NOT_OPEN, note="1. Juli 2026"),
    )
    return lay_out_month(first, {**cells, **{cell.day: cell for cell in kinds}})


def sample_rows() -> list[VenueRow]:
    """Return venues with many, few, near and no times."""

    def row(name: str, drawn: str, seats: int, *minutes: int) -> VenueRow:
        times = tuple(
            TimeButton(n, MORNING + timedelta(minutes=minute), held=minute == 150)
            for n, minute in enumerate(minutes)
        )
        return VenueRow(name, HERE, drawn, (f"{seats} Gäste", "stufenlos", "66 €"), times)

    return [
        row("Rathaus, Trauzimmer", "rathaus", 24, 60, 90, 120, 180),
        row("Malakoffturm", "malakoffturm", 30, 150, 240, 420),
        row("Lokschuppen", "lokschuppen", 36, 275, 540),
        row("Schloss Beck", "schloss-beck", 40),
    ]


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
    months = [("Mai", 81, 2), ("Jun", 144, 4), ("Jul", 12, 1), ("Aug", 0, 0)]
    return {
        "sample": sample_form(),
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
        "way": [
            dict(zip(("title", "state", "when", "text", "who"), step, strict=True))
            for step in steps
        ],
        "months": [
            {
                "href": HERE if count else None,
                "month": month,
                "year": 2027,
                "count": count,
                "fill": fill,
                "name": f"{month} 2027, {count} freie Termine",
            }
            for month, count, fill in months
        ],
    }
