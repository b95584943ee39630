"""The pages of duties: what is typed, what is said at the field, and what is in the way."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.actions.days import lock_days, mark_pending
from app.models import (
    Absence,
    Coverage,
    DutyPattern,
    Place,
    PlannedDay,
    Registrar,
    TravelTime,
)
from app.queries.places import get_way_rows
from app.rules.calendar import berlin_day
from app.rules.coverage import WeekdayClass
from app.web.duty_refusals import SENTENCES
from app.web.registry.duty import coverage, patterns, people, places, single_days
from app.web.registry.duty import ways as ways_pages
from tests.factories import (
    DAY,
    make_account,
    make_assignment,
    make_pattern,
    make_place,
    make_registrar,
    make_slot,
    make_venue,
    make_way,
    place_of,
)
from tests.support.client import make_client

URL = "/amt/dienste"


def count(session, model):
    """Return how many rows there are."""
    return session.scalar(select(func.count()).select_from(model))


def person(**overrides):
    """Return somebody as staff type them."""
    return {"name": "Bert Busch", "short_name": "Busch", "account": "", **overrides}


def duty(town, **overrides):
    """Return a duty as staff type it."""
    return {
        "weekday": "5",
        "begins": "16:00",
        "ends": "20:00",
        "base": str(town.office.id),
        "every_weeks": "1",
        "valid_from": "2027-03-01",
        **overrides,
    }


def day_by_hand(town, **overrides):
    """Return a day as staff plan it."""
    bases = {f"base_{number}": str(town.office.id) for number in range(3)}
    return {"how": "anders", "begins_0": "9", "ends_0": "15:00", **bases, **overrides}


def absence(town, **overrides):
    """Return an absence as staff type it."""
    return {
        "registrar": str(town.anna.id),
        "kind": "leave",
        "first_day": DAY.isoformat(),
        **overrides,
    }


def test_only_the_office_plans_duties(client, as_operator, session):
    assert client.get(URL).status_code == 302
    assert as_operator(make_venue(session)).get(URL).status_code == 403


# ── who is on duty ────────────────────────────────────────────────────────────
def test_an_empty_office_says_what_to_do_first(as_staff):
    assert "Ohne Personen im Dienst ist kein Termin frei" in as_staff.get(URL).text


def test_the_week_shows_who_is_on_duty_when(as_staff, town, session):
    as_staff.post(f"{URL}/abwesenheiten/neu", data=absence(town, first_time="13:00"))
    page = as_staff.get(f"{URL}/woche/{DAY}").text
    assert "Dienste, Mo, 7. Juni bis So, 13. Juni 2027" in page
    for words in ("Anna Adler", "9:00–13:00", "ab Amt", "zeitweise abwesend"):
        assert words in page
    assert as_staff.get(f"{URL}/woche/2027-13-01").status_code == 404


def test_the_month_lists_days_with_names_and_holidays(as_staff, town):
    page = as_staff.get(f"{URL}/monat/2027-05").text
    for words in ("Dienste im Mai 2027", "Adler", "9:00–15:00", "Pfingstmontag", "niemand"):
        assert words in page


@pytest.mark.parametrize("where", ["woche/2000-01-01", "woche/2199-12-31", "monat/2000-01"])
def test_the_ends_of_the_calendar_have_no_way_beyond(as_staff, town, where):
    assert as_staff.get(f"{URL}/{where}").status_code == 200
    assert as_staff.get(f"{URL}/monat/2199-12").status_code == 200


# ── people ────────────────────────────────────────────────────────────────────
def test_somebody_is_entered_changed_and_retired(as_staff, town, session):
    venue = str(town.castle.id)
    data = person(languages=["en", "gsg"], unserved=[venue], phone="02041 123456")
    answer = as_staff.post(f"{URL}/personen/neu", data=data)
    assert answer.status_code == 303
    page = as_staff.get(answer.headers["Location"]).text
    for words in ("Bert Busch", "Deutsch, Englisch, Deutsche Gebärdensprache", "Schloss"):
        assert words in page
    bert = session.scalars(select(Registrar).where(Registrar.short_name == "Busch")).one()
    one = f"{URL}/personen/{bert.id}"
    assert 'value="Bert Busch"' in as_staff.get(f"{one}/bearbeiten").text
    assert as_staff.post(f"{one}/bearbeiten", data=person(name="Bert Buche")).status_code == 303
    assert (bert.name, bert.languages, bert.unserved) == ("Bert Buche", ["de"], [])
    retired = as_staff.post(f"{one}/ausscheiden", data={"last_on": "2027-02-26"})
    assert retired.status_code == 303
    assert "ausgeschieden" in as_staff.get(f"{URL}/personen").text


@pytest.mark.parametrize(
    ("overrides", "words", "status"),
    [
        ({"name": " "}, "Bitte geben Sie einen Namen ein.", 422),
        ({"name": "x" * 121}, "höchstens 120 Zeichen", 422),
        ({"short_name": ""}, "Bitte geben Sie einen Kurznamen ein.", 422),
        ({"short_name": "x" * 21}, "höchstens 20 Zeichen", 422),
        ({"short_name": "ADLER"}, "Diesen Kurznamen hat schon jemand.", 409),
        ({"phone": "12"}, "fehlen Ziffern", 422),
        ({"account": "999999"}, "Bitte wählen Sie aus der Liste.", 422),
        ({"languages": ["xx"]}, "Bitte wählen Sie aus der Liste.", 422),
        ({"unserved": ["999999"]}, "Bitte wählen Sie aus der Liste.", 422),
        ({"valid_until": "9999-12-31"}, "So weit reicht der Kalender nicht.", 422),
        ({"valid_until": "2027-06-31"}, "Dieses Datum gibt es nicht.", 422),
    ],
)
def test_what_cannot_be_of_a_person_is_said_at_its_field(
    as_staff, town, session, overrides, words, status
):
    answer = as_staff.post(f"{URL}/personen/neu", data=person(**overrides))
    assert answer.status_code == status
    assert words in answer.text
    assert count(session, Registrar) == 1


def test_an_account_is_linked_once(as_staff, town, session):
    account = make_account(session)
    make_registrar(session, account_id=account.id)
    answer = as_staff.post(f"{URL}/personen/neu", data=person(account=str(account.id)))
    assert answer.status_code == 409
    assert "gehört schon zu einer anderen Person" in answer.text


def test_retiring_over_a_ceremony_shows_it_and_what_would_help(as_staff, town, session):
    reservation = town.reservation()
    make_registrar(session, name="Bert Busch")
    one = f"{URL}/personen/{town.anna.id}"
    answer = as_staff.post(f"{one}/ausscheiden", data={"last_on": "2027-06-01"})
    assert answer.status_code == 409
    for words in (
        "1 Trauung könnte dann niemand mehr übernehmen.",
        "Sa, 12. Juni 2027, 11:00 Uhr",
        "Schloss",
        reservation.reference,
        "Bert Busch kommt von 10:25 bis 12:00 Uhr dazu, ab Amt",
    ):
        assert words in answer.text
    assert town.anna.valid_until is None
    assert as_staff.post(f"{one}/ausscheiden", data={"last_on": ""}).status_code == 422


@pytest.mark.parametrize("key", ["999999", "99999999999999999999"])
@pytest.mark.parametrize(
    "path", ["personen/{}", "personen/{}/bearbeiten", "muster/{}", "orte/{}", "orte/{}/wege"]
)
def test_what_is_not_there_is_not_found(as_staff, key, path):
    assert as_staff.get(f"{URL}/{path.format(key)}").status_code == 404


# ── duties that come back ─────────────────────────────────────────────────────
def test_a_duty_is_added_changed_and_ended(as_staff, town, session):
    new = f"{URL}/personen/{town.anna.id}/muster-neu"
    assert as_staff.get(new).status_code == 200
    assert as_staff.post(new, data=duty(town, every_weeks="2", ends="24:00")).status_code == 303
    added = session.scalars(select(DutyPattern).order_by(DutyPattern.id.desc())).first()
    assert (added.begins_minute, added.ends_minute, added.every_weeks) == (960, 1440, 2)
    page = as_staff.get(f"{URL}/personen/{town.anna.id}").text
    assert "Samstag, 16:00–24:00, jede zweite Woche" in page
    one = f"{URL}/muster/{added.id}"
    assert 'value="24:00"' in as_staff.get(one).text
    assert as_staff.post(one, data=duty(town, ends="19")).status_code == 303
    assert (added.ends_minute, added.every_weeks) == (1140, 1)
    assert as_staff.post(f"{one}/beenden", data={"last_on": "2027-12-31"}).status_code == 303
    assert added.valid_until == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("overrides", "words", "status"),
    [
        ({"begins": ""}, "Bitte geben Sie eine Uhrzeit ein", 422),
        ({"begins": "25:00"}, "Bitte schreiben Sie die Uhrzeit so: 9:30.", 422),
        ({"ends": "24:01"}, "Bitte schreiben Sie die Uhrzeit so: 9:30.", 422),
        ({"ends": "²"}, "Bitte schreiben Sie die Uhrzeit so: 9:30.", 422),
        ({"ends": "15:00"}, "Ein Dienst endet am selben Tag", 409),
        ({"begins": "20:00", "ends": "2:00"}, "legen Sie bitte zwei Dienste an", 409),
        ({"weekday": "6", "begins": "1:00"}, "wird sonntags zwischen 2:00 und 3:00 Uhr", 409),
        ({"begins": "14:00"}, "Zu dieser Zeit hat die Person schon einen Dienst.", 409),
        ({"valid_until": "2027-02-28"}, "Das Ende liegt vor dem Beginn.", 409),
        ({"valid_from": "9999-01-01"}, "So weit reicht der Kalender nicht.", 422),
        ({"valid_from": ""}, "Bitte geben Sie einen Tag ein", 422),
        ({"weekday": "7"}, "Bitte wählen Sie aus der Liste.", 422),
        ({"base": "999999"}, "Bitte wählen Sie aus der Liste.", 422),
        ({"every_weeks": "0"}, "Bitte wählen Sie aus der Liste.", 422),
    ],
)
def test_a_duty_that_cannot_be_is_said_at_its_field(
    as_staff, town, session, overrides, words, status
):
    new = f"{URL}/personen/{town.anna.id}/muster-neu"
    answer = as_staff.post(new, data=duty(town, **overrides))
    assert answer.status_code == status
    assert re.search(rf'class="field__error"[^§]*{re.escape(words)}', answer.text)
    assert count(session, DutyPattern) == 1


def test_ending_or_changing_a_needed_duty_shows_the_ceremony(as_staff, town, session):
    reservation = town.reservation()
    pattern = session.scalars(select(DutyPattern)).one()
    one = f"{URL}/muster/{pattern.id}"
    ended = as_staff.post(f"{one}/beenden", data={"last_on": "2027-06-01"})
    changed = as_staff.post(one, data=duty(town))
    for answer in (ended, changed):
        assert answer.status_code == 409
        assert reservation.reference in answer.text
    assert as_staff.post(f"{one}/beenden", data={"last_on": "x"}).status_code == 422
    assert as_staff.post(one, data=duty(town, begins="x")).status_code == 422
    assert (pattern.valid_until, pattern.begins_minute) == (None, 540)


# ── single days ───────────────────────────────────────────────────────────────
def test_a_day_is_planned_by_hand(as_staff, town, session):
    one = f"{URL}/personen/{town.anna.id}/tag/{DAY}"
    assert "Bisher geplant: 9:00–15:00." in as_staff.get(one).text
    two = day_by_hand(town, ends_0="12", begins_1="13:00", ends_1="18:00")
    assert as_staff.post(one, data=two).status_code == 303
    (planned,) = session.scalars(select(PlannedDay))
    assert [duty.ends_minute for duty in planned.duties] == [720, 1080]
    assert "von Hand geplant" in as_staff.get(f"{URL}/woche/{DAY}").text
    assert as_staff.post(one, data=day_by_hand(town, how="frei")).status_code == 303
    assert planned.duties == []
    assert "frei" in as_staff.get(f"{URL}/personen/{town.anna.id}").text
    assert as_staff.post(one, data=day_by_hand(town, how="muster")).status_code == 303
    assert count(session, PlannedDay) == 0


@pytest.mark.parametrize(
    ("day", "overrides", "words", "status"),
    [
        (DAY, {"how": "irgendwie"}, "", 422),
        (DAY, {"begins_0": "", "ends_0": ""}, "Bitte geben Sie mindestens eine Zeit ein", 422),
        (DAY, {"ends_0": ""}, "Bitte geben Sie eine Uhrzeit ein", 422),
        (DAY, {"begins_1": "17"}, "Bitte geben Sie eine Uhrzeit ein", 422),
        (DAY, {"ends_0": "8:00"}, "Ein Dienst endet am selben Tag", 409),
        (DAY, {"begins_1": "14", "ends_1": "16"}, "hat die Person schon einen Dienst", 409),
        (DAY, {"base_0": "999999"}, "Bitte wählen Sie aus der Liste.", 422),
        ("2028-03-26", {"begins_0": "1:00"}, "wird zwischen 2:00 und 3:00 Uhr die Uhr", 409),
        ("2027-02-27", {}, "Diese Zeit ist schon vorbei.", 409),
    ],
)
def test_a_day_that_cannot_be_is_said_at_its_field(
    as_staff, town, session, day, overrides, words, status
):
    one = f"{URL}/personen/{town.anna.id}/tag/{day}"
    answer = as_staff.post(one, data=day_by_hand(town, **overrides))
    assert answer.status_code == status
    assert words in answer.text
    assert count(session, PlannedDay) == 0


def test_a_day_off_over_a_ceremony_is_refused(as_staff, town, session):
    reservation = town.reservation()
    one = f"{URL}/personen/{town.anna.id}/tag/{DAY}"
    answer = as_staff.post(one, data=day_by_hand(town, how="frei"))
    assert answer.status_code == 409
    assert reservation.reference in answer.text


def test_two_people_swap_a_day(as_staff, town, session):
    bert = make_registrar(session)
    page = as_staff.get(f"{URL}/tauschen?tag={DAY}")
    assert f'value="{DAY}"' in page.text
    data = {"day": DAY.isoformat(), "one": str(town.anna.id), "other": str(bert.id)}
    assert as_staff.post(f"{URL}/tauschen", data=data).status_code == 303
    assert count(session, PlannedDay) == 2
    data["other"] = data["one"]
    same = as_staff.post(f"{URL}/tauschen", data=data)
    assert (same.status_code, "zwei verschiedene" in same.text) == (409, True)
    data["other"] = "999999"
    assert as_staff.post(f"{URL}/tauschen", data=data).status_code == 422


# ── absences ──────────────────────────────────────────────────────────────────
def test_an_absence_is_recorded_and_lifted(as_staff, town, session):
    new = f"{URL}/abwesenheiten/neu"
    assert "Bitte keine Krankheiten eintragen." in as_staff.get(f"{new}?wer={town.anna.id}").text
    assert as_staff.post(new, data=absence(town, last_day="2027-06-20")).status_code == 303
    page = as_staff.get(f"{URL}/abwesenheiten").text
    for words in ("Sa, 12.06.2027 bis So, 20.06.2027", "Anna Adler", "Urlaub"):
        assert words in page
    (row,) = session.scalars(select(Absence))
    assert as_staff.post(f"{URL}/abwesenheiten/{row.id}/aufheben").status_code == 303
    assert "Alle sind da" in as_staff.get(f"{URL}/abwesenheiten").text
    assert as_staff.post(f"{URL}/abwesenheiten/99999999999/aufheben").status_code == 404


@pytest.mark.parametrize(
    ("overrides", "words", "status"),
    [
        ({"registrar": "999999"}, "Bitte wählen Sie aus der Liste.", 422),
        ({"kind": ""}, "Bitte wählen Sie", 422),
        ({"kind": "sick"}, "", 422),
        ({"first_day": ""}, "Bitte geben Sie einen Tag ein", 422),
        ({"last_day": "9999-12-31"}, "So weit reicht der Kalender nicht.", 422),
        ({"last_day": "2199-12-31"}, "So weit reicht der Kalender nicht.", 422),
        ({"last_day": "2027-06-11"}, "Das Ende liegt vor dem Beginn.", 409),
        ({"last_day": "2035-06-11"}, "höchstens anderthalb Jahre", 409),
        ({"first_day": "2026-06-12"}, "Diese Zeit ist schon vorbei.", 409),
        ({"first_time": "25:00"}, "Bitte schreiben Sie jede Uhrzeit so", 422),
        ({"first_day": "2028-03-26", "first_time": "2:30"}, "Die Sommerzeit beginnt.", 422),
    ],
)
def test_an_absence_that_cannot_be_is_said_at_its_field(
    as_staff, town, session, overrides, words, status
):
    answer = as_staff.post(f"{URL}/abwesenheiten/neu", data=absence(town, **overrides))
    assert answer.status_code == status
    assert words in answer.text
    assert count(session, Absence) == 0


def test_a_sudden_absence_needs_a_second_button_and_disturbs_the_day(as_staff, town, session):
    reservation = town.reservation()
    new = f"{URL}/abwesenheiten/neu"
    planned = as_staff.post(new, data=absence(town))
    assert planned.status_code == 409
    assert "Trotzdem eintragen" not in planned.text
    sudden = as_staff.post(new, data=absence(town, kind="short_notice"))
    assert sudden.status_code == 409
    assert "Trotzdem eintragen" in sudden.text
    assert reservation.reference in sudden.text
    forced = as_staff.post(new, data=absence(town, kind="short_notice", schritt="trotzdem"))
    assert forced.status_code == 303
    assert forced.location == f"/amt/stoerung/{DAY}"
    assert "1 Tag ist gestört" in as_staff.get(f"{URL}/abwesenheiten").text
    assert "gestört" in as_staff.get(f"{URL}/woche/{DAY}").text
    assert (
        "1 Tag ist gestört" in as_staff.get("/amt/").text or "gestört" in as_staff.get("/amt/").text
    )
    day = as_staff.get(f"/amt/tag/{DAY}").text
    assert "Dieser Tag ist gestört" in day
    assert reservation.reference in day


def test_an_absence_over_assignments_asks_before_it_frees_them(as_staff, town, session):
    reservation = town.reservation()
    bert = make_registrar(session)
    make_pattern(session, bert, town.office, weekday=5)
    make_assignment(session, reservation, town.anna)
    new = f"{URL}/abwesenheiten/neu"
    answer = as_staff.post(new, data=absence(town))
    assert answer.status_code == 409
    for words in ("ist die Person schon eingeteilt", reservation.reference, "neu einteilen"):
        assert words in answer.text
    # Others can perform them: nobody is to read that nobody can, or what else would help.
    assert "niemand mehr übernehmen" not in answer.text
    assert "Was allein schon hilft" not in answer.text
    freed = as_staff.post(new, data=absence(town, schritt="neu-zuteilen"))
    assert freed.status_code == 303
    assert freed.location == f"/amt/stoerung/{DAY}"
    assert "Sie betrifft 1 Tag mit Trauungen." in as_staff.get(freed.location).text
    assert count(session, Absence) == 1


def test_an_absence_that_hits_nobody_leads_back_to_the_list(as_staff, town, session):
    answer = as_staff.post(f"{URL}/abwesenheiten/neu", data=absence(town))
    assert answer.location == f"{URL}/abwesenheiten"


def test_an_absence_is_offered_as_the_roster_asks_for_it(as_staff, town):
    page = as_staff.get(f"{URL}/abwesenheiten/neu?tag={DAY}&art=short_notice").text
    assert f'value="{DAY}"' in page
    assert re.search(r'<input checked[^>]*value="short_notice"', page)
    assert as_staff.get(f"{URL}/abwesenheiten/neu?tag=%00&art=x&wer=%00").status_code == 200


def test_a_time_that_cannot_be_read_is_one_mistake(as_staff, town):
    one = f"{URL}/personen/{town.anna.id}/tag/{DAY}"
    answer = as_staff.post(one, data=day_by_hand(town, begins_0="25:00", ends_0="26:00"))
    assert answer.status_code == 422
    assert "Bitte schreiben Sie die Uhrzeit so: 9:30." in answer.text
    assert "mindestens eine Zeit" not in answer.text


# ── bases without ways ────────────────────────────────────────────────────────
def test_a_duty_from_a_base_without_ways_is_accepted_and_says_what_is_missing(
    as_staff, town, session
):
    depot = make_place(session, name="Depot")
    session.commit()
    lead = f'href="{URL}/orte/{depot.id}/wege"'
    one, week = f"{URL}/personen/{town.anna.id}", f"{URL}/woche/{DAY}"
    assert lead not in as_staff.get(one).text + as_staff.get(week).text
    added = as_staff.post(f"{one}/muster-neu", data=duty(town, weekday="1", base=str(depot.id)))
    sheet = as_staff.get(added.location).text
    assert "Ab Depot fehlen Wege" in sheet
    assert "Nach Schloss ist keine Wegezeit eingetragen." in sheet
    assert lead in sheet
    planned = as_staff.post(f"{one}/tag/{DAY}", data=day_by_hand(town, base_0=str(depot.id)))
    assert planned.status_code == 303
    assert lead in as_staff.get(planned.location).text
    make_way(session, depot, town.castle_place, 15)
    session.commit()
    assert lead not in as_staff.get(one).text + as_staff.get(week).text


def test_many_missing_ways_are_not_all_named(as_staff, town, session):
    for number in range(6):
        house = f"Haus {number}"
        make_venue(session, staffed=False, name=house, short_name=house)
    session.commit()
    page = as_staff.get(f"{URL}/personen/{town.anna.id}").text
    assert "Nach Haus 0, Haus 1, Haus 2, Haus 3, Haus 4 und zu weiteren Trauorten (1)" in page
    assert "Schloss" not in page[page.index("Ab Amt fehlen Wege") : page.index("eintragen</a>")]


def test_a_venue_that_was_given_up_needs_no_ways(as_staff, town, session, now):
    today = berlin_day(now)
    for number, until in enumerate((today - timedelta(days=1), today)):
        house = f"Haus {number}"
        make_venue(session, staffed=False, name=house, short_name=house, valid_until=until)
    session.commit()
    page = as_staff.get(f"{URL}/personen/{town.anna.id}").text
    assert "Nach Haus 1 ist keine Wegezeit eingetragen." in page


# ── two people at once ────────────────────────────────────────────────────────
def seal_on(page):
    """Return what a page says it shows."""
    return re.search(r'name="stand" value="(\w+)"', page)[1]


def changes_of_two(town, pattern):
    """Return for each form: its address, what a colleague saved meanwhile, and what is sent."""
    castle, office = town.castle_place.id, town.office.id
    ways = {f"way_{castle}_{office}": "29", f"way_{office}_{castle}": "29"}
    venue = {"preparation": "30", "follow_up": "20", "latitude": "", "longitude": ""}
    promised = {"saturday": "2027-07-31", "schritt": "speichern"}
    return {
        "day": (f"personen/{town.anna.id}/tag/{DAY}", {"how": "frei"}, day_by_hand(town)),
        "pattern": (f"muster/{pattern.id}", duty(town, ends="19"), duty(town, ends="18")),
        "person": (f"personen/{town.anna.id}/bearbeiten", person(), person(name="Anna Neu")),
        "place": (f"orte/{castle}", venue, {**venue, "preparation": "25"}),
        "ways of a place": (f"orte/{castle}/wege", dict.fromkeys(ways, "31"), ways),
        "ways": ("wege", dict.fromkeys(ways, "31"), ways),
        "promised days": ("zugesichert", promised, {**promised, "saturday": "2027-08-31"}),
    }


@pytest.mark.parametrize(
    "which", ["day", "pattern", "person", "place", "ways of a place", "ways", "promised days"]
)
def test_nobody_saves_over_what_they_have_not_seen(as_staff, town, session, which):
    pattern = make_pattern(session, town.anna, town.office, weekday=1, valid_from=date(2027, 3, 1))
    path, theirs, mine = changes_of_two(town, pattern)[which]
    one = f"{URL}/{path}"
    page = as_staff.get(one).text
    shown = seal_on(page)
    known = dict(re.findall(r'name="(way_\d+_\d+)"[^>]*value="(\d*)"', page))
    theirs, mine = {**known, **theirs}, {**known, **mine}
    assert as_staff.post(one, data={**theirs, "stand": shown}).status_code == 303
    answer = as_staff.post(one, data={**mine, "stand": shown})
    assert answer.status_code == 409
    assert "Jemand hat das inzwischen geändert." in answer.text
    again = as_staff.post(one, data={**mine, "stand": seal_on(answer.text)})
    assert again.status_code == 303


VIEWS = {
    "day": single_days,
    "pattern": patterns,
    "person": people,
    "place": places,
    "ways of a place": ways_pages,
    "ways": ways_pages,
    "promised days": coverage,
}


@pytest.mark.parametrize("which", VIEWS)
def test_what_a_colleague_saves_at_the_last_moment_is_not_saved_over(
    app, as_staff, town, session, just_before_saving, which
):
    pattern = make_pattern(session, town.anna, town.office, weekday=1, valid_from=date(2027, 3, 1))
    path, theirs, mine = changes_of_two(town, pattern)[which]
    one = f"{URL}/{path}"
    page = as_staff.get(one).text
    known = dict(re.findall(r'name="(way_\d+_\d+)"[^>]*value="(\d*)"', page))
    shown = {**known, "stand": seal_on(page)}
    colleague = make_client(app, session, make_account(session))
    saved = []
    just_before_saving(
        VIEWS[which],
        lambda: saved.append(colleague.post(one, data={**shown, **theirs}).status_code),
    )
    answer = as_staff.post(one, data={**shown, **mine})
    assert saved == [303]
    assert answer.status_code == 409
    assert "Jemand hat das inzwischen geändert." in answer.text


# ── places and ways ───────────────────────────────────────────────────────────
def test_missing_ways_come_first_and_can_be_guessed(as_staff, town, session):
    data = {"name": "Bürgerhaus", "latitude": "51,5236", "longitude": "6.9285"}
    answer = as_staff.post(f"{URL}/orte/neu", data=data)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/wege")
    town.castle_place.latitude, town.castle_place.longitude = 51.6, 6.9
    page = as_staff.get(f"{URL}/orte").text
    assert "Wege, die fehlen (2)" in page
    assert as_staff.post(f"{URL}/wege/schaetzen").status_code == 303
    page = as_staff.get(f"{URL}/orte").text
    assert "Wege, die fehlen (1)" in page
    assert "1 Weg ist geschätzt." in page
    assert "geschätzt" in as_staff.get(f"{URL}/wege").text
    assert as_staff.post(f"{URL}/wege/schaetzen").status_code == 303
    assert count(session, TravelTime) == 4


def test_ways_are_typed_place_by_place_and_differ_by_direction_on_demand(as_staff, town, session):
    one, other = town.castle_place.id, town.office.id
    there, back = f"way_{one}_{other}", f"way_{other}_{one}"
    page = f"{URL}/orte/{one}/wege"
    assert 'value="20"' in as_staff.get(page).text
    assert as_staff.post(page, data={there: "25", back: ""}).status_code == 303
    ways = get_way_rows(session)
    assert [row.minutes for row in ways.values()] == [25, 25]
    assert as_staff.post(page, data={there: "25", back: "35"}).status_code == 303
    assert (ways[other, one].minutes, ways[other, one].per_direction) == (35, True)
    assert 'value="35"' in as_staff.get(f"{URL}/wege").text


@pytest.mark.parametrize("typed", ["0", "10000", "-5", "241", "1.5", "x", "²", ""])
@pytest.mark.parametrize("path", ["wege", "orte/{}/wege"])
def test_a_way_that_cannot_be_is_said_at_its_field(as_staff, town, session, typed, path):
    one, other = town.office.id, town.castle_place.id
    answer = as_staff.post(f"{URL}/{path.format(one)}", data={f"way_{one}_{other}": typed})
    assert answer.status_code == 422
    words = "Ein bekannter Weg lässt sich nicht löschen." if not typed else "1 bis 240 Minuten"
    assert words in answer.text
    assert {row.minutes for row in get_way_rows(session).values()} == {20}


def test_minutes_of_a_way_have_one_sentence(as_staff, town, monkeypatch):
    monkeypatch.setitem(SENTENCES, "minutes_of_way", "So lange dauert kein Weg.")
    one, other = town.office.id, town.castle_place.id
    answer = as_staff.post(f"{URL}/wege", data={f"way_{one}_{other}": "241"})
    assert answer.status_code == 422
    assert "So lange dauert kein Weg." in answer.text


def test_an_estimate_is_one_until_somebody_looks_at_it(as_staff, town, session):
    ways = get_way_rows(session)
    for row in ways.values():
        row.estimated = True
    one, other = town.office.id, town.castle_place.id
    data = {f"way_{one}_{other}": "20"}
    assert as_staff.post(f"{URL}/wege", data=data).status_code == 303
    assert all(row.estimated for row in ways.values())
    assert as_staff.post(f"{URL}/wege", data={**data, "seen": "y"}).status_code == 303
    assert not any(row.estimated for row in ways.values())


def test_twenty_places_fit(as_staff, town, session):
    for number in range(18):
        make_place(session, name=f"Ort {number}")
    page = as_staff.get(f"{URL}/wege").text
    assert page.count('class="input way__minutes"') == 190
    assert as_staff.get(f"{URL}/orte/{town.office.id}/wege").text.count("Weg fehlt") == 18


def test_what_a_venue_needs_is_changed_at_its_place(as_staff, town, session):
    one = f"{URL}/orte/{town.castle_place.id}"
    data = {"preparation": "30", "follow_up": "20", "latitude": "", "longitude": ""}
    assert as_staff.post(one, data=data).status_code == 303
    assert (town.castle.preparation_minutes, town.castle.follow_up_minutes) == (30, 20)
    for overrides in (
        {"preparation": "241"},
        {"follow_up": "-1"},
        {"latitude": "91", "longitude": "6"},
        {"latitude": "51", "longitude": ""},
        {"latitude": "nan", "longitude": "6"},
    ):
        answer = as_staff.post(one, data={**data, **overrides})
        assert answer.status_code == 422
        # One mistake, one sentence.
        assert "Bitte prüfen Sie 1 Angabe" in answer.text
    renamed = {"name": "Amt Mitte", "latitude": "", "longitude": ""}
    assert as_staff.post(f"{URL}/orte/{town.office.id}", data=renamed).status_code == 303
    assert town.office.name == "Amt Mitte"
    renamed["name"] = "SCHLOSS"
    assert as_staff.post(f"{URL}/orte/{town.office.id}", data=renamed).status_code == 409


def test_a_slower_way_over_a_ceremony_is_refused_with_what_helps(as_staff, town, session):
    reservation = town.reservation(10)
    one, other = town.office.id, town.castle_place.id
    answer = as_staff.post(f"{URL}/wege", data={f"way_{one}_{other}": "50"})
    assert answer.status_code == 409
    for words in (reservation.reference, "Weg Amt – Schloss in höchstens 45 Minuten"):
        assert words in answer.text
    assert count(session, Place) == 2


# ── promises ──────────────────────────────────────────────────────────────────
def promised(session, **overrides):
    """Return what is promised as staff type it."""
    rows = session.scalars(select(Coverage))
    return {row.weekday_class.value: row.last_on.isoformat() for row in rows} | overrides


def test_a_promise_says_what_it_opens_and_closes_before_and_after(as_staff, town, session):
    town.slot()
    one = f"{URL}/zugesichert"
    assert "Samstag" in as_staff.get(one).text
    data = promised(session, saturday="2027-06-11")
    shown = as_staff.post(one, data=data)
    assert shown.status_code == 200
    assert "0 freigegebene Termine werden damit zugesichert, 1 nicht mehr." in shown.text
    assert session.get(Coverage, WeekdayClass.SATURDAY).last_on > DAY
    assert as_staff.post(one, data={**data, "schritt": "speichern"}).status_code == 303
    assert session.get(Coverage, WeekdayClass.SATURDAY).last_on == DAY - timedelta(days=1)
    for typed in ("9999-12-31", "x", "2027-02-30"):
        assert as_staff.post(one, data=promised(session, saturday=typed)).status_code == 422


def test_the_menu_leads_to_the_duties(as_staff, session):
    venue = make_venue(session)
    assert place_of(session, venue)
    assert 'href="/amt/dienste"' in as_staff.get("/amt/").text


def test_whoever_adds_a_year_of_duties_sees_that_the_days_are_being_reckoned(
    as_staff, town, session
):
    one = f"{URL}/personen/{town.anna.id}"
    assert "neu berechnet" not in as_staff.get(one).text
    make_slot(session, town.castle)
    lock_days(session, [DAY])
    mark_pending(session, [DAY])
    session.commit()
    assert "1 Tag wird gerade neu berechnet." in as_staff.get(one).text
