"""The demo city with somebody in every situation: what the pages have to show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.absences import record_absence
from app.actions.access import ask_for_link
from app.actions.accounts import NewAccount, invite
from app.actions.holds import hold_slot
from app.actions.reservations import save_answers
from app.actions.sessions import open_session
from app.actions.tokens import mint
from app.cli.demo.load import load_city
from app.models import (
    AbsenceKind,
    Account,
    Assignment,
    Closure,
    DutyPattern,
    Place,
    Purpose,
    Registrar,
    Reservation,
    Series,
    Slot,
    Venue,
)
from app.queries.free import list_free
from app.queries.in_the_way import is_disturbed
from app.queries.settings import get_policies
from app.queries.tokens import hash_of
from app.rules.calendar import berlin_day, day_begins_at
from app.rules.permissions import Actor, Role
from app.rules.reservations import ReservationState
from app.rules.search import Wish
from tests.factories import NOW, make_account, make_announcement, make_venue

TODAY = berlin_day(NOW)
ANSWERS: dict[str, Any] = {
    "person1_given": "Merve",
    "person1_family": "Aydın",
    "person2_given": "Jonas-Maximilian",
    "person2_family": "Schulte-Bockum-Dolffs",
    "email": "merve.aydin@example.org",
    "phone": "02041 123456",
    "guests": 12,
    "needs": ["step_free"],
    "needs_note": "Meine Großmutter sitzt im Rollstuhl.",
}


@dataclass
class Town:
    """What addresses are made of, and what each person's browser carries."""

    facts: dict[str, str] = field(default_factory=dict)
    carried: dict[str, dict[str, str]] = field(default_factory=lambda: {"guest": {}})


def build(session: Session) -> Town:
    """Fill an empty database."""
    load_city(session, today=TODAY, years=1, venues=14, password="tanne-linde-ulme-42")
    session.flush()
    town = Town()
    _sign_in_everybody(town, session)
    _hold(town, session)
    for state in ReservationState:
        if state is not ReservationState.HELD:
            _reserve(town, session, state)
    _send_links(town, session)
    _find_rows(town, session)
    _disturb(town, session)
    session.commit()
    return town


def _sign_in_everybody(town: Town, session: Session) -> None:
    venue = session.scalars(select(Venue).where(Venue.slug == "schloss-beck")).one()
    new_venue = make_venue(session, slug="neues-haus", name="Neues Haus", short_name="Neues Haus")
    people = {
        "head": _account(session, "amt@example.org"),
        "staff": _account(session, "standesbeamtin@example.org"),
        "operator": _account(session, "betrieb-schloss-beck@example.org"),
        "newcomer": make_account(session, role=Role.OPERATOR, venues=[new_venue]),
        "two houses": make_account(session, role=Role.OPERATOR, venues=[venue, new_venue]),
    }
    for who, account in people.items():
        town.carried[who] = {"_user_id": open_session(session, account, now=NOW)}
    town.facts["staff"] = str(people["staff"].id)
    head = people["head"]
    wish = NewAccount("neu@example.org", "Nora Neu", Role.STAFF, frozenset())
    invited = invite(session, wish, actor=Actor(head.id, head.name, Role.HEAD), now=NOW)
    town.facts["invited"] = str(invited.id)
    town.facts["invitation"] = mint(session, Purpose.INVITATION, now=NOW, account_id=invited.id)


def _account(session: Session, email: str) -> Account:
    return session.scalars(select(Account).where(Account.email == email)).one()


def _hold(town: Town, session: Session) -> None:
    """Hold five times: one in good order, one by a couple that has another, three too late."""
    policies = get_policies(session, TODAY)
    free = iter(list_free(session, Wish(guests=12), now=NOW, policies=policies, limit=40)[20:])
    earlier = NOW - timedelta(minutes=policies.hold_minutes + 10)
    reserved = select(Reservation.email).where(Reservation.state == ReservationState.APPROVED)
    email = session.scalars(reserved.limit(1)).one()
    _hold_one(town, session, next(free), "holder", **ANSWERS)
    _hold_one(town, session, next(free), "twice", **ANSWERS | {"email": email})
    _hold_one(town, session, next(free), "late", now=earlier, **ANSWERS)
    lost = next(free)
    _hold_one(town, session, lost, "too late", now=earlier)
    _hold_one(town, session, lost, "quicker")
    town.facts["taken"] = str(lost.id)
    town.facts["held_day"] = lost.day.isoformat()


def _hold_one(
    town: Town, session: Session, slot: Slot, who: str, now: Any = NOW, **answers: Any
) -> None:
    browser = _browser(town, who)
    held = hold_slot(session, slot.id, browser_hash=browser, language="de", now=now)
    save_answers(session, held.id, answers)
    town.facts[who] = mint(session, Purpose.RESERVATION, now=NOW, reservation_id=held.id)


def _reserve(town: Town, session: Session, state: ReservationState) -> None:
    """Give one of the demo's couples in this state a browser."""
    of_state = select(Reservation).join(Slot).where(Reservation.state == state)
    if state is not ReservationState.MARRIED:
        of_state = of_state.where(Slot.day > TODAY)
    found = session.scalars(of_state.order_by(Reservation.id).limit(1)).one()
    found.browser_hash = _browser(town, state.value)
    town.facts[state.value] = mint(session, Purpose.RESERVATION, now=NOW, reservation_id=found.id)
    town.facts[f"{state.value} number"] = found.reference
    town.facts[f"{state.value} day"] = found.slot.day.isoformat()


def _send_links(town: Town, session: Session) -> None:
    for name, state in (("confirm", "requested"), ("access", "approved")):
        reference = town.facts[f"{state} number"]
        found = session.scalars(select(Reservation).where(Reservation.reference == reference)).one()
        town.facts[name] = mint(session, Purpose(name), now=NOW, reservation_id=found.id)
        ask_for_link(session, reference, now=NOW)


def _find_rows(town: Town, session: Session) -> None:
    """Note rows of Schloss Beck that have pages of their own."""
    venue_id = session.scalars(select(Venue.id).where(Venue.slug == "schloss-beck")).one()
    slots = select(Slot).where(Slot.venue_id == venue_id, Slot.holdable, Slot.day > TODAY)
    town.facts["day"] = session.scalars(slots.order_by(Slot.day)).first().day.isoformat()
    rows: Iterator[tuple[str, Any]] = iter((("series", Series), ("closure", Closure)))
    for name, model in rows:
        newest = select(model.id).where(model.venue_id == venue_id).order_by(model.id.desc())
        town.facts[name] = str(session.scalars(newest.limit(1)).one())
    for name, model in (("registrar", Registrar), ("pattern", DutyPattern), ("place", Place)):
        town.facts[name] = str(session.scalars(select(model.id).order_by(model.id)).first())
    kept = [session.get_one(Slot, int(town.facts["taken"])), *session.scalars(slots.limit(3))]
    town.facts["kept"] = " ".join(str(slot.id) for slot in kept)
    town.facts["kept_day"] = kept[1].day.isoformat()
    town.carried["keeper"] = {}


def _disturb(town: Town, session: Session) -> None:
    """Let all but one who perform something on the fullest day to come fall ill."""
    spared = {value for name, value in town.facts.items() if name.endswith("day")}
    rows = session.execute(
        select(Slot.day, Assignment)
        .join(Reservation, Reservation.slot_id == Slot.id)
        .join(Assignment, Assignment.reservation_id == Reservation.id)
        .where(Slot.day > TODAY)
        .order_by(Slot.begins_at)
    ).all()
    busy: dict[date, list[int]] = {}
    for day, assignment in rows:
        if day.isoformat() not in spared:
            busy.setdefault(day, []).append(assignment.registrar_id)
    day = max(busy, key=lambda one: (len(set(busy[one])), len(busy[one]), -one.toordinal()))
    # All knew, but one.
    for assignment in [one for on, one in rows if on == day][1:]:
        make_announcement(session, assignment)
    head = _account(session, "amt@example.org")
    for registrar_id in sorted(set(busy[day]))[1:]:
        record_absence(
            session,
            registrar_id,
            day_begins_at(day),
            day_begins_at(day + timedelta(days=1)),
            AbsenceKind.SHORT_NOTICE,
            actor=Actor(head.id, head.name, Role.HEAD),
            now=NOW,
            all_the_same=True,
        )
    assert is_disturbed(session, day)
    town.facts["disturbed day"] = day.isoformat()


def _browser(town: Town, who: str) -> str:
    """Return the hash of this couple's browser."""
    town.carried[who] = {"browser": f"browser-of-{who}"}
    return hash_of(f"browser-of-{who}")
