"""Whatever people do, in whatever order: after each step every invariant holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.absences import lift_absence, record_absence
from app.actions.approvals import approve, decline, enter_reservation
from app.actions.closures import create_closure, lift_closure
from app.actions.days import reckon_pending
from app.actions.duties import plan_day, swap_day
from app.actions.holds import extend_hold, hold_slot, lapse_holds, release_hold
from app.actions.moves import move_reservation
from app.actions.reservations import (
    cancel,
    confirm_email,
    lapse_unconfirmed,
    save_answers,
    send_reservation,
)
from app.actions.slots import withdraw_slots
from app.actions.tokens import mint
from app.models import Absence, AbsenceKind, Channel, Closure, Purpose, Reservation
from app.queries.invariants import INVARIANTS
from app.rules.calendar import instant_at
from app.rules.duties import Stretch
from app.rules.refusals import Refusal
from tests.machines.city import DAYS, World, build

TEMPLATE, NAMES = build()

#: Browsers, couples and slots are few, so that they meet.
FEW = st.integers(0, 3)
ANY = st.integers(0, 30)
JUMPS = st.sampled_from(
    [
        timedelta(minutes=7),
        timedelta(minutes=20),
        timedelta(hours=1),
        timedelta(hours=24),
        timedelta(days=3),
    ]
)
SHIFTS = st.sampled_from([None, (), ((9, 13),), ((10, 12),), ((9, 11), (11, 13)), ((8, 9),)])


class Office(RuleBasedStateMachine):
    """Couples, operators, staff and the clock, each doing one thing at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(TEMPLATE, NAMES)
        #: Whether anything was written, or the clock moved, since the sentences were last read.
        self.changed = True

    # ── couples ───────────────────────────────────────────────────────────────
    @rule(slot=ANY, browser=FEW)
    def hold(self, slot: int, browser: int) -> None:
        self.does(
            lambda session: hold_slot(
                session,
                self.slot(slot),
                browser_hash=f"{browser:064x}",
                language="de",
                now=self.world.now,
            )
        )

    @rule(which=ANY, times=st.integers(0, 2))
    def extend(self, which: int, times: int) -> None:
        self.does_to(
            which, lambda session, one: extend_hold(session, one, times=times, now=self.world.now)
        )

    @rule(which=ANY)
    def release(self, which: int) -> None:
        self.does_to(which, lambda session, one: release_hold(session, one, now=self.world.now))

    @rule(which=ANY, couple=FEW, guests=st.sampled_from([2, 20, 41]))
    def send(self, which: int, couple: int, guests: int) -> None:
        def fill_in_and_send(session: Session, one: int) -> None:
            save_answers(session, one, answers_of(couple, guests))
            send_reservation(session, one, now=self.world.now)

        self.does_to(which, fill_in_and_send)

    @rule(slot=ANY, couple=FEW, confirms=st.booleans())
    def reserve(self, slot: int, couple: int, confirms: bool) -> None:
        """Do all of it in one go, as most do."""

        def go_through(session: Session) -> None:
            now = self.world.now
            hashed = f"{couple:064x}"
            held = hold_slot(session, self.slot(slot), browser_hash=hashed, language="de", now=now)
            save_answers(session, held.id, answers_of(couple, 12))
            send_reservation(session, held.id, now=now)
            if confirms:
                secret = mint(session, Purpose.CONFIRM, now=now, reservation_id=held.id)
                confirm_email(session, secret, now=now)

        self.does(go_through)

    @rule(which=ANY)
    def confirm(self, which: int) -> None:
        def open_mail_and_confirm(session: Session, one: int) -> None:
            secret = mint(session, Purpose.CONFIRM, now=self.world.now, reservation_id=one)
            confirm_email(session, secret, now=self.world.now)

        self.does_to(which, open_mail_and_confirm)

    @rule(which=ANY)
    def cancel(self, which: int) -> None:
        self.does_to(which, lambda session, one: cancel(session, one, now=self.world.now))

    # ── the office ────────────────────────────────────────────────────────────
    @rule(which=ANY)
    def approve(self, which: int) -> None:
        self.does_to(which, lambda session, one: approve(session, one, **self.by_staff))

    @rule(which=ANY)
    def decline(self, which: int) -> None:
        self.does_to(
            which, lambda session, one: decline(session, one, "Kein Dienst.", **self.by_staff)
        )

    @rule(slot=ANY, couple=FEW)
    def enter(self, slot: int, couple: int) -> None:
        self.does(
            lambda session: enter_reservation(
                session,
                self.slot(slot),
                answers_of(couple, 12),
                channel=Channel.PHONE,
                language="de",
                **self.by_staff,
            )
        )

    @rule(which=ANY, slot=ANY)
    def move(self, which: int, slot: int) -> None:
        self.does_to(
            which,
            lambda session, one: move_reservation(session, one, self.slot(slot), **self.by_staff),
        )

    @rule(slot=ANY)
    def withdraw(self, slot: int) -> None:
        self.does(lambda session: withdraw_slots(session, [self.slot(slot)], **self.by_operator))

    @rule(day=FEW, venue=FEW, hours=st.sampled_from([(9, 11), (10, 13)]), over=st.booleans())
    def close(self, day: int, venue: int, hours: tuple[int, int], over: bool) -> None:
        venues = (*NAMES.venues, None)
        begins, ends = (instant_at(pick(DAYS, day), time(hour)) for hour in hours)
        self.does(
            lambda session: create_closure(
                session,
                pick(venues, venue),
                begins,
                ends,
                "Umbau",
                over_reservations=over,
                **self.by_staff,
            )
        )

    @rule(which=ANY)
    def open_again(self, which: int) -> None:
        self.does_to(
            which,
            lambda session, one: lift_closure(session, one, **self.by_staff),
            select(Closure.id),
        )

    @rule(day=FEW, who=FEW, shifts=SHIFTS, base=FEW)
    def change_duty(self, day: int, who: int, shifts: Any, base: int) -> None:
        registrar = pick(NAMES.registrars, who)
        stretches = (
            None
            if shifts is None
            else [
                Stretch(registrar, begins * 60, ends * 60, pick(NAMES.bases, base))
                for begins, ends in shifts
            ]
        )
        self.does(
            lambda session: plan_day(
                session, registrar, pick(DAYS, day), stretches, **self.by_staff
            )
        )

    @rule(day=FEW)
    def swap_duties(self, day: int) -> None:
        self.does(
            lambda session: swap_day(
                session, pick(DAYS, day), *NAMES.registrars[:2], **self.by_staff
            )
        )

    @rule(day=FEW, who=FEW, hours=st.sampled_from([(0, 23), (9, 11), (11, 14)]), ill=st.booleans())
    def fall_away(self, day: int, who: int, hours: tuple[int, int], ill: bool) -> None:
        begins, ends = (instant_at(pick(DAYS, day), time(hour)) for hour in hours)
        self.does(
            lambda session: record_absence(
                session,
                pick(NAMES.registrars, who),
                begins,
                ends,
                AbsenceKind.SHORT_NOTICE if ill else AbsenceKind.LEAVE,
                all_the_same=ill,
                **self.by_staff,
            )
        )

    @rule(which=ANY)
    def come_back(self, which: int) -> None:
        self.does_to(
            which,
            lambda session, one: lift_absence(session, one, **self.by_staff),
            select(Absence.id),
        )

    # ── the clock and the worker ──────────────────────────────────────────────
    @rule(jump=JUMPS)
    def let_time_pass(self, jump: timedelta) -> None:
        self.world.now += jump
        self.changed = True

    @rule()
    def tidy_up(self) -> None:
        self.does(lambda session: lapse_holds(session, now=self.world.now))
        self.does(lambda session: lapse_unconfirmed(session, now=self.world.now))
        self.does(lambda session: reckon_pending(session, now=self.world.now))

    # ── what must be ──────────────────────────────────────────────────────────
    @invariant()
    def everything_holds(self) -> None:
        if not self.changed:
            return
        with self.world.transaction() as session:
            for sentence in INVARIANTS:
                broken = list(sentence.find(session, self.world.now))
                assert not broken, f"{sentence.sentence} {broken}"
        self.changed = False

    # ── how things are done ───────────────────────────────────────────────────
    @property
    def by_staff(self) -> dict[str, Any]:
        return {"actor": NAMES.staff, "now": self.world.now}

    @property
    def by_operator(self) -> dict[str, Any]:
        return {"actor": NAMES.operator, "now": self.world.now}

    def slot(self, number: int) -> int:
        return pick(NAMES.slots, number)

    def does(self, deed: Callable[[Session], object]) -> None:
        """Do something, or be refused."""
        before = self.world.writes
        try:
            with self.world.transaction() as session:
                deed(session)
        except Refusal:
            return
        self.changed |= self.world.writes > before

    def does_to(
        self,
        number: int,
        deed: Callable[[Session, int], object],
        wanted: Any = None,
    ) -> None:
        """Do something to one of what there is, the newest first: reservations unless said."""
        query = select(Reservation.id) if wanted is None else wanted
        with self.world.transaction() as session:
            ids = sorted(session.scalars(query), reverse=True)
        if ids:
            self.does(lambda session: deed(session, pick(ids, number)))


def pick(things: Any, number: int) -> Any:
    """Return one of the things, however large the number."""
    return things[number % len(things)]


def answers_of(couple: int, guests: int) -> dict[str, Any]:
    """Return what one of a few couples types."""
    return {
        "person1_given": "Alex",
        "person1_family": f"Muster{couple}",
        "person2_given": "Robin",
        "person2_family": "Beispiel",
        "email": f"paar{couple}@example.org",
        "phone": "02041 123456",
        "guests": guests,
    }
