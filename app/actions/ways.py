"""Places, how long the ways between them take, and what a venue needs before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.journal import record
from app.actions.places import estimate_missing_ways
from app.actions.staffing import changing_staffing, lock_staffing
from app.models import Place, TravelTime, Venue
from app.queries.places import get_place, get_way_rows
from app.rules.calendar import berlin_day
from app.rules.permissions import Actor
from app.rules.refusals import DutyNotPossible
from app.rules.travel import LONGEST_MINUTES, Point

#: What somebody may need before or after a ceremony, in minutes.
LONGEST_BUFFER = 240


@dataclass(frozen=True)
class WantedWay:
    """How long the way between two places takes, there and back."""

    one: int
    other: int
    there: int
    #: None: as long as the way there.
    back: int | None = None


def add_place(
    session: Session, name: str, point: Point | None, *, actor: Actor, now: datetime
) -> Place:
    """Enter a base from which duties start; the ways from there are still to be timed.

    Raises:
        DutyNotPossible: a place is called the same.
    """
    lock_staffing(session)
    _check_name(session, name, None)
    place = Place(name=name)
    _put(place, point)
    session.add(place)
    session.flush()
    record(session, "place.added", "place", place.id, actor=actor, now=now)
    return place


def change_place(
    session: Session,
    place_id: int,
    name: str,
    point: Point | None,
    *,
    preparation_minutes: int | None = None,
    follow_up_minutes: int | None = None,
    actor: Actor,
    now: datetime,
) -> Place:
    """Change a place, and if it is a venue what a ceremony there needs before and after.

    Raises:
        NotFound: there is none.
        DutyNotPossible: a place is called the same, or the minutes cannot be.
        CeremoniesInTheWay: some could no longer be performed.
    """
    lock_staffing(session)
    place = get_place(session, place_id)
    if place.venue is None:
        _check_name(session, name, place)
        place.name = name
    _put(place, point)
    facts: dict[str, int] = {}
    if (
        place.venue is not None
        and preparation_minutes is not None
        and follow_up_minutes is not None
    ):
        facts = _change_buffers(
            session, place.venue, preparation_minutes, follow_up_minutes, now=now
        )
    record(session, "place.changed", "place", place.id, actor=actor, now=now, **facts)
    return place


def set_ways(session: Session, wanted: Iterable[WantedWay], *, actor: Actor, now: datetime) -> int:
    """Set how long ways take; returns how many differ from what was known.

    Raises:
        NotFound: no such place.
        DutyNotPossible: a way of no minutes, or of more than a city has.
        CeremoniesInTheWay: some could no longer be performed.
    """
    lock_staffing(session)
    minutes: dict[tuple[int, int], tuple[int, bool]] = {}
    for way in wanted:
        for place_id in (way.one, way.other):
            get_place(session, place_id)
        back = way.there if way.back is None else way.back
        _check_minutes(way, way.there, back)
        minutes[way.one, way.other] = (way.there, way.back is not None)
        minutes[way.other, way.one] = (back, way.back is not None)
    rows = get_way_rows(session)
    changed = {
        pair: value
        for pair, value in minutes.items()
        if pair not in rows
        or (rows[pair].minutes, rows[pair].per_direction, rows[pair].estimated) != (*value, False)
    }
    if not changed:
        return 0
    with changing_staffing(session, berlin_day(now), now=now):
        for pair, (length, per_direction) in changed.items():
            _write_way(session, rows, pair, length, per_direction=per_direction)
    set_to = {pair: length for pair, (length, _) in changed.items()}
    _note(session, "travel.changed", set_to, actor=actor, now=now)
    return len({frozenset(pair) for pair in changed})


def estimate_ways(session: Session, *, actor: Actor, now: datetime) -> int:
    """Fill the ways that nobody has timed from coordinates; returns how many pairs.

    A gap can only be filled, so no day gets worse. Estimates are marked until somebody looks.
    """
    lock_staffing(session)
    before = set(get_way_rows(session))
    with changing_staffing(session, berlin_day(now), now=now):
        count = estimate_missing_ways(session)
    if count:
        rows = get_way_rows(session)
        filled = {pair: row.minutes for pair, row in rows.items() if pair not in before}
        _note(session, "travel.estimated", filled, actor=actor, now=now)
    return count


def _change_buffers(
    session: Session, venue: Venue, preparation: int, follow_up: int, *, now: datetime
) -> dict[str, int]:
    for field, minutes in (("preparation", preparation), ("follow_up", follow_up)):
        if not 0 <= minutes <= LONGEST_BUFFER:
            raise DutyNotPossible(field, "minutes_of_buffer")
    if (venue.preparation_minutes, venue.follow_up_minutes) == (preparation, follow_up):
        return {}
    with changing_staffing(session, berlin_day(now), now=now):
        venue.preparation_minutes, venue.follow_up_minutes = preparation, follow_up
    return {"venue": venue.id, "preparation": preparation, "follow_up": follow_up}


def _check_minutes(way: WantedWay, *lengths: int) -> None:
    if way.one == way.other:
        raise DutyNotPossible("other", "same_place")
    if not all(1 <= length <= LONGEST_MINUTES for length in lengths):
        raise DutyNotPossible(f"way_{way.one}_{way.other}", "minutes_of_way")


def _check_name(session: Session, name: str, own: Place | None) -> None:
    same = select(Place.id).where(func.lower(Place.name) == name.lower())
    if own is not None:
        same = same.where(Place.id != own.id)
    if session.scalar(same) is not None:
        raise DutyNotPossible("name", "place_name_taken")


def _put(place: Place, point: Point | None) -> None:
    place.latitude, place.longitude = point if point is not None else (None, None)


def _write_way(
    session: Session,
    rows: Mapping[tuple[int, int], TravelTime],
    pair: tuple[int, int],
    minutes: int,
    *,
    per_direction: bool,
) -> None:
    row = rows.get(pair)
    if row is None:
        row = TravelTime(from_place_id=pair[0], to_place_id=pair[1])
        session.add(row)
    row.minutes, row.per_direction, row.estimated = minutes, per_direction, False


def _note(
    session: Session,
    event: str,
    ways: Mapping[tuple[int, int], int],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    listed = [[*pair, minutes] for pair, minutes in ways.items()]
    record(session, event, "place", 0, actor=actor, now=now, ways=listed)
