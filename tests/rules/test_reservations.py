from datetime import UTC, date, datetime, timedelta

import pytest

from app.rules.policies import Policies
from app.rules.refusals import (
    HoldOver,
    NoMoreExtensions,
    SlotNotReleased,
    TooEarly,
    TooLate,
    TooManyGuests,
)
from app.rules.reservations import (
    ReservationState,
    check_guests,
    check_hold_lives,
    check_reservable,
    extended,
    first_reservable_day,
    policies_for_move,
    reference_from,
    registration_window,
)
from app.rules.slots import SlotState

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
DAY = date(2027, 6, 12)


def reservable(**overrides):
    values = {
        "state": SlotState.RELEASED,
        "opens_at": NOW - timedelta(days=1),
        "day": DAY,
        "now": NOW,
        "policies": Policies(),
    }
    check_reservable(**{**values, **overrides})


def test_a_released_open_slot_in_time_may_be_reserved():
    reservable()
    reservable(opens_at=NOW)
    reservable(day=date(2027, 3, 22))  # exactly 21 days


@pytest.mark.parametrize(
    ("overrides", "refusal"),
    [
        ({"state": SlotState.SUBMITTED}, SlotNotReleased),
        ({"state": SlotState.WITHDRAWN}, SlotNotReleased),
        ({"opens_at": None}, SlotNotReleased),
        ({"opens_at": NOW + timedelta(seconds=1)}, TooEarly),
        ({"day": date(2027, 3, 21)}, TooLate),
        # 23:30 UTC on the 28th is the 1st of March in Berlin already.
        ({"day": date(2027, 3, 21), "now": datetime(2027, 2, 28, 23, 30, tzinfo=UTC)}, TooLate),
    ],
)
def test_what_may_not_be_reserved_says_why(overrides, refusal):
    with pytest.raises(refusal):
        reservable(**overrides)


@pytest.mark.parametrize(
    ("state", "seconds", "lives"),
    [
        (ReservationState.HELD, 1, True),
        (ReservationState.HELD, 0, False),  # at its very end it is over
        (ReservationState.HELD, -1, False),
        (ReservationState.LAPSED, 60, False),
        (ReservationState.CANCELLED, 60, False),
    ],
)
def test_how_long_a_hold_lives(state, seconds, lives):
    held_until = NOW + timedelta(seconds=seconds)
    if lives:
        check_hold_lives(state, held_until, now=NOW)
    else:
        with pytest.raises(HoldOver):
            check_hold_lives(state, held_until, now=NOW)


@pytest.mark.parametrize(
    ("so_far", "times", "minutes"), [(0, 1, 20), (9, 1, 20), (0, 10, 200), (3, 7, 140)]
)
def test_an_extension_adds_to_the_end(so_far, times, minutes):
    assert extended(NOW, so_far, times, Policies()) == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(("so_far", "times"), [(10, 1), (0, 11), (9, 2), (0, 0), (0, -1)])
def test_more_extensions_than_allowed_are_refused(so_far, times):
    with pytest.raises(NoMoreExtensions):
        extended(NOW, so_far, times, Policies())


def test_guests_fill_seats_and_standing_places():
    check_guests(30, seats=24, standing=6, venue="Turm")
    with pytest.raises(TooManyGuests) as refused:
        check_guests(31, seats=24, standing=6, venue="Turm")
    assert (refused.value.seats, refused.value.venue) == (30, "Turm")


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("TK-7Q4M-29XD", "TK-7Q4M-29XD"),
        ("tk 7q4m 29xd", "TK-7Q4M-29XD"),
        ("7Q4M29XD", "TK-7Q4M-29XD"),
        ("TK–7Q4M–29XD", "TK-7Q4M-29XD"),
        ("TK4M-29XD", "TK-TK4M-29XD"),
        ("TK-TK4M-29XD", "TK-TK4M-29XD"),
        ("TK-7Q4M-29X", None),
        ("TK-7Q4M-29X0", None),  # a nought is no sign of ours
        ("name@example.org", None),
        ("", None),
    ],
)
def test_a_reference_is_read_forgivingly(typed, reference):
    assert reference_from(typed) == reference


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2027, 6, 12), date(2026, 12, 14), date(2027, 4, 16)),  # Saturdays move
        (date(2027, 8, 31), date(2027, 3, 1), date(2027, 7, 6)),  # 28 February is a Sunday
    ],
)
def test_when_the_marriage_can_be_registered(day, first, last):
    assert registration_window(day, Policies()) == (first, last)


@pytest.mark.parametrize(
    ("present", "first"),
    [
        # Far away the lead time is that of all others.
        (date(2027, 6, 12), date(2027, 3, 22)),
        (date(2027, 3, 22), date(2027, 3, 22)),
        # Closer than that, the day that it has is the first.
        (date(2027, 3, 6), date(2027, 3, 6)),
        (date(2027, 3, 1), date(2027, 3, 1)),
        (date(2027, 2, 27), date(2027, 3, 1)),
    ],
)
def test_who_has_a_date_soon_may_have_another_one_as_soon(present, first):
    today = date(2027, 3, 1)
    policies = policies_for_move(Policies(), today=today, present=present)
    assert first_reservable_day(today, policies) == first
