from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select

from app.cli.demo.load import load_city
from app.models import Account, Closure, Reservation, Setting, Slot, Venue
from app.queries.settings import get_policies
from app.rules.calendar import berlin_day, berlin_time
from app.rules.days import is_office_closed
from app.rules.policies import check_possible
from app.rules.reservations import ReservationState
from app.rules.slots import SlotState

TODAY = date(2026, 11, 21)


def load(session, today=TODAY, *, years=1, venues=14, password="tanne-linde-ulme-42"):
    return load_city(session, today=today, years=years, venues=venues, password=password)


def test_the_city_is_believable(session):
    load(session)
    the_venues_mark_what_is_assumed(session)
    everybody_has_an_account(session)
    about_six_hundred_couples_marry_and_every_state_occurs(session)
    one_saturday_is_full(session)
    nobody_marries_on_a_closed_day(session)
    its_settings_are_possible_and_there_are_closures(session)


def the_venues_mark_what_is_assumed(session):
    venues = session.scalars(select(Venue)).all()
    assert len(venues) == 14
    assert all("fees" in venue.assumptions for venue in venues)
    assert [venue.slug for venue in venues if "seats" not in venue.assumptions] == ["malakoffturm"]
    assert sum("name" in venue.assumptions for venue in venues) == 2


def everybody_has_an_account(session):
    emails = set(session.scalars(select(Account.email)))
    assert {"amt@example.org", "standesbeamtin@example.org"} <= emails
    for slug in session.scalars(select(Venue.slug)):
        assert f"betrieb-{slug}@example.org" in emails


def about_six_hundred_couples_marry_and_every_state_occurs(session):
    states = Counter(session.scalars(select(Reservation.state)))
    ended = (ReservationState.CANCELLED, ReservationState.LAPSED, ReservationState.DECLINED)
    assert 550 <= sum(states.values()) - sum(states[state] for state in ended) <= 750
    assert set(states) == set(ReservationState) - {ReservationState.HELD}
    assert set(session.scalars(select(Slot.state))) == set(SlotState)


def one_saturday_is_full(session):
    free = session.scalar(select(func.count()).where(Slot.day == date(2027, 6, 12), Slot.holdable))
    released = session.scalar(
        select(func.count()).where(Slot.day == date(2027, 6, 12), Slot.state == SlotState.RELEASED)
    )
    assert (free, released > 10) == (0, True)


def nobody_marries_on_a_closed_day(session):
    policies = get_policies(session, TODAY)
    for slot in session.scalars(select(Slot)):
        assert not is_office_closed(slot.day, policies)
        assert berlin_day(slot.begins_at) == berlin_day(slot.ends_at) == slot.day
        wall = berlin_time(slot.begins_at)
        assert slot.minute == wall.hour * 60 + wall.minute


def its_settings_are_possible_and_there_are_closures(session):
    check_possible(get_policies(session, TODAY))
    assert session.scalar(select(func.count()).select_from(Setting)) >= 5
    assert session.scalar(select(func.count()).select_from(Closure)) >= 4


@pytest.mark.slow
@pytest.mark.parametrize("today", [date(2027, 2, 28), date(2028, 2, 29), date(2027, 12, 31)])
def test_it_can_stand_on_any_day(session, today):
    load(session, today)
    assert session.scalar(select(func.count()).select_from(Reservation)) > 400


def test_the_same_day_gives_the_same_city(session):
    def picture():
        rows = session.execute(
            select(Reservation.reference, Reservation.state, Slot.begins_at)
            .join(Reservation.slot)
            .order_by(Reservation.reference)
        ).all()
        return [tuple(row) for row in rows]

    load(session)
    first = picture()
    session.rollback()
    load(session, password="ganz-anders-gewesen-11")
    assert picture() == first


@pytest.mark.slow
def test_it_grows_for_measuring(session):
    load(session, years=2, venues=30)
    assert session.scalar(select(func.count()).select_from(Venue)) == 30
    assert session.scalar(select(func.max(Slot.day))) > date(2028, 11, 1)
