"""The series editor: nothing is saved before it was shown, and what fails says why."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import func, select

from app.models import Series, Slot
from app.rules.slots import SlotState
from tests.factories import make_closure, make_series, make_slot, make_venue
from tests.support.forms import fields_of

RULE = {
    "name": "Samstage 2027",
    "weekdays": ["5"],
    "from_day": "2027-05-08",
    "until_day": "11.09.2027",
    "times": "10:00, 11 Uhr",
    "duration_minutes": "45",
    "buffer_minutes": "15",
    "skip_holidays": "y",
    "skip_days": "",
}


@pytest.fixture
def venue(session):
    return make_venue(session, slug="beck")


@pytest.fixture
def operator(as_operator, venue):
    return as_operator(venue)


EDITOR = "series-editor"
NEW = "/betrieb/orte/beck/serien/neu"


def count(session, state=None):
    wanted = select(func.count(Slot.id))
    return session.scalar(wanted if state is None else wanted.where(Slot.state == state))


def test_the_empty_editor_proposes_what_the_venue_needs(operator):
    page = operator.get(NEW).text
    assert 'value="15"' in page
    assert "Vorschau zeigen" in page


def test_the_editor_proposes_the_length_of_the_latest_series(session, venue, operator):
    make_series(session, venue, duration_minutes=60, buffer_minutes=30)
    make_series(session, venue, duration_minutes=40, buffer_minutes=20)
    make_series(session, duration_minutes=90, buffer_minutes=0)
    page = operator.get(NEW).text
    assert 'value="40"' in page
    assert 'value="20"' in page


def test_the_editor_proposes_the_length_of_single_times(session, venue, operator):
    make_slot(session, venue, at=time(9), minutes=55, buffer_minutes=25)
    page = operator.get(NEW).text
    assert 'value="55"' in page
    assert 'value="25"' in page


def test_the_editor_shows_which_times_are_there_already(session, venue, operator):
    for day, at in ((12, time(10, 30)), (19, time(10, 30)), (19, time(14)), (20, time(9))):
        make_slot(session, venue, day=date(2027, 6, day), at=at, minutes=45)
    make_slot(session, venue, day=date(2027, 6, 26), at=time(8), state=SlotState.WITHDRAWN)
    make_slot(session, day=date(2027, 6, 26), at=time(7))
    for page in (operator.get(NEW).text, operator.post(NEW, data=RULE).text):
        assert "Samstag 10:30, 14:00 Uhr, je 45 Minuten" in page
        assert "Sonntag 9:00 Uhr, je 45 Minuten" in page
        assert "Sa, 12.06.2027 – Sa, 19.06.2027" in page
        assert "8:00" not in page
        assert "7:00" not in page


def test_a_number_of_days_stands_for_the_last_day(session, operator):
    rule = {**RULE, "from_day": "2027-04-24", "until_day": "", "days": "3", "times": "10:00"}
    preview = operator.post(NEW, data=rule).text
    # The first of May is a holiday and does not count.
    assert "3 Tage, von Sa, 24.04.2027 bis Sa, 15.05.2027." in preview
    assert "1 Feiertag ausgelassen: Sa, 01.05.2027 (Erster Mai)" in " ".join(preview.split())
    operator.post(NEW, data=fields_of(preview, EDITOR, aktion="einreichen"))
    assert count(session, SlotState.SUBMITTED) == 3


def test_one_mistake_in_the_number_of_days_is_one_mistake(operator):
    answer = operator.post(NEW, data={**RULE, "until_day": "", "days": "9999999"})
    assert answer.status_code == 422
    assert "Bitte prüfen Sie 1 Angabe" in answer.text
    assert "den letzten Tag ein oder" not in answer.text


def test_own_days_left_out_are_listed(operator):
    page = operator.post(NEW, data={**RULE, "skip_days": "15.5.27, 22.5.2027, 24.5.2027"}).text
    text = " ".join(page.split())
    # The third of them is no Saturday: it takes nothing away.
    assert "2 eigene Tage ausgelassen: Sa, 15.05.2027, Sa, 22.05.2027<" in text


def test_the_button_that_submits_stands_beside_the_figures_too(operator):
    page = operator.post(NEW, data=RULE).text
    before, after = page.split('<ol class="series-preview__days">')
    assert "38 Termine anlegen und einreichen" in before
    assert "38 Termine anlegen und einreichen" in after
    assert "Nur als Entwurf speichern" in before
    assert page.count('<button class="button"') == 1


def test_the_preview_lists_every_date_and_saves_nothing(session, operator):
    answer = operator.post(NEW, data=RULE)
    assert answer.status_code == 200
    assert answer.text.count('name="termin"') == 38
    assert "38 Termine anlegen und einreichen" in answer.text
    assert count(session) == 0


def test_conflicts_are_listed_with_their_reasons(session, venue, operator):
    make_slot(session, venue, day=date(2027, 6, 12), at=time(10, 30))
    make_closure(
        session,
        venue,
        begins_at=make_slot(session, day=date(2027, 6, 19), at=time(9)).begins_at,
        ends_at=make_slot(session, day=date(2027, 6, 19), at=time(12)).begins_at,
        reason="Betriebsfeier",
    )
    page = operator.post(NEW, data=RULE).text
    assert "34 Termine anlegen und einreichen" in page
    assert page.count("<s>") == 4
    assert "Betriebsfeier" in page


def test_ticked_times_are_created_and_the_result_says_what_was_not(session, venue, operator):
    make_slot(session, venue, day=date(2027, 6, 12), at=time(10, 30), state=SlotState.DRAFT)
    fields = fields_of(operator.post(NEW, data=RULE).text, EDITOR, aktion="anlegen")
    fields["termin"] = fields["termin"][1:]
    answer = operator.post(NEW, data=fields)
    assert answer.status_code == 303
    result = operator.get(answer.location).text
    assert "35 Termine sind als Entwürfe angelegt." in result
    assert "3 Termine nicht angelegt" in result
    assert "Von Ihnen ausgelassen" in result
    assert "35 Entwürfe einreichen" in result
    assert count(session, SlotState.DRAFT) == 36


def test_a_double_click_leads_to_the_same_series(session, operator):
    fields = fields_of(operator.post(NEW, data=RULE).text, EDITOR, aktion="einreichen")
    first, second = operator.post(NEW, data=fields), operator.post(NEW, data=fields)
    assert first.status_code == 303
    # The page that was sent twice shows what the first one made.
    assert second.location == first.location
    assert count(session, SlotState.SUBMITTED) == 38
    assert session.scalar(select(func.count(Series.id))) == 1


def test_a_rule_that_changed_after_the_preview_is_shown_again(session, operator):
    fields = fields_of(operator.post(NEW, data=RULE).text, EDITOR, aktion="anlegen", times="9:00")
    answer = operator.post(NEW, data=fields)
    assert answer.status_code == 409
    assert "Die Regel hat sich seit der Vorschau geändert" in answer.text
    assert count(session) == 0


def test_ticks_taken_away_stay_away_in_the_next_preview(operator):
    fields = fields_of(operator.post(NEW, data=RULE).text, EDITOR, aktion="vorschau")
    fields["termin"] = fields["termin"][:5]
    assert operator.post(NEW, data=fields).text.count(" checked") == 5 + 2  # weekday, holidays


def test_nothing_ticked_creates_nothing(session, operator):
    fields = fields_of(operator.post(NEW, data=RULE).text, EDITOR, aktion="anlegen", termin=[])
    answer = operator.post(NEW, data=fields)
    assert answer.status_code == 409
    assert "mindestens einen Termin" in answer.text
    assert count(session) == 0


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"name": ""}, 422, "einen Namen"),
        ({"name": "x" * 81}, 422, "höchstens 80 Zeichen"),
        ({"name": "x" * 100_000}, 422, "höchstens 80 Zeichen"),
        ({"weekdays": []}, 422, "mindestens einen Wochentag"),
        ({"name": "  "}, 422, "der Serie einen Namen"),
        ({"weekdays": ["9"]}, 422, "Diesen Wochentag gibt es nicht"),
        ({"weekdays": ["-1"]}, 422, "Diesen Wochentag gibt es nicht"),
        ({"weekdays": ["56"]}, 422, "Diesen Wochentag gibt es nicht"),
        ({"weekdays": [""]}, 422, "Wochentag"),
        ({"from_day": ""}, 422, "den ersten Tag ein"),
        ({"from_day": "2027-06-31"}, 422, "Dieses Datum gibt es nicht"),
        ({"from_day": "31.06.2027"}, 422, "Dieses Datum gibt es nicht"),
        ({"from_day": "0000-01-01"}, 422, "Dieses Datum gibt es nicht"),
        ({"from_day": "1999-12-31"}, 422, "So weit reicht der Kalender nicht"),
        ({"until_day": "9999-12-31"}, 422, "So weit reicht der Kalender nicht"),
        ({"until_day": "morgen"}, 422, "Dieses Datum gibt es nicht"),
        ({"until_day": ""}, 422, "den letzten Tag ein oder wie viele"),
        ({"days": "4"}, 422, "nur eines an"),
        ({"until_day": "", "days": "0"}, 422, "von 1 bis 1000"),
        ({"until_day": "", "days": "viele"}, 422, "von 1 bis 1000"),
        ({"until_day": "", "days": "1000", "from_day": "2199-12-01"}, 422, "So weit reicht"),
        ({"from_day": "2026-05-08", "until_day": "2026-09-11"}, 422, "Dieser Tag ist schon vorbei"),
        ({"until_day": "2027-05-07"}, 409, "Der letzte Tag liegt vor dem ersten"),
        ({"until_day": "2027-05-08", "weekdays": ["4"]}, 409, "kommt im Zeitraum nicht vor"),
        ({"until_day": "2199-12-31"}, 409, "höchstens 1000 Termine"),
        ({"until_day": "2027-05-08", "skip_days": "08.05.2027"}, 409, "ausgelassen"),
        ({"times": ""}, 422, "mindestens eine Uhrzeit"),
        ({"times": " , "}, 409, "mindestens eine Uhrzeit"),
        ({"times": "25:00"}, 422, "jede Uhrzeit so"),
        ({"times": "10:61"}, 422, "jede Uhrzeit so"),
        ({"times": "zehn"}, 422, "jede Uhrzeit so"),
        ({"times": ",".join(["10:00"] * 25)}, 422, "Mehr als 24"),
        ({"duration_minutes": "-1"}, 422, "von 10 bis 240"),
        ({"duration_minutes": str(10**19)}, 422, "von 10 bis 240"),
        ({"duration_minutes": "9" * 10_000}, 422, "von 10 bis 240"),
        ({"duration_minutes": "4.5"}, 422, "von 10 bis 240"),
        ({"duration_minutes": ""}, 422, "von 10 bis 240"),
        ({"buffer_minutes": "241"}, 422, "von 0 bis 240"),
        ({"skip_days": "31.02.2027"}, 422, "Eines der Daten gibt es nicht"),
        ({"skip_days": "1.1.2027 " * 201}, 422, "Mehr als 200"),
    ],
)
def test_bad_input_is_answered_at_its_field(session, operator, changes, status, sentence):
    answer = operator.post(NEW, data={**RULE, **changes, "aktion": "einreichen"})
    assert answer.status_code == status
    assert sentence in answer.text
    assert "field__error" in answer.text
    assert count(session) == 0


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\x1b[31m", "\ud7ff\uffff", "%s{{x}}", "٣"])
def test_strange_signs_never_break_anything(session, operator, text):
    operator.proof_reads = False
    for field in (*RULE, "termin", "siegel", "aktion"):
        answer = operator.post(NEW, data={**RULE, field: text})
        assert answer.status_code in (200, 409, 422)
    assert count(session) == 0


def test_a_million_characters_are_too_large(session, operator):
    assert operator.post(NEW, data={**RULE, "name": "x" * 1_000_000}).status_code == 413
    assert count(session) == 0


def test_the_skipped_hour_is_a_conflict_of_that_day(operator):
    rule = {**RULE, "weekdays": ["6"], "from_day": "2028-03-20", "until_day": "2028-04-02"}
    page = operator.post(NEW, data={**rule, "times": "2:30"}).text
    assert "26. März 2028 nicht: Die Sommerzeit beginnt" in page


def test_the_list_of_series_counts_their_times(session, venue, operator):
    series = make_series(session, venue, name="Sommer 2027")
    make_slot(session, venue, series=series, state=SlotState.DRAFT)
    make_slot(session, venue, series=series, at=time(14), state=SlotState.SUBMITTED)
    page = operator.get("/betrieb/orte/beck/serien").text
    assert "Sommer 2027" in page
    assert operator.get(f"/betrieb/orte/beck/serien/{series.id}").status_code == 200


def test_a_foreign_series_is_not_found(session, operator):
    foreign = make_series(session)
    for number in (foreign.id, 999_999, 10**19):
        assert operator.get(f"/betrieb/orte/beck/serien/{number}").status_code == 404
