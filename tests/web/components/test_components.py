"""Every component renders as a part of a page that the proof-reader accepts."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from flask import render_template_string
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    IntegerField,
    RadioField,
    SelectMultipleField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

import config
from app.web.couples.plan import CityPlan, District, Mark
from app.web.months import Cell, CellKind, lay_out_month
from app.web.timelines import TimeButton, VenueRow
from tests.pages import find_mistakes

COMPONENTS = config.ROOT / "templates" / "components"
UNTIL = datetime(2027, 3, 1, 9, 20, tzinfo=UTC)
SATURDAY = date(2027, 6, 12)

OFFER = {
    "why": "Gleicher Ort, 90 Minuten später",
    "venue": "Malakoffturm",
    "facts": "30 Gäste",
    "drawn": "malakoffturm",
    "slot_id": 7,
    "label": "Sa, 12. Juni 2027, 12:00 Uhr halten",
}
MONTH = {
    "href": "/de/termine/2027-06",
    "month": "Jun",
    "year": 2027,
    "count": 41,
    "fill": 3,
    "name": "Juni 2027, 41 freie Termine",
}
STEP = {"title": "Reserviert", "state": "done", "when": "heute", "text": None, "who": "Sie beide"}

MARK = Mark("Rathaus", "3 frei", "Rathaus, 3 freie Termine im Juni 2027", "/x", 2, 9, 20, 90)
PLAN = CityPlan(
    SATURDAY, 320, (District("Stadtmitte", 9, 0, 90, 66, (MARK,)),), None, None, missing=0
)

#: One call of each component, as an author writes it, and words that must be heard.
CALLS = {
    "button": ('button("Weiter", kind="secondary", name="slot", value=7)', 'value="7"'),
    "choices": ("choices(form.weekdays, chips=True)", "<legend>Wochentage</legend>"),
    "city_plan": ("city_plan(plan)", "Rathaus, 3 freie Termine im Juni 2027"),
    "csrf_field": ("csrf_field()", 'name="csrf_token"'),
    "day_card": ('day_card(day, "/x", 1, ["9:30 Uhr, Rathaus"])', "1 Zeit frei"),
    "day_timeline": (
        'day_timeline(rows, "/de/halten")',
        "10:30 Uhr, Malakoffturm: 20 Minuten halten",
    ),
    "drawing": ('drawing("rathaus", label="Das Rathaus")', 'aria-label="Das Rathaus"'),
    "empty_state": (
        'empty_state("Hier ist nichts.", "41 Termine", "/x", [("Liste", "/y", "3")])',
        "41 Termine",
    ),
    "error_summary": ("error_summary(list_problems(form))", "Bitte prüfen Sie 1 Angabe"),
    "facts": ('facts([("people", "24 Plätze", None)])', "24 Plätze"),
    "fee_table": ('fee_table([("An die Stadt", 6600, none)], 6600)', "66 €"),
    "field": ('field(form.email, autocomplete="email")', "Fehlt."),
    "filter_tags": ('filter_tags([("20 Gäste", "/x")], "/y")', "entfernen"),
    "frieze": ('frieze(["rathaus", "lokschuppen"], "Zwei Trauorte")', "Zwei Trauorte"),
    "hold_banner": ('hold_banner("Sa, 10:30 Uhr", until, "/x", "/y")', "bis 10:20 Uhr"),
    "icon": ('icon("tick", label="erledigt")', "erledigt"),
    "month": ('month(weeks, "Juni 2027")', "Samstag, 12. Juni 2027: "),
    "month_cell": ("month_cell(weeks[0][1])", "keine Trauungen"),
    "month_choice": (
        'month_choice("/x", [(day, "Juni 2027, 128 frei")], day, {"tag": "sa"})',
        '<option value="2027-06" selected>Juni 2027, 128 frei</option>',
    ),
    "month_legend": ('month_legend(("free", "full"))', "10 und mehr"),
    "month_nav": ('month_nav("Juni 2027", none, {"href": "/", "label": "Juli", "note": none})', ""),
    "month_strip": ("month_strip([strip])", "41 freie Termine"),
    "notice": ('notice("Gespeichert.", kind="success")', "Gespeichert."),
    "numbered_steps": ('numbered_steps([("Halten", "Sie wählen.")])', "Halten"),
    "offers": ('offers([offer], "/de/halten")', "90 Minuten später"),
    "pagination": ('pagination("1 bis 50", none, ("Weitere", "/x"))', "Weitere"),
    "queue_group": ('queue_group("Schloss Beck", "Samstags", (38, "Termine"))', "Schloss Beck"),
    "slot_card": (
        'slot_card("Rathaus", "/x", ["24 Gäste"], 7, until, "/y", held=True)',
        "10:20 Uhr, Rathaus: halten Sie schon",
    ),
    "special_date": ('special_date(day, "/x", 3, "Samstag")', "12.6.27"),
    "star": ('star(7, until, "Malakoffturm")', "1. März, 10:20 Uhr, Malakoffturm merken"),
    "star_form": ("star_form()", 'name="zurueck" value="/de/"'),
    "status_tag": ('status_tag("approved")', "Zugesagt"),
    "status_timeline": ("status_timeline([step])", "erledigt"),
    "steps": ("steps(2, 3)", "Schritt 2 von 3"),
    "summary_list": ('summary_list("Kontakt", [("Telefon", "")], "/x")', "nicht angegeben"),
    "table": ('table(["Tag", ("Zahl", "number")])', "Tag"),
    "tabs": ('tabs([("Alle 3", "/x", True)], "Auswahl")', 'aria-current="page"'),
    "unfit_venues": ('unfit_venues([("Bahnhof", "fasst 12")])', "1 Trauort passt"),
    "venue_card": ('venue_card("Rathaus", "/x", "rathaus", ["24 Gäste"])', "24 Gäste"),
}
WITH_BODY = {"queue_group": ("(part)", "3 mit Konflikt"), "table": ("", "<tr></tr>")}


class AForm(FlaskForm):
    email = EmailField("E-Mail", description="Dorthin.", validators=[InputRequired("Fehlt.")])
    guests = IntegerField("Gäste")
    weekdays = SelectMultipleField(
        "Wochentage",
        choices=[SelectChoice("fr", "Fr"), SelectChoice("sa", "Sa")],
        option_widget=CheckboxInput(),
        widget=ListWidget(),
    )
    where = RadioField("Wo", choices=[SelectChoice("hier", "hier")], validate_choice=False)
    step_free = BooleanField("stufenlos")


def show(name: str, call: str) -> str:
    form = AForm(MultiDict({"guests": "20"}), meta={"csrf": False})
    form.validate()
    body = f"{{{{ {call} }}}}"
    if name in WITH_BODY:
        part, inside = WITH_BODY[name]
        body = f"{{% call{part} {call} %}}{inside}{{% endcall %}}"
    return render_template_string(
        f'{{% from "components/{name}.html" import {name} %}}{body}',
        form=form,
        day=SATURDAY,
        until=UNTIL,
        weeks=lay_out_month(SATURDAY.replace(day=1), {}),
        rows=[
            VenueRow(
                "Malakoffturm",
                "/x",
                "malakoffturm",
                ("30 Gäste",),
                (TimeButton(7, datetime(2027, 6, 12, 8, 30, tzinfo=UTC)),),
            )
        ],
        strip=MONTH,
        offer=OFFER,
        step=STEP,
        plan=PLAN,
    )


@pytest.mark.parametrize("name", sorted(path.stem for path in COMPONENTS.glob("*.html")))
def test_every_component_renders_and_says_its_words(app, name):
    call, words = CALLS[name]
    with app.test_request_context("/de/"):
        html = show(name, call)
    assert words in html
    # What lies around it on a page is missing here: higher headings, the fields it links to.
    around = ("skips a level", "leads to nothing")
    mistakes = [m for m in find_mistakes(html) if not any(words in m for words in around)]
    assert mistakes == []


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.stem)
def test_every_component_is_one_macro_that_says_how_it_is_called(path):
    source = path.read_text()
    assert re.findall(r"{%-? macro (\w+)\(", source) == [path.stem]
    assert source.startswith(f"{{# {path.stem}(")


@pytest.mark.parametrize(
    ("cell", "heard"),
    [
        (Cell(SATURDAY, CellKind.FREE, count=7, href="/x"), "7 frei"),
        (
            Cell(SATURDAY, CellKind.FREE, count=3, href="/x", special="längster Tag"),
            "längster Tag, 3 frei, besonderes Datum",
        ),
        (Cell(SATURDAY, CellKind.FULL), "ausgebucht"),
        (Cell(SATURDAY), "keine Trauungen"),
        (Cell(SATURDAY, note="Fronleichnam"), "Fronleichnam, keine Trauungen"),
        (
            Cell(SATURDAY, CellKind.FILTERED, total=5, href="/x"),
            "0 passend, 5 insgesamt",
        ),
        (Cell(SATURDAY, CellKind.UNWANTED), "nicht gewählt"),
        (Cell(SATURDAY, CellKind.NOT_OPEN, opens_on=date(2026, 6, 1)), "öffnet am 1. Juni"),
        (Cell(SATURDAY, CellKind.PAST), "nicht mehr reservierbar"),
        (
            Cell(SATURDAY, CellKind.HELD, href="/x", note="14:52 Uhr"),
            "meins, für Sie gehalten bis 14:52 Uhr",
        ),
        (Cell(SATURDAY, CellKind.OWN, href="/x"), "Ihr Termin"),
    ],
)
def test_a_day_is_heard_in_full(app, cell, heard):
    with app.test_request_context("/de/"):
        html = render_template_string(
            '{% from "components/month_cell.html" import month_cell %}{{ month_cell(cell) }}',
            cell=cell,
        )
    spoken = re.sub(r"<(\w+)[^>]*aria-hidden=\"true\".*?</\1>", "", html)
    spoken = " ".join(re.sub(r"<[^>]+>", "", spoken).split())
    assert spoken == f"Samstag, 12. Juni 2027: {heard}"


def test_a_wrong_answer_is_tied_to_its_field(app):
    with app.test_request_context("/de/"):
        html = show("field", CALLS["field"][0])
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="email-hint email-error"' in html
    assert "None" not in html


def test_drawings_share_a_page_without_sharing_ids(app):
    with app.test_request_context("/de/"):
        html = render_template_string('{{ venue_drawing("alte-muehle") }}' * 2)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) > 0
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)


@pytest.mark.parametrize("name", ["gibts-nicht", "../icon", "/etc/passwd", "", "A B"])
def test_what_is_not_drawn_is_not_shown(app, name):
    with app.test_request_context("/de/"):
        assert render_template_string("{{ venue_drawing(name) }}", name=name) == ""


def test_thoughts_of_a_step_are_optional(app):
    step = SimpleNamespace(title="Zusage", state="now", when=None, text=None, who=None)
    with app.test_request_context("/de/"):
        html = render_template_string(
            '{% from "components/status_timeline.html" import status_timeline %}'
            "{{ status_timeline([step]) }}",
            step=step,
        )
    assert 'aria-current="step"' in html
