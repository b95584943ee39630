from __future__ import annotations

from datetime import time

import pytest
from sqlalchemy import event

from app.actions.days import reckon
from app.extensions import db
from tests.factories import DAY, NOW, make_absence, make_slot, make_venue
from tests.support.staffed_city import StaffedCity

PAGE = "/amt/engpass/2027-06"


@pytest.fixture
def city(session):
    return StaffedCity(session)


def test_the_month_says_what_keeps_times_from_being_free_and_what_would_help(
    as_staff, session, city
):
    for who in (city.anna, city.bea):
        make_absence(session, who)
    city.registrar("Cem Lange", "Lange", begins=6, ends=7)
    for hour in (11, 13):
        make_slot(session, city.mill, at=time(hour), minutes=40)
    city.wedding(city.castle, 14)
    reckon(session, [DAY], now=NOW)
    text = as_staff.get(PAGE).text
    assert "3 freigegebene Zeiten, davon frei: 0." in text
    assert "<b>2</b> weil niemand vom Standesamt da sein kann" in text
    assert "<b>1</b> weil der Trauort vergeben ist" in text
    assert "1 von 1" in text
    best = text[text.index("Was eine Person mehr") :]
    # The couple at 14:00 needs somebody, too: it is disturbed, and one person cannot do all.
    assert "Samstag" in best


def test_a_month_without_times_says_so(as_staff, city):
    assert "In diesem Monat ist noch nichts freigegeben." in as_staff.get(PAGE).text
    assert as_staff.get("/amt/engpass").location == "/amt/engpass/2027-03"


@pytest.mark.parametrize("month", ["2027-13", "0000-01", "2027-6", "juni"])
def test_what_is_no_month_is_not_found(as_staff, month):
    assert as_staff.get(f"/amt/engpass/{month}").status_code == 404


def test_it_costs_the_same_queries_however_many_days_are_short(app, as_staff, session, city):
    counts = []
    for days in (1, 3):
        for day in range(days):
            date = DAY.replace(day=5 + 7 * day)
            make_slot(session, make_venue(session, staffed=False), day=date, at=time(20))
            session.flush()
            reckon(session, [date], now=NOW)
        session.commit()
        counter = []
        listener = lambda *_a, counter=counter: counter.append(1)  # noqa: E731
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", listener)
            assert as_staff.get(PAGE).status_code == 200
            event.remove(db.engine, "before_cursor_execute", listener)
        counts.append(len(counter))
    assert counts[0] == counts[1] <= 30
